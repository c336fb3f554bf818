import { reportStore } from "../adapters/state/reports.ts";
import { exitCodeOf, type PassRecord, type Report, reportOf } from "../core/report/report.ts";
import { NOT_PAUSED, statePrefix, type Trigger, type Wake } from "../deployment.ts";
import type { Log } from "../ports.ts";
import { reconcile } from "../reconcile/reconcile.ts";
import { describe, openRecord } from "../reconcile/record.ts";
import { type Redactor, redactor } from "../redact.ts";
import { type FunctionDependencies, type LambdaInvocation, passDependencies } from "./dependencies.ts";
import { countsOf, isBroken, isIncomplete, measuresOf } from "./metrics.ts";
import { carryOn, continuationOf } from "./queue.ts";
import type { WorkspaceSettings } from "./settings.ts";

/** A pass that is to be made. */
export type Order = {
  readonly workspace: WorkspaceSettings;
  readonly mode: Report["mode"];
  readonly wake: Wake;
  /** The message or the request that asks for it. */
  readonly cause: string;
  /** Whether nobody waits for this invocation to end but those who wait for this pass. */
  readonly alone: boolean;
};

export type Finished = {
  readonly report: Report;
  /** The report's key in the bucket; absent when it could not be kept. */
  readonly key?: string;
  /** It did not do what it was for, and another try may: exit codes 1 and 6, but not for want of time. */
  readonly failed: boolean;
};

/**
 * One pass of a workspace and all that follows from it: its continuation, its report in the bucket, its metrics, its event,
 * and one line of the log. Nothing is thrown: what went wrong is in the report and in `failed`.
 */
export async function makePass(
  order: Order,
  world: FunctionDependencies,
  invocation: LambdaInvocation,
): Promise<Finished> {
  const { workspace, wake } = order;
  const { clock, settings } = world;
  const record = openRecord({
    instance: settings.instance,
    workspace: { api: workspace.api, name: workspace.name },
    trigger: wake.trigger,
    clock,
    random: world.random(),
  });
  const secrets = redactor();
  const log: Log = (event, fields) =>
    world.log(event, secrets.data({ workspace: workspace.name, pass: record.id, ...fields }));

  const made = await attempt(order, world, { invocation, log: record.counting(log), redactor: secrets });
  const { report: unsigned, lost } = await follow(made, order, world);

  const report = secrets.data(record.sign(unsigned));
  const { pass } = report;
  const kept = await keepReport(report, pass, world, log);
  const failed = lost || kept.key === undefined || isBroken(report);
  await announceReport({ report, pass, failed, ...kept }, wake.trigger, world, log);
  return { report, failed, ...kept };
}

type Surroundings = {
  readonly invocation: LambdaInvocation;
  readonly log: Log;
  readonly redactor: Redactor;
};

async function attempt(
  { workspace, mode, wake, alone }: Order,
  world: FunctionDependencies,
  surroundings: Surroundings,
): Promise<Report> {
  const { clock } = world;
  const ended = (failure: NonNullable<Report["failure"]>) =>
    reportOf({ mode, problems: [], notices: [], failure });
  try {
    const reason = await world.pause.read();
    if (reason !== NOT_PAUSED) return ended(paused(reason, world.pause.parameter));
    const now = clock.now();
    const left = surroundings.invocation.remaining() - TO_END;
    if (left <= 0) return ended(tooLate(now));
    const deadline = now + (alone ? left : Math.min(left, BESIDE_OTHERS));
    return await reconcile({
      ...passDependencies({ workspace, wake, deadline, ...surroundings }, world),
      // The limits are the guard: nobody is there to ask.
      mode: mode === "plan" ? { plan: true } : { apply: { approve: async () => true } },
    });
  } catch (error) {
    return ended(describe(error));
  }
}

/** What a pass is given to end well: its last request, its record, its report. */
const TO_END = 30_000;
/**
 * The longest that a pass may keep others waiting: messages that came with its own are done with when the invocation ends,
 * and until then nothing that follows them in their groups is delivered. Its continuation waits for time or quota instead.
 */
const BESIDE_OTHERS = 120_000;

function paused(reason: string, parameter: string): NonNullable<Report["failure"]> {
  return {
    kind: "paused",
    message: `passes are held off: ${reason.slice(0, 500)}`,
    remedy: `when that is over: aws ssm put-parameter --overwrite --name ${parameter} --value ${NOT_PAUSED}`,
  };
}

function tooLate(now: number): NonNullable<Report["failure"]> {
  return {
    kind: "out-of-time",
    message: "too little time was left to this invocation, and nothing was begun",
    resumeAt: new Date(now).toISOString(),
  };
}

/** Sees to the continuation. When it is lost, the report says so, and the message that asked for the pass comes back. */
async function follow(
  report: Report,
  { workspace, wake, cause }: Order,
  world: FunctionDependencies,
): Promise<{ readonly report: Report; readonly lost: boolean }> {
  const next = continuationOf(report, wake, workspace.name, world.clock.now());
  if (next === undefined) return { report, lost: false };
  const noting = (notice: string) => ({ ...report, notices: [...report.notices, notice] });
  try {
    const { notice } = await carryOn(next, { queue: world.queue, schedules: world.schedules, cause });
    return { report: noting(notice), lost: false };
  } catch (error) {
    return { report: noting(`the continuation is lost: ${describe(error).message}`), lost: true };
  }
}

/** Puts the report into the bucket. A report that cannot be kept changes nothing of what the pass did. */
async function keepReport(
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

type Told = {
  readonly report: Report;
  readonly pass: PassRecord;
  readonly failed: boolean;
  readonly key?: string;
};

/** Says that a pass is over: metrics, an event, and one line of the log. */
async function announceReport(
  { report, pass, failed, key }: Told,
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
    ...(key === undefined ? {} : { report: key }),
  };
  // What a person looks at is no proof that the machine works.
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
      ...(failure === undefined
        ? {}
        : { failure: { kind: failure.kind, message: failure.message.slice(0, 1_000) } }),
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
    ...(pass.quotaRemaining === undefined ? {} : { quotaRemaining: pass.quotaRemaining }),
    ms: Date.parse(pass.endedAt) - Date.parse(pass.startedAt),
    ...(failure === undefined ? {} : { failure }),
    ...(notices.length === 0 ? {} : { notices }),
    ...(problems.length === 0 ? {} : { problems: problems.slice(0, PROBLEMS_TOLD) }),
  });
}

/** All of them are in the report. */
const PROBLEMS_TOLD = 5;
