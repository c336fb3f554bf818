import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // Not *.test.ts: without Prism installed `npm test` must not run them.
    include: ["test/contract/**/*.contract.ts"],
    testTimeout: 60_000,
    hookTimeout: 90_000,
  },
});
