import type { ScopeReference } from "../distribution.ts";
import type { Explanation } from "./explain.ts";
import type { Manifest } from "./schema.ts";

/** Where a manifest's distribution belongs, or what is wrong with the keys that say so. */
export function scopeOf(manifest: Manifest): ScopeReference | { readonly wrong: readonly Explanation[] } {
  const { scope, project_name: project, environment, environment_id: environmentId } = manifest;
  switch (scope) {
    case "WORKSPACE":
      return unless(superfluous(manifest, KEYS, "a WORKSPACE distribution belongs to none"), {
        kind: "workspace",
      });
    case "PROJECT": {
      const wrong = superfluous(
        manifest,
        ["environment", "environment_id"],
        "it goes with scope: ENVIRONMENT",
      );
      return project === undefined
        ? { wrong: [missing("project_name", "a PROJECT distribution"), ...wrong] }
        : unless(wrong, { kind: "project", project });
    }
    case "ENVIRONMENT":
      if (environmentId !== undefined) {
        const wrong = superfluous(manifest, ["environment", "project_name"], "environment_id says it all");
        return unless(wrong, { kind: "environment", environmentId });
      }
      if (environment === undefined) {
        return { wrong: [missing("environment or environment_id", "an ENVIRONMENT distribution")] };
      }
      return { kind: "environment", environment, ...(project === undefined ? {} : { project }) };
    default:
      return scope satisfies never;
  }
}

const KEYS = ["project_name", "environment", "environment_id"] as const;

function unless(
  wrong: readonly Explanation[],
  scope: ScopeReference,
): ScopeReference | { readonly wrong: readonly Explanation[] } {
  return wrong.length > 0 ? { wrong } : scope;
}

function superfluous(
  manifest: Manifest,
  keys: readonly (typeof KEYS)[number][],
  why: string,
): readonly Explanation[] {
  return keys
    .filter((key) => manifest[key] !== undefined)
    .map((key) => ({
      path: [key],
      part: "key",
      code: "SCOPE_KEYS",
      message: `${key} does not fit scope: ${manifest.scope}: ${why}`,
      remedy: "take the key out, or change the scope",
    }));
}

function missing(key: string, what: string): Explanation {
  return {
    path: ["scope"],
    part: "value",
    code: "SCOPE_KEYS",
    message: `${what} needs ${key}`,
    remedy: "add it, or change the scope",
  };
}
