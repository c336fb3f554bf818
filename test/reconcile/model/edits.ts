import fc from "fast-check";
import type { StoredDistribution } from "../../../lib/emulator/state.ts";
import type { MemoryBuddy } from "../../support/memory-buddy.ts";
import { PLACES } from "./source.ts";

/** What somebody in the UI does: to the n-th object that is live, whosever it is, or beside them all. */
export type Edit =
  | { readonly edit: "make"; readonly at: number; readonly identifier: number; readonly foreign: boolean }
  | {
      readonly edit: "delete" | "remake" | "switch" | "drop-route" | "add-route" | "name";
      readonly n: number;
    }
  | { readonly edit: "identifier"; readonly n: number; readonly to: number }
  | { readonly edit: "access"; readonly n: number; readonly others: "DENIED" | "READ_ONLY" | "MANAGE" }
  | { readonly edit: "route"; readonly n: number; readonly type: string; readonly target: number };

const n = fc.nat(7);

export const edits: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    edit: fc.constant("make" as const),
    at: fc.nat(PLACES.length - 1),
    identifier: fc.nat(2),
    foreign: fc.boolean(),
  }),
  fc.record({
    edit: fc.constantFrom(
      "delete" as const,
      "remake" as const,
      "switch" as const,
      "drop-route" as const,
      "add-route" as const,
      "name" as const,
    ),
    n,
  }),
  fc.record({ edit: fc.constant("identifier" as const), n, to: fc.nat(2) }),
  fc.record({
    edit: fc.constant("access" as const),
    n,
    others: fc.constantFrom("DENIED" as const, "READ_ONLY" as const, "MANAGE" as const),
  }),
  fc.record({
    edit: fc.constant("route" as const),
    n,
    type: fc.constantFrom("DIRECT_PROXY", "CACHED_PROXY"),
    target: fc.integer({ min: 0, max: 3 }),
  }),
);

/**
 * Does it, as far as Buddy lets anybody; returns the id of what another instance now has made.
 * @param likely ids of those that the n-th is counted from
 */
export function makeEdit(
  buddy: MemoryBuddy,
  edit: Edit,
  likely: ReadonlySet<string>,
): { readonly foreign?: string } {
  if (edit.edit === "make") {
    const id = putByHand(buddy, edit.at, edit.identifier);
    return edit.foreign && id !== undefined ? { foreign: id } : {};
  }
  const live = [...buddy.live().values()];
  const all = [...live.filter(({ id }) => likely.has(id)), ...live.filter(({ id }) => !likely.has(id))];
  const one = all[edit.n % Math.max(1, all.length)];
  if (one === undefined) return {};
  buddy.change(one.id, (was) => changed(buddy, was, edit));
  if (edit.edit === "remake") buddy.put(seedOf(one));
  return {};
}

function putByHand(buddy: MemoryBuddy, at: number, identifier: number): string | undefined {
  const { at: where, identifiers, host } = PLACES[at] ?? PLACES[0];
  return buddy.put({
    scope: where.scope,
    ...("project_name" in where ? { project: where.project_name } : {}),
    ...("environment" in where ? { environment: where.environment } : {}),
    identifier: identifiers[identifier] ?? "by-hand",
    name: "By hand",
    routes: [
      {
        domain: "example.net",
        subdomain: host,
        path: "",
        targets: { Default: { type: "EXTERNAL", external_url: "https://by-hand.example.com" } },
      },
    ],
  });
}

function seedOf({ scope, project, environment, identifier, permissions }: StoredDistribution) {
  return {
    scope,
    ...(project === undefined ? {} : { project }),
    ...(environment === undefined ? {} : { environment }),
    identifier,
    name: "By hand",
    permissions,
  };
}

function changed(
  buddy: MemoryBuddy,
  was: StoredDistribution,
  edit: Exclude<Edit, { edit: "make" }>,
): StoredDistribution | undefined {
  const [first, ...others] = was.routes;
  switch (edit.edit) {
    case "delete":
    case "remake":
      return undefined;
    case "switch":
      return { ...was, disabled: !was.disabled };
    case "name":
      return { ...was, name: "Renamed in the UI" };
    case "identifier": {
      const place = PLACES.find(
        ({ at, identifiers }) =>
          at.scope === was.scope &&
          identifiers.some((one) => one === was.identifier || was.identifier === null),
      );
      return { ...was, identifier: place?.identifiers[edit.to] ?? `moved-${was.id}` };
    }
    case "access":
      return { ...was, permissions: { ...was.permissions, others: edit.others } };
    case "drop-route":
      return { ...was, routes: others };
    case "add-route": {
      const address = { domain: "example.com", subdomain: hostOf(was), path: `/added-${was.routes.length}` };
      const targets = { Default: { type: "EXTERNAL", external_url: "https://by-hand.example.com" } as const };
      const type = typeFor(buddy, "DIRECT_PROXY");
      return { ...was, routes: [...was.routes, { id: buddy.nextRouteId(), type, ...address, targets }] };
    }
    case "route": {
      if (first === undefined) return was;
      const url = `https://backend-${edit.target}.example.com`;
      const Default = { type: "EXTERNAL", external_url: url } as const;
      const type = typeFor(buddy, edit.type);
      return { ...was, routes: [{ ...first, type, targets: { ...first.targets, Default } }, ...others] };
    }
    default:
      return edit satisfies never;
  }
}

/** A Buddy that knows the older names alone has these in its store. */
function typeFor({ personality }: MemoryBuddy, type: string): string {
  if (personality.typeNames !== "old") return type;
  return type === "CACHED_PROXY" ? "PROXY" : "PROXY_NO_CACHE";
}

function hostOf({ scope, identifier, id }: StoredDistribution): string {
  for (const { at, identifiers, host } of PLACES) {
    const which = identifiers.map(String).indexOf(identifier ?? "");
    if (at.scope === scope && which >= 0) return `${host}${which}`;
  }
  return `x${id.toLowerCase()}`;
}
