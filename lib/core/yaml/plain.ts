import { isAlias, isMap, isScalar, type ParsedNode, type Scalar, type YAMLMap } from "yaml";
import { cite } from "../domain/wording.ts";
import type { TextFault } from "./finding.ts";
import { textFault } from "./text.ts";

/** What YAML can say once aliases, tags and dates are refused. */
type Plain = string | number | boolean | null | readonly Plain[] | PlainMap;
export type PlainMap = { readonly [key: string]: Plain };

/**
 * A mapping as plain data, with a fault for everything that no manifest may hold anywhere. Recursive: yaml.ts has made
 * sure that the nesting is shallow.
 */
export function plainMap(node: YAMLMap.Parsed, faults: TextFault[]): PlainMap {
  const map: Record<string, Plain> = {};
  decoration(node, faults);
  for (const pair of node.items) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the parser's stringKeys
    const keyNode = pair.key as Scalar.Parsed & { readonly value: string };
    const key = keyNode.value;
    const offset = keyNode.range[0];
    decoration(keyNode, faults);
    check(key, offset, faults);
    if (key === "<<") faults.push({ offset, ...MERGE_KEY });
    else if (Object.hasOwn(map, key)) faults.push({ offset, ...duplicate(key) });
    // Without a node there is not even a colon: `? key`, or `{ key }`.
    define(map, key, pair.value === null ? nothing(key, offset, faults) : plain(pair.value, key, faults));
  }
  return map;
}

/** What no node may have: an anchor, a tag, or being an alias. */
export function decoration(node: ParsedNode, faults: TextFault[]): void {
  const offset = node.range[0];
  if (isAlias(node) || node.anchor !== undefined) faults.push({ offset, ...ALIAS });
  if (node.tag !== undefined) faults.push({ offset, ...TAG });
}

function plain(node: ParsedNode, name: string, faults: TextFault[]): Plain {
  if (isMap(node)) return plainMap(node, faults);
  decoration(node, faults);
  if (isAlias(node)) return null;
  if (isScalar(node)) return scalar(node, name, faults);
  return node.items.map((item) => plain(item, "an entry of a list", faults));
}

/** Assigning to `__proto__` would change the object's prototype, and lose the key. */
function define(map: Record<string, Plain>, key: string, value: Plain): void {
  if (key === "__proto__") Object.defineProperty(map, key, { value, enumerable: true, configurable: true });
  else map[key] = value;
}

function scalar(node: Scalar.Parsed, name: string, faults: TextFault[]): Plain {
  const value: unknown = node.value;
  const offset = node.range[0];
  if (typeof value === "string") {
    check(value, offset, faults);
    return value;
  }
  if (typeof value === "number") {
    if (!Number.isFinite(value)) faults.push({ offset, ...notFinite(node.source) });
    return value;
  }
  return typeof value === "boolean" ? value : nothing(name, offset, faults);
}

function check(text: string, offset: number, faults: TextFault[]): void {
  const wrong = textFault(text);
  if (wrong !== undefined) faults.push({ offset, ...wrong });
}

function nothing(name: string, offset: number, faults: TextFault[]): null {
  faults.push({
    offset,
    code: "NULL_VALUE",
    message: `${cite(name)} has no value`,
    remedy: "leave the key out when it is not to be managed, and write [] for an empty list",
  });
  return null;
}

function duplicate(key: string): Omit<TextFault, "offset"> {
  return {
    code: "DUPLICATE_KEY",
    message: `${cite(key)} stands here a second time`,
    remedy: "keep one of the two",
  };
}

function notFinite(typed: string | undefined): Omit<TextFault, "offset"> {
  return { code: "NOT_FINITE", message: `${typed} is not a finite number` };
}

const ALIAS = {
  code: "ALIAS",
  message: "anchors and aliases are not read",
  remedy: "write the value out where it is used",
} as const;

const TAG = {
  code: "TAG",
  message: "YAML tags are not read",
  remedy: "take the tag out; a text that looks like a number needs quotes",
} as const;

const MERGE_KEY = {
  code: "MERGE_KEY",
  message: "merge keys are not read",
  remedy: "write the keys out where they are used",
} as const;
