import { approvalText } from "../decision/approval-text.ts";
import { printable } from "../invisible.ts";
import type { Block, BlockCode } from "../plan/guard.ts";
import type { Plan, PlanApproval } from "../plan/plan.ts";
import type { Style } from "./style.ts";

/** What a rule refuses, and what a person can do about it. */
export function renderBlock(block: Block, style: Style): string {
  return `${style.bad("blocked")} ${ruleOf(block)}\n  ${printable(block.remedy)}`;
}

/** Who decided, and what that allows. */
export function renderApproval({ by, reason, until, source, lifts }: PlanApproval, style: Style): string {
  return [
    `${style.create("approved")} by ${printable(by)} until ${printable(until)}: ${printable(reason)}  ${style.faint(printable(source))}`,
    ...lifts.map((block) => `  lifts ${ruleOf(block)}`),
  ].join("\n");
}

/**
 * The file that would approve this plan, to be committed; undefined when no approval could lift anything.
 *
 * @param now milliseconds since the epoch
 */
export function renderReadyApproval(
  { digest, blocks, approval }: Pick<Plan, "digest" | "blocks" | "approval">,
  now: number,
  style: Style,
): string | undefined {
  // One file has all that is to be lifted: what is lifted already stays so.
  const text =
    blocks.length === 0 ? undefined : readyText(digest, [...blocks, ...(approval?.lifts ?? [])], now);
  return text === undefined ? undefined : `${style.faint(READY)}\n${text.trimEnd()}`;
}

const READY = "To approve exactly this plan, once and for a day, fill this in and commit it:";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

function readyText(digest: string, blocks: readonly Block[], now: number): string | undefined {
  return approvalText(digest, blocks, Math.floor((now + DAY_MS) / MINUTE_MS) * MINUTE_MS);
}

/** The rules that keep each change from being carried out, by its key. */
export function blockersOf(blocks: readonly Block[]): ReadonlyMap<string, readonly BlockCode[]> {
  const blockers = new Map<string, Set<BlockCode>>();
  for (const { code, keys } of blocks)
    for (const key of keys) blockers.set(key, (blockers.get(key) ?? new Set()).add(code));
  return new Map([...blockers].map(([key, codes]) => [key, [...codes]]));
}

function ruleOf({ code, exposure, message }: Block): string {
  return `${code}${exposure === undefined ? "" : ` ${exposure}`} ${printable(message)}`;
}
