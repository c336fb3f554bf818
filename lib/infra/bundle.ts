import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { AssetHashType, DockerImage } from "aws-cdk-lib";
import { Architecture, Code, Runtime } from "aws-cdk-lib/aws-lambda";
import { compareText } from "../core/domain/order.ts";
import { packageFolder } from "../package-folder.ts";
import { type AssetFile, ProblemsError } from "./manifests.ts";

/** Runtime, architecture and handler of every function. */
export const RUN = {
  runtime: Runtime.NODEJS_24_X,
  architecture: Architecture.ARM_64,
  handler: "index.handler",
} as const;

/**
 * The code of a function: its bundle, which `npm run build` made, and the files beside it. The same files always make the same
 * asset.
 * @throws ProblemsError when the bundle was not built, or its sources have changed since
 */
export function functionCode(name: FunctionName, beside: readonly AssetFile[]): Code {
  const folder = join(packageFolder(), "dist", "functions", name);
  const bundle = join(folder, "index.mjs");
  if (!existsSync(bundle)) {
    throw new ProblemsError([
      `the function ${name} is not built: run \`npm run build\`, which creates ${bundle}`,
    ]);
  }
  refuseStale(name);
  const files = [{ path: "index.mjs", content: readFileSync(bundle) }, ...beside];
  return Code.fromAsset(folder, {
    assetHashType: AssetHashType.CUSTOM,
    assetHash: digestOfFiles(files),
    bundling: {
      // CDK requires an image. It is not used, because `tryBundle` always succeeds.
      image: DockerImage.fromRegistry("scratch"),
      local: {
        tryBundle: (output: string) => {
          write(output, files);
          return true;
        },
      },
    },
  });
}

function digestOfFiles(files: readonly AssetFile[]): string {
  const digest = createHash("sha256");
  for (const { path, content } of files.toSorted((a, b) => compareText(a.path, b.path))) {
    digest.update(JSON.stringify([path, content.byteLength])).update(content);
  }
  return digest.digest("hex");
}

function write(folder: string, files: readonly AssetFile[]): void {
  for (const { path, content } of files) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
    // Lambda runs the function as another user, so the umask of this machine must not matter.
    chmodSync(target, 0o644);
  }
}

/** The digest of each source of a build, by its path from the root of the repository. */
export type BuildRecord = Readonly<Record<string, string>>;

export const FUNCTIONS = ["reconcile", "webhook"] as const;
export type FunctionName = (typeof FUNCTIONS)[number];
/** What the build makes: the functions, and the app that `npx cdk` runs. */
export type Built = FunctionName | "app";

/** The path of the build record, from the root of the repository. The published package has none. */
export function recordPath(name: Built): string {
  return `dist/sources/${name}.json`;
}

export function buildRecordOf(paths: readonly string[], root: string): BuildRecord {
  return Object.fromEntries(paths.toSorted().map((path) => [path, digestOfFile(join(root, path))]));
}

/**
 * Refuses a build that is older than its sources: in a clone, a build from before the last pull would deploy an old program. An
 * installed package has no sources, so its build is never stale.
 * @throws ProblemsError when sources have changed since the build, or nothing was built
 */
export function refuseStale(name: Built, root: string = packageFolder()): void {
  if (!existsSync(join(root, "functions"))) return;
  const path = join(root, recordPath(name));
  if (!existsSync(path)) throw new ProblemsError([`${TITLES[name]} is not built: ${REMEDY}`]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own build wrote it
  const record = JSON.parse(readFileSync(path, "utf8")) as BuildRecord;
  const changed = Object.keys(record).filter((source) => digestOfFile(join(root, source)) !== record[source]);
  if (changed.length === 0) return;
  const more = changed.length > NAMED ? ` and ${changed.length - NAMED} more` : "";
  throw new ProblemsError([
    `${TITLES[name]} is older than its sources: ${REMEDY} ` +
      `(changed since then: ${changed.slice(0, NAMED).join(", ")}${more})`,
  ]);
}

const TITLES: Readonly<Record<Built, string>> = {
  app: "the app in dist/",
  reconcile: "the function reconcile in dist/",
  webhook: "the function webhook in dist/",
};
const REMEDY = "run `npm run build`, after `npm ci` when package-lock.json has changed";
const NAMED = 3;

/** The digest of a file; empty if there is no such file. */
function digestOfFile(path: string): string {
  return existsSync(path) ? createHash("sha256").update(readFileSync(path)).digest("hex") : "";
}
