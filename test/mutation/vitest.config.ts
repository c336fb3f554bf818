import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // The tests that look at single behaviours; those that go through everything at random take too long for each mutant.
    include: process.env.TESTS?.split(",") ?? [
      "test/core/plan/**/*.test.ts",
      "test/core/decide/**/*.test.ts",
      "test/core/domain/inventory.test.ts",
      "test/apply/**/*.test.ts",
      "test/adapters/buddy/**/*.test.ts",
      "test/reconcile/**/*.test.ts",
    ],
    exclude: [
      "**/node_modules/**",
      "test/adapters/buddy/personalities.test.ts",
      "test/reconcile/faults.test.ts",
      "test/reconcile/model/**",
    ],
    testTimeout: 20_000,
  },
});
