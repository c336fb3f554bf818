import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { bundle } from "../../../bin/bundler.ts";
import { CONFIG_FILE, VARIABLES } from "../../../lib/deployment.ts";

const run = promisify(execFile);

export type ImportTimes = {
  /** Milliseconds, one for each process, in the order in which they ran. */
  readonly built: readonly number[];
  readonly bare: readonly number[];
  readonly builtBytes: number;
  readonly bareBytes: number;
  /** Of the medians. */
  readonly ratio: number;
};

/**
 * How long the built function takes to be loaded, its configuration read and its clients made included, against a bundle
 * with the same clients of the SDK and nothing else, in fresh processes by turns. To be called in the root of the repository.
 * @param node a Node of the release that Lambda has
 */
export async function importTimes(node: string, { processes = 11 } = {}): Promise<ImportTimes> {
  const folder = await mkdtemp(join(tmpdir(), "distro-sync-import-"));
  try {
    const built = await bundle("functions/reconcile.ts", join(folder, "built"));
    const bare = await bundle("test/function/runtime/sdk-alone.ts", join(folder, "bare"));
    const config = {
      workspaces: [{ workspace: "my-company", token: { ssm: "/distro-sync/my-company/token" } }],
    };
    await writeFile(join(folder, "built", CONFIG_FILE), JSON.stringify(config));
    const times: { readonly built: number[]; readonly bare: number[] } = { built: [], bare: [] };
    for (let n = 0; n < processes; n += 1) {
      times.bare.push(await timeOf(node, bare.path));
      times.built.push(await timeOf(node, built.path));
    }
    return {
      ...times,
      builtBytes: built.bytes,
      bareBytes: bare.bytes,
      ratio: median(times.built) / median(times.bare),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** As Lambda's runtime loads a function: with `import()`, from a process that has loaded nothing yet. */
async function timeOf(node: string, path: string): Promise<number> {
  const script = `const begun = performance.now();
await import(${JSON.stringify(path)});
process.stdout.write(String(performance.now() - begun), () => process.exit());`;
  const { stdout } = await run(node, ["--input-type=module", "--eval", script], { env: ENVIRONMENT });
  return Number(stdout);
}

const ENVIRONMENT = {
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "testing",
  AWS_SECRET_ACCESS_KEY: "testing",
  ...Object.fromEntries(Object.values(VARIABLES).map((name) => [name, "https://example.com/one-for-all"])),
};

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
