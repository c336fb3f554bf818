import { isMap, isScalar, isSeq, type Pair, type ParsedNode, type YAMLMap, type YAMLSeq } from "yaml";
import type { Path } from "../fault.ts";

export type Collection = YAMLMap.Parsed | YAMLSeq.Parsed;

/** A node with the collection that it is an entry of; a mapping's entry also has a key. */
export type FoundNode = {
  readonly node: ParsedNode;
  readonly key?: ParsedNode;
  readonly owner?: FoundNode;
};

/** What stands at a path, if anything does. */
export function findNode(root: ParsedNode, path: Path): FoundNode | undefined {
  return path.reduce<FoundNode | undefined>((owner, part) => owner && entryOf(owner, part), { node: root });
}

function entryOf(owner: FoundNode, part: string | number): FoundNode | undefined {
  const { node } = owner;
  if (isSeq(node)) {
    const item = typeof part === "number" ? node.items[part] : undefined;
    return item === undefined ? undefined : { node: item, owner };
  }
  const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === part) : undefined;
  return pair === undefined || pair.value === null ? undefined : { node: pair.value, key: pair.key, owner };
}

/** Where the last character of a node is, without the comments and blank lines that follow it. */
export function contentEnd(node: ParsedNode): number {
  if (!isCollection(node) || node.flow === true) return node.range[1];
  const entries: readonly (ParsedNode | Pair<ParsedNode, ParsedNode | null>)[] = node.items;
  return Math.max(...entries.map((one) => contentEnd("key" in one ? (one.value ?? one.key) : one)));
}

export function isCollection(node: ParsedNode): node is Collection {
  return isMap(node) || isSeq(node);
}
