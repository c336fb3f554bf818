import { APPROVAL_FILE } from "../decision/approval.ts";
import { compareText } from "../order.ts";
import type { File } from "./parse.ts";

/** The files of a source by what they hold, which their places alone say. */
export type SortedFiles<F> = {
  readonly manifests: readonly F[];
  /** Below `approvals/`: never manifests. */
  readonly approvals: readonly F[];
  /** `holds.yaml` in the folder of manifests itself. */
  readonly holds: readonly F[];
};

/**
 * The folder of manifests is the deepest that all files are below, and for an approval the one that its `approvals/` is in:
 * a source tells paths as people write them, and not where that folder begins.
 */
export function sortFiles<F extends Pick<File, "path">>(files: readonly F[]): SortedFiles<F> {
  const root = commonFolder(
    files.map(({ path }) => (isApproval(path) ? folderOf(folderOf(path)) : folderOf(path))),
  );
  const kindOf = ({ path }: F): keyof SortedFiles<F> => {
    const inner = path.slice(root.length);
    if (isApproval(path) || inner.startsWith("approvals/")) return "approvals";
    return HOLDS.test(inner) ? "holds" : "manifests";
  };
  const found: Record<keyof SortedFiles<F>, F[]> = { manifests: [], approvals: [], holds: [] };
  for (const file of files.toSorted((a, b) => compareText(a.path, b.path))) found[kindOf(file)].push(file);
  return found;
}

const HOLDS = /^holds\.ya?ml$/i;

/** Its name tells it apart from everything else, wherever its folder is. */
function isApproval(path: string): boolean {
  const folder = folderOf(path);
  return /(?:^|\/)approvals\/$/.test(folder) && APPROVAL_FILE.test(path.slice(folder.length));
}

/** With the slash at its end; "" for the top. */
function folderOf(path: string): string {
  const inner = path.endsWith("/") ? path.slice(0, -1) : path;
  return inner.slice(0, inner.lastIndexOf("/") + 1);
}

function commonFolder([first = "", ...folders]: readonly string[]): string {
  return folders.reduce((common, folder) => {
    let shared = common;
    while (!folder.startsWith(shared)) shared = folderOf(shared);
    return shared;
  }, first);
}
