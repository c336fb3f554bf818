import type { Path } from "../fault.ts";
import type { PlainMap } from "../plain.ts";
import type { Edit } from "./edit.ts";

/** From one mapping to another, key by key, so that what both have keeps its place and its comments. */
export function reviseMap(path: Path, before: PlainMap, after: PlainMap): readonly Edit[] {
  const changed = Object.entries(after).flatMap(([key, value]): readonly Edit[] => {
    const was = before[key];
    if (was === undefined) return [{ op: "add", path, key, value }];
    if (isMap(was) && isMap(value)) return reviseMap([...path, key], was, value);
    return typeof value !== "string" || value === was ? [] : [{ op: "set", path: [...path, key], value }];
  });
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  return [...changed, ...gone.map((key): Edit => ({ op: "remove", path: [...path, key] }))];
}

function isMap(value: PlainMap[string] | undefined): value is PlainMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
