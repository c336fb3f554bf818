import { cite } from "../core/domain/wording.ts";
import type { Change } from "../core/plan/plan.ts";
import { stopsPass } from "../errors.ts";
import { lost } from "./account.ts";
import type { Given, Giver, Halfway } from "./halfway.ts";
import type { PassProgress } from "./progress.ts";

type MoveTools = {
  readonly progress: PassProgress;
  /** What takes away the routes of a change that gives an address up, if its first phase went well. */
  readonly giverOf: (change: Change) => Giver | undefined;
  /** Gets the addresses that have changed hands. */
  readonly moved: Set<string>;
};

/**
 * Gives routes from one distribution to another where Buddy refuses an address that exists already. Each is taken away and
 * added in one go, before anything else is removed, and put back should Buddy refuse it still. Changes that end by this are
 * accounted for.
 */
export async function moveRoutes(
  takers: readonly Halfway[],
  givers: ReadonlyMap<string, Change>,
  tools: MoveTools,
): Promise<void> {
  const { progress } = tools;
  const lose = (change: Change, fault: unknown) => {
    if (!progress.isOver(change)) progress.account(change, lost(change, fault));
  };
  for (const taker of takers) {
    let went = true;
    for (const [address, from] of waitingFor(taker, givers)) {
      try {
        went = (await move(address, from, taker, tools)) && went;
      } catch (fault) {
        for (const change of [from, taker.change]) lose(change, fault);
      }
    }
    if (!went && !progress.isOver(taker.change)) progress.account(taker.change, await taker.finish());
  }
}

function waitingFor(
  { waiting }: Halfway,
  givers: ReadonlyMap<string, Change>,
): readonly (readonly [address: string, from: Change])[] {
  return [...waiting.keys()].flatMap((address) => {
    const from = givers.get(address);
    return from === undefined ? [] : [[address, from] as const];
  });
}

async function move(
  address: string,
  from: Change,
  taker: Halfway,
  { progress, giverOf, moved }: MoveTools,
): Promise<boolean> {
  const has = `${cite(from.identifier)} has ${address}`;
  const hindrance = progress.hindrance(from, { removing: true });
  const giver = giverOf(from);
  if (hindrance !== undefined || giver === undefined) {
    const { status, reason } = hindrance ?? { status: "failed" as const, reason: "its change did not begin" };
    taker.forgo(address, { status, reason: `${has} until then: ${reason}` });
    return false;
  }

  // What is over and hinders nothing was found gone.
  const gift: Given = progress.isOver(from) ? { is: "gone" } : await giver.give(address);
  if (gift.is !== "given" && gift.ended !== undefined) progress.account(from, gift.ended);
  if (gift.is === "kept") {
    taker.forgo(address, { status: "failed", reason: `${has} still: ${gift.why}` });
    return false;
  }

  moved.add(address);
  const { outcome, error } = await taker.take(address);
  const { status, reason: why = status } = outcome;
  if (status === "applied") return true;
  if (gift.is === "given" && error?.effect === "none" && !stopsPass(error)) {
    moved.delete(address);
    progress.account(
      from,
      await giver.takeBack(gift.route, `${cite(taker.change.identifier)} could not have it: ${why}`),
    );
    // Anything else may be over by the next pass.
    if (error.failure === "refused") await taker.recordRefused(address);
    taker.forgo(address, { status, reason: `${why}, also while no other distribution had it` }, error);
  } else {
    const then = `${cite(from.identifier)} has given it up: the next pass adds it, unless it is there by then`;
    taker.forgo(address, { status, reason: `${why}; ${then}` }, error);
  }
  return false;
}
