import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../package-folder.ts";
import { ProblemsError } from "./problems-error.ts";

/** Of each source that went into something that was built, by its path from the root of the repository: its digest. */
export type BuildRecord = Readonly<Record<string, string>>;

export const FUNCTIONS = ["reconcile", "webhook"] as const;
export type FunctionName = (typeof FUNCTIONS)[number];
/** What is built: the functions, and the app that `npx cdk` runs. */
export type Built = FunctionName | "app";

/** Where `npm run build` leaves the record, from the root of the repository. The package comes without. */
export function recordPath(name: Built): string {
  return `dist/sources/${name}.json`;
}

export function buildRecordOf(paths: readonly string[], root: string): BuildRecord {
  return Object.fromEntries(paths.toSorted().map((path) => [path, digestOf(join(root, path))]));
}

/**
 * In a clone, what is deployed must be what stands there: a build from before the last pull would deploy yesterday's program.
 * An installed package has no sources, and is always as it was built.
 * @throws ProblemsError when sources have changed since the build, or there was none
 */
export function refuseStale(name: Built, root: string = packageFolder()): void {
  if (!existsSync(join(root, "functions"))) return;
  const path = join(root, recordPath(name));
  if (!existsSync(path)) throw new ProblemsError([`${TITLES[name]} is not built: ${REMEDY}`]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own build wrote it
  const record = JSON.parse(readFileSync(path, "utf8")) as BuildRecord;
  const changed = Object.keys(record).filter((source) => digestOf(join(root, source)) !== record[source]);
  if (changed.length === 0) return;
  const more = changed.length > NAMED ? ` and ${changed.length - NAMED} more` : "";
  throw new ProblemsError([
    `${TITLES[name]} is older than its sources, and would be deployed as it was: ${REMEDY} ` +
      `(changed since: ${changed.slice(0, NAMED).join(", ")}${more})`,
  ]);
}

const TITLES: Readonly<Record<Built, string>> = {
  app: "the app in dist/",
  reconcile: "the function reconcile in dist/",
  webhook: "the function webhook in dist/",
};
const REMEDY = "run `npm run build`, after `npm ci` when package-lock.json has changed";
const NAMED = 3;

/** Of a file that is not there: nothing, which no file has. */
function digestOf(path: string): string {
  return existsSync(path) ? createHash("sha256").update(readFileSync(path)).digest("hex") : "";
}
