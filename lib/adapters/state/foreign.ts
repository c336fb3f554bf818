import type { Inventory } from "../../core/inventory.ts";

/** Whose objects are whose, by Buddy's id. */
export function ownersOf(
  inventories: readonly (readonly [instance: string, inventory: Inventory])[],
): ReadonlyMap<string, string> {
  return new Map(
    inventories.flatMap(([instance, { owned }]) => [...owned.values()].map(({ id }) => [id, instance])),
  );
}

/** Nobody may take an object of which nobody can say whose it is: an inventory that cannot be read is not an empty one. */
export function unknowable(instance: string, why: string, cause?: unknown): Error {
  return new Error(
    `whether instance ${instance} owns what is to be adopted cannot be known: ${why}; mend that, or take \`adopt\` \
out of the manifests`,
    cause === undefined ? undefined : { cause },
  );
}
