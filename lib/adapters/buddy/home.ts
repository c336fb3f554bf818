import type { Scope } from "../../core/distribution.ts";

/**
 * The scope that an object's own addresses name, or undefined where they leave it open. The addresses are read, never
 * called. Buddy puts `?project_name=` on the API address of what belongs to a project, and writes the web address as
 * `/workspace/project/routing/…`, with `-` for the workspace itself (examples of June 2026).
 */
export function homeOf(url: string | undefined, htmlUrl: string | undefined): Scope | undefined {
  const query = parse(url)?.searchParams;
  const environmentId = query?.get("environment_id");
  if (environmentId) return { kind: "environment", environmentId };
  const project = query?.get("project_name");
  if (project) return { kind: "project", project };
  const [, , owner, section] = parse(htmlUrl)?.pathname.split("/") ?? [];
  if (owner === undefined || owner === "" || section !== "routing") return undefined;
  if (owner === "-") return { kind: "workspace" };
  const name = decoded(owner);
  return name === undefined ? undefined : { kind: "project", project: name };
}

function parse(url: string | undefined): URL | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url) : undefined;
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined; // A lone `%`: the address is not one of Buddy's.
  }
}
