import { isFailure, type LeftAlone, type Plan, type PlanSummary } from "../plan/plan.ts";
import { count, type Style } from "./style.ts";

/** The last line of a plan, which counts it all, and the digest that approves it. */
export function renderSummary({ changes, summary, digest, leftAlone, policy }: Plan, style: Style): string {
  const work = workOf(summary);
  const nothing = policy === "create-only" ? "nothing to create" : "nothing to do";
  const parts = [
    leftAlone.some(({ reason }) => isFailure(reason)) ? "incomplete" : "",
    work === "" ? nothing : work,
    `${summary.unchanged} existing${notCompared(summary, policy)}`,
    summary.leftAlone === 0 ? "" : `${summary.leftAlone} left alone${whyLeft(leftAlone, summary)}`,
    summary.blocked === 0 ? "" : style.bad(`${summary.blocked} blocked`),
  ];
  const line = `${style.strong("Plan:")} ${parts.filter((part) => part !== "").join(", ")}.`;
  return changes.length === 0 ? line : `${line}\n${style.faint(`Digest: ${digest}`)}`;
}

function workOf(summary: PlanSummary): string {
  const { create, finish, update, routes } = summary;
  const alone = create === 0 && update === 0;
  return [
    create === 0 ? "" : `${count(create, "distribution")} and ${count(routes, "route")} to create`,
    create === 0 && update > 0 && routes > 0 ? `${count(routes, "route")} to create` : "",
    finish === 0
      ? ""
      : `${count(finish, "distribution")} to finish${alone ? ` with ${count(routes, "route")}` : ""}`,
    ...(["update", "adopt", "disown", "disable", "delete"] as const).map((action) =>
      summary[action] === 0 ? "" : `${summary[action]} to ${action}`,
    ),
  ]
    .filter((part) => part !== "")
    .join(", ");
}

/** A policy that changes nothing compares nothing. */
function notCompared({ unverified }: PlanSummary, policy: Plan["policy"]): string {
  return policy === "create-only" || unverified === 0 ? "" : ` (${unverified} not compared)`;
}

function whyLeft(leftAlone: readonly LeftAlone[], { drift }: PlanSummary): string {
  const failed = leftAlone.filter(({ reason }) => isFailure(reason)).length;
  const why = [
    ...(drift === 0 ? [] : [`${drift} changed in Buddy`]),
    ...(failed === 0 ? [] : [`${failed} because a call failed`]),
  ];
  return why.length === 0 ? "" : ` (${why.join(", ")})`;
}
