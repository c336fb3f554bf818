import type { Desired } from "../../distribution.ts";
import { distributionKey, scopeKey } from "../../distribution.ts";
import type { Finding, Place } from "../fault.ts";
import { clashes, type SetRule, type Where, withOthers } from "./rule.ts";

/** An identifier is unique in its scope, also for eyes that overlook upper and lower case. */
export const identityRule: SetRule = (desired, where) => {
  const byKey = clashes(desired, ({ scope, identifier }) => distributionKey(scope, identifier));
  const byLowerCase = clashes(desired, ({ scope, identifier }) =>
    distributionKey(scope, identifier.toLowerCase()),
  );
  return [
    ...byKey.flatMap((group) => same(group, where)),
    ...byLowerCase.flatMap((group) => alike(group, where)),
  ];
};

function same(group: readonly Desired[], where: Where): readonly Finding[] {
  return withOthers(group, placeOf, where).map(({ item, place, elsewhere }) => ({
    ...place,
    code: "DUPLICATE_IDENTIFIER",
    message: `${item.identifier} (${scopeKey(item.scope)}) is also declared in ${elsewhere}`,
    remedy: "keep one of them, or give one another identifier",
  }));
}

/** One of each spelling: what is spelt alike is another problem. */
function alike(group: readonly Desired[], where: Where): readonly Finding[] {
  const spellings = [...new Map(group.map((item) => [item.identifier, item])).values()];
  if (spellings.length === 1) return [];
  return withOthers(spellings, placeOf, where).map(({ item, place, elsewhere }) => ({
    ...place,
    code: "IDENTIFIER_CASE",
    message: `${item.identifier} (${scopeKey(item.scope)}) differs only in case from the identifier in ${elsewhere}`,
    remedy: "give one of them another identifier",
  }));
}

function placeOf({ source }: Desired): Place {
  return { source, path: ["identifier"], part: "value", words: "desired" };
}
