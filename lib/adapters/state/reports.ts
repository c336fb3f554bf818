import type { Report } from "../../core/report/report.ts";
import { type Objects, ObjectsError } from "../objects/objects.ts";
import { isRecord, parseLine } from "./journal.ts";
import { latestReportKey, reportKey } from "./keys.ts";
import { textIn } from "./stored-text.ts";

export type ReportStore = {
  /**
   * Keeps the report of a pass, and makes it the latest unless that of a later pass is.
   * @returns its key
   * @throws ObjectsError when it could not be kept
   */
  keep(report: Report, pass: { readonly id: string; readonly endedAt: string }): Promise<string>;
  /** Undefined when none has been kept. */
  latest(): Promise<Report | undefined>;
};

/** Reports by day and pass, below the prefix of a state. They are never replaced, but for `latest.json`. */
export function reportStore(objects: Objects, prefix: string): ReportStore {
  const latestKey = latestReportKey(prefix);

  async function makeLatest(bytes: Uint8Array, id: string): Promise<void> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const found = await objects.get(latestKey, LIMITS);
      // What cannot be read as a report is of no use to anybody.
      const known = found === undefined ? undefined : parseReport(textIn(found.bytes) ?? "");
      if (known?.pass !== undefined && known.pass.id > id) return;
      const when = found === undefined ? "absent" : { etag: found.etag };
      if ((await objects.put(latestKey, bytes, { when, contentType: JSON_TYPE })) !== undefined) return;
    }
    throw new ObjectsError(
      `${latestKey} was written by others at each try: keep the next report`,
      "unavailable",
    );
  }

  return {
    async keep(report, { id, endedAt }) {
      const bytes = Buffer.from(`${JSON.stringify(report, undefined, 2)}\n`);
      const key = reportKey(prefix, { id, endedAt });
      if ((await objects.put(key, bytes, { when: "absent", contentType: JSON_TYPE })) === undefined) {
        throw new Error(`${key} is there already, and is another report: a pass has an id of its own`);
      }
      await makeLatest(bytes, id);
      return key;
    },
    async latest() {
      const found = await objects.get(latestKey, LIMITS);
      if (found === undefined) return undefined;
      const report = parseReport(textIn(found.bytes) ?? "");
      if (report !== undefined) return report;
      throw new Error(`${latestKey} is no report that this program reads: the next pass replaces it`);
    },
  };
}

const JSON_TYPE = "application/json";
const LIMITS = { maxBytes: 64 * 1024 * 1024 };
const MOST_TRIES = 5;

/** Undefined when the text is no report that this version reads. */
export function parseReport(text: string): Report | undefined {
  const value = parseLine(text);
  return isReport(value) ? value : undefined;
}

/** Reports are written by this program alone, in the form that their version names. */
function isReport(value: unknown): value is Report {
  if (!isRecord(value) || value.version !== 1 || typeof value.verdict !== "string") return false;
  return value.pass === undefined || (isRecord(value.pass) && typeof value.pass.id === "string");
}
