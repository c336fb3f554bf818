import { isRecord } from "../../core/domain/canonical-json.ts";
import type { Report } from "../../core/report/report.ts";
import { reportSchema } from "../../core/report/schema.ts";
import { type Objects, ObjectsError } from "../aws/objects.ts";
import { decodeUtf8, printableExcerpt } from "./journal.ts";
import { latestReportKey, reportKey } from "./keys.ts";

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
      const found = await present();
      // What cannot be read as a report is of no use to anybody.
      const known = found?.bytes === undefined ? undefined : parseReport(decodeUtf8(found.bytes) ?? "");
      if (known?.pass !== undefined && known.pass.id > id) return;
      const when = found === undefined ? "absent" : { etag: found.etag };
      if ((await objects.put(latestKey, bytes, { when, contentType: JSON_TYPE })) !== undefined) return;
    }
    throw new ObjectsError(
      `${latestKey} was written by others at each try: keep the next report`,
      "unavailable",
    );
  }

  /** One that is too large to be read is without its bytes: the next takes its place all the same. */
  async function present(): Promise<{ readonly etag: string; readonly bytes?: Uint8Array } | undefined> {
    try {
      return await objects.get(latestKey, LIMITS);
    } catch (error) {
      if (!(error instanceof ObjectsError) || error.failure !== "too-large") throw error;
      return (await objects.list(latestKey)).find(({ key }) => key === latestKey);
    }
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
      const report = parseReport(decodeUtf8(found.bytes) ?? "");
      if (report !== undefined) return report;
      throw new Error(`${latestKey} is no report that this program reads: the next pass replaces it`);
    },
  };
}

const JSON_TYPE = "application/json";
const LIMITS = { maxBytes: 64 * 1024 * 1024 };
const MOST_TRIES = 5;

/** Undefined when the text is no report that this version reads. What its texts say can be shown on a terminal. */
export function parseReport(text: string): Report | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text, (_, part: unknown) =>
      typeof part === "string" ? printableExcerpt(part) : part,
    );
  } catch {
    return undefined;
  }
  return isReport(value) ? value : undefined;
}

const VERDICTS: ReadonlySet<unknown> = new Set(reportSchema.properties.verdict.enum);

/** As much of the schema as it takes to show the report, and to end with its code: it may be of a later version. */
function isReport(value: unknown): value is Report {
  if (!isRecord(value) || value.version !== 1 || !VERDICTS.has(value.verdict)) return false;
  const { problems, outcomes, notices, failure, source, pass } = value;
  return (
    isListOf(problems, isRecord) &&
    isListOf(outcomes, (outcome) => isRecord(outcome) && isListOf(outcome.routes, isRecord)) &&
    isListOf(notices, (notice) => typeof notice === "string") &&
    (failure === undefined || isRecord(failure)) &&
    (source === undefined || isRecord(source)) &&
    (pass === undefined || (isRecord(pass) && typeof pass.id === "string" && isRecord(pass.workspace)))
  );
}

function isListOf(value: unknown, is: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every((one: unknown) => is(one));
}
