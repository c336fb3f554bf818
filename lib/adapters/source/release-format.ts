import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { Origin } from "../../ports.ts";

/**
 * Version 1 of what `publish` writes below a prefix: docs/releases.md.
 *
 *     current.json              which release is in force
 *     <digest>/index.json       what is in it; <digest> is its own SHA-256
 *     <digest>/bundle.json.gz   the files
 */
export const RELEASE_VERSION = 1;
export const FORMATS = {
  current: "distro-sync release",
  index: "distro-sync index",
  bundle: "distro-sync bundle",
} as const;

/** In bytes: more is refused before it is read, packed or unpacked. */
export const LIMITS = {
  current: 16 * 1024,
  index: 8 * 1024 * 1024,
  packed: 16 * 1024 * 1024,
  unpacked: 64 * 1024 * 1024,
} as const;

/** By what a release is known, and what `current.json` says of it. */
export type Release = Required<Omit<Origin, "commit">> & Pick<Origin, "commit">;

/** What `index.json` says. */
export type Index = Omit<Release, "release"> & {
  readonly author?: string;
  readonly bundle: { readonly sha256: string; readonly bytes: number; readonly unpacked: number };
  /** By path, in the order of code units. */
  readonly files: readonly IndexEntry[];
};

export type IndexEntry = { readonly path: string; readonly sha256: string; readonly bytes: number };

/** A file as the bundle carries it: as text, with the byte order mark if it has one. */
export type BundledFile = { readonly path: string; readonly content: string };

export function currentKey(prefix: string): string {
  return `${prefix}current.json`;
}

/** @param release `sha256:` and 64 hexadecimal digits */
export function releaseKeys(
  prefix: string,
  release: string,
): { readonly index: string; readonly bundle: string } {
  const folder = `${prefix}${release.slice("sha256:".length)}/`;
  return { index: `${folder}index.json`, bundle: `${folder}bundle.json.gz` };
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export function writeCurrent({ release, generation, commit, publishedAt }: Release): Uint8Array {
  return encode({
    format: FORMATS.current,
    version: RELEASE_VERSION,
    release,
    generation,
    commit,
    publishedAt: new Date(publishedAt).toISOString(),
  });
}

export function writeIndex({ commit, author, generation, publishedAt, bundle, files }: Index): Uint8Array {
  return encode({
    format: FORMATS.index,
    version: RELEASE_VERSION,
    commit,
    author,
    generation,
    publishedAt: new Date(publishedAt).toISOString(),
    bundle: { sha256: bundle.sha256, bytes: bundle.bytes, unpacked: bundle.unpacked },
    files: files.map(({ path, sha256: digest, bytes }) => ({ path, sha256: digest, bytes })),
  });
}

export function writeBundle(files: readonly BundledFile[]): Uint8Array {
  return encode({
    format: FORMATS.bundle,
    version: RELEASE_VERSION,
    files: files.map(({ path, content }) => ({ path, content })),
  });
}

/** The same bytes give the same bytes: without the time, and without the operating system that zlib puts in. */
export function pack(bytes: Uint8Array): Uint8Array {
  const packed = gzipSync(bytes, { level: 9 });
  packed.fill(0, MTIME.start, MTIME.end);
  packed[OPERATING_SYSTEM] = UNKNOWN_SYSTEM;
  return packed;
}

/** RFC 1952, 2.3. */
const MTIME = { start: 4, end: 8 } as const;
const OPERATING_SYSTEM = 9;
const UNKNOWN_SYSTEM = 255;

/** Canonical: keys in the order of this file, absent ones left out, no blanks. */
function encode(value: object): Uint8Array {
  return Buffer.from(JSON.stringify(value), "utf8");
}
