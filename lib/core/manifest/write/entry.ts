import { isSeq } from "yaml";
import type { Addition } from "./edit.ts";
import { type Collection, contentEnd, type FoundNode, isCollection } from "./find-node.ts";
import { renderYamlBlock, renderYamlFlow } from "./render.ts";

/** Adds to a list or a mapping, in the way in which it is written. */
export function addEntry(text: string, { node }: FoundNode, addition: Addition): string | undefined {
  if (!isCollection(node) || isSeq(node) !== (addition.key === undefined)) return undefined;
  return node.flow === true ? addInline(text, node, addition) : addLines(text, node, addition);
}

/** Takes an entry out of its list or mapping, with the comments inside it and on its lines; those above it stay. */
export function removeEntry(text: string, found: FoundNode): string | undefined {
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
