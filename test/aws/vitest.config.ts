import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // Not *.test.ts: without moto installed `npm test` must not run them. See run.sh.
    include: ["test/aws/**/*.aws.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
