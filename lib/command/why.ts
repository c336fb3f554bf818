import type { Actual } from "../core/domain/distribution.ts";
import type { Inventory } from "../core/domain/inventory.ts";
import { nearest } from "../core/domain/wording.ts";
import type { Plan } from "../core/plan/plan.ts";
import { exitCodeOf } from "../core/report/report.ts";
import { renderReport } from "../core/report/text.ts";
import { renderWhy } from "../core/report/text-why.ts";
import { allSubjects, type WhyLive, type WhySubject, whyAddress, whySubjects } from "../core/report/why.ts";
import { ProviderError, stopsPass } from "../errors.ts";
import type { ReadingProvider } from "../ports.ts";
import { reconcile } from "../reconcile/reconcile.ts";
import { type CommandContext, runAction } from "./context.ts";
import { dependencies } from "./dependencies.ts";
import { UsageError } from "./errors.ts";
import { buddyCommand, type FlagsOf } from "./options.ts";

/** `distro-sync why IDENTIFIER`: plans, and explains what the plan does with one distribution. It cannot write. */
export function whyCommand(context: CommandContext) {
  return declare().action((identifier, flags) =>
    runAction(context, "plan", flags, () => why(identifier, flags, context)),
  );
}

function declare() {
  return buddyCommand("why", "explain why the next pass changes a distribution, or leaves it alone")
    .argument("<identifier>", "the identifier of a distribution, or its id in Buddy")
    .option("--project <name>", "only in this project and its environments")
    .addHelpText(
      "after",
      "\nIt makes a plan, which cannot write. --format json prints reasons for programs.",
    );
}

type WhyFlags = FlagsOf<typeof declare>;

async function why(identifier: string, flags: WhyFlags, context: CommandContext): Promise<number> {
  const { terminal } = context;
  const { pass, waiting } = await dependencies({ ...flags, concurrency: 4 }, context);
  const report = waiting.advise(await reconcile({ ...pass, mode: { plan: true } }));
  const { plan, notices } = report;
  if (plan === undefined) {
    if (flags.format === "json") terminal.json(report);
    else terminal.err(renderReport(report, terminal.errStyle));
    return exitCodeOf(report.verdict, { detailed: false });
  }
  const { inventory } = await pass.state.read();
  const subjects = whySubjects(identifier, plan, inventory).filter((one) => isIn(one, flags.project));
  if (subjects.length === 0) throw unknown(identifier, flags.project, plan, inventory);
  const reader = pass.provider.reading(inventory.exhaustion);
  const explanations = await Promise.all(
    subjects.map(async (subject) => ({ ...subject, live: await liveOf(subject, reader) })),
  ).catch((error: unknown) => {
    throw waiting.adviseIn(error);
  });
  if (flags.format === "json") terminal.json({ version: 1, notices, explanations });
  else {
    for (const notice of notices) terminal.err(`${terminal.errStyle.warn("note:")} ${notice}\n`);
    terminal.out(`${explanations.map((one) => renderWhy(one, terminal.outStyle)).join("\n\n")}\n`);
  }
  return 0;
}

/** Whether it belongs to the project, or to an environment of the project that a manifest names by its identifier. */
function isIn({ key, where }: WhySubject, project: string | undefined): boolean {
  return (
    project === undefined ||
    key.startsWith(`project:${project}#`) ||
    where.startsWith(`environment ${project}/`)
  );
}

/** Reads the live object once more: a plan keeps what it compared only where that differs. */
async function liveOf(subject: WhySubject, reader: ReadingProvider): Promise<WhyLive> {
  const address = whyAddress(subject);
  if (address === undefined) {
    if (subject.change?.action === "create") return { kind: "absent" };
    return { kind: "unreadable", detail: subject.leftAlone[0]?.detail ?? "its id in Buddy is not known" };
  }
  let actual: Actual | undefined;
  try {
    actual = await reader.get(address.scope, address.id);
  } catch (error) {
    if (!(error instanceof ProviderError) || stopsPass(error)) throw error;
    return { kind: "unreadable", detail: error.message };
  }
  return actual === undefined ? { kind: "absent" } : { kind: "live", actual };
}

function unknown(
  identifier: string,
  project: string | undefined,
  plan: Plan,
  inventory: Inventory,
): UsageError {
  const known = allSubjects(plan, inventory).filter((one) => isIn(one, project));
  const close = nearest(identifier, [...new Set(known.map((one) => one.identifier))]);
  const where = project === undefined ? "" : ` in project ${project}`;
  return new UsageError(
    `${JSON.stringify(identifier)} is in no manifest, is not ours, and is not live in the scopes of the manifests${where}`,
    close === undefined ? "`distro-sync plan` lists everything that is known" : `did you mean ${close}?`,
  );
}
