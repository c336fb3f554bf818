import type { Desired, Scope } from "../distribution.ts";
import { describeScope, distributionKey } from "../distribution.ts";
import { twinsOf } from "./left.ts";
import type { Candidate, Match } from "./match.ts";
import type { LeftAlone, Unchanged } from "./plan.ts";
import { classify, type DiffRules, type ReadResult, type ToCompare, type ToCreate } from "./verdict.ts";

export type Classified = {
  readonly missing: readonly ToCreate[];
  readonly comparable: readonly ToCompare[];
  readonly unchanged: readonly Unchanged[];
  readonly leftAlone: readonly LeftAlone[];
  /** Ours, complete as it is, and not yet recorded as complete. */
  readonly finished: readonly ToCreate[];
};

/** What must be read before {@link classifyAll} can say anything: nothing at all when a create-only workspace is in sync. */
export function readsFor(
  match: Match,
  desired: Desired<Scope>,
  compares: (desired: Desired<Scope>, match: Match) => boolean,
): readonly Candidate[] {
  switch (match.kind) {
    case "missing":
    case "ambiguous":
      return [];
    case "ours":
    case "renamed":
    case "unmanaged":
      return compares(desired, match) ? [{ id: match.id, scope: desired.scope }] : [];
    case "unfinished":
    case "begun":
      return [{ id: match.id, scope: desired.scope }];
    case "elsewhere":
      return match.candidates;
    default:
      return match satisfies never;
  }
}

/** Compares what the manifests ask for with what is there; `reads` holds an answer for each of {@link readsFor}. */
export function classifyAll(
  desired: readonly Desired<Scope>[],
  match: (desired: Desired<Scope>) => Match,
  reads: ReadonlyMap<string, ReadResult>,
  rules: DiffRules,
): Classified {
  const missing: ToCreate[] = [];
  const comparable: ToCompare[] = [];
  const unchanged: Unchanged[] = [];
  const leftAlone: LeftAlone[] = [];
  const finished: ToCreate[] = [];
  for (const wanted of desired) {
    const found = match(wanted);
    if ("twins" in found) leftAlone.push(...twinsOf(wanted, found));
    const verdict = classify(wanted, found, reads, rules);
    switch (verdict.kind) {
      case "missing":
        missing.push(verdict.missing);
        break;
      case "comparable":
        comparable.push(verdict.comparable);
        break;
      case "leftAlone":
        leftAlone.push(verdict.leftAlone);
        break;
      case "unchanged":
        unchanged.push(unchangedOf(wanted, verdict.id, { verified: verdict.finished !== undefined }));
        if (verdict.finished !== undefined) finished.push(verdict.finished);
        break;
      default:
        verdict satisfies never;
    }
  }
  return { missing, comparable, unchanged, leftAlone, finished };
}

export function unchangedOf(
  { scope, identifier, source, environmentName }: Desired<Scope>,
  id: string,
  { verified, both = [] }: { readonly verified: boolean; readonly both?: readonly string[] },
): Unchanged {
  const key = distributionKey(scope, identifier);
  const where = describeScope(scope, environmentName);
  return {
    key,
    scope,
    identifier,
    where,
    id,
    source: `${source.file}:${source.line}`,
    verified,
    ...(both.length === 0 ? {} : { both }),
  };
}
