import type { Objects } from "../../../lib/adapters/aws/objects.ts";

type Actor = (objects: Objects) => Promise<void>;

/**
 * Plays a scene once for each order in which the calls of its actors can reach the store. An actor makes one call at a time.
 * @param scene makes a new store and actors, and what is to be checked when all have ended
 * @returns how many orders there are
 */
export async function everyOrder(
  scene: () => {
    readonly store: Objects;
    readonly actors: readonly Actor[];
    readonly check: () => Promise<void>;
  },
): Promise<number> {
  let choices: readonly number[] = [];
  for (let orders = 1; ; orders += 1) {
    const { store, actors, check } = scene();
    const widths = await play(store, actors, choices);
    await check();
    const next = successor(choices, widths);
    if (next === undefined) return orders;
    choices = next;
  }
}

/** @returns among how many actors each choice was made */
async function play(
  store: Objects,
  actors: readonly Actor[],
  choices: readonly number[],
): Promise<readonly number[]> {
  const waiting = new Map<number, () => void>();
  const widths: number[] = [];
  let active = actors.length;
  const go = () => {
    if (active === 0 || waiting.size < active) return;
    const options = [...waiting.keys()].toSorted((a, b) => a - b);
    const chosen = options[choices[widths.length] ?? 0] ?? -1;
    widths.push(options.length);
    const proceed = waiting.get(chosen);
    waiting.delete(chosen);
    proceed?.();
  };
  const turn = (actor: number) =>
    new Promise<void>((resolve) => {
      waiting.set(actor, resolve);
      go();
    });
  await Promise.all(
    actors.map(async (actor, nth) => {
      await actor({
        get: async (...call) => turn(nth).then(() => store.get(...call)),
        put: async (...call) => turn(nth).then(() => store.put(...call)),
        list: async (...call) => turn(nth).then(() => store.list(...call)),
        folders: async (...call) => turn(nth).then(() => store.folders(...call)),
      });
      active -= 1;
      go();
    }),
  );
  return widths;
}

/** The next choices in the order of a dictionary, if there are more. */
function successor(choices: readonly number[], widths: readonly number[]): readonly number[] | undefined {
  const made = widths.map((_, at) => choices[at] ?? 0);
  const last = widths.findLastIndex((width, at) => (made[at] ?? 0) + 1 < width);
  return last < 0 ? undefined : [...made.slice(0, last), (made[last] ?? 0) + 1];
}
