import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { compareText } from "../../core/domain/order.ts";
import { compareProblems, type Problem } from "../../core/domain/problem.ts";
import { cite } from "../../core/domain/wording.ts";
import { MAX_BYTES, textFault } from "../../core/yaml/text.ts";
import { SourceError } from "../../errors.ts";
import type { Source, SourceFile } from "../../ports.ts";
import { readPlainFile } from "../files.ts";
import {
  collisions,
  IGNORED,
  large,
  link,
  MANIFEST,
  MAX_FILES,
  notAFile,
  tooMany,
  unprintable,
  unreadable,
} from "./manifest-files.ts";

/**
 * The `.yaml` and `.yml` files of a folder and of the folders in it. What begins with a dot and `node_modules` is not
 * looked at, and no link is followed. `shownAs` is how problems call the folder.
 */
export function directorySource(
  root: string,
  { shownAs = root, disk = DISK }: { readonly shownAs?: string; readonly disk?: Disk } = {},
): Source {
  return {
    read: async () => {
      const names = await namesOf(root, disk);
      const walked = await walk({ path: root, shown: shownAs.replace(/\/+$/, "") }, names, disk);
      const { files, problems } = await readAll(walked.manifests, disk);
      const all = [
        ...walked.problems,
        ...collisions(walked.manifests.map(({ shown }) => shown)),
        ...problems,
      ];
      if (files.length === 0 && all.length === 0) {
        throw new SourceError(
          `${root} holds no manifest: add a .yaml file, with [] in it when nothing is wanted`,
        );
      }
      return { files, problems: all.toSorted(compareProblems) };
    },
  };
}

/** Absence and emptiness are no answer: everything that is owned would then be unwanted. */
async function namesOf(root: string, disk: Disk): Promise<readonly string[]> {
  let look: Look;
  try {
    look = await disk.look(root);
    if (look.kind === "folder") return await disk.names(root);
  } catch (cause) {
    const missing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    throw new SourceError(
      missing
        ? `the folder ${root} does not exist: make it, or correct \`manifests\` in the configuration`
        : `the folder ${root} cannot be read: give this program the right to read it`,
      { cause },
    );
  }
  const what = look.kind === "link" ? "a symbolic link" : "not a folder";
  throw new SourceError(`${root} is ${what}: name the folder that holds the manifests`);
}

const AT_ONCE = 32;

async function readAll(
  manifests: readonly Spot[],
  disk: Disk,
): Promise<{ readonly files: readonly SourceFile[]; readonly problems: readonly Problem[] }> {
  const files: SourceFile[] = [];
  const problems: Problem[] = [];
  for (let at = 0; at < manifests.length; at += AT_ONCE) {
    const some = manifests.slice(at, at + AT_ONCE);
    const contents = some.map(async ({ path, shown }) => {
      try {
        return { path: shown, content: await disk.content(path) };
      } catch (error) {
        return unreadable(shown, error);
      }
    });
    for (const read of await Promise.all(contents)) {
      if ("content" in read) files.push(read);
      else problems.push(read);
    }
  }
  return { files, problems };
}

/** Where something is, and what people call it. */
type Spot = { readonly path: string; readonly shown: string };

type Walked = {
  /** The files to read, by code unit: the order is the same everywhere. */
  readonly manifests: readonly Spot[];
  readonly problems: readonly Problem[];
};

/** Looks at everything below a folder that could be a manifest, and reads nothing. */
async function walk(root: Spot, names: readonly string[], disk: Disk): Promise<Walked> {
  const manifests: Spot[] = [];
  const problems: Problem[] = [];
  const visit = async (spot: Spot): Promise<void> => {
    try {
      const { kind, bytes } = await disk.look(spot.path);
      const named = MANIFEST.test(spot.path);
      if (kind === "link") problems.push(link(spot.shown));
      else if (kind === "folder" && !named) await enter(spot, await disk.names(spot.path));
      else if (named && kind !== "file") problems.push(notAFile(spot.shown));
      else if (named && bytes > MAX_BYTES) problems.push(large(spot.shown, bytes));
      else if (named) manifests.push(spot);
    } catch (error) {
      problems.push(unreadable(spot.shown, error));
    }
  };
  const enter = async (folder: Spot, within: readonly string[]): Promise<void> => {
    for (const name of within.filter((one) => !IGNORED.test(one)).toSorted(compareText)) {
      if (manifests.length > MAX_FILES) return;
      const prefix = folder.shown === "" ? "" : `${folder.shown}/`;
      if (textFault(name) !== undefined) problems.push(unprintable(`${prefix}${cite(name)}`));
      else await visit({ path: join(folder.path, name), shown: `${prefix}${name}` });
    }
  };
  await enter(root, names);
  return manifests.length > MAX_FILES
    ? { manifests: [], problems: [...problems, tooMany(root.shown)] }
    : { manifests, problems };
}

/** As much of the file system as reading a folder takes; a type of its own, so that tests can make it fail. */
export type Disk = {
  /** What stands at a path; links are not followed. */
  readonly look: (path: string) => Promise<Look>;
  /** The names in a folder, in any order. */
  readonly names: (path: string) => Promise<readonly string[]>;
  /** The content of a file, and of nothing else. */
  readonly content: (path: string) => Promise<Uint8Array>;
};

type Look = { readonly kind: "file" | "folder" | "link" | "other"; readonly bytes: number };

export const DISK: Disk = {
  look: async (path) => {
    const stats = await lstat(path);
    const bytes = stats.size;
    if (stats.isSymbolicLink()) return { kind: "link", bytes };
    if (stats.isDirectory()) return { kind: "folder", bytes };
    return { kind: stats.isFile() ? "file" : "other", bytes };
  },
  names: (path) => readdir(path),
  // Whoever exchanges the file for a link or a pipe after the look gets an error, and holds nobody up.
  content: readPlainFile,
};
