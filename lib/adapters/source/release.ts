import { gunzipSync } from "node:zlib";
import { compareText } from "../../core/domain/order.ts";
import { SourceError } from "../../errors.ts";
import type { Source, SourceFile } from "../../ports.ts";
import { type Objects, ObjectsError, type StoredObject } from "../aws/objects.ts";
import {
  currentKey,
  type Index,
  type IndexEntry,
  LIMITS,
  type Release,
  releaseKeys,
  sha256,
} from "./release-format.ts";
import { FormatError, parseBundle, parseCurrent, parseIndex } from "./release-parse.ts";

/**
 * The release that `current.json` names, below a prefix that ends with a slash. It is complete, byte for byte what was
 * published, and still the current one when its last byte has been read; anything else is a SourceError.
 */
export function releaseSource(objects: Objects, prefix: string): Source {
  return {
    read: () =>
      readingStore(`the release below ${prefix}`, async () => {
        const current = await readCurrent(objects, prefix);
        if (current === undefined) throw unpublished(prefix);
        const { index, files } = await readRelease(objects, prefix, current.release);
        const still = await objects.get(currentKey(prefix), { maxBytes: LIMITS.current });
        if (still === undefined || !equal(still.bytes, current.bytes)) throw overtaken(prefix);
        const { commit, generation, publishedAt } = index;
        const { release } = current.release;
        const origin = { generation, release, publishedAt, ...(commit === undefined ? {} : { commit }) };
        return { files, problems: [], origin };
      }),
  };
}

/**
 * What `current.json` says, and the object that says it; undefined when there is none.
 * @throws SourceError when it is there and cannot be believed
 */
export async function readCurrent(
  objects: Objects,
  prefix: string,
): Promise<(StoredObject & { readonly release: Release }) | undefined> {
  const key = currentKey(prefix);
  const stored = await objects.get(key, { maxBytes: LIMITS.current });
  if (stored === undefined) return undefined;
  return { ...stored, release: believe(key, () => parseCurrent(stored.bytes), RESTORE) };
}

/** @throws SourceError when anything of the release is missing, or is not what was published */
export async function readRelease(
  objects: Objects,
  prefix: string,
  current: Release,
): Promise<{ readonly index: Index; readonly files: readonly SourceFile[] }> {
  const keys = releaseKeys(prefix, current.release);
  const indexBytes = await present(objects, keys.index, LIMITS.index);
  if (`sha256:${sha256(indexBytes)}` !== current.release) throw altered(keys.index);
  const index = believe(keys.index, () => parseIndex(indexBytes));
  if (!agree(current, index)) throw unbelievable(currentKey(prefix), "does not say what the index says");

  const packed = await present(objects, keys.bundle, index.bundle.bytes);
  if (packed.byteLength !== index.bundle.bytes || sha256(packed) !== index.bundle.sha256)
    throw altered(keys.bundle);
  const bundle = unpack(keys.bundle, packed, index.bundle.unpacked);
  return { index, files: filesOf(keys.bundle, bundle, index.files) };
}

async function present(objects: Objects, key: string, maxBytes: number): Promise<Uint8Array> {
  try {
    const stored = await objects.get(key, { maxBytes });
    if (stored === undefined) throw unbelievable(key, "does not exist, although current.json leads to it");
    return stored.bytes;
  } catch (error) {
    throw error instanceof ObjectsError && error.failure === "too-large" ? altered(key) : error;
  }
}

function unpack(key: string, packed: Uint8Array, unpacked: number): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = gunzipSync(packed, { maxOutputLength: unpacked });
  } catch {
    throw unbelievable(key, `cannot be unpacked to the ${unpacked} bytes that the index names`);
  }
  if (bytes.byteLength !== unpacked)
    throw unbelievable(key, `unpacks to ${bytes.byteLength} bytes, and the index names ${unpacked}`);
  return bytes;
}

/** The files of the bundle, if they are those of the index: each once, none missing, none more, every byte. */
function filesOf(key: string, bundle: Uint8Array, entries: readonly IndexEntry[]): readonly SourceFile[] {
  const missing = new Map(entries.map((entry) => [entry.path, entry]));
  const files = believe(key, () => parseBundle(bundle)).map(({ path, content: text }) => {
    const content = Buffer.from(text, "utf8");
    const entry = missing.get(path);
    if (entry === undefined)
      throw unbelievable(key, "holds a file that the index does not name, or one twice");
    if (content.byteLength !== entry.bytes || sha256(content) !== entry.sha256)
      throw unbelievable(key, `holds another ${path} than the index names`);
    missing.delete(path);
    return { path, content };
  });
  if (missing.size > 0) throw unbelievable(key, `lacks ${missing.size} of the files that the index names`);
  return files.toSorted((a, b) => compareText(a.path, b.path));
}

function agree(current: Release, index: Index): boolean {
  return (["commit", "generation", "publishedAt"] as const).every((key) => current[key] === index[key]);
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

function believe<T>(key: string, parse: () => T, remedy?: string): T {
  try {
    return parse();
  } catch (error) {
    throw error instanceof FormatError ? unbelievable(key, error.message, error.remedy ?? remedy) : error;
  }
}

/** Publishing needs it, for the generation. */
const RESTORE =
  "restore the version before it, or delete it and publish with a generation greater than the last";

function unbelievable(key: string, what: string, remedy = "publish a new release"): SourceError {
  return new SourceError(`${key} cannot be believed: it ${what}; ${remedy}`);
}

function altered(key: string): SourceError {
  return unbelievable(key, "does not have the digest under which it was published");
}

function unpublished(prefix: string): SourceError {
  return new SourceError(`${currentKey(prefix)} does not exist: publish a release with distro-sync publish`);
}

function overtaken(prefix: string): SourceError {
  return new SourceError(
    `a newer release came while this one was read below ${prefix}: its own push brings the next pass`,
    { passing: true },
  );
}

/**
 * Reads from the store: what it does not give cannot be believed.
 * @throws SourceError with the ObjectsError as its cause, whose message ends with the remedy
 */
export async function readingStore<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof ObjectsError)) throw cause;
    throw new SourceError(`${what} cannot be read: ${cause.message}`, {
      cause,
      passing: cause.failure === "unavailable",
    });
  }
}
