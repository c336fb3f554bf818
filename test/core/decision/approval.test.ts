import { describe, expect, it } from "vitest";
import { approvalPath, approvalText, LIFTABLE, parseApprovals } from "../../../lib/core/decide/approval.ts";
import { approve } from "../../../lib/core/decide/decide.ts";
import { approval, approvalFile, block, DAY, DIGEST, file, HEX, HOUR, NOON } from "./decided.ts";

const PATH = `distributions/approvals/${HEX}.yaml`;

const problemsIn = (text: string, path = PATH) =>
  parseApprovals([file(text, path)]).problems.map(({ line, column, code }) => `${line}:${column} ${code}`);

describe("parseApprovals", () => {
  it("reads who decided what, why and until when, and of which plan from the file's name", () => {
    const text = `by: Dana
reason: the old shop closes
until: 2026-11-25T14:00:00+01:00
lifts: [LIMIT_REMOVALS, EXPOSURE]
`;
    expect(parseApprovals([file(text, PATH)])).toEqual({
      approvals: [approval({ lifts: ["LIMIT_REMOVALS", "EXPOSURE"] })],
      problems: [],
    });
  });

  it("reads all of them in the order of their paths", () => {
    const files = ["b", "a"].map((letter) => approvalFile({}, letter.repeat(64)));
    expect(parseApprovals(files).approvals.map(({ digest }) => digest)).toEqual([
      `sha256:${"a".repeat(64)}`,
      `sha256:${"b".repeat(64)}`,
    ]);
    expect(parseApprovals([])).toEqual({ approvals: [], problems: [] });
  });

  it.each([
    ["nothing", "", "1:1 EMPTY_FILE"],
    ["null", "~\n", "1:1 EMPTY_FILE"],
    ["a list", "\n- by: Dana\n", "2:1 WRONG_TYPE"],
    ["a text", "yes\n", "1:1 WRONG_TYPE"],
    ["no YAML", "by: [\n", "2:1 YAML_SYNTAX"],
    ["an alias", "by: &a Dana\nreason: *a\n", "1:8 ALIAS"],
    ["a key twice", "by: Dana\nby: Jo\n", "2:1 DUPLICATE_KEY"],
  ])("refuses %s", (_, text, problem) => {
    expect(problemsIn(text)).toContain(problem);
  });

  it.each([
    ["nobody", { by: undefined }, "MISSING_KEY"],
    ["a blank for a name", { by: " " }, "INVALID_TEXT"],
    ["no reason", { reason: undefined }, "MISSING_KEY"],
    ["no end", { until: undefined }, "MISSING_KEY"],
    ["a day as its end", { until: "2026-11-25" }, "INVALID_TIME"],
    ["an end without a zone", { until: "2026-11-25T12:00:00" }, "INVALID_TIME"],
    ["an end that is a number", { until: NOON }, "UNQUOTED_TEXT"],
    ["no codes", { lifts: undefined }, "MISSING_KEY"],
    ["one code that is no list", { lifts: "EXPOSURE" }, "WRONG_TYPE"],
    ["everything", { lifts: ["*"] }, "UNKNOWN_VALUE"],
    ["a hold", { lifts: ["HELD"] }, "UNKNOWN_VALUE"],
    ["holds that cannot be read", { lifts: ["HOLDS_UNREADABLE"] }, "UNKNOWN_VALUE"],
    ["something else as well", { force: true }, "UNKNOWN_KEY"],
  ])("refuses one with %s", (_, overrides, code) => {
    const { approvals, problems } = parseApprovals([approvalFile(overrides)]);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(approvals).toEqual([]);
  });

  it("speaks of the approval, and says how a time is written", () => {
    const [missing] = parseApprovals([approvalFile({ by: undefined })]).problems;
    expect(missing?.message).toBe("the approval has no by, which is required");
    const [day] = parseApprovals([approvalFile({ until: "2026-11-25" })]).problems;
    expect(day?.message).toBe("until is 2026-11-25, which is no time with a time zone");
    expect(day?.remedy).toContain("2026-11-25T12:00:00Z");
  });

  it.each(["friday.yaml", `${HEX.toUpperCase()}.yaml`, `${HEX}0.yaml`, `sha256-${HEX}.yaml`])(
    "refuses a file that is called %s",
    (name) => {
      const { content } = approvalFile();
      expect(parseApprovals([{ path: `approvals/${name}`, content }]).problems).toMatchObject([
        { line: 1, column: 1, code: "MISNAMED_APPROVAL" },
      ]);
    },
  );

  it("believes none when one of them has a problem", () => {
    const files = [approvalFile(), approvalFile({ by: 7 }, "c".repeat(64))];
    expect(parseApprovals(files)).toMatchObject({ approvals: [], problems: [{ code: "UNQUOTED_TEXT" }] });
  });
});

describe("approve", () => {
  const BLOCKS = [block("LIMIT_REMOVALS", "a", "b"), block("EXPOSURE", "a"), block("EXPOSURE", "c")];
  const decide = (overrides: Partial<Parameters<typeof approve>[1]> = {}) =>
    approve(BLOCKS, { digest: DIGEST, approvals: [approval()], used: new Map(), now: NOON, ...overrides });

  it("lifts exactly the blocks whose codes it names", () => {
    expect(decide({ approvals: [approval({ lifts: ["EXPOSURE", "LIMIT_REMOVALS"] })] })).toEqual({
      blocks: [],
      approval: {
        by: "Dana",
        reason: "the old shop closes",
        until: "2026-11-25T13:00:00.000Z",
        source: PATH,
        lifts: BLOCKS,
      },
      notices: [],
    });
    expect(decide()).toMatchObject({
      blocks: [{ code: "LIMIT_REMOVALS" }],
      approval: { lifts: [{ code: "EXPOSURE" }, { code: "EXPOSURE" }] },
      notices: [expect.stringContaining("does not lift LIMIT_REMOVALS")],
    });
  });

  it("is not used up by a plan of which it lifts nothing", () => {
    const approvals = [approval({ lifts: ["FROZEN"] })];
    expect(decide({ approvals })).toEqual({
      blocks: BLOCKS,
      notices: [expect.stringContaining("does not lift LIMIT_REMOVALS, EXPOSURE")],
    });
    expect(approve([], { digest: DIGEST, approvals, used: new Map(), now: NOON })).toEqual({
      blocks: [],
      notices: [],
    });
  });

  it("says nothing about another plan", () => {
    const approvals = [approval({ digest: `sha256:${"0".repeat(64)}` })];
    expect(decide({ approvals })).toEqual({ blocks: BLOCKS, notices: [] });
  });

  it("lifts no hold, whatever it names", () => {
    const held = [block("HELD", "a"), block("HOLDS_UNREADABLE", "b")];
    const approvals = [approval({ lifts: ["HELD", "HOLDS_UNREADABLE"] })];
    expect(approve(held, { digest: DIGEST, approvals, used: new Map(), now: NOON })).toEqual({
      blocks: held,
      notices: [],
    });
  });

  it.each([
    ["a moment before its end", NOON + 1],
    ["a day before its end", NOON + DAY],
  ])("counts %s", (_, until) => {
    expect(decide({ approvals: [approval({ until })] }).approval).toBeDefined();
  });

  it.each([
    ["at its end", NOON, "ended at 2026-11-25T12:00:00.000Z: give it a later `until`"],
    [
      "more than a day before its end",
      NOON + DAY + 1,
      "more than a day from now: give it an earlier `until`",
    ],
  ])("does not count %s, and says so", (_, until, notice) => {
    expect(decide({ approvals: [approval({ until })] })).toEqual({
      blocks: BLOCKS,
      notices: [expect.stringContaining(notice)],
    });
  });

  it("works once (the approval that was used for another deletion, argo#25902)", () => {
    const used = new Map([[DIGEST, NOON - HOUR]]);
    expect(decide({ used })).toEqual({
      blocks: BLOCKS,
      notices: [
        `the approval ${PATH} was used at 2026-11-25T11:00:00.000Z, and works once: a new one has to end after 2026-11-26T11:00:00.000Z`,
      ],
    });
  });

  it("takes one for new that cannot have been the used one, since it ends too late for that", () => {
    const used = new Map([[DIGEST, NOON - HOUR]]);
    const ending = (until: number) => decide({ used, approvals: [approval({ until })] }).approval;
    expect(ending(NOON - HOUR + DAY)).toBeUndefined();
    expect(ending(NOON - HOUR + DAY + 1)).toBeDefined();
  });

  it("takes the first that counts, should there be two for one plan", () => {
    const approvals = [approval({ until: NOON - 1 }), approval({ by: "Jo" }), approval({ by: "Kim" })];
    expect(decide({ approvals }).approval?.by).toBe("Jo");
    expect(decide({ approvals }).notices).toHaveLength(1);
  });
});

describe("approvalText", () => {
  const BLOCKS = [
    block("EXPOSURE", "a"),
    block("HELD", "a"),
    block("LIMIT_REMOVALS", "a"),
    block("EXPOSURE", "b"),
  ];

  it("is the file to commit, where it goes, and what is to be filled in", () => {
    expect(
      approvalText(DIGEST, BLOCKS, NOON + HOUR),
    ).toBe(`# approvals/${HEX}.yaml, in the folder of manifests
by: # who decided
reason: # why
until: 2026-11-25T13:00:00.000Z
lifts: [LIMIT_REMOVALS, EXPOSURE]
`);
  });

  it("is refused as it is, and approves once somebody has signed it", () => {
    const text = approvalText(DIGEST, BLOCKS, NOON + HOUR) ?? "";
    expect(problemsIn(text)).toEqual(["2:5 NULL_VALUE", "3:9 NULL_VALUE"]);
    const signed = text.replace("by:", "by: Dana").replace("reason:", "reason: the old shop closes");
    expect(parseApprovals([file(signed, `distributions/${approvalPath(DIGEST)}`)])).toEqual({
      approvals: [approval({ lifts: ["LIMIT_REMOVALS", "EXPOSURE"] })],
      problems: [],
    });
  });

  it("is none where no approval would do", () => {
    expect(approvalText(DIGEST, [block("HELD", "a")], NOON)).toBeUndefined();
  });
});

describe("LIFTABLE", () => {
  it("has every code but those of holds", () => {
    expect(LIFTABLE).toEqual([
      "LIMIT_CREATES",
      "LIMIT_REMOVALS",
      "LIMIT_REMOVALS_A_DAY",
      "LIMIT_ROUTE_REMOVALS",
      "LIMIT_UPDATES",
      "EXPOSURE",
      "CONFLICT",
      "FROZEN",
    ]);
  });
});
