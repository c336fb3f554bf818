import type { Change } from "./plan.ts";

/** How much one pass may do. */
export type Limits = {
  /** New distributions in one pass; more looks like a templating loop. */
  readonly creates: number;
};

export const DEFAULT_LIMITS: Limits = { creates: 50 };

/** Changes that a rule refuses. Nothing is broken: someone has to decide, in a reviewed commit. */
export type Block = {
  readonly code: "LIMIT_CREATES";
  readonly message: string;
  readonly remedy: string;
  readonly keys: readonly string[];
};

/** What the limits refuse: the whole class that is over its limit, since no part of it is more trusted than the rest. */
export function guard(changes: readonly Change[], limits: Limits): readonly Block[] {
  const created = changes.filter((change) => change.action === "create" && change.resumes === undefined);
  if (created.length <= limits.creates) return [];
  return [
    {
      code: "LIMIT_CREATES",
      message: `${created.length} distributions would be created, and the limit is ${limits.creates} a pass`,
      remedy: `if that is intended, raise \`limits: { creates: ${created.length} }\` in distro-sync.yaml`,
      keys: created.map((change) => change.key),
    },
  ];
}
