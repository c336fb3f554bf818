import {
  type Desired,
  distributionKey,
  normaliseAddress,
  routeKey,
  type Scope,
} from "../domain/distribution.ts";
import type { Manifest } from "../manifest/schema.ts";
import type { Omission, Part } from "./omission.ts";
import type { ExportCandidate } from "./select.ts";

/** Why a part of a distribution is not written: it stays as its manifest has it, or out of a new one. */
export type Kept = ReadonlyMap<Part, Pick<Omission, "reason" | "detail">>;

/**
 * What is kept is not always told: a manifest may not have it, or have it right.
 *
 * @param unknown why users or groups could not be looked up
 */
export function keptParts(
  { key, draft, declared }: ExportCandidate,
  conflicts: ReadonlySet<string>,
  unknown: ReadonlyMap<"users" | "groups", string>,
): Kept {
  const kept = new Map<Part, Pick<Omission, "reason" | "detail">>();
  if (conflicts.has(key)) kept.set("routes", { reason: "duplicate-route", detail: CONFLICT });
  if (draft.manifest.permissions?.others === undefined)
    kept.set("others", { reason: "not-sayable", detail: "Buddy does not say what everybody else may do" });
  for (const { part, reason, detail } of draft.unsaid) kept.set(part, { reason, detail });
  for (const [list, detail] of unknown) {
    const named = declared?.permissions?.[list]?.some((one) => !("id" in one)) ?? false;
    if (named) kept.set(list, { reason: "lookup-failed", detail });
  }
  return kept;
}

const CONFLICT = "another distribution answers the same requests, and only one manifest can say so";

/** Distributions whose routes cannot be written, since another one would have a route with the same key. */
export function routesInConflict(
  candidates: readonly ExportCandidate[],
  declared: readonly Desired<Scope>[],
  unplaced: readonly Desired[],
): ReadonlySet<string> {
  const exported = new Set(candidates.map(({ key }) => key));
  const fixed = [...declared, ...unplaced].flatMap((one) => {
    const key = distributionKey(one.scope, one.identifier);
    return exported.has(key) ? [] : keysOf(one.routes).map((route) => [route, key] as const);
  });
  return clashing(candidates.map(claimOf), fixed);
}

function claimOf({ key, draft: { manifest }, declared }: ExportCandidate): Claim {
  if (declared === undefined) return { key, routes: keysOf(manifest.routes), otherwise: [] };
  const otherwise = keysOf(declared.routes);
  const isRewritten = declared.routes !== undefined && manifest.routes !== undefined;
  return { key, routes: isRewritten ? keysOf(manifest.routes) : otherwise, otherwise };
}

function keysOf(routes: Manifest["routes"] | Desired["routes"]): readonly string[] {
  return (routes ?? []).map((route) => routeKey(normaliseAddress(route)));
}

/** What a distribution would have routes for, once everything is written. */
type Claim = {
  readonly key: string;
  /** Keys of routes as they would be written, and, where they can be kept as they are instead, those. */
  readonly routes: readonly string[];
  readonly otherwise: readonly string[];
};

/**
 * The distributions whose routes cannot be written, since another one answers the same requests: all of a clash, as nobody here
 * knows which is right.
 *
 * @param fixed keys of routes that manifests have which are not changed, each with the distribution's key
 */
function clashing(
  claims: readonly Claim[],
  fixed: readonly (readonly [route: string, key: string])[],
): ReadonlySet<string> {
  const dropped = new Set<string>();
  for (;;) {
    const holders = new Map<string, Set<string>>();
    const hold = (route: string, key: string) =>
      holders.set(route, (holders.get(route) ?? new Set()).add(key));
    for (const [route, key] of fixed) hold(route, key);
    for (const { key, routes, otherwise } of claims)
      for (const route of dropped.has(key) ? otherwise : routes) hold(route, key);
    const shared = new Set([...holders].flatMap(([route, keys]) => (keys.size > 1 ? [route] : [])));
    const found = claims.filter(
      ({ key, routes }) => !dropped.has(key) && routes.some((route) => shared.has(route)),
    );
    if (found.length === 0) return dropped;
    for (const { key } of found) dropped.add(key);
  }
}
