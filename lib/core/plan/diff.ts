import type { Bucket, Desired } from "../distribution.ts";
import { describeBucket, distributionKey } from "../distribution.ts";
import { twinsOf } from "./left.ts";
import type { Candidate, Match } from "./match.ts";
import type { Left, Unchanged } from "./plan.ts";
import { type Comparable, type DiffRules, type Missing, type ReadResult, verdictOn } from "./verdict.ts";

export type Differences = {
  readonly missing: readonly Missing[];
  readonly comparable: readonly Comparable[];
  readonly unchanged: readonly Unchanged[];
  readonly left: readonly Left[];
  /** Ours, complete as it is, and not yet recorded as complete. */
  readonly finished: readonly Missing[];
};

/** What must be read before {@link diff} can say anything: nothing at all when a create-only workspace is in sync. */
export function readsFor(
  match: Match,
  desired: Desired<Bucket>,
  compares: (desired: Desired<Bucket>, match: Match) => boolean,
): readonly Candidate[] {
  switch (match.as) {
    case "missing":
    case "ambiguous":
      return [];
    case "ours":
    case "renamed":
    case "unmanaged":
      return compares(desired, match) ? [{ id: match.id, bucket: desired.bucket }] : [];
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
  rules: DiffRules,
): Differences {
  const missing: Missing[] = [];
  const comparable: Comparable[] = [];
  const unchanged: Unchanged[] = [];
  const left: Left[] = [];
  const finished: Missing[] = [];
  for (const wanted of desired) {
    const found = match(wanted);
    if ("twins" in found) left.push(...twinsOf(wanted, found));
    const verdict = verdictOn(wanted, found, reads, rules);
    switch (verdict.is) {
      case "missing":
        missing.push(verdict.missing);
        break;
      case "comparable":
        comparable.push(verdict.comparable);
        break;
      case "left":
        left.push(verdict.left);
        break;
      case "unchanged":
        unchanged.push(unchangedOf(wanted, verdict.id, { verified: verdict.finished !== undefined }));
        if (verdict.finished !== undefined) finished.push(verdict.finished);
        break;
      default:
        verdict satisfies never;
    }
  }
  return { missing, comparable, unchanged, left, finished };
}

export function unchangedOf(
  { bucket, identifier, source, environmentName }: Desired<Bucket>,
  id: string,
  { verified, both = [] }: { readonly verified: boolean; readonly both?: readonly string[] },
): Unchanged {
  const key = distributionKey(bucket, identifier);
  const where = describeBucket(bucket, environmentName);
  return {
    key,
    bucket,
    identifier,
    where,
    id,
    source: `${source.file}:${source.line}`,
    verified,
    ...(both.length === 0 ? {} : { both }),
  };
}
