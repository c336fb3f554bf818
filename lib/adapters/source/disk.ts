import { lstat, readdir } from "node:fs/promises";
import { readPlainFile } from "../files.ts";

/** As much of the file system as reading a folder takes; a type of its own, so that tests can make it fail. */
export type Disk = {
  /** What stands at a path; links are not followed. */
  readonly look: (path: string) => Promise<Look>;
  /** The names in a folder, in any order. */
  readonly names: (path: string) => Promise<readonly string[]>;
  /** The content of a file, and of nothing else. */
  readonly content: (path: string) => Promise<Uint8Array>;
};

export type Look = { readonly kind: "file" | "folder" | "link" | "other"; readonly bytes: number };

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
