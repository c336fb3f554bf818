import type { State } from "../../../lib/ports.ts";

type Fetch = typeof globalThis.fetch;

/** A process that dies at its n-th call or record: half of them before it has an effect, half before it is answered. */
export type Death = {
  fetch(inner: Fetch): Fetch;
  state(inner: State): State;
  /** Resolves when the process has died. */
  readonly died: Promise<undefined>;
};

/** @param moment two for each call and record: odd ones before, even ones after */
export function mortality(moment: number): Death {
  const never = new Promise<never>(() => {});
  let moments = 0;
  let dead = false;
  let tell = () => {};
  const died = new Promise<undefined>((resolve) => {
    tell = () => resolve(undefined);
  });
  const pass = async (): Promise<void> => {
    moments += 1;
    if (moments === moment) {
      dead = true;
      tell();
    }
    if (dead) await never;
  };
  const around = async <T>(work: () => Promise<T>): Promise<T> => {
    await pass();
    const done = await work();
    await pass();
    return done;
  };
  return {
    died,
    fetch: (inner) => (input, init) => around(() => inner(input, init)),
    state: (inner) => ({
      ...inner,
      open: async () => {
        const ledger = await inner.open();
        return { ...ledger, record: (event) => around(() => ledger.record(event)) };
      },
    }),
  };
}
