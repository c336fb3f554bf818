/** A name that cannot be part of a URL's path without changing its meaning. */
export class PathError extends Error {
  override readonly name = "PathError";
}

/**
 * `/workspaces/my-company/distributions`, from its segments.
 * @throws PathError for a segment that a URL parser, a proxy or a server would collapse, split or drop: encoding does
 * not help, `encodeURIComponent("..")` is `..` and `https://host/a/../b` is `https://host/b`
 */
export function buildPath(segments: readonly string[]): string {
  return segments
    .map((segment) => {
      const fault = faultOf(segment);
      if (fault !== undefined) throw new PathError(`${JSON.stringify(segment)} cannot be in a URL: ${fault}`);
      return `/${encodeURIComponent(segment)}`;
    })
    .join("");
}

function faultOf(segment: string): string | undefined {
  if (segment === "") return "it is empty";
  if (segment === "." || segment === "..") return "it is a step in a path, not a name";
  if (/[/\\]/.test(segment)) return "it holds a slash";
  if (/[%?#]/.test(segment)) return "it holds one of % ? #";
  // Controls, invisible formatting, every kind of space, and halves of a surrogate pair.
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Z}]/u.test(segment)) return "it holds a space or an invisible character";
  return undefined;
}
