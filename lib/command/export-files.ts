import { lstat, mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { NotAFileError, readPlainFile, replaceFile } from "../adapters/files.ts";
import { refuseForeignLinks } from "../adapters/git/git.ts";
import { directorySource } from "../adapters/source/directory.ts";
import type { ExportedFile } from "../core/export/export.ts";
import { SourceError } from "../errors.ts";
import type { Snapshot, SourceFile } from "../ports.ts";
import { systemCode, UsageError } from "./errors.ts";
import type { ManifestFolder } from "./settings.ts";

/** The files that are in the folder before an export; none if it does not exist yet, or holds no manifest. */
export async function existingFiles({ folder, shownAs }: ManifestFolder): Promise<Snapshot> {
  try {
    return await directorySource(folder, { shownAs }).read();
  } catch (error) {
    if (error instanceof SourceError && (await isFree(folder, error))) return { files: [], problems: [] };
    throw error;
  }
}

/** The paths of a folder's files begin with this. */
export function shownPrefix(shownAs: string): string {
  return `${shownAs.replace(/\/+$/, "")}/`;
}

/** Whether the folder does not exist, or could be read and holds no manifest. */
async function isFree(folder: string, { cause }: SourceError): Promise<boolean> {
  try {
    return (await lstat(folder)).isDirectory() && cause === undefined;
  } catch (error) {
    return systemCode(error) === "ENOENT";
  }
}

/**
 * Writes the files that are new or changed. It does not overwrite a file that somebody created or changed since it was read.
 * @throws UsageError
 */
export async function writeFiles(
  files: readonly ExportedFile[],
  before: readonly SourceFile[],
  { folder, shownAs }: ManifestFolder,
): Promise<void> {
  const known = new Map(before.map(({ path, content }) => [path, content]));
  const written: string[] = [];
  for (const { path, state, text } of files) {
    if (state === "unchanged") continue;
    const target = resolve(folder, path.slice(shownPrefix(shownAs).length));
    try {
      await refuseForeignLinks(target);
      await writeOne(target, text, known.get(path));
    } catch (error) {
      const done = written.length === 0 ? "nothing was written" : `written before it: ${written.join(", ")}`;
      throw new UsageError(
        `${path} cannot be written (${reasonOf(error)}); ${done}`,
        "allow this program to write there, or name another folder with --out; then export again",
      );
    }
    written.push(path);
  }
}

async function writeOne(target: string, text: string, before: Uint8Array | undefined): Promise<void> {
  if (before === undefined) {
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text, { flag: "wx" });
    return;
  }
  if (!(await readPlainFile(target)).equals(before)) throw new Error(`${target} was changed in the meantime`);
  await replaceFile(target, text);
}

function reasonOf(error: unknown): string {
  if (error instanceof NotAFileError) return error.message;
  return systemCode(error) ?? "changed in the meantime";
}
