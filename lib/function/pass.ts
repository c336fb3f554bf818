import { reportStore } from "../adapters/state/reports.ts";
import { defined } from "../core/domain/defined.ts";
import { exitCodeOf, type PassRecord, type Report, reportOf } from "../core/report/report.ts";
import { NOT_PAUSED, type PassRequest, statePrefix, type Trigger } from "../deployment.ts";
import type { Log } from "../ports.ts";
import { reconcile } from "../reconcile/reconcile.ts";
import { describe, openRecord } from "../reconcile/record.ts";
import { type Redactor, redactor } from "../redact.ts";
import { continuationOf, enqueueContinuation } from "./continuation.ts";
import { type FunctionDependencies, type LambdaInvocation, passDependencies } from "./dependencies.ts";
import { countsOf, isBroken, isIncomplete, measuresOf } from "./metrics.ts";
import type { WorkspaceSettings } from "./settings.ts";

/** A pass that is due. */
export type DuePass = {
  readonly workspace: WorkspaceSettings;
  readonly mode: Report["mode"];
  readonly request: PassRequest;
  /** The id of the message or of the invocation that asks for it. */
  readonly cause: string;
  /** Nothing else waits for this invocation to end. */
  readonly alone: boolean;
};

export type FinishedPass = {
  readonly report: Report;
  /** The report's key in the bucket; absent when it could not be stored. */
  readonly key?: string;
  /** Whether the message must come back: exit codes 1 and 6, unless the pass only ran out of time. */
  readonly failed: boolean;
};

/**
 * Makes one pass of a workspace, and everything that follows from it: its continuation, its report in the bucket, its metrics,
 * its event, and one line of the log. It never throws: what went wrong is in the report and in `failed`.
 */
export async function makePass(
  due: DuePass,
  dependencies: FunctionDependencies,
  invocation: LambdaInvocation,
): Promise<FinishedPass> {
  const { workspace, request } = due;
  const { clock, settings } = dependencies;
  const record = openRecord({
    instance: settings.instance,
    workspace: { api: workspace.api, name: workspace.name },
    trigger: request.trigger,
    clock,
    random: dependencies.random(),
  });
  const secrets = redactor();
  const log: Log = (event, fields) =>
    dependencies.log(event, secrets.data({ workspace: workspace.name, pass: record.id, ...fields }));

  const made = await attempt(due, dependencies, {
    invocation,
    log: record.counting(log),
    redactor: secrets,
  });
  const { report: unsigned, lost } = await continueLater(made, due, dependencies);

  const report = secrets.data(record.sign(unsigned));
  const { pass } = report;
  const stored = await storeReport(report, pass, dependencies, log);
  const failed = lost || stored.key === undefined || isBroken(report);
  await announceReport({ report, pass, failed, ...stored }, request.trigger, dependencies, log);
  return { report, failed, ...stored };
}

async function attempt(
  { workspace, mode, request, alone }: DuePass,
  dependencies: FunctionDependencies,
  rest: { readonly invocation: LambdaInvocation; readonly log: Log; readonly redactor: Redactor },
): Promise<Report> {
  const { clock, pause } = dependencies;
  const ended = (failure: NonNullable<Report["failure"]>) =>
    reportOf({ mode, problems: [], notices: [], failure });
  try {
    const reason = await pause.read();
    if (reason !== NOT_PAUSED) return ended(paused(reason, pause.parameter));
    const now = clock.now();
    const left = rest.invocation.remaining() - TO_END;
    if (left <= 0) return ended(tooLate(now));
    const deadline = now + (alone ? left : Math.min(left, BESIDE_OTHERS));
    return await reconcile({
      ...passDependencies({ workspace, request, deadline, ...rest }, dependencies),
      // Nobody is there to confirm the plan: the limits are the guard.
      mode: mode === "plan" ? { plan: true } : { apply: { approve: async () => true } },
    });
  } catch (error) {
    return ended(describe(error));
  }
}

/** How long a pass may take after its deadline: for its last request, its record and its report. */
const TO_END = 30_000;
/**
 * How long a pass may take while others wait. All messages of a delivery stay in flight until the invocation ends, and the queue
 * delivers nothing that follows them in their groups. A pass that needs longer gets a continuation.
 */
const BESIDE_OTHERS = 120_000;

function paused(reason: string, parameter: string): NonNullable<Report["failure"]> {
  return {
    kind: "paused",
    message: `passes are paused: ${reason.slice(0, 500)}`,
    remedy: `to resume: aws ssm put-parameter --overwrite --name ${parameter} --value ${NOT_PAUSED}`,
  };
}

function tooLate(now: number): NonNullable<Report["failure"]> {
  return {
    kind: "out-of-time",
    message: "this invocation had too little time left to begin the pass",
    resumeAt: new Date(now).toISOString(),
  };
}

/** Arranges the continuation. If that fails, the report says so, and the message that asked for the pass comes back. */
async function continueLater(
  report: Report,
  { workspace, request, cause }: DuePass,
  { clock, queue, schedules }: FunctionDependencies,
): Promise<{ readonly report: Report; readonly lost: boolean }> {
  const next = continuationOf(report, request, workspace.name, clock.now());
  if (next === undefined) return { report, lost: false };
  const noting = (notice: string) => ({ ...report, notices: [...report.notices, notice] });
  try {
    const { notice } = await enqueueContinuation(next, { queue, schedules, cause });
    return { report: noting(notice), lost: false };
  } catch (error) {
    return { report: noting(`the continuation is lost: ${describe(error).message}`), lost: true };
  }
}

/** Writes the report into the bucket. A failure to do so does not undo what the pass did. */
async function storeReport(
  report: Report,
  { id, endedAt, workspace, instance }: PassRecord,
  { objects }: Pick<FunctionDependencies, "objects">,
  log: Log,
): Promise<{ readonly key?: string }> {
  try {
    const prefix = statePrefix({ instance, api: workspace.api, workspace: workspace.name });
    return { key: await reportStore(objects, prefix).keep(report, { id, endedAt }) };
  } catch (error) {
    log("report.lost", { failed: true, reason: describe(error).message });
    return {};
  }
}

/** Publishes the end of a pass: metrics, an event, and one line of the log. */
async function announceReport(
  { report, pass, failed, key }: FinishedPass & { readonly pass: PassRecord },
  trigger: Trigger,
  { measure, announce }: Pick<FunctionDependencies, "measure" | "announce">,
  log: Log,
): Promise<void> {
  const { mode, verdict, source, failure, notices, problems } = report;
  const counts = countsOf(report);
  const summary = {
    mode,
    trigger,
    verdict,
    exitCode: exitCodeOf(verdict, { detailed: false }),
    incomplete: isIncomplete(report),
    ...defined({ report: key }),
  };
  // A plan that a person asked for does not prove that the machine works.
  if (mode === "apply") {
    measure(pass.workspace.name, measuresOf(report, pass, { kept: key !== undefined }));
  }
  try {
    await announce({
      id: pass.id,
      instance: pass.instance,
      workspace: pass.workspace.name,
      ...summary,
      counts,
      ...defined({
        failure: failure && { kind: failure.kind, message: failure.message.slice(0, 1_000) },
      }),
    });
  } catch (error) {
    log("event.lost", { failed: true, reason: describe(error).message });
  }
  log("pass.finished", {
    failed,
    ...summary,
    ...source,
    counts,
    requests: pass.requests,
    throttled: pass.throttled,
    ms: Date.parse(pass.endedAt) - Date.parse(pass.startedAt),
    ...defined({
      quotaRemaining: pass.quotaRemaining,
      failure,
      notices: notices.length === 0 ? undefined : notices,
      problems: problems.length === 0 ? undefined : problems.slice(0, MOST_PROBLEMS),
    }),
  });
}

/** In the log; the report has all of them. */
const MOST_PROBLEMS = 5;
