import type { Actual, Bucket, Desired, Route } from "../distribution.ts";
import { describeBucket, distributionKey, routeKey } from "../distribution.ts";
import { leftAlone, twinsOf } from "./left.ts";
import type { Candidate, Match } from "./match.ts";
import { livesIn, looksLikeOurs } from "./match.ts";
import type { Left, LeftReason, Unchanged } from "./plan.ts";

/** One read of one object: what it is, or why it is not known. */
export type ReadResult = { readonly actual: Actual } | { readonly gone: true } | { readonly failed: string };

/** A distribution that has to be made, or one of ours that has to be finished. */
export type Missing = {
  readonly desired: Desired<Bucket>;
  readonly routes: readonly Route[];
  readonly resumes?: string;
  /** Nothing proves that what is resumed is ours: it only looks like what an earlier pass began. */
  readonly presumed?: true;
};

export type Differences = {
  readonly missing: readonly Missing[];
  readonly unchanged: readonly Unchanged[];
  readonly left: readonly Left[];
  /** Ours, complete as it is, and not yet recorded as complete. */
  readonly finished: readonly Missing[];
};

/** What must be read before {@link diff} can say anything: nothing at all when the workspace is in sync. */
export function readsFor(match: Match, desired: Desired<Bucket>): readonly Candidate[] {
  switch (match.as) {
    case "missing":
    case "ours":
    case "unmanaged":
    case "ambiguous":
      return [];
    case "unfinished":
    case "begun":
      return [{ id: match.id, bucket: desired.bucket }];
    case "elsewhere":
      return match.candidates;
    default:
      return match satisfies never;
  }
}

/** Compares what the manifests ask for with what is there; `reads` holds an answer for each of {@link readsFor}. */
export function diff(
  desired: readonly Desired<Bucket>[],
  match: (desired: Desired<Bucket>) => Match,
  reads: ReadonlyMap<string, ReadResult>,
): Differences {
  const missing: Missing[] = [];
  const unchanged: Unchanged[] = [];
  const left: Left[] = [];
  const finished: Missing[] = [];
  for (const wanted of desired) {
    const found = match(wanted);
    if ("twins" in found) left.push(...twinsOf(wanted, found));
    const verdict = compare(wanted, found, reads);
    switch (verdict.is) {
      case "missing":
        missing.push(verdict.missing);
        break;
      case "left":
        left.push(verdict.left);
        break;
      case "unchanged":
        unchanged.push(unchangedOf(wanted, verdict.id));
        if (verdict.finished !== undefined) finished.push(verdict.finished);
        break;
      default:
        verdict satisfies never;
    }
  }
  return { missing, unchanged, left, finished };
}

type Verdict =
  | { readonly is: "missing"; readonly missing: Missing }
  | { readonly is: "unchanged"; readonly id: string; readonly finished?: Missing }
  | { readonly is: "left"; readonly left: Left };

function compare(wanted: Desired<Bucket>, match: Match, reads: ReadonlyMap<string, ReadResult>): Verdict {
  switch (match.as) {
    case "missing":
      return { is: "missing", missing: { desired: wanted, routes: wanted.routes ?? [] } };
    case "ours":
      return { is: "unchanged", id: match.id };
    case "unmanaged":
      return unmanaged(wanted, match.id);
    case "ambiguous":
      return leave(
        wanted,
        "ambiguous",
        `several live distributions have this identifier: ${match.ids.join(", ")}`,
      );
    case "unfinished":
    case "begun": {
      const read = readOf(reads, match.id);
      if (!("actual" in read)) return unconfirmed(wanted, match.id, read);
      const ours =
        match.as === "unfinished" || looksLikeOurs({ ...wanted, name: nameOf(wanted) }, read.actual);
      return ours ? rest(wanted, read.actual, match.as === "begun") : unmanaged(wanted, match.id);
    }
    case "elsewhere":
      return confirm(wanted, match.candidates, reads);
    default:
      return match satisfies never;
  }
}

/** The name a distribution is created under. */
export function nameOf(desired: Desired): string {
  return desired.name ?? desired.identifier;
}

function rest(wanted: Desired<Bucket>, actual: Actual, presumed: boolean): Verdict {
  const live = new Set(actual.routes.map(routeKey));
  const routes = (wanted.routes ?? []).filter((route) => !live.has(routeKey(route)));
  const remaining: Missing = {
    desired: wanted,
    routes,
    resumes: actual.id,
    ...(presumed ? { presumed } : {}),
  };
  const toggles = wanted.disabled === true && actual.disabled !== true;
  // Taking it for ours is a change by itself, which the plan has to show.
  if (routes.length > 0 || toggles || presumed) return { is: "missing", missing: remaining };
  return { is: "unchanged", id: actual.id, finished: remaining };
}

/** An object that its list places in another bucket is read: only when each lives elsewhere is ours truly missing. */
function confirm(
  wanted: Desired<Bucket>,
  candidates: readonly Candidate[],
  reads: ReadonlyMap<string, ReadResult>,
): Verdict {
  for (const { id } of candidates) {
    const read = readOf(reads, id);
    if (!("actual" in read)) return unconfirmed(wanted, id, read);
    if (livesIn(wanted.bucket, read.actual) !== false) return unmanaged(wanted, id);
  }
  return { is: "missing", missing: { desired: wanted, routes: wanted.routes ?? [] } };
}

function readOf(reads: ReadonlyMap<string, ReadResult>, id: string): ReadResult {
  return reads.get(id) ?? { failed: "it was not read" };
}

function unmanaged(wanted: Desired<Bucket>, id: string): Verdict {
  return leave(
    wanted,
    "exists-unmanaged",
    "it exists and was not created by this installation; it is not touched",
    id,
  );
}

function unconfirmed(
  wanted: Desired<Bucket>,
  id: string,
  read: Exclude<ReadResult, { actual: Actual }>,
): Verdict {
  const why = "failed" in read ? read.failed : "it is listed, and reading it answers that there is none";
  return leave(wanted, "unconfirmed", why, id);
}

function leave(wanted: Desired<Bucket>, reason: LeftReason, detail: string, id?: string): Verdict {
  return { is: "left", left: leftAlone(wanted, reason, detail, id) };
}

function unchangedOf(
  { bucket, identifier, source, environmentName }: Desired<Bucket>,
  id: string,
): Unchanged {
  const key = distributionKey(bucket, identifier);
  const where = describeBucket(bucket, environmentName);
  return { key, bucket, identifier, where, id, source: `${source.file}:${source.line}` };
}
