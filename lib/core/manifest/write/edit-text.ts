import { isScalar, type Scalar } from "yaml";
import { compose } from "../yaml.ts";
import type { Edit } from "./edit.ts";
import { addEntry, removeEntry } from "./entry.ts";
import { type FoundNode, findNode } from "./find-node.ts";
import { renderYamlFlow } from "./render.ts";

/**
 * The text with the edits made one after the other, and not a character changed that is not part of one. Undefined where it is
 * written in a way that cannot be edited so.
 */
export function editText(text: string, edits: readonly Edit[]): string | undefined {
  return edits.reduce<string | undefined>(
    (before, edit) => (before === undefined ? undefined : editOnce(before, edit)),
    text,
  );
}

function editOnce(text: string, edit: Edit): string | undefined {
  const { root } = compose(text);
  const found = root === null ? undefined : findNode(root, edit.path);
  if (found === undefined) return undefined;
  switch (edit.op) {
    case "set":
      return setScalar(text, found, edit.value);
    case "add":
      return addEntry(text, found, edit);
    case "remove":
      return removeEntry(text, found);
    default:
      return edit satisfies never;
  }
}

/** In the quotes that were there. */
function setScalar(text: string, { node }: FoundNode, value: string | boolean): string | undefined {
  const quotes = isScalar(node) ? QUOTES.get(String(node.type)) : undefined;
  if (quotes === undefined) return undefined;
  const [start, end] = node.range;
  return `${text.slice(0, start)}${renderYamlFlow(value, quotes.as)}${text.slice(end)}`;
}

/** By the way in which a scalar is written. Text of several lines is not edited: nothing here needs it. */
const QUOTES: ReadonlyMap<string, { readonly as?: Scalar.Type }> = new Map([
  ["PLAIN", {}],
  ["QUOTE_SINGLE", { as: "QUOTE_SINGLE" }],
  ["QUOTE_DOUBLE", { as: "QUOTE_DOUBLE" }],
]);
