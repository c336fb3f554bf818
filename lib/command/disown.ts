import { systemClock } from "../adapters/clock.ts";
import { describeScope, distributionKey } from "../core/domain/distribution.ts";
import { printable } from "../core/domain/wording.ts";
import { exitCodeOf, type Failure, reportOf } from "../core/report/report.ts";
import { count, type Style } from "../core/report/style.ts";
import { renderReport } from "../core/report/text.ts";
import { StateBusyError } from "../errors.ts";
import type { Ledger } from "../ports.ts";
import { chosenOf, type OwnedChoice, ownedChoices } from "./owned-choices.ts";
import type { CommandContext } from "./pass.ts";
import { type LocationFlags, type Owner, stateSettingsFor } from "./settings.ts";
import { storesAt } from "./stores.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

export type DisownFlags = LocationFlags & {
  readonly format: "text" | "json";
  readonly all?: boolean;
  readonly yes?: boolean;
};

/**
 * `distro-sync disown`: gives up ownership. What is disowned stays as it is in Buddy, of which nothing is asked: only the
 * inventory changes.
 */
export async function disownCommand(
  identifiers: readonly string[],
  flags: DisownFlags,
  surroundings: CommandContext,
): Promise<number> {
  const { terminal, env, cwd } = surroundings;
  if (flags.yes !== true && !terminal.interactive) {
    throw new UsageError(
      "disown asks before it gives anything up, and there is no terminal to ask on",
      "name what is to be disowned, and use --yes",
    );
  }
  const settings = await stateSettingsFor(flags, env, cwd);
  const { state } = await storesAt(settings);
  const reading = await state.read();
  if (reading.notice !== undefined) throw new Error(reading.notice);
  if (chosenOf(ownedChoices(reading.inventory), identifiers, flags).length === 0) {
    return tell([], settings, flags, terminal);
  }
  try {
    const ledger = await state.open();
    try {
      return await disown(ledger, identifiers, settings, flags, surroundings);
    } finally {
      await ledger.close();
    }
  } catch (error) {
    if (!(error instanceof StateBusyError)) throw error;
    return refuse({ kind: "busy", message: error.message }, flags, terminal);
  }
}

/** As the ledger has it: another pass may have written since the inventory was read. */
async function disown(
  ledger: Ledger,
  identifiers: readonly string[],
  settings: Owner,
  flags: DisownFlags,
  { terminal, signal }: CommandContext,
): Promise<number> {
  const chosen = chosenOf(ownedChoices(ledger.inventory), identifiers, flags);
  if (flags.format === "text") terminal.out(`${render(chosen, settings, terminal.outStyle)}\n`);
  if (flags.yes !== true) {
    if (flags.format === "json") terminal.err(`${render(chosen, settings, terminal.errStyle)}\n`);
    const answer = await terminal.ask('Give them up? Only "yes" goes on: ', signal);
    if (answer?.trim() !== "yes") {
      return refuse({ kind: "declined", message: "nothing was disowned" }, flags, terminal);
    }
  }
  await Promise.all(
    chosen.map(({ scope, identifier }) =>
      ledger.record({ event: "disowned", scope, identifier, at: systemClock.now() }),
    ),
  );
  return tell(chosen, settings, flags, terminal);
}

function render(chosen: readonly OwnedChoice[], { workspace, instance }: Owner, style: Style): string {
  const rows = chosen.map(({ scope, identifier, id, protect }) => {
    const known = id === undefined ? "its creation was begun, and no id is known" : `id ${printable(id)}`;
    return `  ${printable(identifier)} (${printable(describeScope(scope))})  ${style.faint(known)}${protect ? "  protected" : ""}`;
  });
  const what = `${count(chosen.length, "distribution")} of ${workspace}`;
  return `${style.strong(`${what} will no longer belong to instance ${instance}:`)}\n${rows.join("\n")}\n`;
}

function tell(
  chosen: readonly OwnedChoice[],
  { instance, workspace, api }: Owner,
  { format }: DisownFlags,
  { out, json, outStyle }: Terminal,
): number {
  if (format === "json") {
    const disowned = chosen.map(({ scope, identifier, id }) => ({
      key: distributionKey(scope, identifier),
      identifier,
      where: describeScope(scope),
      ...(id === undefined ? {} : { id }),
    }));
    json({ instance, workspace: { api, name: workspace }, disowned });
  } else if (chosen.length === 0) out(`Nothing in ${workspace} belongs to instance ${instance}.\n`);
  else {
    const done = `${outStyle.strong("Disowned:")} ${count(chosen.length, "distribution")}`;
    out(`${done}. Nothing was changed in Buddy; \`adopt: true\` in a manifest takes one back.\n`);
  }
  return 0;
}

function refuse(failure: Failure, { format }: DisownFlags, terminal: Terminal): number {
  const report = reportOf({ mode: "apply", problems: [], notices: [], failure });
  if (format === "json") terminal.json(report);
  else terminal.err(renderReport(report, terminal.errStyle));
  return exitCodeOf(report.verdict, { detailed: false });
}
