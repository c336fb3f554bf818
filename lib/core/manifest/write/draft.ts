import type { Actual, ActualRoute, Scope } from "../../distribution.ts";
import { BUDDY_SCOPE, routeKey } from "../../distribution.ts";
import { toDesired } from "../desired.ts";
import type { PlainMap } from "../plain.ts";
import { clashes } from "../rules/rule.ts";
import type { Manifest } from "../schema.ts";
import { compareWritten } from "./compare-written.ts";
import type { Part } from "./part.ts";
import { readPlain } from "./read-plain.ts";

/** A part of a live distribution that no manifest can say, and why. */
type Unsaid = {
  readonly part: Part;
  readonly reason: "not-sayable" | "holds-token";
  readonly detail: string;
};

/** A live distribution as a manifest: all of it that can be said, also what is so by default. */
export type Draft = { readonly manifest: Manifest; readonly unsaid: readonly Unsaid[] };

/**
 * What a manifest can say of a live distribution. Each part is read as if somebody had written it, and compared with what it
 * was made of. One that does not pass is left out whole: half of it would say that the other half is not wanted.
 */
export function draftOf(
  actual: Actual,
  scope: Scope,
  identifier: string,
  holdsSecret: (value: unknown) => boolean,
): Draft | { readonly unsayable: string } {
  const base = { identifier, ...placeOf(scope) };
  const checked = readPlain(base);
  if ("wrong" in checked) return { unsayable: checked.wrong };
  let manifest = checked.manifest;
  const unsaid: Unsaid[] = [];
  for (const [part, value] of partsOf(actual)) {
    if (holdsSecret(value)) {
      unsaid.push({ part, reason: "holds-token", detail: HOLDS_TOKEN });
      continue;
    }
    const read = readPlain({ ...base, ...value });
    if ("wrong" in read) {
      unsaid.push({ part, reason: "not-sayable", detail: reasonFor(part, read.wrong, actual, base) });
      continue;
    }
    const loss = lossIn(read.manifest, actual, scope);
    if (loss === undefined) manifest = merged(manifest, read.manifest);
    else unsaid.push({ part, reason: "not-sayable", detail: loss });
  }
  return { manifest, unsaid };
}

export const HOLDS_TOKEN =
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

function partsOf({ name, disabled, permissions, routes }: Actual): readonly (readonly [Part, PlainMap])[] {
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

/** Of many routes, which one it is. */
function reasonFor(part: Part, wrong: string, { routes }: Actual, base: PlainMap): string {
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

/** Why the manifest, as it would be read, would not be what is live. */
function lossIn(manifest: Manifest, actual: Actual, scope: Scope): string | undefined {
  const twins = manifest.routes === undefined ? [] : clashes(actual.routes, routeKey).flat();
  if (twins.length > 0) return `several routes answer the same requests: ${twins.map(nameOf).join(", ")}`;
  const { fields, routes } = compareWritten(toDesired(manifest, scope, NOWHERE), scope, actual);
  return fields.length + routes.length === 0
    ? undefined
    : "a manifest with what Buddy shows would be read as something else";
}

const NOWHERE = { file: "", line: 1, path: [] };

function merged(one: Manifest, other: Manifest): Manifest {
  const permissions = { ...one.permissions, ...other.permissions };
  return { ...one, ...other, ...(Object.keys(permissions).length === 0 ? {} : { permissions }) };
}
