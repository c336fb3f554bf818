import { describe, expect, it } from "vitest";
import {
  type Hold,
  holdsText,
  parseHolds,
  parseHoldsText,
  withHold,
  withoutHold,
} from "../../../lib/core/decide/hold.ts";
import type { Problem } from "../../../lib/core/domain/problem.ts";
import { file, HOUR, hold, NOON } from "./decided.ts";

const read = (text: string) => parseHolds(file(text, "distributions/holds.yaml"));

describe("parseHolds", () => {
  it("reads what is held, until when and why, and where that stands", () => {
    const text = `# for the night
- identifier: shop
  until: 2026-11-25T13:00:00Z
  reason: incident 7
- { identifier: blog, project: web, until: "2026-11-25T14:00:00+01:00", reason: incident 7, by: the team on call }
- { identifier: docs, project: web, environment: staging, until: 2026-11-25T13:00Z, reason: incident 7 }
- { identifier: docs, environment_id: 3a4KbBQl, until: 2026-11-25T13:00Z, reason: incident 7 }
- { all: true, until: 2026-11-25T13:00Z, reason: incident 7 }
`;
    const at = (line: number) => ({ source: `distributions/holds.yaml:${line}` });
    expect(read(text)).toEqual({
      holds: [
        hold(at(2)),
        hold({ who: { identifier: "blog", project: "web" }, by: "the team on call", ...at(5) }),
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
    expect(holdsText([hold({ by: "the team on call" })])).toBe(`- identifier: "shop"
  until: 2026-11-25T13:00:00.000Z
  reason: "incident 7"
  by: "the team on call"
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

describe("a hold that is written", () => {
  const readIn = (text: string) => parseHolds(file(text, "holds.yaml"));
  const END = "until: 2026-11-25T13:00Z, reason: incident 7";

  it("has no key for what it does not say", () => {
    expect(readIn(`- { identifier: shop, ${END} }\n`).holds).toStrictEqual([
      hold({ source: "holds.yaml:1" }),
    ]);
  });

  it("that cannot be read is cited by the name of what stores it", () => {
    const added = withHold("- 7\n", hold());
    expect(added).toMatchObject({ problems: [{ file: "the holds" }] });
  });

  it("is refused with what is wrong and what to write", () => {
    const texts = [
      "",
      "shop\n",
      "- shop\n",
      `- { all: false, ${END} }\n`,
      `- { all: true, project: web, ${END} }\n`,
      `- { identifier: a, project: b, environment_id: c, ${END} }\n`,
    ];
    expect(texts.flatMap((text) => readIn(text).problems.map(said))).toMatchInlineSnapshot(`
      [
        "EMPTY_FILE the file says nothing: write [] when nothing is held, or delete it",
        "WRONG_TYPE holds must be a list of mappings: begin each hold with \`- identifier:\`, or write []; in the folder of manifests a file of this name holds no manifest",
        "WRONG_TYPE holds must be a list of mappings: begin each hold with \`- identifier:\`, or write []; in the folder of manifests a file of this name holds no manifest",
        "CONFLICTING_KEYS all is false, and so nothing is held: write \`identifier:\` with what is held, or take the hold out",
        "CONFLICTING_KEYS all: true holds everything, wherever it belongs: take the key out, or name one distribution with \`identifier:\`",
        "CONFLICTING_KEYS environment_id says all of where it belongs: take out \`project:\` and \`environment:\`, or \`environment_id:\`",
      ]
    `);
  });
});

function said({ code, message, remedy }: Problem) {
  return `${code} ${message}: ${remedy}`;
}
