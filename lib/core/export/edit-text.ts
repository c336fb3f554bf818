import {
  Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  type Scalar,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { Path } from "../yaml/finding.ts";
import { compose } from "../yaml/parse.ts";
import type { PlainMap } from "../yaml/plain.ts";

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

/** One change of a file's text; paths lead from the root of its YAML. */
export type Edit =
  /** A scalar gets another value. */
  | { readonly op: "set"; readonly path: Path; readonly value: string | boolean }
  | Addition
  | { readonly op: "remove"; readonly path: Path };

/** A mapping gets a key, or a list, where there is none, an entry at its end. */
type Addition = {
  readonly op: "add";
  readonly path: Path;
  readonly key?: string;
  readonly value: PlainMap[string];
  /** A comment above the entry of a list. */
  readonly note?: string;
};

/** Adds to a list or a mapping, in the way in which it is written. */
function addEntry(text: string, { node }: FoundNode, addition: Addition): string | undefined {
  if (!isCollection(node) || isSeq(node) !== (addition.key === undefined)) return undefined;
  return node.flow === true ? addInline(text, node, addition) : addLines(text, node, addition);
}

/** Takes an entry out of its list or mapping, with the comments inside it and on its lines; those above it stay. */
function removeEntry(text: string, found: FoundNode): string | undefined {
  const { owner } = found;
  if (owner === undefined || !isCollection(owner.node)) return undefined;
  return owner.node.flow === true
    ? removeInline(text, found, owner.node)
    : removeLines(text, found, owner, owner.node);
}

function addInline(text: string, list: Collection, { key, value }: Addition): string {
  const written = key === undefined ? renderYamlFlow(value) : renderYamlFlow({ [key]: value }).slice(2, -2);
  const last = list.items.at(-1);
  if (last === undefined) return spliced(text, list.range[0] + 1, list.range[0] + 1, written);
  const at = contentEnd("key" in last ? (last.value ?? last.key) : last);
  return spliced(text, at, at, `, ${written}`);
}

function addLines(text: string, list: Collection, { key, value, note }: Addition): string {
  const [start] = list.range;
  const indent = " ".repeat(start - lineStart(text, start));
  const lines = renderYamlBlock(key === undefined ? [value] : { [key]: value }, note).split("\n");
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const written = lines.map((line) => (line === "" ? "" : `${indent}${line}`)).join(eol);
  const at = lineEnd(text, contentEnd(list));
  return text.slice(0, at).endsWith("\n")
    ? spliced(text, at, at, written)
    : spliced(text, at, at, `${eol}${written.slice(0, -eol.length)}`);
}

function removeInline(text: string, { node, key }: FoundNode, list: Collection): string {
  const [start, end] = [(key ?? node).range[0], contentEnd(node)];
  const comma = /^\s*,[ \t]*/.exec(text.slice(end, list.range[1]));
  if (comma === null) {
    const before = /,\s*$/.exec(text.slice(0, start));
    return spliced(text, before?.index ?? start, end, "");
  }
  const after = end + comma[0].length;
  const isWholeLine = isBlank(text.slice(lineStart(text, start), start)) && /^\r?\n/.test(text.slice(after));
  return isWholeLine
    ? spliced(text, lineStart(text, start), lineEnd(text, after), "")
    : spliced(text, start, after, "");
}

/** The last entry that goes leaves brackets behind: nothing at all would be no value. */
function removeLines(text: string, found: FoundNode, owner: FoundNode, list: Collection): string | undefined {
  const start = beginningOf(text, found);
  if (start === undefined) return undefined;
  const without = spliced(text, start, lineEnd(text, contentEnd(found.node)), "");
  if (list.items.length > 1) return without;
  const colon = /^\s*:/.exec(text.slice(owner.key?.range[1] ?? text.length));
  if (owner.key === undefined || colon === null) return undefined;
  const after = owner.key.range[1] + colon[0].length;
  return spliced(without, after, after, isSeq(list) ? " []" : " {}");
}

/** The start of the line on which nothing stands before the entry; undefined when something does. */
function beginningOf(text: string, { node, key }: FoundNode): number | undefined {
  const offset = key === undefined ? text.lastIndexOf("-", node.range[0] - 1) : key.range[0];
  const begun = key !== undefined || isBlank(text.slice(offset + 1, node.range[0]));
  const start = lineStart(text, offset);
  return begun && isBlank(text.slice(start, offset)) ? start : undefined;
}

function spliced(text: string, from: number, to: number, put: string): string {
  return `${text.slice(0, from)}${put}${text.slice(to)}`;
}

function isBlank(text: string): boolean {
  return /^\s*$/.test(text);
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** Behind the line's end; text of several lines ends with one itself. */
function lineEnd(text: string, offset: number): number {
  if (text[offset - 1] === "\n") return offset;
  const end = text.indexOf("\n", offset);
  return end < 0 ? text.length : end + 1;
}

type Collection = YAMLMap.Parsed | YAMLSeq.Parsed;

/** A node with the collection that it is an entry of; a mapping's entry also has a key. */
type FoundNode = {
  readonly node: ParsedNode;
  readonly key?: ParsedNode;
  readonly owner?: FoundNode;
};

/** What stands at a path, if anything does. */
function findNode(root: ParsedNode, path: Path): FoundNode | undefined {
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
function contentEnd(node: ParsedNode): number {
  if (!isCollection(node) || node.flow === true) return node.range[1];
  const entries: readonly (ParsedNode | Pair<ParsedNode, ParsedNode | null>)[] = node.items;
  return Math.max(...entries.map((one) => contentEnd("key" in one ? (one.value ?? one.key) : one)));
}

function isCollection(node: ParsedNode): node is Collection {
  return isMap(node) || isSeq(node);
}

type Plain = PlainMap[string];

/** The text of a new file with one manifest. What comments hold of Buddy's texts has to be fit for that: see `cite`. */
export function renderManifest(
  manifest: PlainMap,
  { head, above }: { readonly head: readonly string[]; readonly above: readonly Note[] },
): string {
  const document = documentOf(manifest);
  for (const { path, text } of above) comment(document.getIn(path, true), text);
  return `${head.map((line) => `# ${line}\n`).join("")}${textOf(document)}`;
}

/** A comment above an entry of a list: whose id is whose. */
export type Note = { readonly path: readonly (string | number)[]; readonly text: string };

/** A mapping or a list as lines of their own; with a comment above the first entry. */
function renderYamlBlock(value: Plain, note?: string): string {
  const document = documentOf(value);
  if (note !== undefined && isSeq(document.contents)) comment(document.contents.items[0], note);
  return textOf(document);
}

/** A value on one line, as it may stand between brackets; a text in these quotes, where it can. */
function renderYamlFlow(value: Plain, quotes?: Scalar.Type): string {
  const document = documentOf([value]);
  visit(document, {
    Collection: (_, node) => {
      node.flow = true;
    },
    Scalar: (_, node) => {
      if (quotes !== undefined && typeof node.value === "string") node.type = quotes;
    },
  });
  return textOf(document).slice("[ ".length, -" ]\n".length);
}

/** Texts that only YAML 1.1 takes for something else are quoted too: other programs may read the file. */
function documentOf(value: Plain): Document {
  const document = new Document(value, { compat: "yaml-1.1" });
  visit(document, {
    Map: (_, node) => {
      // One line for what nearly every target is.
      if (node.get("type") === "EXTERNAL" || node.get("endpoint") === "EXTERNAL") node.flow = true;
    },
  });
  return document;
}

function comment(node: unknown, text: string): void {
  if (isNode(node) && isMap(node)) node.commentBefore = ` ${text}`;
}

function textOf(document: Document): string {
  return document.toString({ lineWidth: 0 });
}
