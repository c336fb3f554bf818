import { isDeepStrictEqual } from "node:util";
import {
  type LiveRoute,
  normaliseAddress,
  type Route,
  routeKey,
} from "../../../lib/core/domain/distribution.ts";
import type { Change, Plan } from "../../../lib/core/plan/plan.ts";
import type { StoredDistribution, StoredRoute } from "../../../lib/emulator/state.ts";

export function isAsPlanned(one: StoredDistribution, change: Extract<Change, { action: "create" }>): boolean {
  const { others, users = [], groups = [] } = change.permissions ?? {};
  return (
    one.name === change.name &&
    one.disabled === (change.disabled ?? false) &&
    (others === undefined || one.permissions.others === others) &&
    grants(one.permissions.users) === grants(users) &&
    grants(one.permissions.groups) === grants(groups) &&
    isDeepStrictEqual(one.routes.map(contentOf).toSorted(), change.routes.map(contentOf).toSorted())
  );
}

/** Whether what a change would replace or remove is not what the plan has shown: somebody was there since. */
export function isStale(change: Change, was: StoredDistribution): boolean {
  if (change.action === "delete" || change.action === "disable") return was.identifier !== change.identifier;
  if (change.action !== "update") return false;
  const live = new Map(was.routes.map((route) => [route.id, contentOf(route)]));
  const now: Readonly<Record<string, unknown>> = {
    identifier: was.identifier,
    name: was.name,
    disabled: was.disabled,
    others: was.permissions.others,
  };
  return (
    change.fields.some(({ field, from }) => field in now && now[field] !== from) ||
    change.routes.some((route) =>
      route.kind === "add"
        ? [...live.values()].includes(contentOf(route.to))
        : live.get(route.id) !== contentOf(route.from),
    )
  );
}

/** What a change shows, in the words of `differences`. */
export function planOf(change: Change): readonly string[] {
  switch (change.action) {
    case "create":
      return [
        ...change.routes.map((route) => `+ ${contentOf(route)}`),
        ...(change.disabled === true ? ["disabled true"] : []),
      ];
    case "update":
      return [...change.fields.map(fieldOf), ...change.routes.flatMap(routeEffects)];
    case "disable":
      return ["disabled true"];
    case "delete":
      return ["deleted"];
    case "adopt":
    case "disown":
      return [];
    default:
      return change satisfies never;
  }
}

type Update = Extract<Change, { action: "update" }>;

function fieldOf(field: Update["fields"][number]): string {
  return field.field === "users" || field.field === "groups"
    ? `${field.field} ${grants(field.to)}`
    : `${field.field} ${String(field.to)}`;
}

function routeEffects(route: Update["routes"][number]): readonly string[] {
  switch (route.kind) {
    case "add":
      return [`+ ${contentOf(route.to)}`];
    case "remove":
      return [`- ${routeKey(route.from)}`];
    case "update":
      return [`~ ${contentOf(route.to)}`];
    case "replace":
      return [`- ${routeKey(route.from)}`, `+ ${contentOf(route.to)}`];
    default:
      return route satisfies never;
  }
}

/** How an object differs from what it was, in words that a plan has too. Whatever a plan has no word for is told as such. */
export function differences(was: StoredDistribution, is: StoredDistribution | undefined): readonly string[] {
  if (is === undefined) return ["deleted"];
  const routes = new Map(is.routes.map((route) => [route.id, route]));
  const known = new Set(was.routes.map(({ id }) => id));
  const text = (one: StoredDistribution) => ({
    identifier: `identifier ${one.identifier}`,
    name: `name ${one.name}`,
    disabled: `disabled ${one.disabled}`,
    others: `others ${one.permissions.others}`,
    users: `users ${grants(one.permissions.users)}`,
    groups: `groups ${grants(one.permissions.groups)}`,
    place: `place ${one.scope} ${one.project} ${one.environment} ${one.workspace} ${one.note}`,
  });
  const [old, now] = [Object.values(text(was)), Object.values(text(is))];
  return [
    ...now.filter((one) => !old.includes(one)),
    ...was.routes.flatMap((route) => {
      const next = routes.get(route.id);
      if (next === undefined) return [`- ${addressOf(route)}`];
      return isDeepStrictEqual(route, next) ? [] : [`~ ${contentOf(next)}`];
    }),
    ...is.routes.filter(({ id }) => !known.has(id)).map((route) => `+ ${contentOf(route)}`),
  ];
}

export function unblocked({ changes, blocks }: Plan): readonly Change[] {
  const blocked = new Set(blocks.flatMap(({ keys }) => keys));
  return changes.filter(({ key }) => !blocked.has(key));
}

export function keyOf({ scope, project, environment, identifier }: StoredDistribution): string {
  const keys = {
    WORKSPACE: "workspace",
    PROJECT: `project:${project}`,
    ENVIRONMENT: `environment:${environment}`,
  };
  return `${keys[scope]}#${identifier}`;
}

type AnyRoute = StoredRoute | Route | LiveRoute;

/** Address, type and targets: the older names of types mean the same as the newer ones. */
export function contentOf(route: AnyRoute): string {
  const type = { PROXY: "CACHED_PROXY", PROXY_NO_CACHE: "DIRECT_PROXY" }[route.type] ?? route.type;
  const targets = Object.entries(route.targets).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${addressOf(route)} ${type} ${JSON.stringify(targets)}`;
}

export function addressOf({ domain, ...rest }: AnyRoute): string {
  return routeKey(normaliseAddress({ ...rest, domain: domain ?? "" }));
}

function grants(list: readonly { readonly id: number; readonly access_level: string }[] = []): string {
  return JSON.stringify(list.map(({ id, access_level }) => `${id} ${access_level}`).toSorted());
}
