import { describe, expect, it } from "vitest";
import {
  apiOf,
  deepCheckOf,
  driftOf,
  isHandle,
  limitsOf,
  onRemoveOf,
  policyOf,
  quarantineOf,
  windowsOf,
} from "../../../lib/core/config/workspace.ts";

describe("the settings of a workspace", () => {
  it("say where Buddy is: its US region, unless they name a region or an address", () => {
    expect(apiOf({})).toBe("https://api.buddy.works");
    expect(apiOf({ region: "eu" })).toBe("https://api.eu.buddy.works");
    expect(apiOf({ api: "https://buddy.example.com/api" })).toBe("https://buddy.example.com/api");
  });

  it("limit a pass as the design has it, unless they say otherwise", () => {
    const usual = {
      creates: 50,
      removalShare: 20,
      removals: 5,
      updateShare: 30,
      routeRemovalShare: 25,
      routeRemovals: 10,
      allow: [],
    };
    expect(limitsOf({})).toEqual(usual);
    expect(limitsOf({ limits: {} })).toEqual(usual);
    const limits = {
      creates: 0,
      removals: "0%",
      max_removals: 0,
      updates: "100%",
      route_removals: "7%",
      max_route_removals: 1,
      allow: ["apex" as const],
    };
    expect(limitsOf({ limits })).toEqual({
      creates: 0,
      removalShare: 0,
      removals: 0,
      updateShare: 100,
      routeRemovalShare: 7,
      routeRemovals: 1,
      allow: ["apex"],
    });
  });

  it("never come to a limit that nothing is over", () => {
    expect(limitsOf({ limits: { removals: "many", updates: "1e999" } })).toMatchObject({
      removalShare: 20,
      updateShare: 30,
    });
  });

  it("change and remove nothing, unless they say so", () => {
    expect([policyOf({}), policyOf({ policy: "sync" })]).toEqual(["create-only", "sync"]);
    expect([onRemoveOf({}), onRemoveOf({ on_remove: "delete" })]).toEqual(["retain", "delete"]);
  });

  it("disable what is to be deleted for a week before, or for the days that they say", () => {
    expect(quarantineOf({})).toBe(604_800_000);
    expect(quarantineOf({ quarantine_days: 0 })).toBe(0);
    expect(quarantineOf({ quarantine_days: 2 })).toBe(172_800_000);
  });

  it("compare all that is ours, or as many as they say", () => {
    expect(deepCheckOf({})).toBeUndefined();
    expect(deepCheckOf({ deep_check: 40 })).toBe(40);
  });

  it("have a scheduled pass report what was changed in Buddy, and undo it only where they say so", () => {
    const [scheduled, pushed] = [{ scheduled: true }, { scheduled: false }];
    expect([driftOf({}, scheduled), driftOf({}, pushed)]).toEqual(["report", "correct"]);
    expect(driftOf({ schedule: "report" }, pushed)).toBe("correct");
    expect(driftOf({ schedule: "report" }, scheduled)).toBe("report");
    expect(driftOf({ schedule: "apply" }, scheduled)).toBe("correct");
  });

  it("have no windows unless the file has some", () => {
    const windows = [{ deny: "0 17 * * 5", duration: "3d" }];
    expect([windowsOf({}), windowsOf({ windows })]).toEqual([[], windows]);
  });

  it.each([
    ["my-company", true],
    ["a", true],
    ["_a_", true],
    ["a".repeat(100), true],
    ["a".repeat(101), false],
    ["", false],
    ["-a", false],
    ["a-", false],
    ["a/b", false],
    ["..", false],
    ["a b", false],
  ])("have a handle or not: %j", (name, is) => {
    expect(isHandle(name)).toBe(is);
  });
});
