import { describeScope } from "../distribution.ts";
import type { Block } from "../plan/guard.ts";
import { inOrder } from "../plan/guard.ts";
import type { Change } from "../plan/plan.ts";
import { isoOf } from "../time.ts";
import type { Held, Hold } from "./hold.ts";

/**
 * What holds keep from being carried out, one block for each hold. One that is over holds nothing, and is told so that
 * somebody takes it out; so is one that seems to be meant for another place.
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
      notices.push(`the hold on ${heldName(who)} ended at ${isoOf(until)}: take it out of ${source}`);
      continue;
    }
    const keys = changes.filter((change) => holdsBack(who, change)).map(({ key }) => key);
    if (keys.length > 0) blocks.push(blockOf(hold, keys));
    if (keys.length > 0 || "all" in who) continue;
    const other = changes.find((change) => hasName(who, change));
    if (other !== undefined) {
      notices.push(
        `the hold on ${heldName(who)} in ${source} does not hold ${other.identifier} of ${other.where}: say there where it belongs, if that is meant`,
      );
    }
  }
  return { blocks: inOrder(blocks), notices };
}

/** Whether there are holds cannot be known: as if everything were held. */
export function holdsUnreadable(changes: readonly Change[], why: string): readonly Block[] {
  if (changes.length === 0) return [];
  return inOrder([
    {
      code: "HOLDS_UNREADABLE",
      message: `whether anything is held cannot be known: ${why}`,
      remedy: "mend the holds or what they are kept in; until then nothing is written",
      keys: changes.map(({ key }) => key),
    },
  ]);
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

/** Upper and lower case do not count: no two manifests differ in them alone, and a hold must not fail for a slip. */
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
    default:
      return scope satisfies never;
  }
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
