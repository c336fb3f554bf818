import type { Problem } from "../../core/domain/problem.ts";
import { textFault, tooLarge } from "../../core/yaml/text.ts";

/** What a source has to say of a file as a whole. It is at its start. */
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

export function link(file: string): Problem {
  return {
    ...at(file),
    code: "LINK",
    message: "it is a symbolic link, and links could lead out of the folder",
    remedy: "put the file or folder itself here",
  };
}

export function notAFile(file: string): Problem {
  return {
    ...at(file),
    code: "NOT_A_FILE",
    message: "it has the name of a manifest and is not a file",
    remedy: "rename it, or take it out of the folder",
  };
}

/** For a file of more than 64 KiB. */
export function large(file: string, bytes: number): Problem {
  const { offset: _, ...what } = tooLarge(bytes);
  return { ...at(file), ...what };
}

export function unprintable(file: string): Problem {
  return {
    ...at(file),
    code: "CONTROL_CHARACTER",
    message: "its name holds a character that is invisible or changes how its neighbours are shown",
    remedy: "rename it",
  };
}

export function tooMany(folder: string): Problem {
  return {
    ...at(folder),
    code: "TOO_MANY_FILES",
    message: `the folder holds more than ${MAX_FILES} manifest files`,
    remedy: "write several manifests into one file, as a list",
  };
}

/** On disks that do not tell upper from lower case, one of the two is the other. */
export function collisions(files: readonly string[]): readonly Problem[] {
  const groups = new Map<string, string[]>();
  for (const file of files) {
    const folded = file.normalize("NFC").toLowerCase();
    const group = groups.get(folded);
    if (group === undefined) groups.set(folded, [file]);
    else group.push(file);
  }
  return [...groups.values()]
    .filter(({ length }) => length > 1)
    .flatMap((group) =>
      group.map((file, index) => ({
        ...at(file),
        code: "NAME_COLLISION" as const,
        message: `the name differs only in case from ${othersOf(group, index)}`,
        remedy: "rename one of them: not every disk can hold both",
      })),
    );
}

/** Thousands may differ only in case: each of them must not name all the others. */
function othersOf(group: readonly string[], index: number): string {
  const named = group.slice(0, MOST_NAMED + 1).filter((_, other) => other !== index);
  const others = named.slice(0, MOST_NAMED);
  const more = group.length - 1 - others.length;
  return `${others.join(", ")}${more === 0 ? "" : ` and ${more} more`}`;
}

const MOST_NAMED = 3;

/** The names of files that are read. */
export const MANIFEST = /\.ya?ml$/i;

/** The names of files and folders that are not looked at. */
export const IGNORED = /^\.|^node_modules$/;

/** More files than these are a mistake, in every source. */
export const MAX_FILES = 10_000;

/**
 * What keeps a path from naming one manifest, the same on every disk and in every listing, and below the folder that it is
 * relative to; completes "the path …". Undefined when nothing does.
 */
export function pathFault(path: string): string | undefined {
  if (path.length > MAX_LENGTH) return `has more than ${MAX_LENGTH} characters`;
  if (textFault(path) !== undefined)
    return "holds a character that is invisible or changes how its neighbours are shown";
  if (path.includes("\\")) return "holds a backslash";
  if (/^(?:\/|[A-Za-z]:)/.test(path)) return "is absolute";
  if (path.split("/").some((part) => EMPTY_PARTS.has(part)))
    return 'holds an empty part, or one that is "." or ".."';
  if (!MANIFEST.test(path)) return "does not end in .yaml or .yml";
  return undefined;
}

const MAX_LENGTH = 1_024;
const EMPTY_PARTS: ReadonlySet<string> = new Set(["", ".", ".."]);
