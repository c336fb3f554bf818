import { describe, expect, it } from "vitest";
import type { Actual } from "../../../lib/core/domain/distribution.ts";
import { EMPTY_INVENTORY, type Owned } from "../../../lib/core/domain/inventory.ts";
import type { ReadResult } from "../../../lib/core/plan/classify.ts";
import { isCandidate, orphansOf, type RemovalRules, removalsOf } from "../../../lib/core/plan/removals.ts";
import { actual, liveRoute, owned, project, route } from "../../support/builders.ts";

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 24, 9, 30);

function rules(overrides: Partial<RemovalRules> = {}): RemovalRules {
  return {
    policy: "sync",
    onRemove: "delete",
    quarantineMs: 7 * DAY_MS,
    now: NOW,
    unread: undefined,
    commit: undefined,
    ...overrides,
  };
}

/** Of one orphan that a read shows to be as it is known, unless something else is said. */
function removal(
  row: Partial<Owned> = {},
  given: Partial<RemovalRules> = {},
  read: ReadResult | undefined = { actual: actual({ disabled: row.quarantinedAt !== undefined }) },
) {
  const one = owned(row);
  const reads = new Map(read === undefined ? [] : [[one.id, read]]);
  return removalsOf([one], reads, rules(given));
}

const live = (overrides: Partial<Actual> = {}): ReadResult => ({ actual: actual(overrides) });
const since = (milliseconds: number) => ({ quarantinedAt: NOW - milliseconds });

function reasons(...args: Parameters<typeof removal>) {
  const { changes, leftAlone, vanished } = removal(...args);
  expect({ changes, vanished }).toEqual({ changes: [], vanished: [] });
  return leftAlone.map(({ reason, detail }) => [reason, detail]);
}

const actions = (...args: Parameters<typeof removal>) => removal(...args).changes.map(({ action }) => action);

describe("what is ours and in no manifest", () => {
  it("is what the inventory has and nobody claims", () => {
    const [shop, blog] = [owned(), owned({ identifier: "blog", id: "b" })];
    const inventory = {
      ...EMPTY_INVENTORY,
      owned: new Map([
        ["workspace#shop", shop],
        ["workspace#blog", blog],
      ]),
    };
    expect(orphansOf(inventory, new Set(["workspace#shop"]))).toEqual([blog]);
    expect(orphansOf(inventory, new Set())).toEqual([shop, blog]);
  });

  it("is read only where it may be removed", () => {
    expect(isCandidate(owned(), "sync")).toBe(true);
    expect(isCandidate(owned({ protect: true }), "sync")).toBe(false);
    expect(isCandidate(owned(), "upsert")).toBe(false);
    expect(isCandidate(owned(), "create-only")).toBe(false);
  });

  it.each(["create-only", "upsert", "sync"] as const)("stays under %s while it is protected", (policy) => {
    expect(reasons({ protect: true, onRemove: "delete" }, { policy })).toMatchObject([
      ["protected", expect.stringContaining("protect: false")],
    ]);
  });

  it.each(["create-only", "upsert"] as const)("stays under %s", (policy) => {
    expect(reasons({ onRemove: "delete" }, { policy, quarantineMs: 0 })).toMatchObject([
      ["orphaned", expect.any(String)],
    ]);
  });

  it("stays where anything could not be read, whatever its own reading says", () => {
    const unread = "GET distributions: 503";
    for (const read of [live(), { gone: true }, { failed: "500" }] as const) {
      expect(reasons({}, { unread }, read)).toEqual([["incomplete-read", `nothing is removed: ${unread}`]]);
    }
  });

  it("stays where reading it failed, or where nobody has read it", () => {
    expect(reasons({}, {}, { failed: "503" })).toEqual([["incomplete-read", "503"]]);
    const { leftAlone } = removalsOf([owned()], new Map([["another", live()]]), rules());
    expect(leftAlone).toMatchObject([
      { reason: "incomplete-read", detail: "it was not read", id: "rm1P93jG" },
    ]);
  });

  it("is nobody's any more when it is gone", () => {
    expect(removal({}, {}, { gone: true })).toEqual({ changes: [], leftAlone: [], vanished: [owned()] });
  });

  it("stays where it is called otherwise now", () => {
    expect(reasons({}, {}, live({ identifier: "blog" }))).toMatchObject([
      ["changed-live", expect.stringContaining("blog")],
    ]);
  });

  it("stays where it was moved to another scope", () => {
    expect(reasons({}, {}, live({ scope: "PROJECT", project: "web" }))).toMatchObject([
      ["changed-live", expect.stringContaining("moved")],
    ]);
    expect(reasons({ scope: project("web") }, {}, live({ scope: "PROJECT", project: "blog" }))).toMatchObject(
      [["changed-live", expect.any(String)]],
    );
  });

  it("is known by its id where Buddy shows neither identifier nor scope", () => {
    const { identifier: _i, scope: _s, ...bare } = actual();
    expect(actions({}, { onRemove: "disable" }, { actual: bare })).toEqual(["disable"]);
  });
});

describe("a removal", () => {
  it("says what it is about, the commits, and what answers until then", () => {
    const { changes } = removal(
      { scope: project("web"), commit: "1a2b3c4" },
      { quarantineMs: 0, commit: "5d6e7f8" },
      live({ name: "Shop", scope: "PROJECT", project: "web", routes: [liveRoute({ further: { note: 1 } })] }),
    );
    expect(changes).toEqual([
      {
        action: "delete",
        key: "project:web#shop",
        scope: project("web"),
        identifier: "shop",
        where: "project web",
        name: "Shop",
        id: "rm1P93jG",
        declaredIn: "1a2b3c4",
        goneIn: "5d6e7f8",
        routes: [route()],
        enabled: true,
      },
    ]);
  });

  it("follows what the last manifest said before what the configuration says", () => {
    expect(actions({ onRemove: "retain" }, { onRemove: "delete" })).toEqual(["disown"]);
    expect(actions({ onRemove: "disable" }, { onRemove: "retain" })).toEqual(["disable"]);
    expect(actions({}, { onRemove: "retain" })).toEqual(["disown"]);
  });

  it("only disowns where it is to be retained, also when it is disabled or was enabled again", () => {
    const { changes } = removal({ onRemove: "retain" });
    expect(changes).toEqual([
      {
        action: "disown",
        key: "workspace#shop",
        scope: { kind: "workspace" },
        identifier: "shop",
        where: "workspace",
        name: "shop",
        id: "rm1P93jG",
      },
    ]);
    expect(actions({ onRemove: "retain", ...since(DAY_MS) }, {}, live({ disabled: true }))).toEqual([
      "disown",
    ]);
    expect(actions({ onRemove: "retain", ...since(DAY_MS) }, {}, live({ disabled: false }))).toEqual([
      "disown",
    ]);
  });

  it("disables for good where it is to be disabled", () => {
    const { changes } = removal({ onRemove: "disable" });
    expect(changes).toMatchObject([{ action: "disable", routes: [] }]);
    expect(changes[0]).not.toHaveProperty("deleteAfter");
    expect(reasons({ onRemove: "disable", ...since(365 * DAY_MS) })).toMatchObject([
      ["quarantined", "disabled, since no manifest mentions it"],
    ]);
  });

  it("disables first where it is to be deleted, and says when that will be", () => {
    expect(removal().changes).toMatchObject([{ action: "disable", deleteAfter: "2026-12-01T09:30:00.000Z" }]);
  });

  it("takes one that is disabled already into quarantine all the same", () => {
    expect(actions({}, {}, live({ disabled: true }))).toEqual(["disable"]);
  });

  it("waits until the quarantine is over, to the millisecond", () => {
    expect(reasons(since(7 * DAY_MS - 1))).toEqual([
      ["quarantined", "disabled, since no manifest mentions it; deleted after 2026-11-24T09:30:00.001Z"],
    ]);
    expect(removal(since(7 * DAY_MS)).changes).toMatchObject([{ action: "delete", enabled: false }]);
  });

  it("deletes at once where there is no quarantine", () => {
    expect(removal({}, { quarantineMs: 0 }).changes).toMatchObject([{ action: "delete", enabled: true }]);
    expect(removal({}, { quarantineMs: 0 }, live({ disabled: true })).changes).toMatchObject([
      { action: "delete", enabled: false },
    ]);
    expect(actions(since(0), { quarantineMs: 0 })).toEqual(["delete"]);
  });

  it.each([
    ["to be deleted later", { onRemove: "delete" }, 7 * DAY_MS],
    ["due to be deleted", { onRemove: "delete" }, DAY_MS],
    ["to be deleted at once", { onRemove: "delete" }, 0],
    ["to be disabled", { onRemove: "disable" }, 7 * DAY_MS],
  ] as const)("does not undo that somebody has enabled it again: it was %s", (_, row, quarantineMs) => {
    for (const disabled of [{ disabled: false }, {}]) {
      expect(reasons({ ...row, ...since(2 * DAY_MS) }, { quarantineMs }, live(disabled))).toMatchObject([
        ["kept-live", expect.stringContaining("enabled it")],
      ]);
    }
  });

  it("judges each by itself", () => {
    const rows = [owned(), owned({ identifier: "blog", id: "b" }), owned({ identifier: "wiki", id: "c" })];
    const reads = new Map<string, ReadResult>([
      ["rm1P93jG", live()],
      ["b", { gone: true }],
      ["c", { failed: "503" }],
    ]);
    const { changes, leftAlone, vanished } = removalsOf(rows, reads, rules());
    expect(changes).toMatchObject([{ key: "workspace#shop" }]);
    expect(leftAlone).toMatchObject([{ key: "workspace#wiki" }]);
    expect(vanished).toMatchObject([{ identifier: "blog" }]);
  });
});
