import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { AssetHashType, DockerImage } from "aws-cdk-lib";
import { Architecture, Code, Runtime } from "aws-cdk-lib/aws-lambda";
import { compareText } from "../core/order.ts";
import { packageFolder } from "../package-folder.ts";
import { type FunctionName, refuseStale } from "./build-record.ts";
import { ProblemsError } from "./problems-error.ts";

/** A file of an asset; the path is relative to its root, with forward slashes. */
export type AssetFile = { readonly path: string; readonly content: Uint8Array };

/** How every bundle is run. */
export const RUN = {
  runtime: Runtime.NODEJS_24_X,
  architecture: Architecture.ARM_64,
  handler: "index.handler",
} as const;

/**
 * The code of a function: its bundle, which `npm run build` made, and the files that go beside it. The same files always
 * make the same asset.
 * @throws ProblemsError when the bundle was not built, or from other sources than those that are there
 */
export function functionCode(name: FunctionName, beside: readonly AssetFile[]): Code {
  const folder = join(packageFolder(), "dist", "functions", name);
  const bundle = join(folder, "index.mjs");
  if (!existsSync(bundle)) {
    throw new ProblemsError([
      `the function ${name} is not built: run \`npm run build\`, which makes ${bundle}`,
    ]);
  }
  refuseStale(name);
  const files = [{ path: "index.mjs", content: readFileSync(bundle) }, ...beside];
  return Code.fromAsset(folder, {
    assetHashType: AssetHashType.CUSTOM,
    assetHash: digestOf(files),
    bundling: {
      // CDK wants an image to bundle in. It is not used, since the bundling is done here.
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

function digestOf(files: readonly AssetFile[]): string {
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
    // Lambda runs the function as somebody else, whatever the umask of this machine is.
    chmodSync(target, 0o644);
  }
}
