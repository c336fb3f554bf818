import type { Approval } from "../../../lib/core/decide/approval.ts";
import type { Hold } from "../../../lib/core/decide/hold.ts";
import { isoOf } from "../../../lib/core/domain/time.ts";
import type { Block } from "../../../lib/core/plan/block.ts";
import { block as blockOf } from "../../support/builders.ts";

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const NOON = 1_795_608_000_000; // 2026-11-25T12:00:00Z

export const HEX = "ab".repeat(32);
export const DIGEST = `sha256:${HEX}`;

export function file(text: string, path: string) {
  return { path, content: new TextEncoder().encode(text) };
}

export function approvalFile(overrides: Readonly<Record<string, unknown>> = {}, hex = HEX) {
  const written = {
    by: "the team on call",
    reason: "the old shop closes",
    until: isoOf(NOON + HOUR),
    lifts: ["EXPOSURE"],
  };
  return file(JSON.stringify({ ...written, ...overrides }), `distributions/approvals/${hex}.yaml`);
}

export function approval(overrides: Partial<Approval> = {}): Approval {
  return {
    digest: DIGEST,
    by: "the team on call",
    reason: "the old shop closes",
    until: NOON + HOUR,
    lifts: ["EXPOSURE"],
    source: `distributions/approvals/${HEX}.yaml`,
    ...overrides,
  };
}

export function block(code: Block["code"], ...keys: readonly string[]): Block {
  return blockOf(code, { message: `${code} is refused`, remedy: "", keys });
}

export function hold(overrides: Partial<Hold> = {}): Hold {
  return {
    who: { identifier: "shop" },
    until: NOON + HOUR,
    reason: "incident 7",
    source: "distributions/holds.yaml:1",
    ...overrides,
  };
}
