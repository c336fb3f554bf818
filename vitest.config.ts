import { defineConfig } from "vitest/config";

const GOLDEN = "test/golden/golden.test.ts";

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: { name: "tests", include: ["test/**/*.test.ts"], exclude: ["**/node_modules/**", GOLDEN] },
      },
      // It puts a clock of its own in the place of the system's, which works in a process of its own alone.
      { extends: true, test: { name: "golden", include: [GOLDEN], isolate: true } },
    ],
    // One process for many files: a file's own process costs more than its tests. No file leaves anything behind in the modules, the
    // environment or the clock that another one reads. Processes and not threads, since some tests measure their CPU and memory.
    pool: "forks",
    isolate: false,
    maxWorkers: 2,
    // Each command of each test would warn otherwise.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    // Properties take long on a loaded machine; no test measures time.
    testTimeout: 120_000,
    coverage: {
      include: ["lib/core/**/*.ts"],
      exclude: ["**/*.generated.ts"],
      thresholds: { branches: 100, functions: 100, lines: 100, statements: 100 },
    },
  },
});
