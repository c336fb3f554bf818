import { compareText } from "../order.ts";

/** One of ours that is listed, and whether git asks for something else than was last applied. */
export type Verifiable = { readonly key: string; readonly newToGit: boolean };

export type Slice = {
  readonly keys: ReadonlySet<string>;
  /** Up to which key the turn has come; absent when everything is read. */
  readonly through?: string;
};

/**
 * Which objects a pass reads and compares: what changed in git first, and of the rest so many as the budget has left, in
 * turn, so that with a budget of B each of N is read within N/B passes in which git is quiet. Should more have changed than
 * the budget allows, they take turns themselves: one that stays blocked does not keep the others waiting.
 */
export function sliceOf(
  objects: readonly Verifiable[],
  budget: number | undefined,
  after: string | undefined,
): Slice {
  if (budget === undefined || objects.length <= budget) {
    return { keys: new Set(objects.map(({ key }) => key)) };
  }
  const changed = inTurn(objects, true, after).slice(0, budget);
  const others = inTurn(objects, false, after).slice(0, budget - changed.length);
  const through = others.at(-1) ?? changed.at(-1) ?? after;
  return { keys: new Set([...changed, ...others]), ...(through === undefined ? {} : { through }) };
}

function inTurn(objects: readonly Verifiable[], newToGit: boolean, after = ""): readonly string[] {
  const keys = objects.flatMap((one) => (one.newToGit === newToGit ? [one.key] : [])).toSorted(compareText);
  const next = keys.findIndex((key) => compareText(key, after) > 0);
  return next < 0 ? keys : [...keys.slice(next), ...keys.slice(0, next)];
}
