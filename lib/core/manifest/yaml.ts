import type { CST, Document, ErrorCode, ParsedNode, YAMLError } from "yaml";
import { Composer, Lexer, Parser, Schema } from "yaml";
import type { ProblemCode } from "../problem.ts";
import type { TextFault, What } from "./fault.ts";

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
  return { root, faults: [...errors, ...warnings].map(fault) };
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

function fault({ code, message, pos: [offset] }: YAMLError): TextFault {
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
