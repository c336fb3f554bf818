import { systemClock } from "../adapters/clock.ts";
import { defined } from "../core/domain/defined.ts";
import { describeScope, distributionKey, type Scope } from "../core/domain/distribution.ts";
import type { Inventory } from "../core/domain/inventory.ts";
import { compareText } from "../core/domain/order.ts";
import { nearest, printable } from "../core/domain/wording.ts";
import { count, type Style } from "../core/report/style.ts";
import { StateBusyError } from "../errors.ts";
import type { Ledger } from "../ports.ts";
import { requireAnswer } from "./apply.ts";
import { type CommandContext, type Format, runAction, showRefusal, untilInterrupted } from "./context.ts";
import { UsageError } from "./errors.ts";
import { type FlagsOf, stateCommand } from "./options.ts";
import { type Owner, stateSettingsFor } from "./settings.ts";
import { storesAt } from "./stores.ts";
import type { Terminal } from "./terminal.ts";

/**
 * `distro-sync disown`: gives up ownership. Only the inventory changes: what is disowned stays as it is in Buddy, which gets
 * no request.
 */
export function disownCommand(context: CommandContext) {
  return declare().action((identifiers, flags) =>
    runAction(context, "apply", flags, () =>
      untilInterrupted(context, "disown", disown(identifiers, flags, context)),
    ),
  );
}

function declare() {
  return stateCommand("disown", "give up ownership; it changes nothing in Buddy")
    .argument("[identifier...]", "distributions that this instance owns")
    .option("--all", "everything that this instance owns in the workspace")
    .option("--yes", "do not ask")
    .addHelpText(
      "after",
      "\nWhere an identifier is owned in several places, name one of them by its key: project:web#shop.",
    );
}

type DisownFlags = FlagsOf<typeof declare>;

async function disown(
  identifiers: readonly string[],
  flags: DisownFlags,
  context: CommandContext,
): Promise<number> {
  const { terminal, env, cwd } = context;
  requireAnswer(flags, context, {
    message: "disown asks before it gives up ownership, and there is no terminal to ask on",
    remedy: "name what to disown, and use --yes",
  });
  const settings = await stateSettingsFor(flags, env, cwd);
  const { state } = await storesAt(settings);
  const reading = await state.read();
  if (reading.notice !== undefined) throw new Error(reading.notice);
  if (choose(ownedChoices(reading.inventory), identifiers, flags).length === 0) {
    return showDisowned([], settings, flags, terminal);
  }
  try {
    const ledger = await state.open();
    try {
      return await disownIn(ledger, identifiers, settings, flags, context);
    } finally {
      await ledger.close();
    }
  } catch (error) {
    if (!(error instanceof StateBusyError)) throw error;
    return showRefusal({ mode: "apply", failure: { kind: "busy", message: error.message } }, flags, terminal);
  }
}

/** Chooses again from the ledger: another pass may have written since the inventory was read. */
async function disownIn(
  ledger: Ledger,
  identifiers: readonly string[],
  settings: Owner,
  flags: DisownFlags,
  { terminal, signal }: CommandContext,
): Promise<number> {
  const chosen = choose(ownedChoices(ledger.inventory), identifiers, flags);
  if (flags.format === "text") terminal.out(`${renderChosen(chosen, settings, terminal.outStyle)}\n`);
  if (flags.yes !== true) {
    if (flags.format === "json") terminal.err(`${renderChosen(chosen, settings, terminal.errStyle)}\n`);
    const answer = await terminal.ask('Disown them? Type "yes" to go on: ', signal);
    if (answer?.trim() !== "yes") {
      const failure = { kind: "declined", message: "nothing was disowned" } as const;
      return showRefusal({ mode: "apply", failure }, flags, terminal);
    }
  }
  await Promise.all(
    chosen.map(({ scope, identifier }) =>
      ledger.record({ event: "disowned", scope, identifier, at: systemClock.now() }),
    ),
  );
  return showDisowned(chosen, settings, flags, terminal);
}

/** What can be disowned: an owned object, or a creation that was begun and may have created one. */
type OwnedChoice = {
  readonly key: string;
  readonly scope: Scope;
  readonly identifier: string;
  readonly id?: string;
  readonly protect: boolean;
};

/** In the order of their keys. */
function ownedChoices({ owned, begun }: Inventory): readonly OwnedChoice[] {
  const objects = [...owned].map(([key, { scope, identifier, id, protect }]) => ({
    key,
    scope,
    identifier,
    id,
    protect,
  }));
  const beginnings = [...begun]
    .filter(([key]) => !owned.has(key))
    .map(([key, { scope, identifier }]) => ({ key, scope, identifier, protect: false }));
  return [...objects, ...beginnings].toSorted((a, b) => compareText(a.key, b.key));
}

/**
 * The choices with the given names: identifiers, or keys where several have the same identifier.
 * @throws UsageError when a name is that of no choice, or of several
 */
function choose(
  choices: readonly OwnedChoice[],
  names: readonly string[],
  { all }: Pick<DisownFlags, "all">,
): readonly OwnedChoice[] {
  if (all === true && names.length > 0) {
    throw new UsageError(
      `--all means everything, ${names.join(" and ")} included`,
      "use --all, or name distributions",
    );
  }
  if (all === true) return choices;
  if (names.length === 0) {
    throw new UsageError("disown needs to know which distributions", "name their identifiers, or use --all");
  }
  const chosen = names.map((name) => chooseOne(choices, name));
  return choices.filter((one) => chosen.includes(one));
}

function chooseOne(choices: readonly OwnedChoice[], name: string): OwnedChoice {
  const [found, ...others] = choices.filter(({ key, identifier }) => key === name || identifier === name);
  if (found === undefined) throw notOwned(choices, name);
  if (others.length === 0) return found;
  const keys = [found, ...others].map(({ key }) => key);
  throw new UsageError(
    `this instance owns ${keys.length} distributions called ${name}`,
    `name one of them as ${keys.join(" or ")}`,
  );
}

function notOwned(choices: readonly OwnedChoice[], name: string): UsageError {
  const names = choices.map(({ key, identifier }) => (name.includes("#") ? key : identifier));
  const close = nearest(name, names);
  const owned = names.length <= MOST_NAMED ? names.join(", ") : `${names.length} distributions`;
  return new UsageError(
    `this instance does not own ${JSON.stringify(name)}`,
    close === undefined ? `it owns ${names.length === 0 ? "nothing" : owned}` : `did you mean ${close}?`,
  );
}

const MOST_NAMED = 20;

function renderChosen(chosen: readonly OwnedChoice[], { workspace, instance }: Owner, style: Style): string {
  const rows = chosen.map(({ scope, identifier, id, protect }) => {
    const known =
      id === undefined ? "its creation was begun, and its id is not known" : `id ${printable(id)}`;
    return `  ${printable(identifier)} (${printable(describeScope(scope))})  ${style.faint(known)}${protect ? "  protected" : ""}`;
  });
  const what = `${count(chosen.length, "distribution")} of ${workspace}`;
  return `${style.strong(`Instance ${instance} will no longer own ${what}:`)}\n${rows.join("\n")}\n`;
}

function showDisowned(
  chosen: readonly OwnedChoice[],
  { instance, workspace, api }: Owner,
  { format }: Format,
  { out, json, outStyle }: Terminal,
): number {
  if (format === "json") {
    const disowned = chosen.map(({ scope, identifier, id }) => ({
      key: distributionKey(scope, identifier),
      identifier,
      where: describeScope(scope),
      ...defined({ id }),
    }));
    json({ instance, workspace: { api, name: workspace }, disowned });
  } else if (chosen.length === 0) out(`Instance ${instance} owns nothing in ${workspace}.\n`);
  else {
    const done = `${outStyle.strong("Disowned:")} ${count(chosen.length, "distribution")}`;
    out(`${done}. Nothing was changed in Buddy; \`adopt: true\` in a manifest takes ownership again.\n`);
  }
  return 0;
}
