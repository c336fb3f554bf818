import { printable } from "../invisible.ts";
import { movesOf } from "../plan/moves.ts";
import type { Plan, Unchanged } from "../plan/plan.ts";
import type { Style } from "./style.ts";
import { blockersOf, renderApproval, renderBlock, renderReadyApproval } from "./text-block.ts";
import { renderChange } from "./text-change.ts";
import { label, labelColumn } from "./text-label.ts";
import { renderLeftAlone } from "./text-left.ts";
import { renderSummary } from "./text-summary.ts";

/**
 * The plan as a reviewer reads it: what would be done, what is there, what is left alone and why, what is blocked, and one
 * last line.
 *
 * @param options when it is shown, in milliseconds since the epoch: a blocked plan then ends with the approval to commit
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
