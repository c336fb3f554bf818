import { describe, expect, it } from "vitest";
import { type Scope, scopeKey } from "../../lib/core/domain/distribution.ts";
import { EMPTY_INVENTORY, foldInventory, type InventoryEvent } from "../../lib/core/domain/inventory.ts";
import type { DiffRules } from "../../lib/core/plan/classify.ts";
import { classifyAll, readsFor } from "../../lib/core/plan/classify.ts";
import type { Match } from "../../lib/core/plan/match.ts";
import { isFailure, type LeftAloneReason } from "../../lib/core/plan/plan.ts";
import type { OutcomeStatus } from "../../lib/core/report/report.ts";
import { exitCodeOf, type Verdict } from "../../lib/core/report/report.ts";
import { PLAIN } from "../../lib/core/report/style.ts";
import { renderOutcome } from "../../lib/core/report/text.ts";
import { renderPlan } from "../../lib/core/report/text-plan.ts";
import { change, desired, outcome, plan, route } from "../support/builders.ts";

/** As if the compiler had not been asked: data of another version, or a cast gone wrong. */
const foreign = (word: string) => ({ scope: word, as: word, event: word, type: word }) as never;

describe("a word that no type knows", () => {
  it("is never taken for another word", () => {
    const scope: Scope = foreign("GALAXY");
    expect(scopeKey(scope)).toBe(scope);
    expect(isFailure("bored" as LeftAloneReason)).toBe("bored");
    expect(exitCodeOf("bored" as Verdict, { detailed: false })).toBe("bored");
    expect(renderOutcome(outcome({ status: "bored" as OutcomeStatus }), PLAIN)).toContain("bored");
  });

  it("makes nothing missing, unchanged or left", () => {
    const match: Match = foreign("bored");
    expect(readsFor(match, desired(), () => true)).toBe(match);
    const rules: DiffRules = {
      policy: "sync",
      inventory: EMPTY_INVENTORY,
      adopts: () => true,
      foreign: new Map(),
      consistentAt: 0,
    };
    expect(classifyAll([desired()], () => foreign("bored"), new Map(), rules)).toEqual({
      missing: [],
      comparable: [],
      unchanged: [],
      leftAlone: [],
      finished: [],
    });
  });

  it("owns nothing", () => {
    const event = { event: "bored", scope: { kind: "workspace" }, identifier: "shop", at: 1 };
    expect(foldInventory([event as unknown as InventoryEvent]).owned.size).toBe(0);
  });

  it("is shown as it is", () => {
    const routes = [route({ targets: { Default: foreign("MOON") } })];
    expect(renderPlan(plan({ changes: [change({ routes })] }), PLAIN)).toContain("www.example.com/ →");
  });
});
