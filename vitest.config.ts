import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Properties take long on a loaded machine; no test measures time.
    testTimeout: 120_000,
    coverage: {
      include: ["lib/core/**/*.ts"],
      exclude: ["**/*.generated.ts"],
      thresholds: { branches: 100, functions: 100, lines: 100, statements: 100 },
    },
  },
});
