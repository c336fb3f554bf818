import { describeScope } from "../domain/distribution.ts";
import { isoOf } from "../domain/time.ts";
import { type Block, inBlockOrder } from "../plan/block.ts";
import type { Change } from "../plan/plan.ts";
import type { Held, Hold } from "./hold.ts";

/**
 * The changes that holds block: one block for each hold. A hold that has ended blocks nothing, and a notice asks for its
 * removal. Another notice names a hold that matches a distribution by name and not by place.
 *
 * @param now milliseconds since the epoch
 */
export function heldBlocks(
  changes: readonly Change[],
  holds: readonly Hold[],
  now: number,
): { readonly blocks: readonly Block[]; readonly notices: readonly string[] } {
  const blocks: Block[] = [];
  const notices: string[] = [];
  for (const hold of holds) {
    const { who, until, source } = hold;
    if (until <= now) {
      notices.push(`the hold on ${heldName(who)} ended at ${isoOf(until)}: remove it from ${source}`);
      continue;
    }
    const keys = changes.filter((change) => holdsBack(who, change)).map(({ key }) => key);
    if (keys.length > 0) blocks.push(blockOf(hold, keys));
    if (keys.length > 0 || "all" in who) continue;
    const other = changes.find((change) => hasName(who, change));
    if (other !== undefined) {
      notices.push(
        `the hold on ${heldName(who)} in ${source} does not cover ${other.identifier} in ${other.where}: add its project or environment to the hold if you mean that one`,
      );
    }
  }
  return { blocks: inBlockOrder(blocks), notices };
}

/** What is held, as people say it: `everything`, `shop`, `shop in project web`. */
export function heldName(who: Held): string {
  if ("all" in who) return "everything";
  const { identifier, project, environment, environmentId } = who;
  const path = [project, environment].filter((part) => part !== undefined).join("/");
  if (environmentId !== undefined) return `${identifier} in environment ${environmentId}`;
  if (environment !== undefined) return `${identifier} in environment ${path}`;
  return project === undefined ? identifier : `${identifier} in project ${project}`;
}

function blockOf({ who, until, reason, by, source }: Hold, keys: readonly string[]): Block {
  const decided = by === undefined ? "" : ` by ${by}`;
  return {
    code: "HELD",
    message: `${heldName(who)} is held${decided} until ${isoOf(until)}: ${reason}`,
    remedy: `wait, or end the hold in ${source}; no approval lifts it`,
    keys,
  };
}

type NamedHeld = Exclude<Held, { readonly all: true }>;

function holdsBack(who: Held, change: Change): boolean {
  return "all" in who || (hasName(who, change) && isIn(who, change));
}

/** Case does not count: no two manifests differ in case alone, and a typing error must not undo a hold. */
function hasName(who: NamedHeld, change: Change): boolean {
  const before = change.action === "update" ? change.renames : undefined;
  return [change.identifier, before].some((name) => name !== undefined && same(name, who.identifier));
}

function isIn({ project, environment, environmentId }: NamedHeld, change: Change): boolean {
  const { scope, where } = change;
  switch (scope.kind) {
    case "workspace":
      return project === undefined && environment === undefined && environmentId === undefined;
    case "project":
      return environment === undefined && project !== undefined && same(project, scope.project);
    case "environment": {
      if (environmentId !== undefined) return same(environmentId, scope.environmentId);
      if (environment === undefined) return false;
      const named = project === undefined ? environment : `${project}/${environment}`;
      // Only the manifest has the environment's name: without it, it could be the one that is held.
      return same(where, describeScope(scope, named)) || where === describeScope(scope);
    }
    /* v8 ignore next -- @preserve: the compiler knows every case */
    default:
      return scope satisfies never;
  }
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
