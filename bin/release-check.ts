import { readFile } from "node:fs/promises";
import { type PackageFile, runbookPage } from "../lib/infra/announcements.ts";

/**
 * What `npm publish` runs first, in the root of the repository: what is published has to say where it comes from, since every
 * alarm of every stack links its section of the runbook there.
 */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- npm's own file, of which only this key is looked at
const file = JSON.parse(await readFile("package.json", "utf8")) as PackageFile;
if (runbookPage(file) === undefined) {
  process.stderr.write(
    `package.json ${file.repository === undefined ? "has no `repository`" : "has a `repository` that is no address"}, ` +
      "and alarms link their section of docs/runbook.md there: run " +
      "`npm pkg set repository.type=git repository.url=git+https://HOST/OWNER/NAME.git` with the address of this repository\n",
  );
  process.exitCode = 1;
}
