import { reportStore } from "../adapters/state/reports.ts";
import { exitCodeOf, type PassRecord, type Report } from "../core/report/report.ts";
import { statePrefix, type Trigger } from "../deployment.ts";
import type { Log } from "../ports.ts";
import { describe } from "../reconcile/failure.ts";
import { countsOf, isIncomplete, measuresOf } from "./counts.ts";
import type { FunctionDependencies } from "./world.ts";

/** Puts the report into the bucket. A report that cannot be kept changes nothing of what the pass did. */
export async function keepReport(
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
export async function announceReport(
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
