import { describe, expect, it } from "vitest";
import { approvalPath, parseApprovals } from "../../../lib/core/decide/approval.ts";
import { approve } from "../../../lib/core/decide/decide.ts";
import { parseHolds, withHold } from "../../../lib/core/decide/hold.ts";
import type { Problem } from "../../../lib/core/domain/problem.ts";
import { instantOf } from "../../../lib/core/domain/time.ts";
import { approval, approvalFile, DIGEST, file, HEX, hold, NOON } from "./decided.ts";

/** Small differences that decide what counts: found by breaking the code (docs/mutation.md). */

function readAt(path: string) {
  return parseApprovals([{ ...approvalFile(), path }]);
}

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

describe("instantOf", () => {
  it("takes the largest offset of minutes", () => {
    const text = "2026-11-25T12:00:00+05:59";
    expect(instantOf(text)).toBe(Date.parse(text));
  });

  it.each(["2026-11-25T12:00:00Z and later", " 2026-11-25T12:00:00Z", "2026-11-25T12:00:00ZZ"])(
    "is nothing where more is written than a time: %s",
    (text) => {
      expect(instantOf(text)).toBeUndefined();
    },
  );
});

describe("an approval of a plan that nothing refuses", () => {
  it("is not spoken of, also when it has ended", () => {
    const approvals = [approval({ until: NOON })];
    expect(approve([], { digest: DIGEST, approvals, used: new Map(), now: NOON })).toEqual({
      blocks: [],
      notices: [],
    });
  });
});

describe("a hold", () => {
  const read = (text: string) => parseHolds(file(text, "holds.yaml"));
  const END = "until: 2026-11-25T13:00Z, reason: incident 7";

  it("has no key for what it does not say", () => {
    expect(read(`- { identifier: shop, ${END} }\n`).holds).toStrictEqual([hold({ source: "holds.yaml:1" })]);
  });

  it("that cannot be read is told of where the holds are", () => {
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
    expect(texts.flatMap((text) => read(text).problems.map(said))).toMatchInlineSnapshot(`
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

describe("an approval", () => {
  it("is refused at the place of what is wrong", () => {
    const text = "by: Dana\nreason: the old shop closes\nuntil: 2026-11-25\nlifts: [EXPOSURE]\n";
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

function said({ code, message, remedy }: Problem) {
  return `${code} ${message}: ${remedy}`;
}
