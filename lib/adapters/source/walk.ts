import { join } from "node:path";
import { cite } from "../../core/manifest/cite.ts";
import { MAX_BYTES, textFault, tooLarge } from "../../core/manifest/text.ts";
import { compareText } from "../../core/order.ts";
import type { Problem } from "../../core/problem.ts";
import type { Disk } from "./disk.ts";

/** Where something is, and what people call it. */
export type Spot = { readonly path: string; readonly shown: string };

export type Walked = {
  /** The files to read, by code unit: the order is the same everywhere. */
  readonly manifests: readonly Spot[];
  readonly problems: readonly Problem[];
};

/** Looks at everything below a folder that could be a manifest, and reads nothing. */
export async function walk(root: Spot, names: readonly string[], disk: Disk): Promise<Walked> {
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

const MAX_FILES = 10_000;
const IGNORED = /^\.|^node_modules$/;
const MANIFEST = /\.ya?ml$/i;

/** What is wrong with a file as a whole is at its start. */
function at(file: string): Pick<Problem, "file" | "line" | "column"> {
  return { file, line: 1, column: 1 };
}

/** For a file or folder that the operating system does not let us have. */
export function unreadable(file: string, error: unknown): Problem {
  const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
  return {
    ...at(file),
    code: "UNREADABLE_FILE",
    message: `it cannot be read (${reason})`,
    remedy: "give this program the right to read it, or take it out of the folder",
  };
}

function link(file: string): Problem {
  return {
    ...at(file),
    code: "LINK",
    message: "it is a symbolic link, and links could lead out of the folder",
    remedy: "put the file or folder itself here",
  };
}

function notAFile(file: string): Problem {
  return {
    ...at(file),
    code: "NOT_A_FILE",
    message: "it has the name of a manifest and is not a file",
    remedy: "rename it, or take it out of the folder",
  };
}

function large(file: string, bytes: number): Problem {
  const { offset: _, ...what } = tooLarge(bytes);
  return { ...at(file), ...what };
}

function unprintable(file: string): Problem {
  return {
    ...at(file),
    code: "CONTROL_CHARACTER",
    message: "its name holds a character that is invisible or changes how its neighbours are shown",
    remedy: "rename it",
  };
}

function tooMany(folder: string): Problem {
  return {
    ...at(folder),
    code: "TOO_MANY_FILES",
    message: `the folder holds more than ${MAX_FILES} manifest files`,
    remedy: "write several manifests into one file, as a list",
  };
}
