import {
  type Actual,
  type Desired,
  describeScope,
  distributionKey,
  type Route,
  routeKey,
  type Scope,
} from "../domain/distribution.ts";
import type { Inventory, Owned } from "../domain/inventory.ts";
import { type AsKept, KEPT_WHOLE } from "./compare.ts";
import { isNewToGit } from "./git-moved.ts";
import { leaveAlone, twinsOf } from "./left-alone.ts";
import { type Candidate, livesIn, type Match, matchesOurCreate } from "./match.ts";
import type { LeftAlone, LeftAloneReason, Policy, Unchanged } from "./plan.ts";

/** One read of one object: what it is, or why it is not known. */
export type ReadResult = { readonly actual: Actual } | { readonly gone: true } | { readonly failed: string };

/** A distribution that has to be made, or one of ours that has to be finished. */
export type ToCreate = {
  readonly desired: Desired<Scope>;
  readonly routes: readonly Route[];
  readonly resumes?: string;
  /** Nothing proves that what is resumed is ours: it only looks like what an earlier pass began. */
  readonly presumed?: true;
};

/** A live distribution that was read, and is to be compared with its manifest. */
export type ToCompare = {
  readonly desired: Desired<Scope>;
  readonly actual: Actual;
  /** What we know of it; absent for one that is to be adopted. */
  readonly row?: Owned;
};

/** What a manifest's distribution is compared under. */
export type DiffRules = {
  readonly policy: Policy;
  readonly inventory: Inventory;
  /** Whether ownership is to be taken of it, should it be nobody's. */
  readonly adopts: (desired: Desired<Scope>) => boolean;
  /** Which instance an object belongs to, by its id, where that is another one. */
  readonly foreign: ReadonlyMap<string, string>;
  /** What was written later than this, in milliseconds since the epoch, a reading may not show yet. */
  readonly consistentAt: number;
  readonly asKept?: AsKept;
};

/** What is to be done about one manifest, or why nothing is. */
type Classification =
  | { readonly kind: "missing"; readonly missing: ToCreate }
  | { readonly kind: "comparable"; readonly comparable: ToCompare }
  | { readonly kind: "unchanged"; readonly id: string; readonly finished?: ToCreate }
  | { readonly kind: "leftAlone"; readonly leftAlone: LeftAlone };

/** `reads` holds an answer for whatever the match names to be read. */
function classify(
  manifest: Desired<Scope>,
  match: Match,
  reads: ReadonlyMap<string, ReadResult>,
  rules: DiffRules,
): Classification {
  switch (match.kind) {
    case "missing":
      return { kind: "missing", missing: { desired: manifest, routes: manifest.routes ?? [] } };
    case "ours":
      return ours(manifest, match.id, reads, rules);
    case "renamed":
      return renamed(manifest, match, reads, rules);
    case "unmanaged":
      return unmanaged(manifest, match.id, reads, rules);
    case "ambiguous":
      return leave(
        manifest,
        "ambiguous",
        `several live distributions have this identifier: ${match.ids.join(", ")}`,
      );
    case "unfinished": {
      const read = readOf(reads, match.id);
      if (!("actual" in read)) return unconfirmed(manifest, match.id, read);
      if (rules.policy === "create-only") return rest(manifest, read.actual, false);
      return comparableOf(manifest, read.actual, rowOf(manifest, rules));
    }
    case "begun": {
      const read = readOf(reads, match.id);
      if (!("actual" in read)) return unconfirmed(manifest, match.id, read);
      if (matchesOurCreate({ ...manifest, name: displayName(manifest) }, read.actual))
        return rest(manifest, read.actual, true);
      return leave(manifest, "exists-unmanaged", UNMANAGED, match.id);
    }
    case "elsewhere":
      return confirm(manifest, match.candidates, reads, rules);
    default:
      return match satisfies never;
  }
}

/** The name a distribution is created under. */
export function displayName(desired: Desired): string {
  return desired.name ?? desired.identifier;
}

/** What was not read is known from the list alone; under create-only also what was read to find another one. */
function ours(
  manifest: Desired<Scope>,
  id: string,
  reads: ReadonlyMap<string, ReadResult>,
  rules: DiffRules,
): Classification {
  const { policy } = rules;
  const row = rowOf(manifest, rules);
  const read = policy === "create-only" ? undefined : reads.get(id);
  if (read === undefined) {
    if (policy !== "create-only" || !isNewToGit((rules.asKept ?? KEPT_WHOLE)(manifest), row))
      return { kind: "unchanged", id };
    const detail =
      "its manifest has changed since it was applied, and create-only changes nothing that exists";
    return leave(manifest, "create-only", detail, id);
  }
  if (!("actual" in read)) return unconfirmed(manifest, id, read);
  return comparableOf(manifest, read.actual, row);
}

function rowOf({ scope, identifier }: Desired<Scope>, { inventory }: DiffRules): Owned | undefined {
  return inventory.owned.get(distributionKey(scope, identifier));
}

function renamed(
  manifest: Desired<Scope>,
  { id, from }: Extract<Match, { kind: "renamed" }>,
  reads: ReadonlyMap<string, ReadResult>,
  { inventory, policy, consistentAt }: DiffRules,
): Classification {
  if (policy === "create-only") {
    const detail = `it is ours as ${from}, and only the policies upsert and sync rename it`;
    return leave(manifest, "create-only", detail, id);
  }
  const row = inventory.owned.get(distributionKey(manifest.scope, from));
  const read = readOf(reads, id);
  if ("actual" in read) return comparableOf(manifest, read.actual, row);
  const isGone = "gone" in read && row !== undefined && row.touchedAt <= consistentAt;
  if (isGone) return { kind: "missing", missing: { desired: manifest, routes: manifest.routes ?? [] } };
  return unconfirmed(manifest, id, read);
}

function comparableOf(desired: Desired<Scope>, actual: Actual, row: Owned | undefined): Classification {
  if (livesIn(desired.scope, actual) === false) {
    const detail =
      "it is ours, and was moved to another place in Buddy; move it back, or its manifest after it";
    return leave(desired, "changed-live", detail, actual.id);
  }
  return { kind: "comparable", comparable: { desired, actual, ...(row === undefined ? {} : { row }) } };
}

const UNMANAGED =
  "it exists and was not created by this installation; it is not touched unless its manifest says `adopt: true`";

function unmanaged(
  manifest: Desired<Scope>,
  id: string,
  reads: ReadonlyMap<string, ReadResult>,
  { policy, adopts, foreign }: DiffRules,
): Classification {
  const owner = foreign.get(id);
  if (owner !== undefined) {
    const detail = `it belongs to the instance ${owner}, which has to disown it first`;
    return leave(manifest, "foreign", detail, id);
  }
  if (!adopts(manifest)) return leave(manifest, "exists-unmanaged", UNMANAGED, id);
  if (policy === "create-only") {
    const detail = "it exists and is nobody's, and only the policies upsert and sync adopt it";
    return leave(manifest, "exists-unmanaged", detail, id);
  }
  const read = readOf(reads, id);
  if (!("actual" in read)) return unconfirmed(manifest, id, read);
  const elsewhere =
    livesIn(manifest.scope, read.actual) === false || read.actual.identifier !== manifest.identifier;
  if (elsewhere) return leave(manifest, "unconfirmed", "reading it shows another one than the list does", id);
  return comparableOf(manifest, read.actual, undefined);
}

function rest(manifest: Desired<Scope>, actual: Actual, presumed: boolean): Classification {
  const live = new Set(actual.routes.map(routeKey));
  const routes = (manifest.routes ?? []).filter((route) => !live.has(routeKey(route)));
  const remaining: ToCreate = {
    desired: manifest,
    routes,
    resumes: actual.id,
    ...(presumed ? { presumed } : {}),
  };
  const toggles = manifest.disabled === true && actual.disabled !== true;
  // Taking it for ours is a change by itself, which the plan has to show.
  if (routes.length > 0 || toggles || presumed) return { kind: "missing", missing: remaining };
  return { kind: "unchanged", id: actual.id, finished: remaining };
}

/** An object that its list places in another scope is read: only when each lives elsewhere is ours truly missing. */
function confirm(
  manifest: Desired<Scope>,
  candidates: readonly Candidate[],
  reads: ReadonlyMap<string, ReadResult>,
  rules: DiffRules,
): Classification {
  for (const { id } of candidates) {
    const read = readOf(reads, id);
    if (!("actual" in read)) return unconfirmed(manifest, id, read);
    if (livesIn(manifest.scope, read.actual) !== false) return unmanaged(manifest, id, reads, rules);
  }
  return { kind: "missing", missing: { desired: manifest, routes: manifest.routes ?? [] } };
}

function readOf(reads: ReadonlyMap<string, ReadResult>, id: string): ReadResult {
  return reads.get(id) ?? { failed: "it was not read" };
}

function unconfirmed(
  manifest: Desired<Scope>,
  id: string,
  read: Exclude<ReadResult, { actual: Actual }>,
): Classification {
  const why =
    "failed" in read ? read.failed : "it should be there, and reading it answers that there is none";
  return leave(manifest, "unconfirmed", why, id);
}

function leave(
  manifest: Desired<Scope>,
  reason: LeftAloneReason,
  detail: string,
  id?: string,
): Classification {
  return { kind: "leftAlone", leftAlone: leaveAlone(manifest, reason, detail, id) };
}

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
  for (const manifest of desired) {
    const found = match(manifest);
    if ("twins" in found) leftAlone.push(...twinsOf(manifest, found));
    const classification = classify(manifest, found, reads, rules);
    switch (classification.kind) {
      case "missing":
        missing.push(classification.missing);
        break;
      case "comparable":
        comparable.push(classification.comparable);
        break;
      case "leftAlone":
        leftAlone.push(classification.leftAlone);
        break;
      case "unchanged":
        unchanged.push(
          unchangedOf(manifest, classification.id, { verified: classification.finished !== undefined }),
        );
        if (classification.finished !== undefined) finished.push(classification.finished);
        break;
      default:
        classification satisfies never;
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
