import {
  type Desired,
  distributionKey,
  normaliseAddress,
  routeKey,
  type Scope,
} from "../domain/distribution.ts";
import type { Manifest } from "../manifest/schema.ts";
import type { ManifestPart, Omission } from "./omission.ts";
import type { ExportCandidate } from "./select.ts";

/** The parts of a distribution that an export does not write, and why. An existing manifest keeps them; a new one lacks them. */
export type UnwrittenParts = ReadonlyMap<ManifestPart, Pick<Omission, "reason" | "detail">>;

/**
 * Not every one of them becomes an omission of the report: the manifest may lack the part, or may be right about it.
 *
 * @param unknown why users or groups could not be looked up
 */
export function unwrittenParts(
  { key, liveManifest, declared }: ExportCandidate,
  conflicts: ReadonlySet<string>,
  unknown: ReadonlyMap<"users" | "groups", string>,
): UnwrittenParts {
  const unwritten = new Map<ManifestPart, Pick<Omission, "reason" | "detail">>();
  if (conflicts.has(key)) unwritten.set("routes", { reason: "duplicate-route", detail: CONFLICT });
  if (liveManifest.manifest.permissions?.others === undefined)
    unwritten.set("others", {
      reason: "not-sayable",
      detail: "Buddy does not say what everybody else may do",
    });
  for (const { part, reason, detail } of liveManifest.inexpressible) unwritten.set(part, { reason, detail });
  for (const [list, detail] of unknown) {
    const named = declared?.permissions?.[list]?.some((one) => !("id" in one)) ?? false;
    if (named) unwritten.set(list, { reason: "lookup-failed", detail });
  }
  return unwritten;
}

const CONFLICT = "another distribution answers the same requests, and only one manifest can say so";

/** The keys of distributions whose routes cannot be written, because another distribution would have a route with the same key. */
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

function claimOf({ key, liveManifest: { manifest }, declared }: ExportCandidate): Claim {
  if (declared === undefined) return { key, routes: keysOf(manifest.routes), otherwise: [] };
  const otherwise = keysOf(declared.routes);
  const isRewritten = declared.routes !== undefined && manifest.routes !== undefined;
  return { key, routes: isRewritten ? keysOf(manifest.routes) : otherwise, otherwise };
}

function keysOf(routes: Manifest["routes"] | Desired["routes"]): readonly string[] {
  return (routes ?? []).map((route) => routeKey(normaliseAddress(route)));
}

/** The routes that a distribution would have once everything is written. */
type Claim = {
  readonly key: string;
  /** Keys of its routes if the export writes them, and if it leaves them as the manifest has them. */
  readonly routes: readonly string[];
  readonly otherwise: readonly string[];
};

/**
 * The distributions whose routes clash with those of another. All members of a clash are returned, since nothing says which is
 * right. Routes that are not written stay as their manifest has them, and can clash again: hence the loop.
 *
 * @param fixed keys of routes in manifests that the export does not change, each with the key of its distribution
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
