import type { LiveGrant } from "../domain/distribution.ts";
import { printable } from "../domain/wording.ts";
import type { BlockCode } from "../plan/block.ts";
import type { Move } from "../plan/moves.ts";
import type {
  AdoptChange,
  Change,
  CreateChange,
  DeleteChange,
  DisableChange,
  DisownChange,
  FieldChange,
  Moved,
  PlannedPermissions,
  UpdateChange,
} from "../plan/plan.ts";
import { label, type MovedText, type Style } from "./style.ts";
import { renderRoute, renderRouteChange } from "./text-route.ts";

/** Where a change stands on the page, and what is known about it from elsewhere in the plan. */
export type Placing = {
  /** The width of the column of labels. */
  readonly width: number;
  /** The rules that keep it from being carried out. */
  readonly blockedBy: readonly BlockCode[];
  /** All routes of the plan that move from one distribution to another. */
  readonly moves?: readonly Move[];
};

/**
 * A change and everything it does: `+` creates, `~` updates, `>` adopts, `<` disowns, `!` disables, `-` deletes. Apply writes
 * nothing that is not shown here.
 */
export function renderChange(change: Change, placing: Placing, style: Style): string {
  const { sign, paint, verb, origin, facts } = lookOf(change, style);
  const { width, blockedBy, moves = [] } = placing;
  const head = paint(`${sign} ${label(change, width)}`);
  const blocked = blockedBy.length === 0 ? "" : `  ${style.bad(`blocked by ${blockedBy.join(", ")}`)}`;
  const from = origin === "" ? "" : `  ${style.faint(printable(origin))}`;
  const all = [...facts, ...moves.flatMap((move) => renderMove(move, change.key, style))];
  return [`${head}  ${verb}${from}${blocked}`, ...all.map((fact) => `    ${fact}`)].join("\n");
}

function renderMove({ address, from, to }: Move, key: string, { faint }: Style): readonly string[] {
  const route = printable(address);
  if (to.key === key) return [faint(`${route} comes from ${nameOf(from, to)}`)];
  return from.key === key ? [faint(`${route} goes to ${nameOf(to, from)}`)] : [];
}

/** With its scope only where the two scopes differ. */
function nameOf({ identifier, where }: Change, seenFrom: Change): string {
  return printable(where === seenFrom.where ? identifier : `${identifier} (${where})`);
}

type Look = {
  readonly sign: string;
  readonly paint: (text: string) => string;
  readonly verb: string;
  /** The manifest, or the commits, that caused it. */
  readonly origin: string;
  readonly facts: readonly string[];
};

function lookOf(change: Change, style: Style): Look {
  const { create, warn, bad } = style;
  switch (change.action) {
    case "create": {
      const verb = change.resumes === undefined ? "create" : "finish";
      return { sign: "+", paint: create, verb, origin: change.source, facts: ofCreate(change, style) };
    }
    case "update":
      return {
        sign: "~",
        paint: warn,
        verb: "update",
        origin: change.source,
        facts: ofUpdate(change, style),
      };
    case "adopt":
      return {
        sign: ">",
        paint: create,
        verb: "adopt",
        origin: change.source,
        facts: ofAdopt(change, style),
      };
    case "disown": {
      const facts = ["it stays in Buddy as it is, and is no longer ours"];
      return { sign: "<", paint: warn, verb: "disown", origin: endOf(change), facts };
    }
    case "disable":
      return {
        sign: "!",
        paint: bad,
        verb: "disable",
        origin: endOf(change),
        facts: ofDisable(change, style),
      };
    case "delete":
      return { sign: "-", paint: bad, verb: "delete", origin: endOf(change), facts: ofDelete(change, style) };
    default:
      return change satisfies never;
  }
}

function ofCreate(change: CreateChange, style: Style): readonly string[] {
  const { resumes, name, identifier, disabled, permissions, routes } = change;
  return [
    ...(resumes === undefined ? [] : [earlier(change)]),
    ...(name === identifier ? [] : [`name ${printable(name)}`]),
    ...(disabled === true ? ["disabled"] : []),
    ...(permissions === undefined || resumes !== undefined ? [] : accessOf(permissions)),
    ...routes.flatMap((route) => renderRoute(route, style)),
  ];
}

function earlier({ resumes = "", presumed }: CreateChange): string {
  const id = printable(resumes);
  return presumed === true
    ? `looks like what an earlier pass began (id ${id}): check that it is`
    : `created by an earlier pass that was cut short (id ${id})`;
}

function accessOf({ others, users = [], groups = [] }: PlannedPermissions): readonly string[] {
  const grants = [
    ...(others === undefined ? [] : [`others ${others}`]),
    ...[...users.map(asUser), ...groups.map(asGroup)].map(
      ({ who, access_level }) => `${who} ${access_level}`,
    ),
  ];
  return grants.length === 0 ? [] : [`access ${grants.join(", ")}`];
}

function ofUpdate({ fields, routes, renames }: UpdateChange, style: Style): readonly string[] {
  // The label already shows the rename.
  const others = fields.filter((change) => change.field !== "identifier" || change.from !== renames);
  const known = renames !== undefined && !fields.some(({ field }) => field === "identifier");
  return [
    ...(known ? ["Buddy has the new identifier already; only the inventory is updated"] : []),
    ...renderDifferences({ fields: others, routes }, style, movedTextIn(style)),
  ];
}

function ofAdopt({ id, fields, routes }: AdoptChange, style: Style): readonly string[] {
  const differences = renderDifferences({ fields, routes }, style, NO_MOVED_TEXT);
  const after = differences.length === 0 ? "it matches its manifest" : "the next pass updates what differs:";
  return [
    `it exists (id ${printable(id)}) and becomes ours; this pass writes nothing to it; ${after}`,
    ...differences,
  ];
}

function ofDisable({ routes, deleteAfter }: DisableChange, style: Style): readonly string[] {
  const then =
    deleteAfter === undefined
      ? "it stays disabled until somebody decides"
      : `it will be deleted after ${printable(deleteAfter)}, unless its manifest comes back`;
  return [then, ...lostRoutes(routes, style)];
}

function ofDelete({ routes, enabled }: DeleteChange, style: Style): readonly string[] {
  return [...(enabled ? [] : ["it is disabled already"]), ...lostRoutes(routes, style)];
}

function lostRoutes(routes: DeleteChange["routes"], style: Style): readonly string[] {
  return routes.flatMap((from) =>
    renderRouteChange({ kind: "remove", id: "", from, moved: "ours" }, style, NO_MOVED_TEXT),
  );
}

/** What differs: one line or more for each field and each route. */
export function renderDifferences(
  { fields, routes }: Pick<UpdateChange, "fields" | "routes">,
  style: Style,
  movedText: MovedText,
): readonly string[] {
  return [
    ...renderFields(fields, style, movedText),
    ...routes.flatMap((route) => renderRouteChange(route, style, movedText)),
  ];
}

/** `declared until 1a2b3c4, gone in 5d6e7f8`, as far as that is known. */
function endOf({ declaredIn, goneIn }: DisownChange | DisableChange | DeleteChange): string {
  return [
    ...(declaredIn === undefined ? [] : [`declared until ${short(declaredIn)}`]),
    ...(goneIn === undefined ? [] : [`gone in ${short(goneIn)}`]),
  ].join(", ");
}

function short(commit: string): string {
  return /^[0-9a-f]{8,}$/.test(commit) ? commit.slice(0, 7) : commit;
}

/** `name  Shop → Shop 2  (changed in git)`: a line for each field, and below it one for each grant that is another. */
function renderFields(fields: readonly FieldChange[], style: Style, movedText: MovedText): readonly string[] {
  return fields.flatMap((change) => [
    `${change.field}${valuesOf(change)}${movedText(change.moved)}`,
    ...grantsOf(change, style).map((line) => `  ${line}`),
  ]);
}

function valuesOf(change: FieldChange): string {
  switch (change.field) {
    case "identifier":
      return `  ${shown(change.from ?? "none")} → ${shown(change.to)}`;
    case "name":
      return `  ${shown(change.from)} → ${shown(change.to)}`;
    case "disabled":
      return `  ${change.from} → ${change.to}`;
    case "others":
      return `  ${shown(change.from ?? "unknown")} → ${shown(change.to)}`;
    case "users":
    case "groups":
      return "";
    default:
      return change satisfies never;
  }
}

/** In quotation marks where its beginning or end would be invisible. */
function shown(text: string): string {
  return printable(/^\s|\s$|^$|→/.test(text) ? `"${text}"` : text);
}

function grantsOf(change: FieldChange, style: Style): readonly string[] {
  switch (change.field) {
    case "users":
      return renderGrants(change.from, change.to.map(asUser), "user", style);
    case "groups":
      return renderGrants(change.from, change.to.map(asGroup), "group", style);
    case "identifier":
    case "name":
    case "disabled":
    case "others":
      return [];
    default:
      return change satisfies never;
  }
}

type Grantee = LiveGrant & { readonly who: string };

/** `dev@example.com`, `user 5` */
function asUser({ id, email, access_level }: NonNullable<PlannedPermissions["users"]>[number]): Grantee {
  return { id, access_level, who: printable(email ?? `user ${id}`) };
}

/** `group admins`, `group 9` */
function asGroup({ id, name, access_level }: NonNullable<PlannedPermissions["groups"]>[number]): Grantee {
  return { id, access_level, who: printable(`group ${name ?? id}`) };
}

function renderGrants(
  from: readonly LiveGrant[],
  to: readonly Grantee[],
  noun: "user" | "group",
  { create, warn, bad }: Style,
): readonly string[] {
  const before = new Map(from.map(({ id, access_level }) => [id, printable(access_level)]));
  const after = new Set(to.map(({ id }) => id));
  return [
    ...to.flatMap(({ id, who, access_level }) => {
      const was = before.get(id);
      if (was === undefined) return [create(`+ ${who} ${access_level}`)];
      return was === access_level ? [] : [warn(`~ ${who} ${was} → ${access_level}`)];
    }),
    ...from
      .filter(({ id }) => !after.has(id))
      .map(({ id, access_level }) => bad(`- ${noun} ${id} ${printable(access_level)}`)),
  ];
}

/** `  (changed in git)` */
function movedTextIn({ faint, warn, bad }: Style): MovedText {
  const texts = {
    ours: faint("(changed in git)"),
    theirs: warn("(changed in Buddy)"),
    conflict: bad("(changed in both)"),
  } as const satisfies Record<Moved, string>;
  return (moved) => `  ${texts[moved]}`;
}

/** For lists in which the same side moved everywhere. */
export const NO_MOVED_TEXT: MovedText = () => "";
