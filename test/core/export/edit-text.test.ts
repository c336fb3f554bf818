import { describe, expect, it } from "vitest";
import { editText } from "../../../lib/core/export/edit-text.ts";

const BLOCK = `# a manifest
identifier: shop # the key
name: 'Shop'   # what Buddy shows
permissions:
  # who may
  users:
    # the boss
    - id: 1 # first
      access_level: MANAGE
    - id: 2
      access_level: READ_ONLY
routes: []
`;

describe("an edit of a manifest's text", () => {
  it("sets a value in its quotes, and leaves the comment beside it", () => {
    expect(editText(BLOCK, [{ op: "set", path: ["name"], value: "It's new" }])).toBe(
      BLOCK.replace("'Shop'", "'It''s new'"),
    );
    expect(editText(BLOCK, [{ op: "set", path: ["identifier"], value: "123" }])).toBe(
      BLOCK.replace("identifier: shop", 'identifier: "123"'),
    );
    expect(editText('name: "Shop"\n', [{ op: "set", path: ["name"], value: "on" }])).toBe('name: "on"\n');
  });

  it("sets a value between brackets, where less can stand without quotes", () => {
    expect(editText("[{ a: b }]", [{ op: "set", path: [0, "a"], value: "c, d" }])).toBe('[{ a: "c, d" }]');
    expect(editText("{ a: true }", [{ op: "set", path: ["a"], value: false }])).toBe("{ a: false }");
  });

  it("adds to a list in lines, below its last entry and as far in", () => {
    const value = { id: 3, access_level: "MANAGE" };
    expect(editText(BLOCK, [{ op: "add", path: ["permissions", "users"], value, note: "admins" }])).toBe(
      BLOCK.replace("routes:", "    # admins\n    - id: 3\n      access_level: MANAGE\nroutes:"),
    );
  });

  it("adds to a list between brackets, with a comma where one is due", () => {
    const value = { domain: "example.com" };
    expect(editText("a: []\n", [{ op: "add", path: ["a"], value }])).toBe("a: [{ domain: example.com }]\n");
    expect(editText("a: [ x ] # c\n", [{ op: "add", path: ["a"], value }])).toBe(
      "a: [ x, { domain: example.com } ] # c\n",
    );
  });

  it("adds a key to a mapping, in lines and between brackets", () => {
    const value = { type: "EXTERNAL", external_url: "https://pl.example.com" };
    expect(editText("t:\n  a: 1\nb: 2\n", [{ op: "add", path: ["t"], key: "c", value }])).toBe(
      "t:\n  a: 1\n  c: { type: EXTERNAL, external_url: https://pl.example.com }\nb: 2\n",
    );
    expect(editText("t: { a: 1 }\n", [{ op: "add", path: ["t"], key: "c", value: "d" }])).toBe(
      "t: { a: 1, c: d }\n",
    );
  });

  it("takes an entry out with its own comments, and leaves those around it", () => {
    expect(editText(BLOCK, [{ op: "remove", path: ["permissions", "users", 0] }])).toBe(
      BLOCK.replace("    - id: 1 # first\n      access_level: MANAGE\n", ""),
    );
    expect(editText("t:\n  a: 1\n  b: 2\n", [{ op: "remove", path: ["t", "a"] }])).toBe("t:\n  b: 2\n");
  });

  it("leaves brackets where the last entry goes", () => {
    expect(editText("a: # why\n  - x\n", [{ op: "remove", path: ["a", 0] }])).toBe("a: [] # why\n");
    expect(editText("a:\n  x: 1\nb: 2\n", [{ op: "remove", path: ["a", "x"] }])).toBe("a: {}\nb: 2\n");
  });

  it("takes an entry out of brackets with its comma, and with its line if it has one", () => {
    const remove = (text: string, index: number) => editText(text, [{ op: "remove", path: ["a", index] }]);
    expect(remove("a: [x, y, z]\n", 0)).toBe("a: [y, z]\n");
    expect(remove("a: [x, y, z]\n", 2)).toBe("a: [x, y]\n");
    expect(remove("a: [x]\n", 0)).toBe("a: []\n");
    expect(remove("a: [\n  x,\n  y,\n]\n", 0)).toBe("a: [\n  y,\n]\n");
    expect(editText("a: { b: 1, c: 2 }", [{ op: "remove", path: ["a", "b"] }])).toBe("a: { c: 2 }");
  });

  it("writes the line ends that the file has, also at its end", () => {
    expect(editText("a:\r\n  - x\r\n", [{ op: "add", path: ["a"], value: "z" }])).toBe(
      "a:\r\n  - x\r\n  - z\r\n",
    );
    expect(editText("a:\n  - x", [{ op: "add", path: ["a"], value: "z" }])).toBe("a:\n  - x\n  - z");
  });

  it("finds the end of an entry that is itself a mapping, a list or nothing but a key", () => {
    expect(editText("a:\n  - b:\n      - c\n", [{ op: "add", path: ["a"], value: "d" }])).toBe(
      "a:\n  - b:\n      - c\n  - d\n",
    );
    expect(editText("a:\n  - ? b\n", [{ op: "add", path: ["a"], value: "d" }])).toBe("a:\n  - ? b\n  - d\n");
    expect(editText("a: { b }\n", [{ op: "add", path: ["a"], key: "c", value: "d" }])).toBe(
      "a: { b, c: d }\n",
    );
    expect(editText("a:\n  - |\n    x\nb: 1\n", [{ op: "add", path: ["a"], value: "d" }])).toBe(
      "a:\n  - |\n    x\n  - d\nb: 1\n",
    );
  });

  it.each([
    ["a value that is not there", "a: 1\n", { op: "set", path: ["b"], value: "x" }],
    ["an entry that is not there", "a: [x]\n", { op: "remove", path: ["a", 3] }],
    ["an entry of a list by a name", "a: [x]\n", { op: "remove", path: ["a", "b"] }],
    ["a value of a value", "a: 1\n", { op: "set", path: ["a", "b"], value: "x" }],
    ["a key without a value", "? a\n", { op: "set", path: ["a"], value: "x" }],
    ["text of several lines", "a: |\n  x\n", { op: "set", path: ["a"], value: "x" }],
    ["a mapping as a value", "a: { b: 1 }\n", { op: "set", path: ["a"], value: "x" }],
    ["a list with a key", "a: [x]\n", { op: "add", path: ["a"], key: "b", value: "x" }],
    ["a value that is no collection", "a: x\n", { op: "add", path: ["a"], key: "b", value: "x" }],
    ["the whole file", "a: x\n", { op: "remove", path: [] }],
    ["an empty file", "", { op: "remove", path: ["a"] }],
    [
      "an entry behind a comment on the line of its dash",
      "a:\n  - # c\n    x: 1\n  - y\n",
      { op: "remove", path: ["a", 0] },
    ],
    [
      "an entry on the line of another's dash",
      "a:\n  - b: 1\n    c: 2\n",
      { op: "remove", path: ["a", 0, "b"] },
    ],
    ["the only entry of a file", "- x\n", { op: "remove", path: [0] }],
    ["the only entry under an explicit key", "? a # c\n:\n  - x\n", { op: "remove", path: ["a", 0] }],
  ] as const)("refuses %s", (_, text, edit) => {
    expect(editText(text, [edit, { op: "set", path: ["a"], value: "never" }])).toBeUndefined();
  });
});
