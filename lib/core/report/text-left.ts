import { printable } from "../invisible.ts";
import { isFailure, type LeftAlone } from "../plan/plan.ts";
import { count, type Style } from "./style.ts";
import { renderDifferences } from "./text-change.ts";
import { label } from "./text-label.ts";
import { untold } from "./text-moved.ts";

/** So many unmentioned objects are listed one by one; more are counted, and the JSON plan has them all. */
const MOST_UNMENTIONED = 10;

/** So many that one failure concerns are listed one by one; of more, the failure is what matters. */
const MOST_OF_A_FAILURE = 3;

/** What is left alone and why, and what was changed in Buddy field by field. */
export function renderLeftAlone(leftAlone: readonly LeftAlone[], width: number, style: Style): string {
  const groups = new Map<string, LeftAlone[]>();
  for (const one of leftAlone) {
    // What nobody mentions is one group; else those whom the same thing happened to, in the same scope.
    const key = one.reason === "not-in-manifests" ? one.reason : `${one.reason} ${one.where} ${one.detail}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(one);
  }
  return [...groups.values()].flatMap((group) => renderGroup(group, width, style)).join("\n");
}

function renderGroup(group: readonly LeftAlone[], width: number, style: Style): readonly string[] {
  const [first] = group;
  if (first?.reason === "not-in-manifests" && group.length > MOST_UNMENTIONED) {
    return [
      `· ${count(group.length, "live distribution")} that no manifest mentions (--format json lists them)`,
    ];
  }
  if (first !== undefined && isFailure(first.reason) && group.length > MOST_OF_A_FAILURE) {
    // Only of what is ours and in no manifest is it said that something else could not be read.
    const noun = first.reason === "incomplete-read" ? "distribution" : "manifest";
    const whom = `${count(group.length, noun)}  (${printable(first.where)})`;
    return [`· ${whom.padEnd(width)}  ${style.bad(first.reason)}: ${printable(first.detail)}`];
  }
  return group.flatMap((one) => {
    const { fields = [], routes = [] } = one;
    const reason = isFailure(one.reason) ? style.bad(one.reason) : style.warn(one.reason);
    return [
      `· ${label(one, width)}  ${reason}: ${printable(one.detail)}`,
      ...renderDifferences({ fields, routes }, style, untold).map((line) => `    ${line}`),
    ];
  });
}
