import type { Scope } from "../core/domain/distribution.ts";
import type { Inventory } from "../core/domain/inventory.ts";
import { compareText } from "../core/domain/order.ts";
import { nearest } from "../core/domain/wording.ts";
import { UsageError } from "./usage-error.ts";

/** What an inventory claims: an object, or a creation that was begun and may have made one. */
export type OwnedChoice = {
  readonly key: string;
  readonly scope: Scope;
  readonly identifier: string;
  readonly id?: string;
  readonly protect: boolean;
};

/** In the order of their keys. */
export function ownedChoices({ owned, begun }: Inventory): readonly OwnedChoice[] {
  const rows = [...owned].map(([key, { scope, identifier, id, protect }]) => ({
    key,
    scope,
    identifier,
    id,
    protect,
  }));
  const beginnings = [...begun]
    .filter(([key]) => !owned.has(key))
    .map(([key, { scope, identifier }]) => ({ key, scope, identifier, protect: false }));
  return [...rows, ...beginnings].toSorted((a, b) => compareText(a.key, b.key));
}

/**
 * Those that were named, by identifier or, where several have it, by key.
 * @throws UsageError when a name says nothing of ours, or several of them
 */
export function chosenOf(
  ours: readonly OwnedChoice[],
  names: readonly string[],
  { all = false }: { readonly all?: boolean },
): readonly OwnedChoice[] {
  if (all && names.length > 0) {
    throw new UsageError(`--all is everything, and ${names.join(", ")} part of it`, "use one of the two");
  }
  if (all) return ours;
  if (names.length === 0) {
    throw new UsageError(
      "disown is not told of what",
      "name distributions by their identifiers, or use --all",
    );
  }
  const chosen = names.map((name) => oneOf(ours, name));
  return ours.filter((one) => chosen.includes(one));
}

function oneOf(ours: readonly OwnedChoice[], name: string): OwnedChoice {
  const [found, ...others] = ours.filter(({ key, identifier }) => key === name || identifier === name);
  if (found === undefined) throw notOurs(ours, name);
  if (others.length === 0) return found;
  const keys = [found, ...others].map(({ key }) => key);
  throw new UsageError(
    `${name} is ours in ${keys.length} places`,
    `name one of them as ${keys.join(" or ")}`,
  );
}

function notOurs(ours: readonly OwnedChoice[], name: string): UsageError {
  const names = ours.map(({ key, identifier }) => (name.includes("#") ? key : identifier));
  const close = nearest(name, names);
  const all = names.length <= MOST_NAMED ? `ours are ${names.join(", ")}` : `${names.length} others are`;
  const others = names.length === 0 ? "nothing is" : all;
  return new UsageError(
    `${JSON.stringify(name)} is not ours`,
    close === undefined ? others : `is ${close} meant?`,
  );
}

const MOST_NAMED = 20;
