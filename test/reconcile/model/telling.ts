import fc from "fast-check";
import { tries } from "../../support/property.ts";
import { type Story, tell } from "./driver.ts";

/** RUNS, SEED and PATH_OF_RUN: see `tries`. Half of what is told in a build, since there are two files of them. */
const { seed = Date.now() % 0x7f_ff_ff_ff, ...rest } = tries(1_000);

/** For machines that have much else to do. */
export const TIME = 60_000 + rest.numRuns * 1_000;

export async function expectRulesKept(stories: fc.Arbitrary<Story>): Promise<void> {
  process.stdout.write(`the model is tried ${rest.numRuns} times; SEED=${seed} replays it\n`);
  await fc.assert(fc.asyncProperty(stories, tell), { seed, ...rest });
}
