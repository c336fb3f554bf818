import type { Bucket } from "../../core/distribution.ts";
import { parseUrl } from "../../core/url.ts";

/**
 * The bucket that an object's own addresses name, or undefined where they leave it open. The addresses are read, never
 * called. Buddy puts `?project_name=` on the API address of what belongs to a project, and writes the web address as
 * `/workspace/project/routing/…`, with `-` for the workspace itself (examples of June 2026).
 */
export function homeOf(url: string | undefined, htmlUrl: string | undefined): Bucket | undefined {
  const query = parse(url)?.searchParams;
  const environmentId = query?.get("environment_id");
  if (environmentId) return { scope: "ENVIRONMENT", environmentId };
  const project = query?.get("project_name");
  if (project) return { scope: "PROJECT", project };
  const [, , owner, section] = parse(htmlUrl)?.pathname.split("/") ?? [];
  if (owner === undefined || owner === "" || section !== "routing") return undefined;
  if (owner === "-") return { scope: "WORKSPACE" };
  const name = decoded(owner);
  return name === undefined ? undefined : { scope: "PROJECT", project: name };
}

function parse(url: string | undefined): URL | undefined {
  return url === undefined ? undefined : parseUrl(url);
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined; // A lone `%`: the address is not one of Buddy's.
  }
}
