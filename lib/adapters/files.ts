import { randomUUID } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { type FileHandle, lstat, open, readlink, realpath, rename, rm } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, parse, resolve, sep } from "node:path";

/**
 * How files are written and which paths lead where they seem to: a commit can contain links, and a folder that somebody else
 * may write to can have one from one moment to the next.
 */

/** A symbolic link on the way to a place. */
export type Link = { readonly path: string; readonly target: string; readonly uid: number };

/** All links that the path passes through, those behind links too, in the order in which they are followed. */
export async function linksOn(path: string): Promise<readonly Link[]> {
  const links: Link[] = [];
  let place = parse(resolve(path)).root;
  let ahead = resolve(path).slice(place.length).split(sep);
  while (ahead.length > 0) {
    const [name = "", ...rest] = ahead;
    ahead = rest;
    const next = name === ".." ? dirname(place) : join(place, name);
    const link = name === "" || name === "." || name === ".." ? undefined : await linkAt(next);
    if (link === undefined) {
      place = next;
      continue;
    }
    links.push(link);
    if (links.length > MOST_LINKS) break;
    if (isAbsolute(link.target)) place = parse(link.target).root;
    ahead = [...link.target.slice(isAbsolute(link.target) ? place.length : 0).split(sep), ...ahead];
  }
  return links;
}

/** As many as Linux follows. */
const MOST_LINKS = 40;

async function linkAt(path: string): Promise<Link | undefined> {
  try {
    const stats = await lstat(path);
    return stats.isSymbolicLink() ? { path, target: await readlink(path), uid: stats.uid } : undefined;
  } catch {
    return undefined; // What is not there is no link, and what cannot be looked at fails when it is used.
  }
}

/** The real path, also of what is not there yet. */
export async function realPlace(path: string): Promise<string> {
  const place = resolve(path);
  try {
    return await realpath(place);
  } catch {
    return dirname(place) === place ? place : join(await realPlace(dirname(place)), basename(place));
  }
}

/** Whether one real path is another, or below it. */
export function isWithin(place: string, folder: string): boolean {
  return place === folder || place.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

/** There is something else at the path than a file: a link, a folder, a device. It is neither read nor replaced. */
export class NotAFileError extends Error {
  override readonly name = "NotAFileError";

  constructor(path: string, what: string) {
    super(`${path} is ${what}, where a file is due`);
  }
}

/**
 * Puts a file in the place of what is there, whole: whoever reads it sees the old content or the new one. It is written beside
 * the target, under a name that nobody can have prepared, and renamed over it.
 * @param options.mode what it may be used for, from now on; without it a file keeps what it has, and a new one has what is usual
 * @returns the new file, open for appending
 * @throws NotAFileError when a link or something else than a file is there
 */
export async function replacing(
  path: string,
  content: string | Uint8Array,
  { mode }: { readonly mode?: number } = {},
): Promise<FileHandle> {
  const present = await modeOf(path);
  const beside = join(dirname(path), `.${basename(path)}.${randomUUID()}.new`);
  const file = await open(beside, NEW, mode ?? present ?? 0o666);
  try {
    // What is there already has its mode for a reason; that of a new file goes through the umask as always.
    if (mode === undefined && present !== undefined) await file.chmod(present);
    await file.writeFile(content);
    await file.sync();
    await modeOf(path);
    await rename(beside, path);
    return file;
  } catch (error) {
    await file.close();
    await rm(beside, { force: true });
    throw error;
  }
}

const NEW =
  constants.O_WRONLY |
  constants.O_APPEND |
  constants.O_CREAT |
  constants.O_EXCL |
  (constants.O_NOFOLLOW ?? 0);

/** The same for whoever has nothing to append. */
export async function replaceFile(
  path: string,
  content: string | Uint8Array,
  options: { readonly mode?: number } = {},
): Promise<void> {
  await (await replacing(path, content, options)).close();
}

/** The permissions of the file that is there; undefined when there is none. @throws NotAFileError */
async function modeOf(path: string): Promise<number | undefined> {
  try {
    const stats = await lstat(path);
    requireFile(path, stats);
    return stats.mode & 0o7777;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function requireFile(path: string, stats: Stats): void {
  if (stats.isSymbolicLink()) throw new NotAFileError(path, "a symbolic link");
  if (stats.isDirectory()) throw new NotAFileError(path, "a folder");
  if (!stats.isFile()) throw new NotAFileError(path, "a pipe, a device or a socket");
}

/** The content of a file that is no link. @throws as `readFile` does, and NotAFileError */
export async function readPlainFile(path: string): Promise<Buffer> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ELOOP")
      throw new NotAFileError(path, "a symbolic link");
    throw error;
  }
  try {
    requireFile(path, await file.stat());
    return await file.readFile();
  } finally {
    await file.close();
  }
}
