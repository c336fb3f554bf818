import { canonicalJson } from "../domain/canonical-json.ts";
import { type LiveRoute, type LiveTarget, routeKey } from "../domain/distribution.ts";
import { normaliseTarget, normaliseTargets, sameRouteType, sameTargets } from "../domain/normalise.ts";
import { printable } from "../domain/wording.ts";
import type { RouteChange } from "../plan/plan.ts";
import type { MovedText, Style } from "./style.ts";

/** `host/path → target`, and below it a line for each region that has a target of its own. */
export function renderRoute(route: LiveRoute, style: Style): readonly string[] {
  const targets = targetsOf(route);
  const usual = targets.get("Default");
  const lead = usual === undefined ? "" : ` → ${renderTarget(usual)}`;
  const width = Math.max(0, ...[...targets.keys()].map((region) => printable(region).length));
  return [
    `${addressOf(route)}${lead}  ${style.faint(printable(route.type))}`,
    ...[...targets]
      .filter(([region]) => region !== "Default")
      .map(([region, target]) => `  ${printable(region).padEnd(width)} → ${renderTarget(target)}`),
  ];
}

/** `+` for a route that is added, `-` for one that is removed, `~` for one that changes: old → new. */
export function renderRouteChange(
  change: RouteChange,
  style: Style,
  movedText: MovedText,
): readonly string[] {
  const moved = movedText(change.moved);
  switch (change.kind) {
    case "add":
      return whole(style.create("+"), change.to, style, moved);
    case "remove":
      return whole(style.bad("-"), change.from, style, moved);
    case "update":
      return renderUpdate(change.from, change.to, style, moved);
    case "replace":
      return [
        `${style.warn("~")} ${addressOf(change.from)} becomes ${addressOf(change.to)}${moved}`,
        ...whole(style.create("+"), change.to, style).map((line) => `  ${line}`),
        ...whole(style.bad("-"), change.from, style).map((line) => `  ${line}`),
      ];
    default:
      return change satisfies never;
  }
}

function whole(sign: string, route: LiveRoute, style: Style, moved = ""): readonly string[] {
  const [first, ...regions] = renderRoute(route, style);
  return [`${sign} ${first}${moved}`, ...regions.map((line) => `  ${line}`)];
}

function renderUpdate(from: LiveRoute, to: LiveRoute, style: Style, moved: string): readonly string[] {
  const [before, after] = [targetsOf(from), targetsOf(to)];
  const [was, becomes] = [before.get("Default"), after.get("Default")];
  const both = was !== undefined && becomes !== undefined;
  const lead = both && !isSame(becomes, was) ? `  ${renderTarget(was)} → ${renderTarget(becomes)}` : "";
  const type = sameRouteType(from.type, to.type)
    ? []
    : [`type  ${printable(from.type)} → ${printable(to.type)}`];
  const regions = [
    ...[...after].flatMap(([region, target]) => renderRegion(region, before.get(region), target, style)),
    ...[...before]
      .filter(([region]) => !after.has(region))
      .map(([region, target]) => `${style.bad("-")} ${printable(region)} → ${renderTarget(target)}`),
  ];
  return [
    `${style.warn("~")} ${addressOf(to)}${lead}${moved}`,
    ...[...type, ...regions].map((line) => `    ${line}`),
  ];
}

/** The default target stands beside the address where both sides have one, and is not repeated here. */
function renderRegion(
  region: string,
  was: LiveTarget | undefined,
  becomes: LiveTarget,
  { create, warn }: Style,
): readonly string[] {
  if (was === undefined) return [`${create("+")} ${printable(region)} → ${renderTarget(becomes)}`];
  if (region === "Default" || isSame(becomes, was)) return [];
  return [`${warn("~")} ${printable(region)}  ${renderTarget(was)} → ${renderTarget(becomes)}`];
}

function isSame(becomes: LiveTarget, was: LiveTarget): boolean {
  return sameTargets({ Default: becomes }, { Default: was });
}

function targetsOf({ targets }: LiveRoute): ReadonlyMap<string, LiveTarget> {
  return new Map(Object.entries(normaliseTargets(targets)));
}

function addressOf(route: LiveRoute): string {
  return printable(routeKey(route));
}

/** The target in words; one of a type that distro-sync does not know is shown as JSON. */
function renderTarget(target: LiveTarget): string {
  return printable(wordsOf(normaliseTarget(target)) ?? canonicalJson(target));
}

type Part = Readonly<Record<string, unknown>>;

function wordsOf(target: Part): string | undefined {
  switch (target.type) {
    case "EXTERNAL":
      return worded`${target.external_url}`;
    case "TUNNEL": {
      const { id, tunnel_id: tunnel } = partOf(target.tunnel);
      return worded`tunnel ${tunnel} of agent ${id}`;
    }
    case "SANDBOX": {
      const { id, endpoint } = partOf(target.sandbox);
      return worded`sandbox ${id}, endpoint ${endpoint}`;
    }
    case "ARTIFACT": {
      const { id, version } = partOf(target.artifact);
      return version === undefined ? worded`artifact ${id}` : worded`artifact ${id}, version ${version}`;
    }
    default:
      return undefined;
  }
}

/** Undefined when a part is not text: then the target is shown as JSON. */
function worded(strings: TemplateStringsArray, ...values: readonly unknown[]): string | undefined {
  return values.every((value) => typeof value === "string") ? String.raw(strings, ...values) : undefined;
}

function partOf(value: unknown): Part {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
