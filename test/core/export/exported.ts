import type { Actual, ActualRoute, Desired, Scope } from "../../../lib/core/domain/distribution.ts";
import { type Export, type ExportRequest, exportManifests } from "../../../lib/core/export/export.ts";
import { readManifests } from "../../../lib/core/manifest/read.ts";
import type { File } from "../../../lib/core/yaml/parse.ts";
import { WORKSPACE } from "../../support/builders.ts";

/** A route as Buddy shows it. */
export function liveRoute(overrides: Partial<ActualRoute> = {}): ActualRoute {
  return {
    id: "dybEM2bg",
    domain: "example.com",
    subdomain: "www",
    path: "/",
    type: "DIRECT_PROXY",
    targets: { Default: { type: "EXTERNAL", external_url: "https://backend.example.com" } },
    ...overrides,
  };
}

/** A distribution as Buddy shows it. */
export function live(overrides: Partial<Actual> = {}, scope: Scope = WORKSPACE) {
  return { scope, actual: { id: "rm1P93jG", identifier: "shop", name: "Shop", routes: [], ...overrides } };
}

type Live = ReturnType<typeof live>;

/** An export into a folder with these files, whose manifests name no environment. */
export function exported(
  all: readonly Live[],
  files: Readonly<Record<string, string>> = {},
  overrides: Partial<ExportRequest> = {},
): Export & { readonly texts: Readonly<Record<string, string>> } {
  const existing: readonly File[] = Object.entries(files).map(([path, text]) => ({
    path: `distributions/${path}`,
    content: new TextEncoder().encode(text),
  }));
  const made = exportManifests({
    live: all,
    files: existing,
    declared: readManifests(existing).desired as readonly Desired<Scope>[],
    unplaced: [],
    folder: "distributions/",
    schemaFor: () => "../schema/manifest.schema.json",
    directory: { users: new Map([["dev@example.com", 1]]), groups: new Map([["admins", 7]]) },
    names: new Map([[7, "admins"]]),
    unknown: new Map(),
    holdsSecret: () => false,
    ...overrides,
  });
  const texts = made.files.map(({ path, text }) => [path.replace("distributions/", ""), text]);
  return { ...made, texts: Object.fromEntries(texts) as Readonly<Record<string, string>> };
}
