import { describe, expect, it } from "vitest";
import type { WorkspaceConfig } from "../../../lib/core/config/schema.ts";
import { passRules } from "../../../lib/core/config/workspace.ts";
import { DEFAULT_LIMITS } from "../../../lib/core/plan/limits.ts";

describe("the rules of a pass", () => {
  it("change and remove nothing where the configuration says nothing", () => {
    expect(passRules({}, {}, { scheduled: true })).toEqual({
      policy: "create-only",
      onRemove: "retain",
      quarantineMs: 7 * 86_400_000,
      drift: "report",
      limits: DEFAULT_LIMITS,
      windows: [],
    });
  });

  it("are what the workspace and the configuration say", () => {
    const windows = [{ deny: "0 17 * * 5", duration: "3d" }];
    const entry: WorkspaceConfig = {
      policy: "sync",
      on_remove: "delete",
      quarantine_days: 2,
      deep_check: 100,
      limits: { creates: 1, allow: ["apex"] },
    };
    expect(passRules(entry, { windows }, { scheduled: false })).toEqual({
      policy: "sync",
      onRemove: "delete",
      quarantineMs: 2 * 86_400_000,
      drift: "correct",
      deepCheck: 100,
      limits: { ...DEFAULT_LIMITS, creates: 1, allow: ["apex"] },
      windows,
    });
  });

  it("correct drift on a schedule only where the workspace says so", () => {
    const drift = (schedule: "report" | "apply", scheduled: boolean) =>
      passRules({ schedule }, {}, { scheduled }).drift;
    expect([drift("report", true), drift("report", false)]).toEqual(["report", "correct"]);
    expect([drift("apply", true), drift("apply", false)]).toEqual(["correct", "correct"]);
  });
});
