import type { ParsedNode } from "yaml";
import { isMap, isScalar, isSeq } from "yaml";
import type { ManifestSource } from "../distribution.ts";
import type { TextFault } from "./fault.ts";
import { decoration, type PlainMap, plainMap } from "./plain.ts";
import { decode, MAX_BYTES } from "./text.ts";
import { compose } from "./yaml.ts";

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
