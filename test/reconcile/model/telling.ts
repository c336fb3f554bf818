import fc from "fast-check";
import { tries } from "../../support/property.ts";
import { type Story, tell } from "./driver.ts";

/** RUNS, SEED and PATH_OF_RUN: see `tries`. Half of what is told in a run of the tests, since there are two files of them. */
const told = tries(30);

/** For machines that have much else to do. */
export const TIME = 60_000 + told.numRuns * 1_000;

export async function expectRulesKept(stories: fc.Arbitrary<Story>): Promise<void> {
  await fc.assert(fc.asyncProperty(stories, tell), told);
}
