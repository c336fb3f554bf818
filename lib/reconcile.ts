import { createHash } from "node:crypto";
import { recordCompleted } from "./apply/create.ts";
import { SETTLE_MS } from "./apply/once.ts";
import { type Applied, apply } from "./apply.ts";
import type { Bucket, Desired } from "./core/distribution.ts";
import { distributionKey } from "./core/distribution.ts";
import { locator } from "./core/manifest/locate.ts";
import { readManifests } from "./core/manifest/read.ts";
import { assemblePlan } from "./core/plan/assemble.ts";
import { diff, type Missing, nameOf } from "./core/plan/diff.ts";
import type { Limits } from "./core/plan/guard.ts";
import { unmentioned } from "./core/plan/left.ts";
import type { Plan, WorkspaceIdentity } from "./core/plan/plan.ts";
import type { Unresolved } from "./core/plan/resolve.ts";
import { compareProblems, type Problem } from "./core/problem.ts";
import { type Failure, type Report, reportOf, type SourceRecord } from "./core/report/report.ts";
import type { Clock, Ledger, Log, Provider, ReadingProvider, Source, State, StateReading } from "./ports.ts";
import { describe } from "./reconcile/failure.ts";
import { resolveGrants } from "./reconcile/grants.ts";
import { intend, recordOf, rememberQuota, supersession } from "./reconcile/memory.ts";
import { observe } from "./reconcile/observe.ts";

export type Pass = {
  readonly instance: string;
  readonly workspace: WorkspaceIdentity;
  readonly limits: Limits;
  readonly source: Source;
  readonly state: State;
  readonly provider: Provider;
  readonly clock: Clock;
  readonly log: Log;
  readonly concurrency: number;
  /** What to do with the plan: show it, or carry it out once `approve` has seen it. */
  readonly mode: { readonly plan: true } | { readonly apply: Approval };
  /** When it fires no further change is begun. */
  readonly signal?: AbortSignal;
};

type Approval = {
  /** Sees the plan before anything is written. False: nothing is. */
  readonly approve: (plan: Plan) => Promise<boolean>;
  /** The digest of the plan that was reviewed: another plan is stale, and is not carried out. */
  readonly reviewed?: string;
};

/**
 * One pass: reads the manifests, reads what Buddy has, plans, and, when asked to, carries the plan out. It always ends
 * in a report, whatever happened; nothing is thrown.
 */
export async function reconcile(pass: Pass): Promise<Report> {
  const held: { ledger?: Ledger } = {};
  const report = await makePass(pass, held);
  const { ledger } = held;
  if (ledger === undefined) return report;
  const notices = [
    ...(await noticeOf("what is left of Buddy's quota could not be recorded", () =>
      rememberQuota(report, ledger, pass.clock),
    )),
    ...(await noticeOf("the inventory could not be closed", () => ledger.close())),
  ];
  return notices.length === 0 ? report : { ...report, notices: [...report.notices, ...notices] };
}

async function noticeOf(what: string, work: () => Promise<void>): Promise<readonly string[]> {
  try {
    await work();
    return [];
  } catch (error) {
    return [`${what}: ${describe(error).message}`];
  }
}

/** The pass itself, which leaves the ledger that it opened to be closed. */
async function makePass(pass: Pass, held: { ledger?: Ledger }): Promise<Report> {
  const mode = "apply" in pass.mode ? "apply" : "plan";
  const account: Account = { problems: [], notices: [] };
  try {
    const snapshot = await pass.source.read();
    if (snapshot.origin !== undefined) account.source = recordOf(snapshot.origin);
    const { desired, problems } = readManifests(snapshot.files);
    account.problems = [...snapshot.problems, ...problems].toSorted(compareProblems);
    if (account.problems.length > 0) return reportOf({ mode, ...account });

    if ("apply" in pass.mode) held.ledger = await pass.state.open();
    const { ledger } = held;
    const known = ledger ?? (await pass.state.read());
    if (known.notice !== undefined) account.notices.push(known.notice);
    const older = supersession(snapshot.origin, known.inventory);
    if (older !== undefined) return reportOf({ mode, ...account, failure: older });
    if (ledger !== undefined) await intend(snapshot.origin, ledger, pass.clock);

    const reader = pass.provider.reading(known.inventory.exhaustion);
    const planned = await makePlan(pass, desired, known, reader);
    account.problems = positioned(planned.unresolved, snapshot.files);
    if (account.problems.length > 0) return reportOf({ mode, ...account });
    account.plan = planned.plan;

    if ("plan" in pass.mode || ledger === undefined) return reportOf({ mode, ...account });

    const refusal = await review(pass, pass.mode.apply, planned.plan, () =>
      makePlan(pass, desired, known, reader),
    );
    if (refusal !== undefined) return reportOf({ mode, ...account, failure: refusal });

    const applied = await carryOut(pass, ledger, planned, snapshot.origin?.commit);
    account.outcomes = applied.outcomes;
    return reportOf({ mode, ...account, ...failureOf(applied) });
  } catch (error) {
    return reportOf({ mode, ...account, failure: describe(error) });
  }
}

type Account = {
  problems: readonly Problem[];
  readonly notices: string[];
  source?: SourceRecord;
  plan?: Plan;
  outcomes?: Applied["outcomes"];
};

type Planned = {
  readonly plan: Plan;
  readonly unresolved: readonly Unresolved[];
  readonly desired: ReadonlyMap<string, Desired<Bucket>>;
  readonly finished: readonly Missing[];
};

async function makePlan(
  { instance, workspace, limits }: Pass,
  manifests: readonly Desired[],
  { inventory }: StateReading,
  reader: ReadingProvider,
): Promise<Planned> {
  const seen = await observe(manifests, inventory, reader);
  const differences = diff(seen.desired, seen.match, seen.reads);
  const grants = await resolveGrants(differences.missing, reader);
  const plan = assemblePlan({
    instance,
    workspace,
    limits,
    differences: { ...differences, missing: grants.missing },
    permissions: grants.permissions,
    left: [...seen.left, ...grants.left, ...unmentioned(seen.desired, seen.listings)],
    hash: (text) => createHash("sha256").update(text).digest("hex"),
  });
  return {
    plan,
    unresolved: [...seen.unresolved, ...grants.unresolved],
    desired: new Map(
      seen.desired.map((wanted) => [distributionKey(wanted.bucket, wanted.identifier), wanted]),
    ),
    finished: differences.finished,
  };
}

/** Why the plan must not be carried out, if there is a reason. */
async function review(
  { clock }: Pass,
  { approve, reviewed }: Approval,
  plan: Plan,
  planAgain: () => Promise<Planned>,
): Promise<Failure | undefined> {
  if (reviewed !== undefined && reviewed !== plan.digest) {
    return stale(`the plan is now ${plan.digest}, and ${reviewed} was reviewed`);
  }
  const plannedAt = clock.now();
  if (!(await approve(plan)))
    return { kind: "declined", message: "the plan was not approved; nothing was written" };
  if (clock.now() - plannedAt <= SETTLE_MS) return undefined;
  const again = await planAgain();
  return again.plan.digest === plan.digest
    ? undefined
    : stale("the workspace changed while the plan was looked at");
}

function stale(message: string): Failure {
  return { kind: "stale", message, remedy: "look at the new plan with `distro-sync plan`, and approve that" };
}

async function carryOut(
  { provider, clock, log, concurrency, signal }: Pass,
  ledger: Ledger,
  { plan, desired, finished }: Planned,
  commit: string | undefined,
): Promise<Applied> {
  const ofCommit = commit === undefined ? {} : { commit };
  for (const { desired: manifest } of finished) {
    const { bucket, identifier } = manifest;
    const found = { bucket, identifier, name: nameOf(manifest) };
    await recordCompleted(found, { ledger, clock, desired: manifest, ...ofCommit });
  }
  return apply(plan, {
    writer: provider.writing(ledger),
    ledger,
    inventory: ledger.inventory,
    clock,
    log,
    concurrency,
    desired,
    ...ofCommit,
    ...(signal === undefined ? {} : { signal }),
  });
}

function positioned(
  unresolved: readonly Unresolved[],
  files: Parameters<typeof locator>[0],
): readonly Problem[] {
  const locate = locator(files);
  return unresolved
    .map(({ source, path, code, message, remedy }) => ({
      ...locate(source, path, "value"),
      code,
      message,
      remedy,
    }))
    .toSorted(compareProblems);
}

function failureOf({ stoppedBy }: Applied): { readonly failure?: Failure } {
  return stoppedBy === undefined ? {} : { failure: describe(stoppedBy) };
}
