import { compareText } from "../domain/order.ts";

/** One of ours that is listed, and whether git asks for something else than was last applied. */
export type Verifiable = { readonly key: string; readonly newToGit: boolean };

export type ReadBudget = {
  readonly keys: ReadonlySet<string>;
  /** Up to which key the turn has come; absent when everything is read. */
  readonly through?: string;
};

/**
 * Which objects a pass reads and compares: what changed in git first, and of the rest so many as the budget has left, in
 * turn, so that with a budget of B each of N is read within N/B passes in which git is quiet. Should more have changed than
 * three quarters of the budget, a quarter goes to all in turn: changes that stay blocked do not keep the others waiting. A
 * budget of one read goes to what has changed.
 */
export function selectForDeepCheck(
  objects: readonly Verifiable[],
  budget: number | undefined,
  after: string | undefined,
): ReadBudget {
  if (budget === undefined || objects.length <= budget) {
    return { keys: new Set(objects.map(({ key }) => key)) };
  }
  const changed = objects.filter(({ newToGit }) => newToGit);
  const others = objects.filter(({ newToGit }) => !newToGit);
  const reserve = budget < 2 ? 0 : Math.ceil(budget / 4);
  const isTooMuch = changed.length > budget - reserve;
  const turn = isTooMuch
    ? inTurn(objects, after).slice(0, reserve)
    : inTurn(others, after).slice(0, budget - changed.length);
  const come = turn.at(-1) ?? after;
  const inTurnAlready = new Set(turn);
  const first = [...inTurn(changed, come), ...inTurn(others, come)]
    .filter((key) => !inTurnAlready.has(key))
    .slice(0, budget - turn.length);
  const through = turn.at(-1) ?? first.at(-1) ?? after;
  return { keys: new Set([...first, ...turn]), ...(through === undefined ? {} : { through }) };
}

function inTurn(objects: readonly Verifiable[], after = ""): readonly string[] {
  const keys = objects.map(({ key }) => key).toSorted(compareText);
  const next = keys.findIndex((key) => compareText(key, after) > 0);
  return next < 0 ? keys : [...keys.slice(next), ...keys.slice(0, next)];
}
