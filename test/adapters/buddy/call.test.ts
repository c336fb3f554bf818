import { describe, expect, it } from "vitest";
import { buildPath, PathError } from "../../../lib/adapters/buddy/call.ts";

describe("buildPath", () => {
  it("joins and encodes segments", () => {
    expect(buildPath(["workspaces", "my-company", "distributions", "é+&"])).toBe(
      "/workspaces/my-company/distributions/%C3%A9%2B%26",
    );
  });

  it.each([
    "",
    ".",
    "..",
    "%2e%2e",
    "%2F",
    "a/b",
    "a\\b",
    "a?x=1",
    "a#f",
    " ",
    "a b",
    "a\n",
    "a\u00a0",
    "a\u200b",
    "\u202ea",
    "a\u0000",
    "a\u2028",
    "\ud800",
  ])("refuses the segment %j", (segment) => {
    expect(() => buildPath(["workspaces", segment])).toThrow(PathError);
  });

  it("keeps every path that it builds as it is through a URL parser", () => {
    for (const segment of ["...", "a..b", "~", "-", "a:b", "@", "constructor", "x".repeat(256), "😀"]) {
      const path = buildPath(["workspaces", segment, "distributions"]);
      expect(new URL(`https://api.buddy.works${path}`).pathname).toBe(path);
    }
  });
});
