import { sameTargets } from "../../normal.ts";
import type { Directory } from "../../plan/resolve.ts";
import { cite } from "../cite.ts";
import type { Manifest } from "../schema.ts";
import type { Edit } from "./edit.ts";
import { minimalRoute } from "./minimal.ts";
import { reviseMap } from "./revise-map.ts";
import type { GrantList, Words, WrittenGrant } from "./words.ts";

/** @param names of groups by id, for comments */
export function manifestWords(
  { permissions = {} }: Manifest,
  directory: Directory,
  names: ReadonlyMap<number, string>,
): Words {
  const { users = [], groups = [] } = permissions;
  return {
    grants: (list) =>
      list === "users"
        ? users.map(({ id, email = "", access_level }, index) =>
            written(list, index, id ?? directory.users.get(email.toLowerCase()), access_level),
          )
        : groups.map(({ id, name = "", access_level }, index) =>
            written(list, index, id ?? directory.groups.get(name), access_level),
          ),
    grant: (list, grant) => {
      const note = list === "groups" ? names.get(grant.id) : undefined;
      const { id, access_level } = grant;
      return {
        op: "add",
        path: ["permissions", list],
        value: { id, access_level },
        ...(note === undefined ? {} : { note: cite(note) }),
      };
    },
    retype: (path, value) => ({ op: "set", path: [...path, "type"], value }),
    retarget: (path, before, targets) => {
      const at = [...path, "targets"];
      const changed = Object.entries(targets).flatMap(([region, target]): readonly Edit[] => {
        const was = before[region];
        if (was === undefined) return [{ op: "add", path: at, key: region, value: target }];
        const same = sameTargets({ Default: was }, { Default: target });
        return same ? [] : reviseMap([...at, region], was, target);
      });
      const gone = Object.keys(before).filter((region) => !Object.hasOwn(targets, region));
      return [...changed, ...gone.map((region): Edit => ({ op: "remove", path: [...at, region] }))];
    },
    route: minimalRoute,
  };
}

function written(list: GrantList, index: number, id: number | undefined, level: string): WrittenGrant {
  const path = ["permissions", list, index];
  return { id, level, path, levelPath: [...path, "access_level"] };
}
