import type { Directory } from "../../plan/resolve.ts";
import type { DialectEntry } from "../dialect-schema.ts";
import type { Path } from "../fault.ts";
import type { PlainMap } from "../plain.ts";
import type { Edit } from "./edit.ts";
import { minimalRoute } from "./minimal.ts";
import { reviseMap } from "./revise-map.ts";
import type { Words, WrittenTargets } from "./words.ts";

/**
 * Buddy's own YAML: access by address and by name, in mappings; one target for a route, whatever the region; a type that can be
 * left out.
 *
 * @param entry as it is written
 */
export function dialectWords(
  entry: DialectEntry,
  directory: Directory,
  names: ReadonlyMap<number, string>,
): Words {
  const routeAt = ([, index]: Path) => entry.routes?.[Number(index)];
  return {
    grants: (list) =>
      Object.entries(entry.permissions?.[list] ?? {}).map(([who, level]) => {
        const path = ["permissions", list, who];
        const id = list === "users" ? directory.users.get(who.toLowerCase()) : directory.groups.get(who);
        return { id, level, path, levelPath: path };
      }),
    grant: (list, { id, access_level }) => {
      const name = list === "groups" ? names.get(id) : undefined;
      return name === undefined
        ? undefined
        : { op: "add", path: ["permissions", list], key: name, value: access_level };
    },
    retype: (path, value): Edit =>
      routeAt(path)?.type !== undefined
        ? { op: "set", path: [...path, "type"], value }
        : { op: "add", path, key: "type", value },
    retarget: (path, written, live) => {
      const [before, after] = [targetOf(written), targetOf(live)];
      return before === undefined || after === undefined
        ? undefined
        : reviseMap([...path, "target"], before, after);
    },
    route: (route) => {
      const { targets, ...rest } = minimalRoute(route);
      const target = targetOf(targets);
      return target === undefined ? undefined : { ...rest, target };
    },
  };
}

function targetOf({ Default: target, ...regions }: WrittenTargets): PlainMap | undefined {
  if (target === undefined || Object.keys(regions).length > 0) return undefined;
  switch (target.type) {
    case "EXTERNAL":
      return { endpoint: target.type, address: target.external_url };
    case "SANDBOX":
      return { endpoint: target.type, sandbox: target.sandbox };
    case "TUNNEL":
      return { endpoint: target.type, tunnel: { agent: target.tunnel.id, name: target.tunnel.tunnel_id } };
    case "ARTIFACT":
      return { endpoint: target.type, artifact: target.artifact };
    default:
      return target satisfies never;
  }
}
