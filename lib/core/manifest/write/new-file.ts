import type { Actual } from "../../distribution.ts";
import { routeKey } from "../../distribution.ts";
import { cite } from "../cite.ts";
import { readManifests } from "../read.ts";
import type { Manifest } from "../schema.ts";
import { type Note, renderManifest } from "./render.ts";

/**
 * The text of a file for a distribution that no manifest mentions yet, with Buddy's ids in comments; or why there can be none.
 *
 * @param schema the path of the manifest's schema from the file, for editors
 * @param names of groups by id
 */
export function newFile(
  manifest: Manifest,
  actual: Actual,
  { schema, names }: { readonly schema: string; readonly names: ReadonlyMap<number, string> },
): { readonly text: string } | { readonly wrong: string } {
  const head = [`yaml-language-server: $schema=${schema}`, `id ${cite(actual.id)}`];
  const text = renderManifest(manifest, {
    head,
    above: [...groupNotes(manifest, names), ...routeNotes(actual)],
  });
  const { problems } = readManifests([{ path: "manifest.yaml", content: new TextEncoder().encode(text) }]);
  const [problem] = problems;
  return problem === undefined ? { text } : { wrong: problem.message };
}

function groupNotes({ permissions }: Manifest, names: ReadonlyMap<number, string>): readonly Note[] {
  return (permissions?.groups ?? []).flatMap(({ id }, index) => {
    const name = names.get(Number(id));
    return name === undefined ? [] : [{ path: ["permissions", "groups", index], text: cite(name) }];
  });
}

/** The routes of a new manifest are in the order in which they are live. */
function routeNotes({ routes }: Actual): readonly Note[] {
  return routes.map(({ id }, index) => ({ path: ["routes", index], text: `id ${cite(id)}` }));
}

/** Ids of live routes by their keys. */
export function routeIdsOf({ routes }: Actual): ReadonlyMap<string, string> {
  return new Map(routes.map((route) => [routeKey(route), route.id]));
}
