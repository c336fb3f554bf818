import { approvalText } from "../decide/approval.ts";
import { DAY_MS, MINUTE_MS } from "../domain/time.ts";
import { printable } from "../domain/wording.ts";
import type { Block, BlockCode } from "../plan/block.ts";
import { movesOf } from "../plan/moves.ts";
import {
  isFailure,
  type LeftAlone,
  type Plan,
  type PlanApproval,
  type PlanSummary,
  type Unchanged,
} from "../plan/plan.ts";
import { count, label, labelColumn, type Style } from "./style.ts";
import { NO_MOVED_TEXT, renderChange, renderDifferences } from "./text-change.ts";

/**
 * The plan as a reviewer reads it: the changes, what exists, what is left alone and why, what is blocked, and the counts.
 *
 * @param options `now`, in milliseconds since the epoch: with it a blocked plan ends with the approval to commit
 */
export function renderPlan(plan: Plan, style: Style, options: { readonly now?: number } = {}): string {
  const { workspace, policy, changes, unchanged, leftAlone, blocks, approval } = plan;
  const head = `${style.strong(printable(workspace.name))} on ${printable(workspace.api)}, policy ${policy}`;
  const width = labelColumn([...changes, ...unchanged, ...leftAlone]);
  const blockers = blockersOf(blocks);
  const moves = movesOf(changes);
  const ready = options.now === undefined ? undefined : renderReadyApproval(plan, options.now, style);
  const sections = [
    changes
      .map((change) =>
        renderChange(change, { width, blockedBy: blockers.get(change.key) ?? [], moves }, style),
      )
      .join("\n"),
    unchanged.map((one) => renderUnchanged(one, width, style)).join("\n"),
    renderLeftAlone(leftAlone, width, style),
    blocks.map((block) => renderBlock(block, style)).join("\n"),
    approval === undefined ? "" : renderApproval(approval, style),
    renderSummary(plan, style),
    ready ?? "",
  ];
  return `${[head, ...sections].filter((section) => section !== "").join("\n\n")}\n`;
}

function renderUnchanged(one: Unchanged, width: number, style: Style): string {
  const { verified, both = [] } = one;
  const alike = both.length === 0 ? "" : `, changed alike in git and in Buddy: ${printable(both.join(", "))}`;
  return `= ${label(one, width)}  ${style.faint(`${verified ? "in sync" : "exists"}${alike}`)}`;
}

/** The last line of a plan, with its counts, and the digest that an approval names. */
function renderSummary(plan: Plan, style: Style): string {
  const { changes, summary, digest, leftAlone, policy } = plan;
  const work = workOf(summary);
  const existing = existingIn(plan);
  const nothing = policy === "create-only" ? "nothing to create" : "nothing to do";
  const parts = [
    leftAlone.some(({ reason }) => isFailure(reason)) ? "incomplete" : "",
    work === "" ? nothing : work,
    `${existing} existing${notCompared(summary, policy)}`,
    summary.leftAlone === 0 ? "" : `${summary.leftAlone} left alone${whyLeft(leftAlone, summary)}`,
    summary.blocked === 0 ? "" : style.bad(`${summary.blocked} blocked`),
  ];
  const line = `${style.strong("Plan:")} ${parts.filter((part) => part !== "").join(", ")}.`;
  return changes.length === 0 ? line : `${line}\n${style.faint(`Digest: ${digest}`)}`;
}

/** The distributions in Buddy that the plan speaks of, whoever owns them. */
function existingIn({ changes, unchanged, leftAlone }: Plan): number {
  const ids = [
    ...changes.map((change) => (change.action === "create" ? change.resumes : change.id)),
    ...unchanged.map(({ id }) => id),
    ...leftAlone.map(({ id }) => id),
  ];
  return new Set(ids.filter((id) => id !== undefined)).size;
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

/** Up to this many objects that no manifest mentions are listed; more are only counted. The JSON plan lists all of them. */
const MOST_UNMANAGED = 10;

/** Up to this many distributions that share one failure are listed; of more, the failure is what matters. */
const MOST_OF_A_FAILURE = 3;

/** What is left alone and why. For drift, every field that was changed in Buddy. */
export function renderLeftAlone(leftAlone: readonly LeftAlone[], width: number, style: Style): string {
  const groups = new Map<string, LeftAlone[]>();
  for (const one of leftAlone) {
    // All that no manifest mentions is one group; otherwise a group has one reason, one scope and one detail.
    const key = one.reason === "not-in-manifests" ? one.reason : `${one.reason} ${one.where} ${one.detail}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(one);
  }
  return [...groups.values()].flatMap((group) => renderGroup(group, width, style)).join("\n");
}

function renderGroup(group: readonly LeftAlone[], width: number, style: Style): readonly string[] {
  const [first] = group;
  if (first?.reason === "not-in-manifests" && group.length > MOST_UNMANAGED) {
    return [
      `· ${count(group.length, "live distribution")} that no manifest mentions (--format json lists them)`,
    ];
  }
  if (first !== undefined && isFailure(first.reason) && group.length > MOST_OF_A_FAILURE) {
    // `incomplete-read` is the reason for orphans alone, which have no manifest.
    const noun = first.reason === "incomplete-read" ? "distribution" : "manifest";
    const whom = `${count(group.length, noun)}  (${printable(first.where)})`;
    return [`· ${whom.padEnd(width)}  ${style.bad(first.reason)}: ${printable(first.detail)}`];
  }
  return group.flatMap((one) => {
    const { fields = [], routes = [] } = one;
    const reason = isFailure(one.reason) ? style.bad(one.reason) : style.warn(one.reason);
    return [
      `· ${label(one, width)}  ${reason}: ${printable(one.detail)}`,
      ...renderDifferences({ fields, routes }, style, NO_MOVED_TEXT).map((line) => `    ${line}`),
    ];
  });
}

/** What a rule refuses, and what a person can do about it. */
export function renderBlock(block: Block, style: Style): string {
  return `${style.bad("blocked")} ${ruleOf(block)}\n  ${printable(block.remedy)}`;
}

/** Who decided, and what that allows. */
function renderApproval({ by, reason, until, source, lifts }: PlanApproval, style: Style): string {
  return [
    `${style.create("approved")} by ${printable(by)} until ${printable(until)}: ${printable(reason)}  ${style.faint(printable(source))}`,
    ...lifts.map((block) => `  lifts ${ruleOf(block)}`),
  ].join("\n");
}

/**
 * The file to commit in order to approve this plan; undefined when no approval could lift anything.
 *
 * @param now milliseconds since the epoch
 */
function renderReadyApproval(
  { digest, blocks, approval }: Pick<Plan, "digest" | "blocks" | "approval">,
  now: number,
  style: Style,
): string | undefined {
  // The new file replaces the old approval, so it has to name what that one lifts as well.
  const text =
    blocks.length === 0 ? undefined : readyText(digest, [...blocks, ...(approval?.lifts ?? [])], now);
  return text === undefined ? undefined : `${style.faint(READY)}\n${text.trimEnd()}`;
}

const READY = "To approve exactly this plan, once and for a day, fill this in and commit it:";

function readyText(digest: string, blocks: readonly Block[], now: number): string | undefined {
  return approvalText(digest, blocks, Math.floor((now + DAY_MS) / MINUTE_MS) * MINUTE_MS);
}

/** The rules that keep each change from being carried out, by its key. */
function blockersOf(blocks: readonly Block[]): ReadonlyMap<string, readonly BlockCode[]> {
  const blockers = new Map<string, Set<BlockCode>>();
  for (const { code, keys } of blocks)
    for (const key of keys) blockers.set(key, (blockers.get(key) ?? new Set()).add(code));
  return new Map([...blockers].map(([key, codes]) => [key, [...codes]]));
}

function ruleOf(block: Block): string {
  const rule = block.code === "EXPOSURE" ? `${block.code} ${block.exposure}` : block.code;
  return `${rule} ${printable(block.message)}`;
}
