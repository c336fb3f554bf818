/**
 * How often a property is tried: `RUNS` for a soak, `SEED` (and `PATH_OF_RUN`) to replay what a failure printed.
 * @param runs in an ordinary test run
 */
export function tries(runs: number): { numRuns: number; seed?: number; path?: string } {
  const { RUNS, SEED, PATH_OF_RUN } = process.env;
  return {
    numRuns: RUNS === undefined ? runs : Number(RUNS),
    ...(SEED === undefined ? {} : { seed: Number(SEED) }),
    ...(PATH_OF_RUN === undefined ? {} : { path: PATH_OF_RUN }),
  };
}
