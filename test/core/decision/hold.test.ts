import { describe, expect, it } from "vitest";
import { frozenBlocks, heldBlocks, holdsUnreadable } from "../../../lib/core/decide/decide.ts";
import {
  type Held,
  type Hold,
  holdsText,
  parseHolds,
  parseHoldsText,
  withHold,
  withoutHold,
} from "../../../lib/core/decide/hold.ts";
import type { Scope } from "../../../lib/core/domain/distribution.ts";
import type { Change } from "../../../lib/core/plan/plan.ts";
import { change, environment, project, WORKSPACE } from "../../support/builders.ts";
import { adopt, disable, disown, remove, update } from "../plan/changes.ts";
import { file, HOUR, hold, NOON } from "./decided.ts";

const read = (text: string) => parseHolds(file(text, "distributions/holds.yaml"));

describe("parseHolds", () => {
  it("reads what is held, until when and why, and where that stands", () => {
    const text = `# for the night
- identifier: shop
  until: 2026-11-25T13:00:00Z
  reason: incident 7
- { identifier: blog, project: web, until: "2026-11-25T14:00:00+01:00", reason: incident 7, by: Dana }
- { identifier: docs, project: web, environment: staging, until: 2026-11-25T13:00Z, reason: incident 7 }
- { identifier: docs, environment_id: 3a4KbBQl, until: 2026-11-25T13:00Z, reason: incident 7 }
- { all: true, until: 2026-11-25T13:00Z, reason: incident 7 }
`;
    const at = (line: number) => ({ source: `distributions/holds.yaml:${line}` });
    expect(read(text)).toEqual({
      holds: [
        hold(at(2)),
        hold({ who: { identifier: "blog", project: "web" }, by: "Dana", ...at(5) }),
        hold({ who: { identifier: "docs", project: "web", environment: "staging" }, ...at(6) }),
        hold({ who: { identifier: "docs", environmentId: "3a4KbBQl" }, ...at(7) }),
        hold({ who: { all: true }, ...at(8) }),
      ],
      problems: [],
    });
  });

  it("takes an empty list for no holds", () => {
    expect(read("[]\n")).toEqual({ holds: [], problems: [] });
  });

  const END = "until: 2026-11-25T13:00Z, reason: why";

  it.each([
    ["nothing", "", "1:1 EMPTY_FILE"],
    ["null", "~\n", "1:1 EMPTY_FILE"],
    ["one mapping", `\nidentifier: shop\n`, "2:1 WRONG_TYPE"],
    ["a text", "hold on\n", "1:1 WRONG_TYPE"],
    ["a list of texts", "- shop\n", "1:3 WRONG_TYPE"],
    ["an anchor on the list", "&a []\n", "1:4 ALIAS"],
    ["no YAML", "- [\n", "2:1 YAML_SYNTAX"],
    ["a merge key", `- { <<: { all: true }, ${END} }\n`, "1:5 MERGE_KEY"],
    ["no end", "- { identifier: shop, reason: why }\n", "1:3 MISSING_KEY"],
    ["no reason", "- { identifier: shop, until: 2026-11-25T13:00Z }\n", "1:3 MISSING_KEY"],
    ["a day", "- { identifier: shop, until: 2026-11-25, reason: why }\n", "1:30 INVALID_TIME"],
    ["nothing that is held", `- { ${END} }\n`, "1:3 MISSING_KEY"],
    ["one and everything", `- { identifier: shop, all: true, ${END} }\n`, "1:3 CONFLICTING_KEYS"],
    ["not everything", `- { all: false, ${END} }\n`, "1:5 CONFLICTING_KEYS"],
    ["everything in a project", `- { all: true, project: web, ${END} }\n`, "1:16 CONFLICTING_KEYS"],
    [
      "two environments",
      `- { identifier: a, environment: b, environment_id: c, ${END} }\n`,
      "1:36 CONFLICTING_KEYS",
    ],
    [
      "a project of an id",
      `- { identifier: a, project: b, environment_id: c, ${END} }\n`,
      "1:32 CONFLICTING_KEYS",
    ],
    ["a misspelt key", `- { identifer: shop, ${END} }\n`, "1:5 UNKNOWN_KEY"],
    ["an identifier that is a number", `- { identifier: 7, ${END} }\n`, "1:17 UNQUOTED_TEXT"],
  ])("refuses %s", (_, text, problem) => {
    const { holds, problems } = read(text);
    expect(problems.map(({ line, column, code }) => `${line}:${column} ${code}`)).toContain(problem);
    expect(holds).toEqual([]);
  });

  it("believes none when one of them has a problem", () => {
    expect(read(`- { all: true, ${END} }\n- { all: true, until: soon, reason: why }\n`)).toMatchObject({
      holds: [],
      problems: [{ line: 2, code: "INVALID_TIME" }],
    });
    expect(read("- { all: false, until: soon, reason: why }\n").problems).toHaveLength(2);
  });

  it("speaks of the hold", () => {
    expect(read(`- { ${END} }\n`).problems[0]?.message).toBe("the hold has no identifier or all");
  });

  it("reads a text from anywhere, and says where that is", () => {
    expect(parseHoldsText("- 7\n", "the parameter /holds").problems).toMatchObject([
      { file: "the parameter /holds", line: 1, column: 3 },
    ]);
  });
});

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

  it("takes a scope of an unknown kind for one that may be held", () => {
    const strange = inScope({ scope: "GALAXY" } as unknown as Scope, "galaxy");
    expect(keysHeld({ identifier: "shop", project: "web" }, [strange])).toEqual(["galaxy#shop"]);
  });

  it("holds back a rename by either of the two identifiers", () => {
    const rename = update("new-shop", { renames: "shop" });
    expect(keysHeld({ identifier: "shop" }, [rename])).toEqual(["workspace#new-shop"]);
    expect(keysHeld({ identifier: "new-shop" }, [rename])).toEqual(["workspace#new-shop"]);
  });

  it("says who decided, until when, why and where", () => {
    const blocks = (overrides: Partial<Hold>) => heldBlocks([change()], [hold(overrides)], NOON).blocks;
    expect(blocks({ by: "Dana" })).toEqual([
      {
        code: "HELD",
        message: "shop is held by Dana until 2026-11-25T13:00:00.000Z: incident 7",
        remedy: "wait, or end the hold in distributions/holds.yaml:1; no approval lifts it",
        keys: ["workspace#shop"],
      },
    ]);
    expect(blocks({ who: { all: true } })[0]?.message).toMatch(/^everything is held until/);
  });

  it("ignores what is over, and says so of all that is held", () => {
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
        "the hold on shop in distributions/holds.yaml:1 does not hold shop of project web: say there where it belongs, if that is meant",
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

describe("holdsUnreadable", () => {
  it("is as if everything were held", () => {
    expect(holdsUnreadable([change(), update("blog")], "the scope does not answer")).toMatchObject([
      {
        code: "HOLDS_UNREADABLE",
        message: "whether anything is held cannot be known: the scope does not answer",
        keys: ["workspace#blog", "workspace#shop"],
      },
    ]);
    expect(holdsUnreadable([], "the scope does not answer")).toEqual([]);
  });
});

describe("frozenBlocks", () => {
  it("keeps everything from being carried out", () => {
    expect(frozenBlocks([change(), update("blog")], "the weekend")).toMatchObject([
      {
        code: "FROZEN",
        message: "nothing is written now: the weekend",
        keys: ["workspace#blog", "workspace#shop"],
      },
    ]);
    expect(frozenBlocks([], "the weekend")).toEqual([]);
  });
});

describe("holds as a text", () => {
  const unplaced = (one: Hold) => ({ ...one, source: "" });
  const HOLDS = [
    hold({ who: { all: true }, reason: `"it's" #7: - [a] \\ ok` }),
    hold({ who: { identifier: "007" }, by: "no" }),
    hold({ who: { identifier: "null", project: "1.10", environment: "true" } }),
    hold({ who: { identifier: "shop", environmentId: "1e3" } }),
  ];

  it("are read back as they were", () => {
    expect(read(holdsText(HOLDS)).holds.map(unplaced)).toEqual(HOLDS.map(unplaced));
    expect(holdsText([])).toBe("[]\n");
    expect(holdsText([hold({ by: "Dana" })])).toBe(`- identifier: "shop"
  until: 2026-11-25T13:00:00.000Z
  reason: "incident 7"
  by: "Dana"
`);
  });

  it("take one more, in place of one on the same", () => {
    const once = withHold(undefined, hold());
    expect(once).toEqual({ text: holdsText([hold()]) });
    const text = "text" in once ? once.text : "";
    expect(withHold(text, hold({ until: NOON + 2 * HOUR }))).toEqual({
      text: holdsText([hold({ until: NOON + 2 * HOUR })]),
    });
    expect(withHold(text, hold({ who: { identifier: "shop", project: "web" } }))).toEqual({
      text: holdsText([hold(), hold({ who: { identifier: "shop", project: "web" } })]),
    });
  });

  it("let one go, and say which", () => {
    const text = holdsText([hold(), hold({ who: { all: true } })]);
    expect(withoutHold(text, { all: true })).toMatchObject({
      text: holdsText([hold()]),
      ended: [{ who: { all: true } }],
    });
    expect(withoutHold(text, { identifier: "blog" })).toEqual({ text, ended: [] });
    expect(withoutHold(undefined, { identifier: "blog" })).toEqual({ text: "[]\n", ended: [] });
  });

  it("are not replaced when they cannot be read", () => {
    expect(withHold("- 7\n", hold())).toMatchObject({ problems: [{ code: "WRONG_TYPE" }] });
    expect(withoutHold("- 7\n", { all: true })).toMatchObject({ problems: [{ code: "WRONG_TYPE" }] });
  });
});
