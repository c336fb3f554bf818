import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { examplesIn, readManifests } from "../core/manifest/read.ts";
import { compareText } from "../core/order.ts";
import { compareProblems, formatProblem, type Problem } from "../core/problem.ts";
import type { AssetFile } from "./bundle.ts";
import { ProblemsError } from "./problems-error.ts";

/** The manifests that are deployed with the function. */
export type DeployedManifests = {
  /** Where they are in the asset; problems call them by it. */
  readonly folder: string;
  readonly files: readonly AssetFile[];
};

/**
 * The YAML files of a folder and of the folders in it, as the function will read them: checked, because a mistake in them is
 * better found before they are deployed than after.
 * @param start what the path of the folder is relative to
 * @param elsewhere where they go in the asset when the folder is not below `start`
 * @param examples whether those that come with this program may be among them
 * @throws ProblemsError with every problem at its place
 */
export function deployedManifests(
  path: string,
  {
    start,
    elsewhere,
    examples,
  }: { readonly start: string; readonly elsewhere: string; readonly examples: boolean },
): DeployedManifests {
  const root = resolve(start, path);
  const shown = relative(start, root).split(sep).join("/");
  const folder = shown.startsWith("..") || isAbsolute(shown) ? elsewhere : shown || ".";
  if (lstatSync(root, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new ProblemsError([
      `${root} is not a folder: make it one, or correct \`manifests\` in the configuration`,
    ]);
  }
  const problems: Problem[] = [];
  const files = below(root, folder === "." ? "" : `${folder}/`, problems);
  if (files.length === 0 && problems.length === 0) {
    throw new ProblemsError([
      `${root} holds no manifest: add a .yaml file, with [] in it when nothing is wanted`,
    ]);
  }
  const all = [...problems, ...readManifests(files).problems, ...(examples ? [] : examplesIn(files))];
  if (all.length > 0) throw new ProblemsError(all.toSorted(compareProblems).map(formatProblem));
  return { folder, files };
}

const IGNORED = /^\.|^node_modules$/;
const MANIFEST = /\.ya?ml$/i;

function below(folder: string, prefix: string, problems: Problem[]): readonly AssetFile[] {
  const names = readdirSync(folder).filter((name) => !IGNORED.test(name));
  return names.toSorted(compareText).flatMap((name) => {
    const path = `${prefix}${name}`;
    const stats = lstatSync(join(folder, name));
    if (stats.isSymbolicLink()) problems.push(at(path, LINK));
    else if (stats.isDirectory() && !MANIFEST.test(name))
      return below(join(folder, name), `${path}/`, problems);
    else if (MANIFEST.test(name) && !stats.isFile()) problems.push(at(path, NOT_A_FILE));
    else if (MANIFEST.test(name)) return [{ path, content: readFileSync(join(folder, name)) }];
    return [];
  });
}

function at(file: string, what: Pick<Problem, "code" | "message" | "remedy">): Problem {
  return { file, line: 1, column: 1, ...what };
}

const LINK = {
  code: "LINK",
  message: "it is a symbolic link, and links could lead out of the folder",
  remedy: "put the file or folder itself here",
} as const;

const NOT_A_FILE = {
  code: "NOT_A_FILE",
  message: "it has the name of a manifest and is not a file",
  remedy: "rename it, or take it out of the folder",
} as const;
