import { cite } from "../../core/manifest/cite.ts";
import { compareText } from "../../core/order.ts";
import { SourceError, type SourceFile } from "../../ports.ts";
import {
  type Index,
  type IndexEntry,
  LIMITS,
  pack,
  type Release,
  sha256,
  writeBundle,
  writeIndex,
} from "./release-format.ts";
import { FormatError, parseIndex } from "./release-parse.ts";

/** What goes into a release, without who published it and when. */
export type Contents = {
  readonly files: readonly IndexEntry[];
  readonly bundle: Index["bundle"];
  readonly packed: Uint8Array;
};

/** Who publishes what, when, and how new it is. */
export type Provenance = {
  /** 7 to 64 hexadecimal digits. */
  readonly commit?: string;
  readonly author?: string;
  /** Grows with the intent: CI's run number. Default: one more than that of the current release. */
  readonly generation?: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

/** A release and the bytes of its two objects. */
export type Made = {
  readonly release: Release;
  readonly index: Index;
  readonly written: { readonly index: Uint8Array; readonly bundle: Uint8Array };
};

/**
 * The files, packed. Their order does not matter.
 * @throws SourceError when they cannot be released
 */
export function contentsOf(files: readonly SourceFile[]): Contents {
  const sorted = files.toSorted((a, b) => compareText(a.path, b.path));
  const bundle = writeBundle(sorted.map(({ path, content }) => ({ path, content: decode(path, content) })));
  if (bundle.byteLength > LIMITS.unpacked) throw refused(`has more than ${LIMITS.unpacked} bytes`);
  const packed = pack(bundle);
  return {
    files: sorted.map(({ path, content }) => ({ path, sha256: sha256(content), bytes: content.byteLength })),
    bundle: { sha256: sha256(packed), bytes: packed.byteLength, unpacked: bundle.byteLength },
    packed,
  };
}

/**
 * Whoever publishes is told what a reader would refuse.
 * @param current after which it comes, unless it has a generation of its own
 * @throws SourceError
 */
export function make(
  { files, bundle, packed }: Contents,
  { generation, commit, author, now }: Provenance,
  current: Release | undefined,
): Made {
  const provenance = {
    generation: generation ?? (current?.generation ?? 0) + 1,
    publishedAt: now,
    ...(commit === undefined ? {} : { commit }),
  };
  const ofAuthor = author === undefined ? {} : { author };
  const written = writeIndex({ ...provenance, ...ofAuthor, bundle, files });
  if (written.byteLength > LIMITS.index) throw refused(`has an index of more than ${LIMITS.index} bytes`);
  try {
    const index = parseIndex(written);
    const release = { release: `sha256:${sha256(written)}`, ...provenance };
    return { release, index, written: { index: written, bundle: packed } };
  } catch (error) {
    throw error instanceof FormatError ? refused(error.message) : error;
  }
}

function decode(path: string, content: Uint8Array): string {
  try {
    return UTF8.decode(content);
  } catch {
    throw refused(`holds a file that is not UTF-8 text: ${cite(path)}`);
  }
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function refused(what: string): SourceError {
  return new SourceError(`this cannot be published: it ${what}; correct it, and publish again`);
}
