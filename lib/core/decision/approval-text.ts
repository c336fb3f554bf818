import { BLOCK_CODES, type Block } from "../plan/guard.ts";
import { isoOf } from "../time.ts";
import { approvalPath } from "./approval.ts";
import { isLiftable } from "./liftable.ts";

/**
 * The file that approves a plan with these blocks, to be committed once somebody has put in who and why: as it is, it is
 * refused. Undefined when no approval could lift any of them.
 *
 * @param until milliseconds since the epoch, at most a day ahead
 */
export function approvalText(digest: string, blocks: readonly Block[], until: number): string | undefined {
  const codes = BLOCK_CODES.filter((code) => isLiftable(code) && blocks.some((block) => block.code === code));
  if (codes.length === 0) return undefined;
  return `# ${approvalPath(digest)}, in the folder of manifests
by: # who decided
reason: # why
until: ${isoOf(until)}
lifts: [${codes.join(", ")}]
`;
}
