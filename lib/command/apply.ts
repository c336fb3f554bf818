import { InvalidArgumentError } from "commander";
import { defined } from "../core/domain/defined.ts";
import { blockReasons, type Change, type Plan } from "../core/plan/plan.ts";
import { exitCodeOf, type Report } from "../core/report/report.ts";
import { renderReport } from "../core/report/text.ts";
import { reconcile } from "../reconcile/reconcile.ts";
import { type CommandContext, type Format, runAction } from "./context.ts";
import { type Dependencies, dependencies } from "./dependencies.ts";
import { UsageError } from "./errors.ts";
import { type FlagsOf, type PassFlags, passCommand } from "./options.ts";
import { planText } from "./plan.ts";
import type { Terminal } from "./terminal.ts";

/** `distro-sync apply`: plans, asks, applies the plan, and reports the outcome of every change. */
export function applyCommand(context: CommandContext) {
  return declare().action((flags) => runAction(context, "apply", flags, () => runApply(flags, context)));
}

function declare() {
  return passCommand("apply", "apply the plan, after you have agreed to it")
    .option("--yes", "do not ask")
    .option("--plan <digest>", "apply only if the plan still has this digest", digest)
    .addHelpText("after", `\n${RULES}`);
}

export type ApplyFlags = FlagsOf<typeof declare>;

const RULES = `The policy in distro-sync.yaml says what apply may do: create-only (the default)
creates what does not exist, and changes and removes nothing; upsert also changes what
it owns; sync also removes what it owns and no manifest declares any more. What a plan
shows as blocked is not done: the plan says what to do about it, and may end with an
approval to commit.`;

/** @param options.planShown for a caller that has just shown the plan */
export async function runApply(
  flags: ApplyFlags,
  context: CommandContext,
  { planShown = false }: { readonly planShown?: boolean } = {},
): Promise<number> {
  requireAnswer(flags, context, {
    message: "apply asks before it writes, and there is no terminal to ask on",
    remedy: "look at `distro-sync plan`, then use --yes",
  });
  const agreed = { yes: flags.yes === true, ...defined({ reviewed: flags.plan }), planShown };
  return applyAgreed(agreed, flags, context, await dependencies(flags, context));
}

/** @throws UsageError when the command has to ask, and nobody can answer */
export function requireAnswer(
  { yes }: { readonly yes?: boolean },
  { terminal }: CommandContext,
  { message, remedy }: { readonly message: string; readonly remedy: string },
): void {
  if (yes !== true && !terminal.interactive) throw new UsageError(message, remedy);
}

/** What somebody has agreed to before the plan was made. */
type Agreement = {
  /** Any plan: nobody is asked. */
  readonly yes: boolean;
  /** Only the plan with this digest. */
  readonly reviewed?: string;
  readonly planShown?: boolean;
};

/**
 * Makes a pass that applies what a person agrees to, and reports it.
 * @param check throws when the plan is not what the command was asked for; the pass then ends before it writes
 */
export async function applyAgreed(
  { yes, reviewed, planShown = false }: Agreement,
  flags: Format & Pick<PassFlags, "detailedExitcode">,
  { terminal, signal }: CommandContext,
  { pass, keepReport, waiting }: Dependencies,
  check: (plan: Plan) => void = () => {},
): Promise<number> {
  const approve = async (plan: Plan): Promise<boolean> => {
    check(plan);
    if (!planShown) showBefore(plan, { yes, format: flags.format }, terminal);
    return yes || allowedChanges(plan).length === 0 || (await confirm(plan, terminal, signal));
  };
  const made = await reconcile({ ...pass, mode: { apply: { approve, ...defined({ reviewed }) } } });
  const report = await kept(waiting.advise(made), keepReport);
  if (flags.format === "json") terminal.json(report);
  else if (report.plan === undefined) terminal.err(renderReport(report, terminal.errStyle));
  else terminal.out(renderReport(report, terminal.outStyle));
  return exitCodeOf(report.verdict, { detailed: flags.detailedExitcode === true });
}

function showBefore(plan: Plan, { yes, format }: Format & { readonly yes: boolean }, terminal: Terminal) {
  if (format === "text") terminal.out(`${planText(plan, terminal.outStyle)}\n`);
  else if (!yes) terminal.err(`${planText(plan, terminal.errStyle)}\n`);
}

async function confirm(plan: Plan, terminal: Terminal, signal: AbortSignal): Promise<boolean> {
  const answer = await terminal.ask(questionOf(plan), signal);
  return answer?.trim() === "yes";
}

/** What a person is asked before the plan is applied: `Create 2, update 1, delete 1 in my-company? …` */
export function questionOf(plan: Plan): string {
  const verbs = allowedChanges(plan).map(verbOf);
  const counts = VERBS.flatMap((verb) => {
    const number = verbs.filter((one) => one === verb).length;
    return number === 0 ? [] : [`${verb} ${number}`];
  });
  const [first = "", ...others] = counts;
  const work = [`${first.slice(0, 1).toUpperCase()}${first.slice(1)}`, ...others].join(", ");
  return `${work} in ${plan.workspace.name}? Type "yes" to go on: `;
}

/** The changes that no block stops. */
export function allowedChanges(plan: Plan): readonly Change[] {
  const blocked = blockReasons(plan);
  return plan.changes.filter(({ key }) => !blocked.has(key));
}

/** In the order in which people want to know. */
const VERBS = ["create", "finish", "update", "adopt", "disown", "disable", "delete"] as const;

type Verb = (typeof VERBS)[number];

function verbOf(change: Change): Verb {
  return change.action === "create" && change.resumes !== undefined ? "finish" : change.action;
}

/** A report that cannot be kept is shown all the same, with a notice. */
async function kept(report: Report, keepReport: Dependencies["keepReport"]): Promise<Report> {
  try {
    await keepReport(report);
    return report;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ...report, notices: [...report.notices, `this report could not be kept: ${reason}`] };
  }
}

/** A digest as the plan prints it: no other text can be the digest of a plan. */
function digest(text: string): string {
  if (/^sha256:[0-9a-f]{64}$/.test(text)) return text;
  throw new InvalidArgumentError(
    "It takes the digest at the end of a plan: sha256: and 64 hexadecimal digits.",
  );
}
