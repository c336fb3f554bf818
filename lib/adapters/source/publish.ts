import { compareText } from "../../core/domain/order.ts";
import { cite } from "../../core/domain/wording.ts";
import { SourceError } from "../../errors.ts";
import type { SourceFile } from "../../ports.ts";
import { type Objects, ObjectsError } from "../aws/objects.ts";
import { readCurrent, readRelease } from "./release.ts";
import {
  currentKey,
  type Index,
  type IndexEntry,
  LIMITS,
  pack,
  type Release,
  releaseKeys,
  sha256,
  writeBundle,
  writeCurrent,
  writeIndex,
} from "./release-format.ts";
import { FormatError, parseIndex } from "./release-parse.ts";

export type Publication = Provenance & {
  /** With paths as readers shall see them: relative, with forward slashes. */
  readonly files: readonly SourceFile[];
};

/** What became of a release. With `unchanged` it is the current one, which holds the same files: nothing was written. */
export type Published = Release & {
  readonly files: number;
  /** Of the packed bundle. */
  readonly bytes: number;
} & (
    | { readonly outcome: "published" | "unchanged" }
    /** The current release is as new or newer, or somebody else published in the meantime: it stays. */
    | { readonly outcome: "superseded"; readonly current: Release }
  );

/**
 * Uploads a release below a prefix that ends with a slash, and makes it the current one. That takes effect in one step,
 * the last: whatever ends it before leaves the older release in force.
 * @throws SourceError when the files cannot be a release, or what is current cannot be believed
 * @throws ObjectsError when the store does not do what it is asked
 */
export async function publishRelease(
  objects: Objects,
  prefix: string,
  publication: Publication,
): Promise<Published> {
  const contents = contentsOf(publication.files);
  const uploaded = new Set<string>();
  for (let lost = 0; lost < MOST_LOSSES; lost += 1) {
    const current = await readCurrent(objects, prefix);
    const made = make(contents, publication, current?.release);
    const unneeded =
      current && (await resultWithoutUpload(objects, prefix, current.release, { made, publication }));
    if (unneeded !== undefined) return unneeded;
    if (!uploaded.has(made.release.release)) await upload(objects, prefix, made);
    uploaded.add(made.release.release);
    const when = current === undefined ? "absent" : { etag: current.etag };
    const bytes = writeCurrent(made.release);
    const flipped = await objects.put(currentKey(prefix), bytes, { when, contentType: JSON_TYPE });
    if (flipped !== undefined) return { outcome: "published", ...summary(made) };
    const winner = publication.generation === undefined ? await readCurrent(objects, prefix) : undefined;
    if (winner !== undefined) return { outcome: "superseded", ...summary(made), current: winner.release };
  }
  throw new ObjectsError(
    `${currentKey(prefix)} was changed by others ${MOST_LOSSES} times in a row: publish again`,
    "unavailable",
  );
}

/** Each loss is somebody else's success. */
const MOST_LOSSES = 100;
const JSON_TYPE = "application/json";

/** What there is to say without uploading anything, if there is. */
async function resultWithoutUpload(
  objects: Objects,
  prefix: string,
  current: Release,
  { made, publication: { generation } }: { readonly made: Made; readonly publication: Publication },
): Promise<Published | undefined> {
  if (generation === undefined || generation === current.generation) {
    const index = await indexHolding(objects, prefix, current, made.index.files);
    if (index !== undefined) return { outcome: "unchanged", ...summary({ release: current, index }) };
  }
  return generation === undefined || generation > current.generation
    ? undefined
    : { outcome: "superseded", ...summary(made), current };
}

/** The index of the current release, if that is whole and holds exactly these files: a broken one is never "unchanged". */
async function indexHolding(
  objects: Objects,
  prefix: string,
  release: Release,
  files: readonly IndexEntry[],
): Promise<Index | undefined> {
  try {
    const { index } = await readRelease(objects, prefix, release);
    return JSON.stringify(index.files) === JSON.stringify(files) ? index : undefined;
  } catch (error) {
    if (error instanceof SourceError) return undefined;
    throw error;
  }
}

/** The bundle first: where there is an index, there is what it names. */
async function upload(objects: Objects, prefix: string, { release, written }: Made): Promise<void> {
  const keys = releaseKeys(prefix, release.release);
  await putOnce(objects, keys.bundle, written.bundle, "application/gzip");
  await putOnce(objects, keys.index, written.index, JSON_TYPE);
}

/** Never changes what is there; the same bytes may be there already, from an upload that was cut short. */
async function putOnce(objects: Objects, key: string, bytes: Uint8Array, contentType: string): Promise<void> {
  if ((await objects.put(key, bytes, { when: "absent", contentType })) !== undefined) return;
  const there = await objects.get(key, { maxBytes: LIMITS.packed });
  if (there !== undefined && Buffer.compare(there.bytes, bytes) === 0) return;
  throw new ObjectsError(
    `${key} holds something else than its name says: delete it, and publish again`,
    "broken",
  );
}

function summary({ release, index }: Pick<Made, "release" | "index">): Omit<Published, "outcome"> {
  return { ...release, files: index.files.length, bytes: index.bundle.bytes };
}

/** What goes into a release, without who published it and when. */
type Contents = {
  readonly files: readonly IndexEntry[];
  readonly bundle: Index["bundle"];
  readonly packed: Uint8Array;
};

/** Who publishes what, when, and how new it is. */
type Provenance = {
  /** 7 to 64 hexadecimal digits. */
  readonly commit?: string;
  readonly author?: string;
  /** Grows with the intent: CI's run number. Default: one more than that of the current release. */
  readonly generation?: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

/** A release and the bytes of its two objects. */
type Made = {
  readonly release: Release;
  readonly index: Index;
  readonly written: { readonly index: Uint8Array; readonly bundle: Uint8Array };
};

/**
 * The files, packed. Their order does not matter.
 * @throws SourceError when they cannot be released
 */
function contentsOf(files: readonly SourceFile[]): Contents {
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
function make(
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
