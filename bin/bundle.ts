import { readdir } from "node:fs/promises";
import { bundle } from "./bundler.ts";

/**
 * Bundles each function: `functions/NAME.ts` becomes `dist/functions/NAME/index.mjs`, or what the first argument names in
 * place of `dist/functions`. To be started in the root of the repository.
 */
const [out = "dist/functions"] = process.argv.slice(2);
for (const file of (await readdir("functions")).toSorted()) {
  if (file.endsWith(".ts")) await bundle(`functions/${file}`, `${out}/${file.slice(0, -3)}`);
}
