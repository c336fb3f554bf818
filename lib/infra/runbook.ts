import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../package-folder.ts";

/** Where the runbook is: in the repository that package.json names, else in this package. */
export function runbookAddress(): string {
  const text = readFileSync(join(packageFolder(), "package.json"), "utf8");
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- npm's own file, of which only this key is looked at
  const { repository } = JSON.parse(text) as { readonly repository?: string | { readonly url?: string } };
  const url = typeof repository === "string" ? repository : repository?.url;
  const [, name] = /github(?:\.com[/:]|:)([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(url ?? "") ?? [];
  return name === undefined ? RUNBOOK : `https://github.com/${name}/blob/main/${RUNBOOK}`;
}

const RUNBOOK = "docs/runbook.md";
