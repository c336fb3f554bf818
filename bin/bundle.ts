import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type Built, buildRecordOf, FUNCTIONS, recordPath } from "../lib/infra/bundle.ts";
import { bundle, sourcesOf } from "./bundler.ts";

/**
 * Bundles each function: `functions/NAME.ts` becomes `dist/functions/NAME/index.mjs`. And notes which sources went into them and
 * into the app, so that `npx cdk` refuses what is older than they are. To be started in the root of the repository, after the
 * compiler.
 */
for (const name of FUNCTIONS) {
  const { sources } = await bundle(`functions/${name}.ts`, `dist/functions/${name}`);
  await note(name, [...sources, "bin/bundle.ts", "bin/bundler.ts", "tsconfig.json", "package-lock.json"]);
}
await note("app", [...(await sourcesOf("bin/app.ts")), "tsconfig.json", "tsconfig.build.json"]);

async function note(name: Built, sources: readonly string[]): Promise<void> {
  const path = recordPath(name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(buildRecordOf(sources, "."), null, 2)}\n`);
}
