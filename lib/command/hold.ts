import { systemClock } from "../adapters/clock.ts";
import { heldName } from "../core/decide/held.ts";
import { type Hold, type NewHold, parseHoldsText, withHold, withoutHold } from "../core/decide/hold.ts";
import { compareText } from "../core/domain/order.ts";
import type { Problem } from "../core/domain/problem.ts";
import { nearest } from "../core/domain/wording.ts";
import { exitCodeOf, reportOf } from "../core/report/report.ts";
import { renderReport } from "../core/report/text.ts";
import type { Variables } from "../core/trust/trust.ts";
import { StateBusyError } from "../errors.ts";
import type { Redactor } from "../redact.ts";
import { type HeldFlags, heldOf, type UntilFlags, untilOf } from "./hold-flags.ts";
import { holdsJson, renderHolds, type ShownHolds } from "./hold-text.ts";
import type { CommandContext } from "./pass.ts";
import { type LocationFlags, stateSettingsFor } from "./settings.ts";
import { type Stores, storesAt } from "./stores.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

type Format = { readonly format: "text" | "json" };

export type UnholdFlags = LocationFlags & HeldFlags & Format;
export type HoldFlags = UnholdFlags &
  UntilFlags & { readonly list?: boolean; readonly reason?: string; readonly by?: string };

/** `distro-sync hold`: nothing is written to a distribution, or to any, for a while. It needs no commit and no token. */
export async function holdCommand(
  identifier: string | undefined,
  flags: HoldFlags,
  { terminal, env, cwd, redactor }: CommandContext,
): Promise<number> {
  const asked = flags.list === true ? undefined : withoutSecret(askedFor(identifier, flags, env), redactor);
  if (asked === undefined) refuseMore(identifier, flags);
  const stores = await storesAt(await stateSettingsFor(flags, env, cwd));
  return accountable(flags, terminal, async () => {
    if (asked === undefined) {
      const holds = readable(await stores.holds.read(), stores.holds.place);
      show({ place: stores.holds.place, holds }, flags, terminal);
      return;
    }
    const holds = await change(stores, (text) => withHold(text, asked));
    show({ place: stores.holds.place, holds, held: asked }, flags, terminal);
    await warnOfUnknown(asked, stores, terminal);
  });
}

/** `distro-sync unhold`: ends holds before their time. */
export async function unholdCommand(
  identifier: string | undefined,
  flags: UnholdFlags,
  { terminal, env, cwd }: CommandContext,
): Promise<number> {
  const who = heldOf(identifier, flags, "unhold");
  const stores = await storesAt(await stateSettingsFor(flags, env, cwd));
  return accountable(flags, terminal, async () => {
    let ended: readonly Hold[] = [];
    const holds = await change(stores, (text) => {
      const left = withoutHold(text, who);
      if ("problems" in left) return left;
      if (left.ended.length === 0) {
        throw notHeld(heldName(who), readable(text, stores.holds.place), stores.holds.place);
      }
      ({ ended } = left);
      return left;
    });
    show({ place: stores.holds.place, holds, ended }, flags, terminal);
  });
}

function askedFor(identifier: string | undefined, flags: HoldFlags, env: Variables): NewHold {
  const who = heldOf(identifier, flags, "hold");
  const until = untilOf(flags, systemClock.now());
  if (flags.reason === undefined) {
    throw new UsageError(
      "it is not said why",
      'use --reason "…": it is shown with every plan that is held up',
    );
  }
  const by = flags.by ?? [env.USER, env.USERNAME].find((name) => name !== undefined && name !== "");
  return { who, until, reason: flags.reason, ...(by === undefined ? {} : { by }) };
}

/** It is stored, and shown with plans: what people say in it may hold the token by mistake. */
function withoutSecret(asked: NewHold, { data }: Pick<Redactor, "data">): NewHold {
  const kept = data(asked);
  if (JSON.stringify(kept.who) === JSON.stringify(asked.who)) return kept;
  throw new UsageError("what is to be held has the token in its name", "name the distribution, or use --all");
}

function refuseMore(identifier: string | undefined, flags: HoldFlags): void {
  const more = [identifier, flags.all, flags.for, flags.until, flags.reason];
  if (more.every((one) => one === undefined)) return;
  throw new UsageError("--list shows what is held, and holds nothing", "use --list alone");
}

/** Holds that cannot be read: nothing is written then by any pass, and nothing can be changed here. */
class Malformed extends Error {
  override readonly name = "Malformed";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super("the holds cannot be read");
    this.problems = problems;
  }
}

/** What is held after the change. */
async function change(
  { holds }: Stores,
  make: (text: string | undefined) => { readonly text: string } | { readonly problems: readonly Problem[] },
): Promise<readonly Hold[]> {
  let after: readonly Hold[] = [];
  await holds.edit((text) => {
    readable(text, holds.place);
    const made = make(text);
    if ("problems" in made) throw new Malformed(made.problems);
    // What is stored must be readable: if it were not, everything would be held.
    const { holds: read, problems } = parseHoldsText(made.text, "the hold");
    const [first] = problems;
    if (first !== undefined) throw new UsageError(first.message, first.remedy);
    after = read;
    return made.text;
  });
  return after;
}

function readable(text: string | undefined, place: string): readonly Hold[] {
  if (text === undefined) return [];
  const { holds, problems } = parseHoldsText(text, place);
  if (problems.length > 0) throw new Malformed(problems);
  return holds;
}

function show(holds: ShownHolds, { format }: Format, terminal: Terminal): void {
  const now = systemClock.now();
  if (format === "json") terminal.json(holdsJson(holds));
  else terminal.out(renderHolds(holds, now, terminal.outStyle));
}

async function accountable(
  { format }: Format,
  terminal: Terminal,
  work: () => Promise<void>,
): Promise<number> {
  try {
    await work();
    return 0;
  } catch (error) {
    const account = accountOf(error);
    if (account === undefined) throw error;
    const report = reportOf({ mode: "apply", notices: [], problems: [], ...account });
    if (format === "json") terminal.json(report);
    else terminal.err(renderReport(report, terminal.errStyle));
    return exitCodeOf(report.verdict, { detailed: false });
  }
}

function accountOf(error: unknown) {
  if (error instanceof Malformed) return { problems: error.problems };
  if (error instanceof StateBusyError) return { failure: { kind: "busy" as const, message: error.message } };
  return undefined;
}

function notHeld(name: string, holds: readonly Hold[], place: string): UsageError {
  const names = holds.map(({ who }) => heldName(who));
  const close = nearest(name, names);
  const meant = close === undefined ? "`distro-sync hold --list` shows what is held" : `is ${close} meant?`;
  return new UsageError(`no hold on ${name} in ${place}`, `${meant}; holds in git are ended there`);
}

/** A hold on a misspelt name holds nothing. It is set all the same: what it is about may be created by the next pass. */
async function warnOfUnknown({ who }: NewHold, { state }: Stores, terminal: Terminal): Promise<void> {
  if ("all" in who) return;
  try {
    const { owned, begun } = (await state.read()).inventory;
    const names = [...owned.values(), ...begun.values()].map(({ identifier }) => identifier);
    if (names.some((name) => name.toLowerCase() === who.identifier.toLowerCase())) return;
    const close = nearest(who.identifier, names.toSorted(compareText));
    const meant = close === undefined ? "" : `; is ${close} meant?`;
    note(`nothing of ours is called ${who.identifier}${meant}`);
  } catch {
    note(`whether anything of ours is called ${who.identifier} could not be looked up`);
  }

  function note(text: string): void {
    terminal.err(`${terminal.errStyle.warn("note:")} ${text}\n`);
  }
}
