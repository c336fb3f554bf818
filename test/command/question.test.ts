import { describe, expect, it } from "vitest";
import { allowedChanges, questionOf } from "../../lib/command/apply.ts";
import {
  adoptChange,
  change,
  deleteChange,
  disableChange,
  disownChange,
  plan,
  updateChange,
} from "../support/builders.ts";

describe("the question before a plan is carried out", () => {
  it("says what will be done", () => {
    const changes = [
      deleteChange({ key: "workspace#a" }),
      change({ key: "workspace#b" }),
      change({ key: "workspace#c" }),
      updateChange({ key: "workspace#d" }),
      change({ key: "workspace#e", resumes: "id" }),
      adoptChange({ key: "workspace#f" }),
      disownChange({ key: "workspace#g" }),
      disableChange({ key: "workspace#h" }),
    ];
    expect(questionOf(plan({ changes }))).toBe(
      'Create 2, finish 1, update 1, adopt 1, disown 1, disable 1, delete 1 in my-company? Type "yes" to go on: ',
    );
  });

  it("leaves out what is blocked", () => {
    const changes = [change({ key: "workspace#a" }), deleteChange({ key: "workspace#b" })];
    const blocks = [{ code: "LIMIT_REMOVALS", message: "…", remedy: "…", keys: ["workspace#b"] } as const];
    const blocked = plan({ changes, blocks });
    expect(questionOf(blocked)).toBe('Create 1 in my-company? Type "yes" to go on: ');
    expect(allowedChanges(blocked)).toEqual([changes[0]]);
  });
});
