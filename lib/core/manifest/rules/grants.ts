import { groupKey, toGroup, toUser, userKey } from "../desired.ts";
import type { Explanation } from "../explain.ts";
import { clashes, type ManifestRule } from "./rule.ts";

/** One access level for each: with two, the order of a list would decide. */
export const grantsRule: ManifestRule = ({ permissions: { users = [], groups = [] } = {} }) => [
  ...twice(
    "users",
    users.map((user) => ({ key: userKey(toUser(user)), name: user.email ?? `id ${user.id}` })),
  ),
  ...twice(
    "groups",
    groups.map((group) => ({ key: groupKey(toGroup(group)), name: group.name ?? `id ${group.id}` })),
  ),
];

type Named = { readonly key: string; readonly name: string };

function twice(list: "users" | "groups", named: readonly Named[]): readonly Explanation[] {
  if (named.length < 2) return [];
  const placed = named.map((one, index) => ({ ...one, index }));
  return clashes(placed, ({ key }) => key)
    .flat()
    .map(({ name, index }) => ({
      path: ["permissions", list, index],
      part: "value",
      code: "DUPLICATE_GRANT",
      message: `${name} is granted access more than once`,
      remedy: "keep one of the grants",
    }));
}
