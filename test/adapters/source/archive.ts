import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { type Header, pack } from "tar-stream";
import { readTarball } from "../../../lib/adapters/source/tarball.ts";

export const COMMIT = "77f1f253f8acd0c2515021fc3b750acb210280a5";
export const TOP = "my-company-routing-77f1f25";

/** An entry of an archive: a file with `[]` in it, or what the header says it is. */
export type Entry = Partial<Header> & { readonly name: string; readonly text?: string };

/** An entry in the top folder. */
export function inTop(path: string, entry: Omit<Entry, "name"> = {}): Entry {
  return { name: `${TOP}/${path}`, ...entry };
}

/** An archive as `git archive` makes it, not yet packed: the commit first, and two empty blocks and more at the end. */
export async function tar(
  entries: readonly Entry[],
  { commit = COMMIT }: { readonly commit?: string } = {},
): Promise<Buffer> {
  const packing = pack();
  for (const { text = "[]\n", ...header } of entries) {
    const isFile = (header.type ?? "file") === "file";
    packing.entry(header, isFile ? text : "");
  }
  packing.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of packing) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat([globalHeader(commit), ...chunks]);
}

/** The comment of pax that `git get-tar-commit-id` looks for. */
function globalHeader(commit: string): Buffer {
  const block = Buffer.alloc(1_024);
  block.write("pax_global_header", 0);
  block.write("0000666\u00000000000\u00000000000\u000000000000064\u000000000000000\u0000", 100);
  block.write("        g", 148);
  block.write("ustar\u000000", 257);
  const sum = block.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\u0000 `, 148);
  block.write(`52 comment=${commit}\n`, 512);
  return block;
}

export async function tarball(entries: readonly Entry[]): Promise<Buffer> {
  return gzipSync(await tar(entries));
}

/** Reads a packed archive as githubSource does. */
export function readPacked(
  packed: Uint8Array | Readable,
  { folder = "distributions", signal = new AbortController().signal } = {},
) {
  const stream = packed instanceof Readable ? packed : Readable.from(inPieces(packed));
  return readTarball(stream, { shown: "my-company/routing", folder, commit: COMMIT }, signal);
}

/** As a network would bring it. */
function* inPieces(bytes: Uint8Array, size = 1_000): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Made by `git archive --format=tar --prefix=my-company-routing-77f1f25/ HEAD | gzip -9n`, of {@link COMMIT}. */
export const MADE_BY_GIT = Buffer.from(
  [
    "H4sIAAAAAAACA+2Yu07DMBiFPfMUvEBTX/rbLAxIdGRhRahyro1I4ipJpebtMRVTgELa9AKcb0lkR4qik/NZ9spuFlnhQlsslomN",
    "k5qND/dorbdXT//qJ2dMkOJCkNDbcTEjLlnGTsC6aW3tX1k71+567rv5/sf9EkheR64sk6q9NSYVqSSV3tgo5pEk4UMQaaRCQ9xG",
    "oRRc3nBLVwz8Gcpu4vNf2aqb1G7d5lU2ef8PpqP23xj6uv/+vtd/0lIxQv/Pmf/j/O7+YR6U8Tj+n+3IX/XzN9woxpH/0Vnm0Dn8",
    "/2n/47xp6zz0g65qpgf2f5j/JSdJ8P8l5Z+spyfMXwilkf+F5R8WLgu6sjj++i8lvf0vyP/oPD1j/cf6/4P+F3n1cpD/zRD/K24k",
    "k0Ew3iYE/T8s/2bpVkFnh9t/P/8rwv4P/gfn7L+LmlEOAfc4/9NEOP+7hPw3ezp/mP/lh/M/bTT8fwI20D8AAAAAAAD/hleRmK2+",
    "ACgAAA==",
  ].join(""),
  "base64",
);
