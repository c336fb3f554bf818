import { describe, expect, it } from "vitest";
import { approvalPath, approvalText, LIFTABLE, parseApprovals } from "../../../lib/core/decide/approval.ts";
import type { Problem } from "../../../lib/core/domain/problem.ts";
import { approval, approvalFile, block, DIGEST, file, HEX, HOUR, NOON } from "./decided.ts";

const PATH = `distributions/approvals/${HEX}.yaml`;

const problemsIn = (text: string, path = PATH) =>
  parseApprovals([file(text, path)]).problems.map(({ line, column, code }) => `${line}:${column} ${code}`);

describe("parseApprovals", () => {
  it("reads who decided what, why and until when, and of which plan from the file's name", () => {
    const text = `by: the team on call
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
    ["a list", "\n- by: the team on call\n", "2:1 WRONG_TYPE"],
    ["a text", "yes\n", "1:1 WRONG_TYPE"],
    ["no YAML", "by: [\n", "2:1 YAML_SYNTAX"],
    ["an alias", "by: &a Ops\nreason: *a\n", "1:8 ALIAS"],
    ["a key twice", "by: the team on call\nby: Jo\n", "2:1 DUPLICATE_KEY"],
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
    const signed = text
      .replace("by:", "by: the team on call")
      .replace("reason:", "reason: the old shop closes");
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

describe("the file of an approval", () => {
  it("may end as YAML does in either way", () => {
    const source = `approvals/${HEX}.yml`;
    expect(readAt(source)).toEqual({ approvals: [approval({ source })], problems: [] });
  });

  it.each([`approvals/${HEX}.yaml.bak`, `approvals/${HEX}.yml~`, `approvals/0${HEX}.yaml`])(
    "is not taken for one of the plan when it is called otherwise: %s",
    (path) => {
      const { approvals, problems } = readAt(path);
      expect(approvals).toEqual([]);
      expect(problems).toHaveLength(1);
    },
  );

  it("is named by the digest without the word before it, and by nothing less", () => {
    expect(approvalPath(`sha256:${HEX}`)).toBe(`approvals/${HEX}.yaml`);
    expect(approvalPath(`x-sha256:${HEX}`)).toBe(`approvals/x-sha256:${HEX}.yaml`);
  });
});

describe("an approval", () => {
  it("is refused at the place of what is wrong", () => {
    const text = "by: the team on call\nreason: the old shop closes\nuntil: 2026-11-25\nlifts: [EXPOSURE]\n";
    expect(parseApprovals([file(text, `approvals/${HEX}.yaml`)]).problems).toMatchObject([
      { code: "INVALID_TIME", line: 3, column: 8 },
    ]);
  });

  it("is refused with what is wrong and what to write", () => {
    const path = `approvals/${HEX}.yaml`;
    const problems = ["", "yes\n"].flatMap((text) => parseApprovals([file(text, path)]).problems);
    expect([...problems, ...readAt("approvals/friday.yaml").problems].map(said)).toMatchInlineSnapshot(`
      [
        "EMPTY_FILE the file says nothing: write \`by:\`, \`reason:\`, \`until:\` and \`lifts:\`, or delete it",
        "WRONG_TYPE an approval must be one mapping: write \`by:\`, \`reason:\`, \`until:\` and \`lifts:\`",
        "MISNAMED_APPROVAL the file is in approvals/, and is not named by the digest of a plan: call it by the 64 hexadecimal digits of the digest, and .yaml; a manifest belongs into another folder",
      ]
    `);
  });
});

function readAt(path: string) {
  return parseApprovals([{ ...approvalFile(), path }]);
}

function said({ code, message, remedy }: Problem) {
  return `${code} ${message}: ${remedy}`;
}
