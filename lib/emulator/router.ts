import { Refusal } from "./answer.ts";
import type { Operation } from "./operation.ts";

export type RouteMatch = { readonly operation: Operation; readonly parameters: ReadonlyMap<string, string> };

/**
 * The operation for a request.
 * @throws Refusal 404 for a path that nobody serves, 405 for a method that the path does not have.
 */
export function route(
  operations: readonly Operation[],
  method: string,
  segments: readonly string[],
): RouteMatch {
  const candidates = operations.flatMap((operation) => {
    const parameters = matchSegments(operation.path, segments);
    return parameters === undefined ? [] : [{ operation, parameters }];
  });
  if (candidates.length === 0) throw new Refusal(404, "Not found: there is nothing at this path");
  const match = candidates.find(({ operation }) => operation.method === method);
  if (match === undefined) {
    const allowed = candidates.map(({ operation }) => operation.method).join(", ");
    throw new Refusal(405, `Method ${method} is not allowed here`, { Allow: allowed });
  }
  return match;
}

/**
 * The segments of a raw path, each decoded once.
 * @throws Refusal 400 for one that is no text when decoded, or that would lead elsewhere.
 */
export function decodeSegments(path: string): readonly string[] {
  if (!path.startsWith("/")) throw new Refusal(400, "The path must begin with a slash");
  return path.slice(1).split("/").map(decodeSegment);
}

function decodeSegment(raw: string): string {
  let segment: string;
  try {
    segment = decodeURIComponent(raw);
  } catch {
    throw new Refusal(400, "The path is not well encoded");
  }
  if (segment === "." || segment === ".." || segment.includes("/")) {
    throw new Refusal(400, "The path holds a segment that would lead elsewhere");
  }
  return segment;
}

function matchSegments(path: string, segments: readonly string[]): ReadonlyMap<string, string> | undefined {
  const pattern = path.slice(1).split("/");
  if (pattern.length !== segments.length) return undefined;
  const parameters = new Map<string, string>();
  for (const [at, expected] of pattern.entries()) {
    const segment = segments[at] ?? "";
    if (expected.startsWith(":") && segment !== "") parameters.set(expected.slice(1), segment);
    else if (expected !== segment) return undefined;
  }
  return parameters;
}
