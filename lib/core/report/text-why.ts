import type { Actual } from "../domain/distribution.ts";
import type { AppliedFields, Owned } from "../domain/inventory.ts";
import { isoOf } from "../domain/time.ts";
import { printable } from "../domain/wording.ts";
import { count, type Style } from "./style.ts";
import { renderChange } from "./text-change.ts";
import { renderBlock, renderLeftAlone } from "./text-plan.ts";
import type { Why, WhyLive } from "./why.ts";

/** What is desired, what is live, what was applied last, who owns it, and what the plan does about it. */
export function renderWhy(why: Why, style: Style): string {
  const { identifier, where, reason, source, owned, live, lifted } = why;
  const facts: readonly (readonly [string, string])[] = [
    ["reason", style.strong(reason)],
    ["desired", source === undefined ? "no manifest asks for it" : printable(source)],
    ["live", liveText(live)],
    ["applied", appliedText(owned)],
    ["owned", ownedText(why)],
    ...lifted.map(({ code }) => ["approved", code] as const),
  ];
  return [
    `${style.strong(printable(identifier))}  (${printable(where)})`,
    ...facts.map(([name, text]) => `  ${style.faint(name.padEnd(8))} ${text}`),
    ...planned(why, style).flatMap((text) => text.split("\n").map((line) => `  ${line}`)),
  ].join("\n");
}

function planned({ change, unchanged, leftAlone, blocks, reason }: Why, style: Style): readonly string[] {
  const codes = [...new Set(blocks.map(({ code }) => code))];
  return [
    ...(change === undefined ? [] : [renderChange(change, { width: 0, blockedBy: codes }, style)]),
    ...blocks.map((block) => renderBlock(block, style)),
    ...(leftAlone.length === 0 ? [] : [renderLeftAlone(leftAlone, 0, style)]),
    ...(unchanged === undefined ? [] : [unchangedText(unchanged)]),
    ...(reason === "begun" ? [BEGUN] : []),
    ...(reason === "not-planned" ? [NOT_PLANNED] : []),
  ];
}

const BEGUN =
  "an earlier pass began to create it, and the result was not recorded; no manifest asks for it now";
const NOT_PLANNED = "it is in the inventory, and this plan does nothing with it";

function unchangedText({ verified, both = [] }: NonNullable<Why["unchanged"]>): string {
  if (both.length > 0) return `= git and Buddy changed to the same value: ${both.map(printable).join(", ")}`;
  return verified
    ? "= it matches its manifest"
    : "= it exists; this pass did not read it, so it may differ in fields that the list does not show";
}

function liveText(live: WhyLive): string {
  switch (live.kind) {
    case "live":
      return actualText(live.actual);
    case "absent":
      return "does not exist";
    case "unreadable":
      return `not known: ${printable(live.detail)}`;
    default:
      return live satisfies never;
  }
}

function actualText({ id, identifier, name, disabled, permissions, routes }: Actual): string {
  return [
    `id ${printable(id)}`,
    ...(identifier === undefined ? ["without an identifier"] : []),
    ...fieldsText({ name, disabled, others: permissions?.others, routes: routes.length }),
  ].join(", ");
}

function appliedText(owned: Owned | undefined): string {
  const applied = owned?.applied;
  if (owned === undefined || applied === undefined) return "nothing by us";
  const { name, disabled, permissions, routes }: AppliedFields = applied;
  const commit = owned.commit === undefined ? [] : [`commit ${printable(owned.commit)}`];
  const fields = fieldsText({ name, disabled, others: permissions?.others, routes: routes?.length });
  return [isoOf(owned.touchedAt), ...commit, ...fields].join(", ");
}

function fieldsText({
  name,
  disabled,
  others,
  routes,
}: {
  readonly name: string;
  readonly disabled: boolean | undefined;
  readonly others: string | undefined;
  readonly routes: number | undefined;
}): readonly string[] {
  return [
    `name ${printable(name)}`,
    ...(disabled === undefined ? [] : [disabled ? "disabled" : "enabled"]),
    ...(others === undefined ? [] : [`others ${printable(others)}`]),
    ...(routes === undefined ? [] : [count(routes, "route")]),
  ];
}

function ownedText({ owned, begunAt }: Why): string {
  if (owned === undefined)
    return begunAt === undefined
      ? "not by us"
      : `we began to create it at ${isoOf(begunAt)}, and the result is not known`;
  const { id, origin, protect, onRemove, quarantinedAt, complete, pending } = owned;
  return [
    `by us, id ${printable(id)}, ${origin} by us`,
    ...(protect ? ["protected"] : []),
    ...(onRemove === undefined ? [] : [`on_remove ${onRemove}`]),
    ...(quarantinedAt === undefined
      ? []
      : [`disabled because no manifest mentions it, since ${isoOf(quarantinedAt)}`]),
    ...(complete ? [] : ["unfinished: a pass was cut short"]),
    ...(pending === undefined ? [] : ["an update began, and its end was not recorded"]),
  ].join(", ");
}
