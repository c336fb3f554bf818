import { textFault } from "../../core/manifest/text.ts";

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
