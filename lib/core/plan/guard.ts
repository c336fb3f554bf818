import { routeKey } from "../domain/distribution.ts";
import { cite } from "../domain/wording.ts";
import { type Block, inBlockOrder, listed } from "./block.ts";
import { exposureBlocks } from "./exposure.ts";
import type { GuardContext, Limits } from "./limits.ts";
import type { Change, RouteChange, UpdateChange } from "./plan.ts";

/**
 * What the limits refuse, what exposes whole audiences, and where git and Buddy conflict. A limit that is exceeded blocks all
 * changes that count against it, since none of them deserves more trust than the others. The blocks come in one order,
 * whatever the order of the changes.
 */
export function guard(changes: readonly Change[], limits: Limits, context: GuardContext): readonly Block[] {
  const counted = [...limitBlocks(changes, limits, context), ...conflictBlocks(changes)];
  const refused = new Set([...(context.blocked ?? []), ...counted.flatMap(({ keys }) => keys)]);
  return inBlockOrder([...counted, ...exposureBlocks(changes, limits.allow, context, refused)]);
}

/** What is too much for one pass, or for one day. */
function limitBlocks(changes: readonly Change[], limits: Limits, context: GuardContext): readonly Block[] {
  const removed = keysOf(changes.filter(({ action }) => action === "disable" || action === "delete"));
  const updated = changes.filter((change) => change.action === "update");
  return [
    ...ofCreates(changes, limits),
    ...ofRemovals(removed, limits, context),
    ...ofTheDay(removed, limits, context),
    ...ofUpdates(keysOf(updated), limits, context),
    ...ofRoutes(updated, limits, context),
  ];
}

function ofCreates(changes: readonly Change[], { creates }: Limits): readonly Block[] {
  const keys = keysOf(changes.filter((change) => change.action === "create" && change.resumes === undefined));
  if (keys.length <= creates) return [];
  const message = `${distributions(keys.length)} would be created, and the limit is ${creates} a pass`;
  return [{ code: "LIMIT_CREATES", message, remedy: raise(`creates: ${keys.length}`), keys }];
}

function ofRemovals(
  keys: readonly string[],
  { removalShare, removals }: Limits,
  { owned }: GuardContext,
): readonly Block[] {
  const code = "LIMIT_REMOVALS";
  if (keys.length > 0 && keys.length >= owned) {
    const all = keys.length === 1 ? "the only distribution" : `all ${distributions(keys.length)}`;
    return [
      { code, message: `${all} would be removed (100%), and never all are`, remedy: ONLY_APPROVE, keys },
    ];
  }
  const most = mostOf(removalShare, owned);
  const overShare = keys.length > most;
  const overMost = keys.length > removals;
  if (!overShare && !overMost) return [];
  const [limit, settings] = [
    [
      ...(overShare ? [`${removalShare}%, which is ${most}`] : []),
      ...(overMost ? [`${removals} a pass`] : []),
    ],
    [
      ...(overShare ? [`removals: ${percentOf(keys.length, owned)}%`] : []),
      ...(overMost ? [`max_removals: ${keys.length}`] : []),
    ],
  ];
  const message = `${ofWhole(keys.length, owned, "distributions")} would be removed, and the limit is ${limit.join(", and ")}`;
  return [{ code, message, remedy: raise(settings.join(", ")), keys }];
}

/** Each distribution counts once, however many steps its removal takes. */
function ofTheDay(keys: readonly string[], { removals }: Limits, context: GuardContext): readonly Block[] {
  const now = new Set(keys);
  const earlier = new Set(context.removals.map(({ key }) => key).filter((key) => !now.has(key))).size;
  const all = earlier + now.size;
  // Without earlier ones it is the limit of a pass.
  if (now.size === 0 || earlier === 0 || all <= removals) return [];
  const message = `${distributions(now.size)} would be removed after ${earlier} in the last 24 hours, which makes ${all}, and the limit is ${removals} a day`;
  const remedy = `wait for the day to pass; ${raise(`max_removals: ${all}`)}`;
  return [{ code: "LIMIT_REMOVALS_A_DAY", message, remedy, keys }];
}

/** Fewer than five are looked at one by one, unless none may be. */
const FEW_UPDATES = 5;

function ofUpdates(
  keys: readonly string[],
  { updateShare }: Limits,
  { owned }: GuardContext,
): readonly Block[] {
  const few = updateShare === 0 ? 1 : FEW_UPDATES;
  if (keys.length < few || keys.length * 100 <= updateShare * owned) return [];
  const message = `${ofWhole(keys.length, owned, "distributions")} would be updated, and the limit is ${updateShare}%`;
  const remedy = keys.length > owned ? ONLY_APPROVE : raise(`updates: ${percentOf(keys.length, owned)}%`);
  return [{ code: "LIMIT_UPDATES", message, remedy, keys }];
}

function ofRoutes(
  updated: readonly UpdateChange[],
  { routeRemovalShare, routeRemovals }: Limits,
  { live }: GuardContext,
): readonly Block[] {
  const code = "LIMIT_ROUTE_REMOVALS";
  const losing = updated
    .map(({ key, identifier, routes }) => {
      const removed = routes.filter(({ kind }) => kind === "remove" || kind === "replace").length;
      return { key, identifier, removed, whole: Math.max(removed, live.get(key)?.length ?? 0) };
    })
    .filter(({ removed }) => removed > 0);
  const total = losing.reduce((sum, { removed }) => sum + removed, 0);
  const blocks = losing.flatMap(({ key, identifier, removed, whole }): readonly Block[] => {
    const most = mostOf(routeRemovalShare, whole);
    if (removed <= most) return [];
    const message = `${cite(identifier)}: ${ofWhole(removed, whole, "routes")} would be removed, and the limit is ${routeRemovalShare}%, which is ${most}`;
    return [{ code, message, remedy: raise(`route_removals: ${percentOf(removed, whole)}%`), keys: [key] }];
  });
  if (total <= routeRemovals) return blocks;
  const message = `${total} route${total === 1 ? "" : "s"} would be removed, and the limit is ${routeRemovals} a pass`;
  return [...blocks, { code, message, remedy: raise(`max_route_removals: ${total}`), keys: keysOf(losing) }];
}

/** One is always few, unless none may be. */
function mostOf(share: number, whole: number): number {
  return share === 0 ? 0 : Math.max(1, Math.floor((share * whole) / 100));
}

/** The least whole percentage that allows so many. */
function percentOf(part: number, whole: number): number {
  return part >= whole ? 100 : Math.ceil((part * 100) / whole);
}

function ofWhole(part: number, whole: number, noun: string): string {
  return `${part} of ${whole} ${noun} (${percentOf(part, whole)}%)`;
}

function distributions(number: number): string {
  return `${number} distribution${number === 1 ? "" : "s"}`;
}

function keysOf(changes: readonly { readonly key: string }[]): readonly string[] {
  return changes.map(({ key }) => key);
}

function raise(setting: string): string {
  return `if that is intended, raise \`limits: { ${setting} }\` in distro-sync.yaml, or approve this plan`;
}

const ONLY_APPROVE = "no limit allows that: if it is intended, approve this plan";

/** What git and Buddy's side have both changed since the last apply, and differently: nobody has said which one is right. */
function conflictBlocks(changes: readonly Change[]): readonly Block[] {
  return changes.flatMap((change) => {
    if (change.action !== "update" && change.action !== "adopt") return [];
    const what = [
      ...change.fields.flatMap(({ moved, field }) => (moved === "conflict" ? [field] : [])),
      ...change.routes.flatMap((route) => (route.moved === "conflict" ? [`route ${keyOf(route)}`] : [])),
    ];
    if (what.length === 0) return [];
    const message = `${cite(change.identifier)}: changed in git and in Buddy, differently: ${listed(what)}`;
    return [{ code: "CONFLICT", message, remedy: REMEDY, keys: [change.key] }];
  });
}

const REMEDY =
  "decide in git: write the value that Buddy has into the manifest to keep it; or approve this plan, and the manifest wins";

function keyOf(route: RouteChange): string {
  return routeKey(route.kind === "remove" ? route.from : route.to);
}
