import {
  Composer,
  type CST,
  type Document,
  type ErrorCode,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  type ParsedNode,
  Parser,
  Schema,
  type YAMLError,
} from "yaml";
import type { ManifestSource } from "../domain/distribution.ts";
import type { ProblemCode } from "../domain/problem.ts";
import type { TextFault, What } from "./finding.ts";
import { decoration, type PlainMap, plainMap } from "./plain.ts";
import { decode, MAX_BYTES } from "./text.ts";

/** The nodes of a file's one document; `root` is null when there is nothing but comments. */
export type Tree = { readonly root: ParsedNode | null; readonly faults: readonly TextFault[] };

/**
 * Text to nodes, without values, lines and columns. The parser is driven by hand, so that nesting and further documents
 * end the reading at once: composing is recursive, and a hundred thousand brackets cost a second before the stack
 * overflows. In one function, because V8 runs it a sixth faster than in two (Node 20.20, cold, 10,000 files).
 */
export function compose(text: string): Tree {
  const parser = new Parser();
  const composer = new Composer(OPTIONS);
  const composed: Document.Parsed[] = [];
  let documents = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      if (token.type === "directive") return refused(token.offset, DIRECTIVE);
      if (token.type === "document" && ++documents > 1) return refused(token.offset, SECOND_DOCUMENT);
      composed.push(...composer.next(token));
    }
    if (parser.stack.length > MAX_DEPTH && depth(parser.stack) > MAX_DEPTH)
      return refused(parser.offset, DEEP);
  }
  for (const token of parser.end()) {
    if (token.type === "document" && ++documents > 1) return refused(token.offset, SECOND_DOCUMENT);
    composed.push(...composer.next(token));
  }
  const [document] = [...composed, ...composer.end()];
  const { contents: root, errors, warnings } = document ?? { contents: null, ...composer.streamInfo() };
  // Warnings count as errors: an unknown tag is only a warning to the parser, and changes what a value means.
  return { root, faults: [...errors, ...warnings].map(yamlFault) };
}

const MAX_DEPTH = 20;

const OPTIONS = {
  version: "1.2",
  // Made once: it would be made for every file, and a `%YAML 1.1` line would choose another. Unknown to it are tags
  // beyond the core ones, and merge keys, which are then plain text and refused by name.
  schema: new Schema({ schema: "core", resolveKnownTags: false, merge: false }),
  strict: true,
  stringKeys: true,
  // The parser's own check is quadratic: 64 KiB of keys take more than a second. Ours is in plain.ts.
  uniqueKeys: false,
  prettyErrors: false,
} as const;

function refused(offset: number, what: What): Tree {
  return { root: null, faults: [{ offset, ...what }] };
}

function depth(stack: readonly CST.Token[]): number {
  return stack.filter(({ type }) => NESTING.has(type)).length;
}

const NESTING: ReadonlySet<string> = new Set(["block-map", "block-seq", "flow-collection"]);

const DIRECTIVE = {
  code: "DIRECTIVE",
  message: "a % directive would change how the file is read",
  remedy: "take the line out: manifests are YAML 1.2",
} as const;

const SECOND_DOCUMENT = {
  code: "MULTIPLE_DOCUMENTS",
  message: "a second YAML document begins here",
  remedy: "write one list of manifests, or a file for each",
} as const;

const DEEP = {
  code: "TOO_DEEP",
  message: `the YAML is nested deeper than ${MAX_DEPTH} levels here`,
  remedy: "no manifest needs that: look for an unclosed bracket",
} as const;

function yamlFault({ code, message, pos: [offset] }: YAMLError): TextFault {
  const remedy = REMEDIES.get(code);
  return {
    offset,
    code: CODES.get(code) ?? "YAML_SYNTAX",
    message: `${message.charAt(0).toLowerCase()}${message.slice(1)}`,
    ...(remedy === undefined ? {} : { remedy }),
  };
}

const CODES: ReadonlyMap<ErrorCode, ProblemCode> = new Map([
  ["TAG_RESOLVE_FAILED", "TAG"],
  ["BAD_COLLECTION_TYPE", "TAG"],
  ["MULTIPLE_TAGS", "TAG"],
  ["NON_STRING_KEY", "KEY_NOT_TEXT"],
  ["ALIAS_PROPS", "ALIAS"],
  ["MULTIPLE_ANCHORS", "ALIAS"],
  ["BAD_ALIAS", "ALIAS"],
]);

const REMEDIES: ReadonlyMap<ErrorCode, string> = new Map([
  ["TAG_RESOLVE_FAILED", "take the tag out"],
  ["NON_STRING_KEY", "write a plain word as the key"],
  ["TAB_AS_INDENT", "indent with spaces"],
  ["BAD_INDENT", "line it up with its neighbours"],
  ["BLOCK_AS_IMPLICIT_KEY", "put a text that holds `: ` in quotes"],
  ["MISSING_CHAR", "look for an unclosed quote or bracket, or a missing `: `"],
]);

export type File = {
  readonly path: string;
  readonly content: Uint8Array;
  /** How large it may be, where that is not what a manifest may be. */
  readonly maxBytes?: number;
};

/** One mapping of a file, as plain data: nobody has looked yet whether it is a manifest. */
export type Entry = { readonly value: PlainMap; readonly source: ManifestSource };

/** A file's text and its nodes. Without nodes there are faults, or nothing is written. */
export type Opened = {
  readonly path: string;
  readonly text: string;
  readonly root: ParsedNode | null;
  readonly faults: readonly TextFault[];
};

export function openFile({ path, content, maxBytes = MAX_BYTES }: File): Opened {
  const { text, fault } = decode(content, maxBytes);
  return fault === undefined ? { path, text, ...compose(text) } : { path, text, root: null, faults: [fault] };
}

/** A file's entries, as far as they can be read, and what must be fixed before its shape can be looked at. */
export function parse({ path, text, root, faults }: Opened): {
  readonly entries: readonly Entry[];
  readonly faults: readonly TextFault[];
} {
  if (faults.length > 0) return { entries: [], faults };
  if (root === null || (isScalar(root) && root.value === null)) {
    return { entries: [], faults: [{ offset: 0, ...EMPTY }] };
  }
  return entriesOf(root, path, text);
}

function entriesOf(root: ParsedNode, file: string, text: string): ReturnType<typeof parse> {
  const faults: TextFault[] = [];
  const entries: Entry[] = [];
  const lines = lineCounter(text);
  const take = (node: ParsedNode, path: readonly number[]) => {
    const offset = node.range[0];
    if (isMap(node))
      entries.push({ value: plainMap(node, faults), source: { file, line: lines(offset), path } });
    else {
      decoration(node, faults);
      faults.push({ offset, ...NOT_A_MANIFEST });
    }
  };
  if (isSeq(root)) {
    decoration(root, faults);
    for (const [index, item] of root.items.entries()) take(item, [index]);
  } else take(root, []);
  return { entries, faults };
}

/** Lines of growing offsets, in one pass over the text. */
function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let end = text.indexOf("\n");
  return (offset) => {
    for (; end >= 0 && end < offset; end = text.indexOf("\n", end + 1)) line += 1;
    return line;
  };
}

const EMPTY = {
  code: "EMPTY_FILE",
  message: "the file says nothing",
  remedy: "write [] when it is to want no distribution, or delete it",
} as const;

const NOT_A_MANIFEST = {
  code: "NOT_A_MANIFEST",
  message: "a mapping is due here, with `identifier:` and `scope:`",
  remedy: "write one manifest, or a list of them",
} as const;
