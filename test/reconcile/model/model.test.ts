import fc from "fast-check";
import { describe, it } from "vitest";
import { tries } from "../../support/property.ts";
import { tell } from "./driver.ts";
import { stories } from "./stories.ts";

describe("the tool and Buddy, whatever happens", () => {
  it("keeps every rule of the model, and comes to rest", async () => {
    const { seed = Date.now() % 0x7f_ff_ff_ff, ...rest } = tries(2_000);
    process.stdout.write(`the model is tried ${rest.numRuns} times; replay with SEED=${seed}\n`);
    await fc.assert(fc.asyncProperty(stories, tell), { seed, ...rest });
  });
});
