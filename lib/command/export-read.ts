import type { Actual, Bucket, Summary } from "../core/distribution.ts";
import { bucketKey, describeBucket } from "../core/distribution.ts";
import { nearest } from "../core/manifest/nearest.ts";
import { type Omission, omittedFrom } from "../core/manifest/write/omission.ts";
import type { LiveDistribution } from "../core/manifest/write/select.ts";
import { livesIn } from "../core/plan/match.ts";
import { ProviderError, type ReadingProvider, stopsPass } from "../ports.ts";

export type Live = {
  readonly distributions: readonly LiveDistribution[];
  /** What was asked for and could not be read. */
  readonly omissions: readonly Omission[];
  /** How many were seen in buckets that nobody asked for, by the names of these: a list may be wider than its bucket. */
  readonly elsewhere: ReadonlyMap<string, number>;
};

/**
 * Reads all that is live in the buckets, or what of it has one of the identifiers.
 * @throws ProviderError when nothing more can be read
 */
export async function readLive(
  reader: ReadingProvider,
  buckets: readonly Bucket[],
  only: readonly string[] | undefined,
): Promise<Live> {
  const omissions: Omission[] = [];
  const elsewhere = new Map<string, number>();
  const asked = new Map(buckets.map((bucket) => [bucketKey(bucket), bucket]));
  const skip = (home: Bucket) => {
    const name = describeBucket(home);
    elsewhere.set(name, (elsewhere.get(name) ?? 0) + 1);
  };

  const lists = await Promise.all(buckets.map((bucket) => listWhole(reader, bucket)));
  for (const list of lists) if ("failed" in list) omissions.push(unlisted(list.bucket, list.failed));
  const listed = lists.flatMap((list) => ("failed" in list ? [] : [list]));
  const sought = [...spotsOf(listed).values()].filter(({ bucket, summary }) => {
    if (only !== undefined && (summary.identifier === undefined || !only.includes(summary.identifier)))
      return false;
    if (!asked.has(bucketKey(bucket))) skip(bucket);
    return asked.has(bucketKey(bucket));
  });

  const distributions: LiveDistribution[] = [];
  const readings = await Promise.all(
    sought.map(async (spot) => ({ ...spot, read: await readOne(reader, spot) })),
  );
  for (const { bucket, summary, read } of readings) {
    if ("failed" in read) {
      const about = omittedFrom(bucket, summary);
      omissions.push({ ...about, part: "distribution", reason: "unreadable", detail: read.failed });
      continue;
    }
    const home = livesIn(bucket, read.actual) === false ? homeOf(read.actual) : bucket;
    const place = home === undefined ? undefined : asked.get(bucketKey(home));
    if (place !== undefined) distributions.push({ bucket: place, actual: read.actual });
    else skip(home ?? bucket);
  }
  const missing = (only ?? []).filter((one) => sought.every(({ summary }) => summary.identifier !== one));
  return {
    distributions,
    omissions: [...omissions, ...missing.map((one) => notFound(one, listed))],
    elsewhere,
  };
}

type Listed = { readonly bucket: Bucket; readonly summaries: readonly Summary[] };
type Failed = { readonly failed: string };

async function listWhole(
  reader: ReadingProvider,
  bucket: Bucket,
): Promise<Listed | (Failed & { bucket: Bucket })> {
  const list = await attempt(async () => {
    const first = await reader.list(bucket);
    return [...first, ...(await reader.rest(bucket, first))];
  });
  return "failed" in list ? { bucket, ...list } : { bucket, summaries: list.value };
}

async function readOne(
  reader: ReadingProvider,
  { bucket, summary: { id } }: Spot,
): Promise<{ readonly actual: Actual } | Failed> {
  const read = await attempt(() => reader.get(bucket, id));
  if ("failed" in read) return read;
  return read.value === undefined
    ? { failed: "it is listed, and reading it answers that there is none" }
    : { actual: read.value };
}

async function attempt<T>(work: () => Promise<T>): Promise<{ readonly value: T } | Failed> {
  try {
    return { value: await work() };
  } catch (error) {
    if (!(error instanceof ProviderError) || stopsPass(error)) throw error;
    return { failed: error.remedy === undefined ? error.message : `${error.message} — ${error.remedy}` };
  }
}

/** An object and the bucket in which it is most likely to live: the narrowest of those that speak of it. */
type Spot = { readonly bucket: Bucket; readonly summary: Summary };

function spotsOf(lists: readonly Listed[]): ReadonlyMap<string, Spot> {
  const spots = new Map<string, Spot>();
  for (const { bucket: list, summaries } of lists) {
    for (const summary of summaries) {
      const known = spots.get(summary.id);
      const buckets = [known?.bucket, summary.home, list].filter((one) => one !== undefined);
      const [bucket = list] = buckets.toSorted((a, b) => NARROWNESS[a.scope] - NARROWNESS[b.scope]);
      spots.set(summary.id, { bucket, summary });
    }
  }
  return spots;
}

const NARROWNESS = { ENVIRONMENT: 0, PROJECT: 1, WORKSPACE: 2 } as const;

function homeOf({ scope, project, environmentId }: Actual): Bucket | undefined {
  if (scope === "WORKSPACE") return { scope };
  if (scope === "PROJECT" && project !== undefined) return { scope, project };
  if (scope === "ENVIRONMENT" && environmentId !== undefined) return { scope, environmentId };
  return undefined;
}

function unlisted(bucket: Bucket, detail: string): Omission {
  const where = describeBucket(bucket);
  return { identifier: "*", where, part: "distribution", reason: "bucket-unreadable", detail };
}

function notFound(identifier: string, lists: readonly Listed[]): Omission {
  const known = lists.flatMap(({ summaries }) => summaries.flatMap((one) => one.identifier ?? []));
  const meant = nearest(identifier, known);
  const hint = meant === undefined ? "" : `; did you mean ${meant}?`;
  const where = lists.map(({ bucket }) => describeBucket(bucket)).join(", ");
  const detail = `nothing that is live has this identifier${hint}`;
  return { identifier, where, part: "distribution", reason: "not-found", detail };
}
