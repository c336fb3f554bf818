import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { type Extract, extract } from "tar-stream";
import { compareText } from "../../core/order.ts";
import { compareProblems, type Problem } from "../../core/problem.ts";
import { type Snapshot, SourceError, type SourceFile } from "../../ports.ts";
import { MAX_FILES } from "./manifest-path.ts";
import { collisions, tooMany } from "./problems.ts";
import { entrySorter } from "./tar-entry.ts";
import { tarFrame } from "./tar-frame.ts";

export type Wanted = {
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
  wanted: Wanted,
  signal: AbortSignal,
): Promise<Pick<Snapshot, "files" | "problems">> {
  const { shown, commit } = wanted;
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
  const [taking, feeding] = await Promise.allSettled([take(archive, wanted), fed]);
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

async function take(archive: Extract, wanted: Wanted): Promise<Pick<Snapshot, "files" | "problems">> {
  const sort = entrySorter(wanted);
  const files: SourceFile[] = [];
  const problems: Problem[] = [];
  let entries = 0;
  for await (const entry of archive) {
    entries += 1;
    if (entries > MOST.entries) throw tooMuch(`the archive of ${wanted.shown}`, `${MOST.entries} entries`);
    const found = sort(entry.header);
    if (found.kind === "problem") problems.push(found.problem);
    if (found.kind === "manifest" && files.length <= MAX_FILES)
      files.push({ path: found.path, content: await contentOf(entry) });
    else entry.resume();
  }
  if (files.length > MAX_FILES) return { files: [], problems: [...problems, tooMany(wanted.folder)] };
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
