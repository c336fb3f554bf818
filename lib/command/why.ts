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
import { dependencies } from "./equipment.ts";
import type { CommandContext } from "./pass.ts";
import type { PatienceFlags } from "./patience.ts";
import type { LocationFlags, TokenFlags } from "./settings.ts";
import { UsageError } from "./usage-error.ts";

export type WhyFlags = LocationFlags &
  TokenFlags &
  PatienceFlags & {
    readonly format: "text" | "json";
    readonly project?: string;
    readonly verbose?: boolean;
  };

/** `distro-sync why IDENTIFIER`: plans, and says why the plan does with one distribution what it does. It cannot write. */
export async function whyCommand(
  identifier: string,
  flags: WhyFlags,
  surroundings: CommandContext,
): Promise<number> {
  const { terminal, equipment, patience } = await dependencies({ ...flags, concurrency: 4 }, surroundings);
  const report = patience.advise(await reconcile({ ...equipment, mode: { plan: true } }));
  const { plan, notices } = report;
  if (plan === undefined) {
    if (flags.format === "json") terminal.json(report);
    else terminal.err(renderReport(report, terminal.errStyle));
    return exitCodeOf(report.verdict, { detailed: false });
  }
  const { inventory } = await equipment.state.read();
  const subjects = whySubjects(identifier, plan, inventory).filter((one) => isIn(one, flags.project));
  if (subjects.length === 0) throw unknown(identifier, flags.project, plan, inventory);
  const reader = equipment.provider.reading(inventory.exhaustion);
  const explanations = await Promise.all(
    subjects.map(async (subject) => ({ ...subject, live: await liveOf(subject, reader) })),
  ).catch((error: unknown) => {
    throw patience.adviseIn(error);
  });
  if (flags.format === "json") terminal.json({ version: 1, notices, explanations });
  else {
    for (const notice of notices) terminal.err(`${terminal.errStyle.warn("note:")} ${notice}\n`);
    terminal.out(`${explanations.map((why) => renderWhy(why, terminal.outStyle)).join("\n\n")}\n`);
  }
  return 0;
}

/** Of the project itself, or of one of its environments that a manifest names by its identifier. */
function isIn({ key, where }: WhySubject, project: string | undefined): boolean {
  return (
    project === undefined ||
    key.startsWith(`project:${project}#`) ||
    where.startsWith(`environment ${project}/`)
  );
}

/** A plan keeps what it compared only where that differs: what is live is read for this. */
async function liveOf(subject: WhySubject, reader: ReadingProvider): Promise<WhyLive> {
  const address = whyAddress(subject);
  if (address === undefined) {
    if (subject.change?.action === "create") return { kind: "absent" };
    return {
      kind: "unreadable",
      detail: subject.leftAlone[0]?.detail ?? "nothing says under which id it would be",
    };
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
  const meant = nearest(identifier, [...new Set(known.map((one) => one.identifier))]);
  const where = project === undefined ? "" : ` in project ${project}`;
  return new UsageError(
    `${JSON.stringify(identifier)} is in no manifest, is not ours, and is not live in the scopes of the manifests${where}`,
    meant === undefined ? "`distro-sync plan` lists everything that is known" : `did you mean ${meant}?`,
  );
}
