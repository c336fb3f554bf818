import type { WorkspaceIdentity } from "../core/plan/plan.ts";
import type { PassRecord, Report } from "../core/report/report.ts";
import type { Clock, Log } from "../ports.ts";
import { requestCounter } from "./tally.ts";

/** What is known of a pass besides what it did, from its begin on. */
export type OpenRecord = {
  readonly id: string;
  /** The same log, from which the requests to Buddy are counted. */
  counting(log: Log): Log;
  /** The report with the record, as of now. */
  sign(report: Report): Report & { readonly pass: PassRecord };
};

export type PassStart = {
  readonly instance: string;
  readonly workspace: WorkspaceIdentity;
  /** What set the pass off. */
  readonly trigger: string;
  readonly clock: Pick<Clock, "now">;
  /** In [0, 1). */
  readonly random: number;
};

export function openRecord({ instance, workspace, trigger, clock, random }: PassStart): OpenRecord {
  const startedAt = clock.now();
  const id = passId(startedAt, random);
  const counts = requestCounter();
  return {
    id,
    counting: (log) => (event, fields) => {
      counts.count(event, fields);
      log(event, fields);
    },
    sign: (report) => ({
      ...report,
      pass: {
        id,
        trigger,
        instance,
        workspace,
        startedAt: new Date(startedAt).toISOString(),
        endedAt: new Date(clock.now()).toISOString(),
        ...counts.totals(),
      },
    }),
  };
}

/** `20261124T093000123Z-5f1c09ab`: later passes have greater ones. */
function passId(now: number, random: number): string {
  const time = new Date(now).toISOString().replaceAll(/[-:.]/g, "");
  const suffix = Math.floor(random * 0x1_0000_0000)
    .toString(16)
    .padStart(8, "0");
  return `${time}-${suffix}`;
}
