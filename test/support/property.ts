/** Whether this run is to take its time: `npm run check:all` and `npm run soak` say so. */
export const THOROUGH = process.env.THOROUGH !== undefined;

/** Of every ordinary run, so that it fails for what was changed and for nothing else; a soak draws one. */
const SEED_OF_TESTS = 20_261_124;

/**
 * How often a property is tried: `RUNS` for a soak, `SEED` (and `PATH_OF_RUN`) to replay what a failure printed.
 * @param runs in an ordinary test run
 */
export function tries(runs: number): { numRuns: number; seed: number; path?: string } {
  const { RUNS, SEED, PATH_OF_RUN } = process.env;
  return {
    numRuns: RUNS === undefined ? runs : Number(RUNS),
    seed: SEED === undefined ? SEED_OF_TESTS : Number(SEED),
    ...(PATH_OF_RUN === undefined ? {} : { path: PATH_OF_RUN }),
  };
}
