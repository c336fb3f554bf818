import { resolve } from "node:path";
import { systemClock } from "../adapters/clock.ts";
import { NotAFileError, replaceFile } from "../adapters/files.ts";
import { refuseForeignLinks } from "../adapters/git/git.ts";
import type { Plan } from "../core/plan/plan.ts";
import { exitCodeOf } from "../core/report/report.ts";
import type { Style } from "../core/report/style.ts";
import { renderReport } from "../core/report/text.ts";
import { renderPlan } from "../core/report/text-plan.ts";
import { reconcile } from "../reconcile/reconcile.ts";
import { type CommandContext, runAction } from "./context.ts";
import { dependencies } from "./dependencies.ts";
import { systemCode, UsageError } from "./errors.ts";
import { type FlagsOf, passCommand } from "./options.ts";
import { jsonDocument } from "./terminal.ts";

/** `distro-sync plan`: shows what apply would do, and cannot write. */
export function planCommand(context: CommandContext) {
  return declare().action((flags) => runAction(context, "plan", flags, () => showPlan(flags, context)));
}

function declare() {
  return passCommand("plan", "show what apply would do; it cannot write")
    .option("--out <file>", "also write the plan to this file, as JSON")
    .addHelpText(
      "after",
      "\nThe plan ends with its digest. `apply --plan DIGEST` applies exactly that plan, or nothing.",
    );
}

export type PlanFlags = FlagsOf<typeof declare>;

export async function showPlan(flags: PlanFlags, context: CommandContext): Promise<number> {
  const { terminal, redactor, cwd } = context;
  const { pass, waiting } = await dependencies(flags, context, { stateOptional: true });
  const report = waiting.advise(await reconcile({ ...pass, mode: { plan: true } }));
  const { plan } = report;
  if (plan !== undefined && flags.out !== undefined) {
    await writePlan(resolve(cwd, flags.out), jsonDocument(redactor.data(plan)));
  }
  if (flags.format === "json") terminal.json(plan ?? report);
  else if (plan !== undefined) terminal.out(planText(plan, terminal.outStyle));
  if (flags.format === "text" || plan !== undefined) terminal.err(renderReport(report, terminal.errStyle));
  return exitCodeOf(report.verdict, { detailed: flags.detailedExitcode === true });
}

export function planText(plan: Plan, style: Style): string {
  return renderPlan(plan, style, { now: systemClock.now() });
}

async function writePlan(path: string, text: string): Promise<void> {
  try {
    await refuseForeignLinks(path);
    await replaceFile(path, text);
  } catch (error) {
    const code = systemCode(error);
    const reason = code === undefined ? "" : ` (${code})`;
    throw new UsageError(
      `the plan cannot be written to ${path}${error instanceof NotAFileError ? `: ${error.message}` : reason}`,
      "name a file with --out, in a folder that exists and that this program may write to",
    );
  }
}
