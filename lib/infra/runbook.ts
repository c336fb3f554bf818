import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../package-folder.ts";

/** Of a package.json, as far as it is looked at: an app of somebody else may have anything there. */
export type PackageFile = { readonly repository?: unknown };

/** The address of the runbook in the repository that package.json names; undefined while it names none. */
export function runbookPage({ repository }: PackageFile = ownPackage()): string | undefined {
  const { host, path } = placeOf(repository) ?? {};
  if (host === undefined || path === undefined) return undefined;
  return `https://${host}/${path}/${host === "bitbucket.org" ? "src" : "blob"}/HEAD/${RUNBOOK}`;
}

/** Where somebody who reads of an alarm finds its section: `page` is the address of the runbook. */
export function runbookSection(anchor: string, page: string | undefined): string {
  return page === undefined ? `see ${RUNBOOK}, section ${anchor}` : `${page}#${anchor}`;
}

const RUNBOOK = "docs/runbook.md";

function ownPackage(): PackageFile {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- npm's own file, of which only this key is looked at
  return JSON.parse(readFileSync(join(packageFolder(), "package.json"), "utf8")) as PackageFile;
}

/** Of everything that npm takes: https://docs.npmjs.com/cli/v10/configuring-npm/package-json#repository (November 2026) */
function placeOf(repository: unknown): { readonly host: string; readonly path: string } | undefined {
  const url =
    typeof repository === "object" && repository !== null && "url" in repository
      ? repository.url
      : repository;
  if (typeof url !== "string") return undefined;
  const { site = "github", short } = SHORT.exec(url)?.groups ?? {};
  if (short !== undefined) return { host: HOSTS[site] ?? "", path: short };
  const { host, path } = (ADDRESS.exec(url) ?? SSH.exec(url))?.groups ?? {};
  return host === undefined || path === undefined ? undefined : { host, path };
}

const SHORT = /^(?:(?<site>github|gitlab|bitbucket):)?(?<short>[\w.-]+\/[\w.-]+?)(?:\.git)?$/;
const ADDRESS =
  /^(?:git\+)?(?:https?|ssh|git):\/\/(?:[^@/]*@)?(?<host>[\w.-]+)(?::\d+)?\/(?<path>[\w.~/-]+?)(?:\.git)?\/?$/;
/** As git writes it itself: `git@host:owner/name.git`. */
const SSH = /^(?:[\w.-]+@)(?<host>[\w.-]+):(?<path>[\w.~/-]+?)(?:\.git)?\/?$/;

const HOSTS: Readonly<Record<string, string>> = {
  github: "github.com",
  gitlab: "gitlab.com",
  bitbucket: "bitbucket.org",
};
