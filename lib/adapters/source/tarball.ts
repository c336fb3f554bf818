import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { type Extract, extract, type Header } from "tar-stream";
import { compareText } from "../../core/domain/order.ts";
import { compareProblems, type Problem } from "../../core/domain/problem.ts";
import { cite } from "../../core/domain/wording.ts";
import { MAX_BYTES, textFault } from "../../core/yaml/text.ts";
import { SourceError } from "../../errors.ts";
import type { Snapshot, SourceFile } from "../../ports.ts";
import {
  collisions,
  IGNORED,
  large,
  link,
  MANIFEST,
  MAX_FILES,
  notAFile,
  pathFault,
  tooMany,
  unprintable,
} from "./manifest-files.ts";

export type TarballRequest = {
  /** What people call the archive: the repository and the commit. */
  readonly shown: string;
  /** In the archive's one top folder, without slashes at its ends; "" is that folder itself. */
  readonly folder: string;
  readonly commit: string;
};

/**
 * The manifests in a folder of a packed archive that `git archive` made of a commit. Nothing is written to a disk, and
 * nothing is kept but the manifests.
 * @param signal ends the reading, whatever it waits for
 * @throws SourceError when the archive is damaged, too large, of another commit, or unlike those that git makes
 */
export async function readTarball(
  packed: Readable,
  request: TarballRequest,
  signal: AbortSignal,
): Promise<Pick<Snapshot, "files" | "problems">> {
  const { shown, commit } = request;
  const archive = extract();
  const frame = tarFrame();
  const fed = pipeline(
    packed,
    capped(MOST.packed, `the archive of ${shown}`),
    createGunzip(),
    capped(MOST.unpacked, `the archive of ${shown}, unpacked,`),
    (chunks: AsyncIterable<Uint8Array>) => frame.watch(chunks),
    archive,
    { signal },
  );
  const [taking, feeding] = await Promise.allSettled([take(archive, request), fed]);
  const failures = [taking, feeding].flatMap((one): readonly unknown[] =>
    one.status === "rejected" ? [one.reason] : [],
  );
  const refusal = failures.find((failure) => failure instanceof SourceError);
  if (refusal !== undefined) throw refusal;
  if (signal.aborted) throw unreadable(shown, "did not come in time");
  if (taking.status === "rejected" || failures.length > 0 || !frame.isWhole())
    throw unreadable(shown, "is damaged, or was cut short", failures[0]);
  if ((frame.commit() ?? commit) !== commit) throw unreadable(shown, "is of another commit");
  return taking.value;
}

/** More is refused while it streams. */
const MOST = { packed: 50 * 1024 * 1024, unpacked: 64 * 1024 * 1024, entries: 20_000 } as const;

function capped(most: number, what: string) {
  return async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let bytes = 0;
    for await (const chunk of chunks) {
      bytes += chunk.byteLength;
      if (bytes > most) throw tooMuch(what, `${most} bytes`);
      yield chunk;
    }
  };
}

async function take(
  archive: Extract,
  request: TarballRequest,
): Promise<Pick<Snapshot, "files" | "problems">> {
  const sort = entrySorter(request);
  const files: SourceFile[] = [];
  const problems: Problem[] = [];
  let entries = 0;
  for await (const entry of archive) {
    entries += 1;
    if (entries > MOST.entries) throw tooMuch(`the archive of ${request.shown}`, `${MOST.entries} entries`);
    const found = sort(entry.header);
    if (found.kind === "problem") problems.push(found.problem);
    if (found.kind === "manifest" && files.length <= MAX_FILES)
      files.push({ path: found.path, content: await contentOf(entry) });
    else entry.resume();
  }
  if (files.length > MAX_FILES) return { files: [], problems: [...problems, tooMany(request.folder)] };
  return {
    files: files.toSorted((a, b) => compareText(a.path, b.path)),
    problems: [...problems, ...collisions(files.map(({ path }) => path))].toSorted(compareProblems),
  };
}

async function contentOf(entry: AsyncIterable<unknown>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of entry) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function tooMuch(what: string, most: string): SourceError {
  return new SourceError(
    `${what} has more than ${most}: keep the manifests in a repository of their own, or publish releases from CI`,
  );
}

function unreadable(shown: string, what: string, cause?: unknown): SourceError {
  return new SourceError(
    `the archive of ${shown} ${what}: the next pass fetches it again`,
    cause === undefined ? undefined : { cause },
  );
}

/** What an entry of an archive is to us. */
type TarEntry =
  | { readonly kind: "manifest"; readonly path: string }
  | { readonly kind: "problem"; readonly problem: Problem }
  | { readonly kind: "nothing" };

const NOTHING: TarEntry = { kind: "nothing" };

/**
 * Tells what the entries of one archive are, one after the other. Paths are those in the archive's one top folder.
 * @param folder what is wanted, below the top folder; "" is that folder itself
 * @param shown what people call the archive
 */
function entrySorter({
  folder,
  shown,
}: {
  readonly folder: string;
  readonly shown: string;
}): (header: Header) => TarEntry {
  let top: string | undefined;
  const seen = new Set<string>();

  /** The path of an entry in the top folder, "" for that folder itself. */
  function pathOf({ name, type }: Header): string {
    const [first = "", ...rest] = name.replace(/\/$/, "").split("/");
    if ([first, ...rest].some((part) => part === "" || part === "." || part === ".."))
      throw odd(shown, `holds the path ${cite(name)}, which does not lead into it`);
    top ??= first;
    if (first !== top || (rest.length === 0 && type !== "directory"))
      throw odd(shown, `holds ${cite(name)}, which is not in its top folder`);
    return rest.join("/");
  }

  return (header) => {
    const path = pathOf(header);
    if (path === folder) return checkFolder(header, path, shown);
    const inner = innerPath(path, folder);
    if (inner === undefined || inner.split("/").some((part) => IGNORED.test(part))) return NOTHING;
    if (seen.has(path)) throw odd(shown, `holds ${cite(path)} twice`);
    seen.add(path);
    return judge(header, path, shown);
  };
}

/** As the walk through a folder on disk judges what it finds. */
function judge({ type, size }: Header, path: string, shown: string): TarEntry {
  const named = MANIFEST.test(path);
  const isLink = type === "symlink" || type === "link";
  if (!named && !isLink) return NOTHING;
  if (textFault(path) !== undefined) return { kind: "problem", problem: unprintable(cite(path)) };
  if (isLink) return { kind: "problem", problem: link(path) };
  if (type !== "file" && type !== "contiguous-file") return { kind: "problem", problem: notAFile(path) };
  const fault = pathFault(path);
  if (fault !== undefined) throw odd(shown, `holds ${cite(path)}: the path ${fault}`);
  return size > MAX_BYTES ? { kind: "problem", problem: large(path, size) } : { kind: "manifest", path };
}

function checkFolder({ type }: Header, folder: string, shown: string): TarEntry {
  if (type === "directory") return NOTHING;
  throw new SourceError(
    `in ${shown}, ${cite(folder)} is ${type === "symlink" ? "a symbolic link" : "not a folder"}: \
name the folder that holds the manifests`,
  );
}

function innerPath(path: string, folder: string): string | undefined {
  if (folder === "") return path;
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
}

function odd(shown: string, what: string): SourceError {
  return new SourceError(
    `the archive of ${shown} ${what}: rename it there, or publish releases from CI instead`,
  );
}

/** What an archive of `git archive` says of itself, apart from its entries. */
type Frame = {
  /** Passes the bytes of the tar on, and notes what they say. */
  watch(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array>;
  /** Once all have passed: whether the two empty blocks that end every archive were there. */
  isWhole(): boolean;
  /** The commit that the archive was made from, where it says so. */
  commit(): string | undefined;
};

function tarFrame(): Frame {
  let head = Buffer.alloc(0);
  let zeros = 0;
  return {
    async *watch(chunks) {
      for await (const chunk of chunks) {
        if (head.length < 2 * BLOCK) head = Buffer.concat([head, chunk]).subarray(0, 2 * BLOCK);
        const ending = zerosAtEnd(chunk);
        zeros = ending === chunk.length ? zeros + ending : ending;
        yield chunk;
      }
    },
    isWhole: () => zeros >= 2 * BLOCK,
    commit: () => {
      const isGlobal = head[TYPE] === GLOBAL_HEADER;
      const record = head.subarray(BLOCK, BLOCK + COMMENT_LENGTH).toString("latin1");
      return isGlobal ? /^52 comment=([0-9a-f]{40})\n$/.exec(record)?.[1] : undefined;
    },
  };
}

const BLOCK = 512;

/** Where `git get-tar-commit-id` looks: a comment in a global header of pax, before everything else. */
const TYPE = 156;
const GLOBAL_HEADER = "g".charCodeAt(0);
const COMMENT_LENGTH = 52;

function zerosAtEnd(chunk: Uint8Array): number {
  let zeros = 0;
  while (zeros < chunk.length && chunk[chunk.length - 1 - zeros] === 0) zeros += 1;
  return zeros;
}
