import { describe, expect, it } from "vitest";
import { approvalPath, parseApprovals } from "../../../lib/core/decision/approval.ts";
import { instantOf } from "../../../lib/core/decision/instant.ts";
import { approval, approvalFile, HEX } from "./decided.ts";

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
