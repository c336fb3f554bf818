import { resolve } from "node:path";
import type { Readable } from "node:stream";
import { systemClock } from "../adapters/clock.ts";
import { NotAFileError, replaceFile } from "../adapters/files.ts";
import { refuseForeignLinks } from "../adapters/git/git.ts";
import type { Plan } from "../core/plan/plan.ts";
import { exitCodeOf, type Report } from "../core/report/report.ts";
import type { Style } from "../core/report/style.ts";
import { renderReport } from "../core/report/text.ts";
import { renderPlan } from "../core/report/text-plan.ts";
import type { Variables } from "../core/trust/trust.ts";
import { reconcile } from "../reconcile/reconcile.ts";
import type { Redactor } from "../redact.ts";
import { type Dependencies, dependencies } from "./equipment.ts";
import { fileJson } from "./json.ts";
import type { PatienceFlags } from "./patience.ts";
import { allowedChanges, questionOf } from "./question.ts";
import type { LocationFlags, TokenFlags } from "./settings.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

export type PassFlags = LocationFlags &
  TokenFlags &
  PatienceFlags & {
    readonly format: "text" | "json";
    readonly concurrency: number;
    readonly verbose?: boolean;
    readonly detailedExitcode?: boolean;
  };

export type PlanFlags = PassFlags & { readonly out?: string };
export type ApplyFlags = PassFlags & {
  readonly yes?: boolean;
  readonly plan?: string;
  /** Not on the command line: the plan has just been shown. */
  readonly quietPlan?: boolean;
};

/** What a command is run in. */
export type CommandContext = {
  readonly terminal: Terminal;
  readonly stdin: Readable;
  /** As it was when the command began. */
  readonly env: Variables;
  readonly cwd: string;
  /** Of this run: it knows the token before anybody else does. */
  readonly redactor: Redactor;
  /** Fires when the process is told to end: no wait goes on, and nothing further is begun. */
  readonly signal: AbortSignal;
};

/** `distro-sync plan`: shows what apply would do, and cannot write. */
export async function planCommand(flags: PlanFlags, surroundings: CommandContext): Promise<number> {
  const { terminal, equipment, patience } = await dependencies(flags, surroundings, { stateOptional: true });
  const report = patience.advise(await reconcile({ ...equipment, mode: { plan: true } }));
  const { plan } = report;
  if (plan !== undefined && flags.out !== undefined) {
    await writePlan(resolve(surroundings.cwd, flags.out), fileJson(surroundings.redactor.data(plan)));
  }
  if (flags.format === "json") terminal.json(plan ?? report);
  else if (plan !== undefined) terminal.out(shownPlan(plan, terminal.outStyle));
  if (flags.format === "text" || plan !== undefined) terminal.err(renderReport(report, terminal.errStyle));
  return exitCode(report, flags);
}

/** `distro-sync apply`: plans, asks, carries the plan out, and accounts for every change. */
export async function applyCommand(flags: ApplyFlags, surroundings: CommandContext): Promise<number> {
  askable(flags, surroundings, {
    message: "apply asks before it writes, and there is no terminal to ask on",
    remedy: "look at `distro-sync plan`, then use --yes",
  });
  return carryThrough(flags, surroundings, await dependencies(flags, surroundings));
}

/** @throws UsageError when there is something to ask, and nobody to answer */
export function askable(
  { yes }: Pick<ApplyFlags, "yes">,
  { terminal }: CommandContext,
  { message, remedy }: { readonly message: string; readonly remedy: string },
): void {
  if (yes !== true && !terminal.interactive) throw new UsageError(message, remedy);
}

/** A pass that applies what somebody agreed to, and its account. */
export async function carryThrough(
  flags: ApplyFlags,
  surroundings: CommandContext,
  { terminal, equipment, account, patience }: Dependencies,
  check: (plan: Plan) => void = () => {},
): Promise<number> {
  const yes = flags.yes === true;
  const approve = async (plan: Plan): Promise<boolean> => {
    check(plan);
    if (flags.quietPlan !== true) {
      if (flags.format === "text") terminal.out(`${shownPlan(plan, terminal.outStyle)}\n`);
      else if (!yes) terminal.err(`${shownPlan(plan, terminal.errStyle)}\n`);
    }
    const acts = allowedChanges(plan).length > 0;
    return yes || !acts || (await confirm(plan, terminal, surroundings.signal));
  };
  const reviewed = flags.plan === undefined ? {} : { reviewed: flags.plan };
  const made = await reconcile({ ...equipment, mode: { apply: { approve, ...reviewed } } });
  const report = await accounted(patience.advise(made), account);
  if (flags.format === "json") terminal.json(report);
  else if (report.plan === undefined) terminal.err(renderReport(report, terminal.errStyle));
  else terminal.out(renderReport(report, terminal.outStyle));
  return exitCode(report, flags);
}

/** A report that cannot be left where it belongs is shown all the same, and says so. */
async function accounted(report: Report, account: (report: Report) => Promise<void>): Promise<Report> {
  try {
    await account(report);
    return report;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ...report, notices: [...report.notices, `this report could not be kept: ${reason}`] };
  }
}

function shownPlan(plan: Plan, style: Style): string {
  return renderPlan(plan, style, { now: systemClock.now() });
}

async function confirm(plan: Plan, terminal: Terminal, signal: AbortSignal): Promise<boolean> {
  const answer = await terminal.ask(questionOf(plan), signal);
  return answer?.trim() === "yes";
}

async function writePlan(path: string, text: string): Promise<void> {
  try {
    await refuseForeignLinks(path);
    await replaceFile(path, text);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    const why = error instanceof NotAFileError ? `: ${error.message}` : code;
    throw new UsageError(
      `the plan cannot be written to ${path}${why}`,
      "name a file with --out, in a folder that is there and may be written to",
    );
  }
}

function exitCode({ verdict }: Report, { detailedExitcode }: PassFlags): number {
  return exitCodeOf(verdict, { detailed: detailedExitcode === true });
}
