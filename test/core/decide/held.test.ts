import { describe, expect, it } from "vitest";
import { heldBlocks } from "../../../lib/core/decide/held.ts";
import type { Held, Hold } from "../../../lib/core/decide/hold.ts";
import type { Scope } from "../../../lib/core/domain/distribution.ts";
import type { Change } from "../../../lib/core/plan/plan.ts";
import { change, environment, project, WORKSPACE } from "../../support/builders.ts";
import { adopt, disable, disown, remove, update } from "../plan/changes.ts";
import { hold, NOON } from "./decided.ts";

describe("heldBlocks", () => {
  const keysHeld = (who: Held, changes: readonly Change[]) =>
    heldBlocks(changes, [hold({ who })], NOON).blocks.flatMap(({ keys }) => keys);
  const inScope = (scope: Scope, where: string, identifier = "shop") =>
    change({ key: `${where}#${identifier}`, scope, where, identifier });
  const PLACES = [
    inScope(WORKSPACE, "workspace"),
    inScope(project("web"), "project web"),
    inScope(project("api"), "project api"),
    inScope(environment("3a4KbBQl"), "environment web/staging"),
    inScope(environment("5c6Kb"), "environment staging"),
    inScope(environment("7d8Kb"), "environment 7d8Kb"),
  ];

  it("holds back every kind of change", () => {
    const changes = [change(), update(), adopt(), disown(), disable(), remove()];
    expect(keysHeld({ identifier: "shop" }, changes)).toEqual(changes.map(({ key }) => key));
    expect(keysHeld({ identifier: "blog" }, changes)).toEqual([]);
  });

  it.each<readonly [string, Held, readonly string[]]>([
    ["everything", { all: true }, PLACES.map(({ key }) => key).toSorted()],
    ["the workspace's", { identifier: "shop" }, ["workspace#shop"]],
    ["a project's", { identifier: "shop", project: "web" }, ["project web#shop"]],
    [
      "an environment's, and any whose name is not known",
      { identifier: "shop", project: "web", environment: "staging" },
      ["environment 7d8Kb#shop", "environment web/staging#shop"],
    ],
    [
      "that of an environment of the workspace, and any whose name is not known",
      { identifier: "shop", environment: "staging" },
      ["environment 7d8Kb#shop", "environment staging#shop"],
    ],
    [
      "an environment's by its id",
      { identifier: "shop", environmentId: "3a4KbBQl" },
      ["environment web/staging#shop"],
    ],
    ["another one's", { identifier: "blog" }, []],
  ])("holds back in its scope: %s", (_, who, expected) => {
    expect(keysHeld(who, PLACES)).toEqual(expected);
  });

  it("does not care for upper and lower case, which a hold must not fail for", () => {
    expect(keysHeld({ identifier: "SHOP", project: "Web" }, PLACES)).toEqual(["project web#shop"]);
  });

  it("holds back a rename by either of the two identifiers", () => {
    const rename = update("new-shop", { renames: "shop" });
    expect(keysHeld({ identifier: "shop" }, [rename])).toEqual(["workspace#new-shop"]);
    expect(keysHeld({ identifier: "new-shop" }, [rename])).toEqual(["workspace#new-shop"]);
  });

  it("says who decided, until when, why and where", () => {
    const blocks = (overrides: Partial<Hold>) => heldBlocks([change()], [hold(overrides)], NOON).blocks;
    expect(blocks({ by: "the team on call" })).toEqual([
      {
        code: "HELD",
        message: "shop is held by the team on call until 2026-11-25T13:00:00.000Z: incident 7",
        remedy: "wait, or end the hold in distributions/holds.yaml:1; no approval lifts it",
        keys: ["workspace#shop"],
      },
    ]);
    expect(blocks({ who: { all: true } })[0]?.message).toMatch(/^everything is held until/);
  });

  it("ignores a hold that has ended, and names it", () => {
    const whos: readonly Held[] = [
      { all: true },
      { identifier: "shop" },
      { identifier: "shop", project: "web" },
      { identifier: "shop", project: "web", environment: "staging" },
      { identifier: "shop", environment: "staging" },
      { identifier: "shop", environmentId: "3a4KbBQl" },
    ];
    const { blocks, notices } = heldBlocks(
      PLACES,
      whos.map((who) => hold({ who, until: NOON })),
      NOON,
    );
    expect(blocks).toEqual([]);
    expect(notices.map((notice) => / on (.*) ended at 2026-11-25T12:00:00.000Z/.exec(notice)?.[1])).toEqual([
      "everything",
      "shop",
      "shop in project web",
      "shop in environment web/staging",
      "shop in environment staging",
      "shop in environment 3a4KbBQl",
    ]);
  });

  it("says so when it seems to be meant for another place", () => {
    expect(heldBlocks([PLACES[1] ?? change()], [hold()], NOON)).toEqual({
      blocks: [],
      notices: [
        "the hold on shop in distributions/holds.yaml:1 does not cover shop in project web: add its project or environment to the hold if you mean that one",
      ],
    });
    expect(heldBlocks(PLACES, [hold(), hold({ who: { all: true } })], NOON).notices).toEqual([]);
    expect(heldBlocks([], [hold({ who: { all: true } })], NOON).notices).toEqual([]);
    expect(heldBlocks([change({ identifier: "blog" })], [hold()], NOON).notices).toEqual([]);
  });

  it("has no block where a hold keeps nothing from being done", () => {
    expect(heldBlocks([], [hold()], NOON)).toEqual({ blocks: [], notices: [] });
  });
});
