import type { Applied } from "../../lib/apply/apply.ts";
import type { Desired, Scope } from "../../lib/core/domain/distribution.ts";
import type { Plan } from "../../lib/core/plan/plan.ts";
import { actual, desired, liveRoute, route } from "../support/builders.ts";
import { type Desk, desk, ownership, refused } from "./apply-desk.ts";

/** By identifier: the paths of a distribution's routes. */
type Paths = Readonly<Record<string, readonly string[]>>;

/** Distributions with these routes, all ours, where an address exists once. Their ids are their identifiers. */
export function opened(paths: Paths): Desk {
  const objects = Object.entries(paths).map(([id, of]) =>
    actual({
      id,
      identifier: id,
      name: id,
      routes: of.map((path) => liveRoute({ id: `${id}${path}`, path })),
    }),
  );
  const self = desk(objects, ownership(...manifests(paths).map((as) => ({ id: as.identifier, as }))));
  self.unique = true;
  return self;
}

/** Makes the distributions have these routes: one that has no manifest any more is deleted. */
export function applyTo(
  self: Desk,
  after: Paths,
  edit: (plan: Plan) => Plan = (plan) => plan,
): Promise<Applied> {
  const wanted = manifests(after);
  return self.apply(edit(self.plan(wanted)));
}

export function pathsOf(self: Desk, id: string): readonly string[] | undefined {
  return self.live.get(id)?.routes.map(({ path }) => path);
}

/** Refuses the n-th POSTs of routes, whoever has their address. */
export function refusing(self: Desk, nth: readonly number[]): void {
  let seen = 0;
  self.interfere = (what, when) => {
    if (what !== "createRoute" || when !== "before") return;
    seen += 1;
    if (nth.includes(seen)) throw refused(what);
  };
}

function manifests(paths: Paths): readonly Desired<Scope>[] {
  return Object.entries(paths).map(([identifier, of]) =>
    desired({ identifier, routes: of.map((path) => route({ path })) }),
  );
}
