import { describe, expect, it } from "vitest";
import { EMPTY_INVENTORY, type Inventory, type Owned } from "../../../lib/core/domain/inventory.ts";
import type { LeftAlone, Unchanged } from "../../../lib/core/plan/plan.ts";
import { allSubjects, whyAddress, whySubjects } from "../../../lib/core/report/why.ts";
import { block, change, owned, plan, project, updateChange, WORKSPACE } from "../../support/builders.ts";

function inventory(...rows: readonly (readonly [string, Owned])[]): Inventory {
  return { ...EMPTY_INVENTORY, owned: new Map(rows) };
}

function leftAlone(overrides: Partial<LeftAlone> = {}): LeftAlone {
  return {
    key: "workspace#shop",
    identifier: "shop",
    where: "workspace",
    reason: "exists-unmanaged",
    detail: "it is there",
    ...overrides,
  };
}

const UNCHANGED: Unchanged = {
  key: "workspace#shop",
  scope: WORKSPACE,
  identifier: "shop",
  where: "workspace",
  id: "rm1P93jG",
  source: "shop.yaml:1",
  verified: true,
};

const BLOCK = { code: "HELD", message: "held", remedy: "wait", keys: ["workspace#shop"] } as const;

describe("why", () => {
  it("has the action of a change as its reason, with its manifest and no id while there is none", () => {
    const [one, ...others] = whySubjects("shop", plan({ changes: [change()] }), EMPTY_INVENTORY);
    expect(others).toEqual([]);
    expect(one).toMatchObject({ reason: "create", source: "shop.yaml:1", where: "workspace" });
    expect(one).not.toHaveProperty("id");
    expect(one && whyAddress(one)).toBeUndefined();
  });

  it("has the first rule that blocks a change as its reason, and what was approved beside it", () => {
    const approval = {
      by: "ann",
      reason: "r",
      until: "u",
      source: "s",
      lifts: [block("EXPOSURE")],
    };
    const blocked = plan({
      changes: [updateChange()],
      blocks: [{ ...BLOCK, keys: ["other"] }, BLOCK],
      approval,
    });
    expect(whySubjects("shop", blocked, inventory(["workspace#shop", owned()]))).toMatchObject([
      { reason: "HELD", blocks: [BLOCK], lifted: [{ code: "EXPOSURE" }], owned: { id: "rm1P93jG" } },
    ]);
  });

  it("has why something was left alone as its reason, and finds it under the id that it has", () => {
    const [one] = whySubjects(
      "rm1P93jG",
      plan({ leftAlone: [leftAlone({ id: "rm1P93jG", source: "shop.yaml:1" })] }),
      EMPTY_INVENTORY,
    );
    expect(one).toMatchObject({ reason: "exists-unmanaged", id: "rm1P93jG", source: "shop.yaml:1" });
    expect(one && whyAddress(one)).toEqual({ scope: WORKSPACE, id: "rm1P93jG" });
  });

  it("says in-sync of what asks for nothing", () => {
    expect(whySubjects("shop", plan({ unchanged: [UNCHANGED] }), EMPTY_INVENTORY)).toMatchObject([
      { reason: "in-sync", unchanged: UNCHANGED, id: "rm1P93jG", source: "shop.yaml:1" },
    ]);
  });

  it("knows what the inventory alone knows: what is ours, and what was begun", () => {
    const begun = new Map([
      ["project:web#shop", { scope: project("web"), identifier: "shop", touchedAt: 5 }],
    ]);
    const known = { ...inventory(["workspace#shop", owned()]), begun };
    expect(whySubjects("shop", plan(), known)).toMatchObject([
      { key: "project:web#shop", where: "project web", reason: "begun", begunAt: 5 },
      { key: "workspace#shop", where: "workspace", reason: "not-planned", id: "rm1P93jG" },
    ]);
  });

  it("finds one that is renamed under both of its identifiers, once", () => {
    const renaming = plan({
      changes: [updateChange({ key: "workspace#new", identifier: "new", renames: "old" })],
    });
    const known = inventory(["workspace#old", owned({ identifier: "old" })]);
    for (const name of ["old", "new"]) {
      expect(whySubjects(name, renaming, known)).toMatchObject([
        { key: "workspace#new", reason: "update", owned: { identifier: "old" } },
      ]);
    }
    expect(whySubjects("old", renaming, EMPTY_INVENTORY)).toHaveLength(1);
    expect(allSubjects(renaming, known)).toHaveLength(1);
  });

  it("finds where something is from its key alone, as far as that says it", () => {
    const where = (key: string) => {
      const [one] = whySubjects("shop", plan({ leftAlone: [leftAlone({ key, id: "1" })] }), EMPTY_INVENTORY);
      return one && whyAddress(one)?.scope;
    };
    expect(where("project:web#shop")).toEqual({ kind: "project", project: "web" });
    expect(where("environment:3a4KbBQl#shop")).toEqual({ kind: "environment", environmentId: "3a4KbBQl" });
    expect(where("environment:web/staging#shop")).toBeUndefined();
  });

  it("goes by what an earlier pass began, when a change finishes it", () => {
    const known = inventory(["workspace#shop", owned({ complete: false })]);
    expect(whySubjects("shop", plan({ changes: [change({ resumes: "rm1P93jG" })] }), known)).toMatchObject([
      { reason: "create", id: "rm1P93jG", owned: { complete: false } },
    ]);
  });

  it("finds one of several by its key", () => {
    const two = plan({ changes: [change(), change({ key: "project:web#shop", scope: project("web") })] });
    expect(whySubjects("project:web#shop", two, EMPTY_INVENTORY)).toMatchObject([
      { key: "project:web#shop" },
    ]);
  });

  it("finds nothing under a name that nobody has", () => {
    expect(
      whySubjects("blog", plan({ changes: [change()] }), inventory(["workspace#shop", owned()])),
    ).toEqual([]);
  });
});
