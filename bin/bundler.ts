import { mkdir, writeFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type BuildOptions, build, type Metafile } from "esbuild";

export type Bundle = {
  readonly path: string;
  readonly bytes: number;
  readonly gzipBytes: number;
  /** What was written here and went into it, by paths from the root of the repository. */
  readonly sources: readonly string[];
};

/**
 * Makes `FOLDER/index.mjs` of a module: one file that needs nothing but Node, the SDK included, since loading that from the
 * runtime takes longer. To be called in the root of the repository.
 * @throws Error when the file would hold what has no business there, or need what is not there
 */
export async function bundle(entry: string, folder: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({ ...OPTIONS, entryPoints: [entry] });
  const [output] = outputFiles;
  const strange = strangersIn(metafile);
  if (output === undefined) throw new Error(`esbuild made nothing of ${entry}`);
  if (strange.length > 0) throw new Error(`the bundle of ${entry} would hold or need ${strange.join(", ")}`);
  const path = join(folder, "index.mjs");
  await mkdir(folder, { recursive: true });
  await writeFile(path, output.contents);
  const { byteLength: bytes } = output.contents;
  return { path, bytes, gzipBytes: gzipSync(output.contents).byteLength, sources: sourcesIn(metafile) };
}

/** The sources of a module and of all that it imports, where packages stay outside. */
export async function sourcesOf(entry: string): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
  return sourcesIn(metafile);
}

function sourcesIn({ inputs }: Metafile): readonly string[] {
  return Object.keys(inputs).filter((path) => !path.startsWith("node_modules/"));
}

const OPTIONS = {
  bundle: true,
  write: false,
  metafile: true,
  platform: "node",
  target: "node24",
  format: "esm",
  minify: true,
  // The SDK's own modules are ESM; esbuild's default for Node takes its larger CommonJS builds.
  mainFields: ["module", "main"],
  // Of CommonJS packages (tar-stream) the calls for Node's own modules remain, and ESM has no `require`.
  banner: {
    js: 'import{createRequire as makeRequire}from"node:module";const require=makeRequire(import.meta.url);',
  },
  alias: {
    // Its entry for Node brings a copy of fetch along, which Node has.
    ofetch: "./node_modules/ofetch/dist/index.mjs",
    // The same code as ESM: its entry for Node is CommonJS, which is larger and calls a `require` that ESM does not have.
    yaml: "./node_modules/yaml/browser/index.js",
  },
} as const satisfies BuildOptions;

/** The compiler of schemas, of which only what it made is needed, tools, and what the aliases are there to avoid. */
const UNWANTED =
  /node_modules\/(?:ajv|aws-cdk-lib|constructs|esbuild|commander|node-fetch-native)\/|\/yaml\/dist\//;

function strangersIn({ inputs, outputs }: Metafile): readonly string[] {
  const needed = Object.values(outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  return [
    ...Object.keys(inputs).filter((path) => UNWANTED.test(path)),
    ...needed.filter((path) => !isBuiltin(path)),
  ];
}
