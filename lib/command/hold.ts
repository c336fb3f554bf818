import { systemClock } from "../adapters/clock.ts";
import { heldName } from "../core/decide/held.ts";
import { type Hold, type NewHold, parseHoldsText, withHold, withoutHold } from "../core/decide/hold.ts";
import { defined } from "../core/domain/defined.ts";
import { compareText } from "../core/domain/order.ts";
import type { Problem } from "../core/domain/problem.ts";
import { isoOf } from "../core/domain/time.ts";
import { nearest, printable } from "../core/domain/wording.ts";
import type { Style } from "../core/report/style.ts";
import { StateBusyError } from "../errors.ts";
import type { Redactor } from "../redact.ts";
import { type CommandContext, type Format, runAction, showRefusal, untilInterrupted } from "./context.ts";
import { UsageError } from "./errors.ts";
import {
  declareHold,
  type HoldFlags,
  heldOf,
  newHoldOf,
  type TargetFlags,
  targetCommand,
} from "./hold-flags.ts";
import { stateSettingsFor } from "./settings.ts";
import { type Stores, storesAt } from "./stores.ts";
import type { Terminal } from "./terminal.ts";

/** `distro-sync hold`: stops every write to a distribution, or to all, for a while. It needs no commit and no token. */
export function holdCommand(context: CommandContext) {
  return declareHold().action((identifier, flags) =>
    runAction(context, "apply", flags, () =>
      untilInterrupted(context, "hold", hold(identifier, flags, context)),
    ),
  );
}

/** `distro-sync unhold`: ends holds before their time. */
export function unholdCommand(context: CommandContext) {
  return targetCommand("unhold", "end a hold before its time").action((identifier, flags) =>
    runAction(context, "apply", flags, () =>
      untilInterrupted(context, "unhold", unhold(identifier, flags, context)),
    ),
  );
}

async function hold(
  identifier: string | undefined,
  flags: HoldFlags,
  { terminal, env, cwd, redactor }: CommandContext,
): Promise<number> {
  const list = flags.list === true;
  if (list) requireListAlone(identifier, flags);
  const added = list
    ? undefined
    : withoutSecret(newHoldOf(identifier, flags, env, systemClock.now()), redactor);
  const stores = await storesAt(await stateSettingsFor(flags, env, cwd));
  const { place } = stores.holds;
  return orRefusal(flags, terminal, async () => {
    if (added === undefined) {
      show({ place, holds: parse(await stores.holds.read(), place) }, flags, terminal);
      return;
    }
    const holds = await edit(stores, (text) => withHold(text, added));
    show({ place, holds, held: added }, flags, terminal);
    await warnOfUnknown(added, stores, terminal);
  });
}

async function unhold(
  identifier: string | undefined,
  flags: TargetFlags,
  { terminal, env, cwd }: CommandContext,
): Promise<number> {
  const who = heldOf(identifier, flags, "unhold");
  const stores = await storesAt(await stateSettingsFor(flags, env, cwd));
  const { place } = stores.holds;
  return orRefusal(flags, terminal, async () => {
    let ended: readonly Hold[] = [];
    const holds = await edit(stores, (text) => {
      const left = withoutHold(text, who);
      if ("problems" in left) return left;
      if (left.ended.length === 0) throw notHeld(heldName(who), parse(text, place), place);
      ({ ended } = left);
      return left;
    });
    show({ place, holds, ended }, flags, terminal);
  });
}

function requireListAlone(identifier: string | undefined, flags: HoldFlags): void {
  const more = [identifier, flags.all, flags.for, flags.until, flags.reason];
  if (more.every((one) => one === undefined)) return;
  throw new UsageError("--list only shows what is held", "use --list alone");
}

/** A hold is stored, and plans show it: what people write in it may hold the token by mistake. */
function withoutSecret(added: NewHold, { data }: Pick<Redactor, "data">): NewHold {
  const kept = data(added);
  if (JSON.stringify(kept.who) === JSON.stringify(added.who)) return kept;
  throw new UsageError("the name of what to hold contains the token", "name the distribution, or use --all");
}

/** The holds cannot be read: until they can, no pass writes, and no command can change them. */
class MalformedHolds extends Error {
  override readonly name = "MalformedHolds";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super("the holds cannot be read");
    this.problems = problems;
  }
}

/** Changes the holds, and returns what is held afterwards. */
async function edit(
  { holds }: Stores,
  change: (text: string | undefined) => { readonly text: string } | { readonly problems: readonly Problem[] },
): Promise<readonly Hold[]> {
  let after: readonly Hold[] = [];
  await holds.edit((text) => {
    parse(text, holds.place);
    const changed = change(text);
    if ("problems" in changed) throw new MalformedHolds(changed.problems);
    // What is stored must be readable: otherwise everything would be held.
    const { holds: read, problems } = parseHoldsText(changed.text, "the hold");
    const [first] = problems;
    if (first !== undefined) throw new UsageError(first.message, first.remedy);
    after = read;
    return changed.text;
  });
  return after;
}

function parse(text: string | undefined, place: string): readonly Hold[] {
  if (text === undefined) return [];
  const { holds, problems } = parseHoldsText(text, place);
  if (problems.length > 0) throw new MalformedHolds(problems);
  return holds;
}

async function orRefusal(flags: Format, terminal: Terminal, work: () => Promise<void>): Promise<number> {
  try {
    await work();
    return 0;
  } catch (error) {
    if (error instanceof MalformedHolds) {
      return showRefusal({ mode: "apply", problems: error.problems }, flags, terminal);
    }
    if (error instanceof StateBusyError) {
      const failure = { kind: "busy", message: error.message } as const;
      return showRefusal({ mode: "apply", failure }, flags, terminal);
    }
    throw error;
  }
}

function notHeld(name: string, holds: readonly Hold[], place: string): UsageError {
  const close = nearest(
    name,
    holds.map(({ who }) => heldName(who)),
  );
  const hint =
    close === undefined ? "`distro-sync hold --list` shows what is held" : `did you mean ${close}?`;
  return new UsageError(`there is no hold on ${name} in ${place}`, `${hint}; a hold in git is ended in git`);
}

/** A misspelt hold holds nothing. It is set all the same, because the next pass may create what it names. */
async function warnOfUnknown({ who }: NewHold, { state }: Stores, terminal: Terminal): Promise<void> {
  if ("all" in who) return;
  try {
    const { owned, begun } = (await state.read()).inventory;
    const names = [...owned.values(), ...begun.values()].map(({ identifier }) => identifier);
    if (names.some((name) => name.toLowerCase() === who.identifier.toLowerCase())) return;
    const close = nearest(who.identifier, names.toSorted(compareText));
    const hint = close === undefined ? "" : `; did you mean ${close}?`;
    note(`this instance owns nothing called ${who.identifier}${hint}`);
  } catch {
    note(`whether this instance owns ${who.identifier} could not be looked up`);
  }

  function note(text: string): void {
    terminal.err(`${terminal.errStyle.warn("note:")} ${text}\n`);
  }
}

/** Holds as a command found or left them. */
type ShownHolds = {
  /** Where they are kept. */
  readonly place: string;
  readonly holds: readonly NewHold[];
  /** The hold that was set. */
  readonly held?: NewHold;
  /** The holds that were ended. */
  readonly ended?: readonly NewHold[];
};

function show(holds: ShownHolds, { format }: Format, terminal: Terminal): void {
  if (format === "json") terminal.json(holdsJson(holds));
  else terminal.out(renderHolds(holds, systemClock.now(), terminal.outStyle));
}

/** @param now milliseconds since the epoch */
export function renderHolds({ place, holds, held, ended }: ShownHolds, now: number, style: Style): string {
  const lines = [
    ...(held === undefined ? [] : [`${style.warn("held")} ${lineOf(held, now, style)}`]),
    ...(ended ?? []).map((one) => `${style.create("ended")} ${lineOf(one, now, style)}`),
    ...(held === undefined && ended === undefined ? holds.map((one) => lineOf(one, now, style)) : []),
  ];
  const empty = `nothing is held in ${place}; holds in git are in holds.yaml, among the manifests`;
  return `${lines.length === 0 ? empty : lines.join("\n")}\n`;
}

function lineOf({ who, until, reason, by }: NewHold, now: number, style: Style): string {
  const when = until <= now ? style.faint(`(ended ${isoOf(until)})`) : `until ${isoOf(until)}`;
  const decided = by === undefined ? "" : ` by ${printable(by)}`;
  return `${style.strong(printable(heldName(who)))} ${when}${decided}: ${printable(reason)}`;
}

/** Each hold has the keys of `holds.yaml`. */
function holdsJson({ place, holds, held, ended }: ShownHolds): object {
  return {
    place,
    holds: holds.map(holdJson),
    ...defined({
      held: held === undefined ? undefined : holdJson(held),
      ended: ended?.map(holdJson),
    }),
  };
}

function holdJson({ who, until, reason, by }: NewHold) {
  return { ...("all" in who ? who : targetJson(who)), until: isoOf(until), reason, ...defined({ by }) };
}

function targetJson({ environmentId, ...who }: Exclude<NewHold["who"], { readonly all: true }>) {
  return { ...who, ...defined({ environment_id: environmentId }) };
}
