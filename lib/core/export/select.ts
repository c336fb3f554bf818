import {
  type Actual,
  type ActualRoute,
  BUDDY_SCOPE,
  type Desired,
  distributionKey,
  keyOf,
  routeKey,
  type Scope,
} from "../domain/distribution.ts";
import { compareText } from "../domain/order.ts";
import { toDesired } from "../manifest/desired.ts";
import { readEntry } from "../manifest/read.ts";
import { MANIFEST_RULES } from "../manifest/rules.ts";
import type { Manifest } from "../manifest/schema.ts";
import { clashes } from "../manifest/set-rules.ts";
import type { Finding, Path } from "../yaml/finding.ts";
import type { PlainMap } from "../yaml/plain.ts";
import { textFault } from "../yaml/text.ts";
import { compareManifest } from "./edit-file.ts";
import { type ManifestPart, type Omission, type OmissionReason, omittedFrom } from "./omission.ts";

/** A live distribution, in the scope that it was read in. */
export type LiveDistribution = { readonly scope: Scope; readonly actual: Actual };

/** A live distribution that can have a manifest, and what its manifest declares if there is one. */
export type ExportCandidate = LiveDistribution & {
  readonly key: string;
  readonly identifier: string;
  readonly liveManifest: LiveManifest;
  readonly declared?: Desired<Scope>;
};

/** Which live distributions can have a manifest, sorted by key, so that the order of reading does not matter. */
export function selectLive(
  live: readonly LiveDistribution[],
  declared: readonly Desired<Scope>[],
  holdsSecret: (value: unknown) => boolean,
): { readonly candidates: readonly ExportCandidate[]; readonly omissions: readonly Omission[] } {
  const written = new Map(declared.map((one) => [keyOf(one), one]));
  const obstacle = obstacles(live, declared);
  const candidates: ExportCandidate[] = [];
  const omissions: Omission[] = [];
  for (const one of live) {
    const { scope, actual } = one;
    const { identifier } = actual;
    const omit = ([reason, detail]: Obstacle) =>
      omissions.push({ ...omittedFrom(scope, actual), part: "distribution", reason, detail });
    if (identifier === undefined) {
      omit(["no-identifier", "it was made without an identifier, by which a manifest would find it"]);
      continue;
    }
    const key = distributionKey(scope, identifier);
    const manifest = written.get(key);
    const found = obstacle(one, key);
    const liveManifest = liveManifestOf(actual, scope, identifier, holdsSecret);
    if (holdsSecret([scope, identifier])) omit(["holds-token", HOLDS_TOKEN]);
    else if (found !== undefined) omit(found);
    else if ("wrong" in liveManifest) omit(["not-sayable", liveManifest.wrong]);
    else {
      const known = manifest === undefined ? {} : { declared: manifest };
      candidates.push({ ...one, key, identifier, liveManifest, ...known });
    }
  }
  return { candidates: candidates.toSorted((a, b) => compareText(a.key, b.key)), omissions };
}

type Obstacle = readonly [reason: OmissionReason, detail: string];

/** Why a live distribution can have no manifest: it would describe another one, or contradict another manifest. */
function obstacles(
  live: readonly LiveDistribution[],
  declared: readonly Desired<Scope>[],
): (one: LiveDistribution, key: string) => Obstacle | undefined {
  const named = live.flatMap(({ scope, actual: { id, identifier } }) =>
    identifier === undefined ? [] : [{ scope, id, identifier }],
  );
  const written = new Set(declared.map(keyOf));
  const twins = new Map(clashes(named, keyOf).flatMap((group) => group.map(({ id }) => [id, group])));
  const spellings = new Map([...declared, ...named].map((one) => [keyOf(one), foldedKey(one)]));
  const alike = new Map(
    clashes([...spellings], ([, folded]) => folded).flatMap((group) =>
      group.map(([key]) => [key, group.find(([other]) => other !== key)?.[0]]),
    ),
  );
  const there = new Set(named.map(keyOf));
  const renames = new Map(
    declared
      .filter((one) => !there.has(keyOf(one)))
      .flatMap((one) => one.previously.map((identifier) => [keyOf({ ...one, identifier }), one.source])),
  );
  return ({ actual }, key) => {
    const group = twins.get(actual.id);
    if (group !== undefined)
      return ["ambiguous", `several have its identifier: ${group.map(({ id }) => id).join(", ")}`];
    if (written.has(key)) return undefined;
    const other = alike.get(key);
    if (other !== undefined)
      return ["identifier-case", `${other} differs from it only in upper and lower case`];
    const renaming = renames.get(key);
    if (renaming === undefined) return undefined;
    return [
      "awaits-rename",
      `${renaming.file}:${renaming.line} says that it was called so before: it will be renamed`,
    ];
  };
}

type Named = { readonly scope: Scope; readonly identifier: string };

function foldedKey({ scope, identifier }: Named): string {
  return distributionKey(scope, identifier.toLowerCase());
}

/** A part of a live distribution that no manifest can express, and why. */
type InexpressiblePart = {
  readonly part: ManifestPart;
  readonly reason: "not-sayable" | "holds-token";
  readonly detail: string;
};

/** A live distribution as a manifest, which spells out the defaults too, and the parts that it cannot express. */
export type LiveManifest = {
  readonly manifest: Manifest;
  readonly inexpressible: readonly InexpressiblePart[];
};

/**
 * What a manifest can express of a live distribution. Each part is read as if somebody had written it, and compared with what
 * is live. A part that differs is left out whole, since half of it would ask for the removal of the other half.
 */
export function liveManifestOf(
  actual: Actual,
  scope: Scope,
  identifier: string,
  holdsSecret: (value: unknown) => boolean,
): LiveManifest | { readonly wrong: string } {
  const base = { identifier, ...placeOf(scope) };
  const checked = readPlain(base);
  if ("wrong" in checked) return { wrong: checked.wrong };
  let manifest = checked.manifest;
  const inexpressible: InexpressiblePart[] = [];
  for (const [part, value] of partsOf(actual)) {
    if (holdsSecret(value)) {
      inexpressible.push({ part, reason: "holds-token", detail: HOLDS_TOKEN });
      continue;
    }
    const read = readPlain({ ...base, ...value });
    if ("wrong" in read) {
      inexpressible.push({ part, reason: "not-sayable", detail: reasonFor(part, read.wrong, actual, base) });
      continue;
    }
    const loss = lossIn(read.manifest, actual, scope);
    if (loss === undefined) manifest = merged(manifest, read.manifest);
    else inexpressible.push({ part, reason: "not-sayable", detail: loss });
  }
  return { manifest, inexpressible };
}

const HOLDS_TOKEN =
  "the token is in it, in one of its spellings, and whoever sees it in Buddy has the token: take it out there, and give the workspace another";

/** The keys that say where a distribution belongs: an environment by its id, which needs no lookup. */
function placeOf(scope: Scope): PlainMap {
  switch (scope.kind) {
    case "workspace":
      return { scope: BUDDY_SCOPE[scope.kind] };
    case "project":
      return { scope: BUDDY_SCOPE[scope.kind], project_name: scope.project };
    case "environment":
      return { scope: BUDDY_SCOPE[scope.kind], environment_id: scope.environmentId };
    default:
      return scope satisfies never;
  }
}

function partsOf({
  name,
  disabled,
  permissions,
  routes,
}: Actual): readonly (readonly [ManifestPart, PlainMap])[] {
  const { others, users, groups } = permissions ?? {};
  return [
    ["name", { name }],
    ...(disabled === undefined ? [] : ([["disabled", { disabled }]] as const)),
    ...(others === undefined ? [] : ([["others", { permissions: { others } }]] as const)),
    ...(users === undefined ? [] : ([["users", { permissions: { users } }]] as const)),
    ...(groups === undefined ? [] : ([["groups", { permissions: { groups } }]] as const)),
    ["routes", { routes: routes.map(writtenRoute) }],
  ];
}

function writtenRoute({ domain, subdomain, path, type, targets }: ActualRoute): PlainMap {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the adapter has them from JSON
  return { domain, subdomain, path, type, targets: targets as PlainMap };
}

/** Why a part cannot be expressed; of routes, which ones cannot. */
function reasonFor(part: ManifestPart, wrong: string, { routes }: Actual, base: PlainMap): string {
  if (part !== "routes") return wrong;
  const found = routes.flatMap((route) => {
    const read = readPlain({ ...base, routes: [writtenRoute(route)] });
    return "wrong" in read ? [`${nameOf(route)}: ${read.wrong}`] : [];
  });
  return found.length === 0 ? wrong : found.join("; ");
}

function nameOf(route: ActualRoute): string {
  return `route ${routeKey(route)} (id ${route.id})`;
}

/** How the manifest, once it is read, would differ from what is live. */
function lossIn(manifest: Manifest, actual: Actual, scope: Scope): string | undefined {
  const twins = manifest.routes === undefined ? [] : clashes(actual.routes, routeKey).flat();
  if (twins.length > 0) return `several routes answer the same requests: ${twins.map(nameOf).join(", ")}`;
  const { fields, routes } = compareManifest(toDesired(manifest, scope, NOWHERE), scope, actual);
  return fields.length + routes.length === 0
    ? undefined
    : "a manifest with what Buddy shows would be read as something else";
}

const NOWHERE = { file: "", line: 1, path: [] };

function merged(one: Manifest, other: Manifest): Manifest {
  const permissions = { ...one.permissions, ...other.permissions };
  return { ...one, ...other, ...(Object.keys(permissions).length === 0 ? {} : { permissions }) };
}

type Plain = PlainMap[string];

/** A manifest that was put together from data, read as if somebody had written it; or the first thing that is wrong with it. */
function readPlain(value: PlainMap): { readonly manifest: Manifest } | { readonly wrong: string } {
  const read = readEntry({ value, source: UNWRITTEN });
  if ("findings" in read) return { wrong: wordingOf(read.findings, value) };
  const manifest = read.valid;
  const wrong = MANIFEST_RULES.flatMap((rule) => rule(manifest));
  if (wrong.length > 0) return { wrong: wordingOf(wrong, value) };
  // The schema has just seen to it that this is neither deep nor large.
  const fault = textsIn(value)
    .map(textFault)
    .find((found) => found !== undefined);
  return fault === undefined ? { manifest } : { wrong: fault.message };
}

const UNWRITTEN = { file: "", line: 1, path: [] };

function wordingOf(found: readonly Pick<Finding, "message" | "path">[], value: PlainMap): string {
  return found
    .slice(0, 1)
    .map(({ message, path }) =>
      typeof message === "string" ? message : message(String(valueAt(value, path))),
    )
    .join();
}

function valueAt(value: Plain, path: Path): unknown {
  return path.reduce<unknown>((owner, part): unknown => Reflect.get(new Object(owner), part), value);
}

function textsIn(value: Plain): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
