import { describe, expect, it } from "vitest";
import { locator } from "../../../lib/core/manifest/read.ts";
import { file } from "./builders.ts";

const text = `# the shop
- identifier: blog
  scope: WORKSPACE
- identifier: shop
  scope: WORKSPACE
  permissions:
    users:
      - { email: zoe@example.com, access_level: MANAGE }
      - { email: adam@example.com, access_level: MANAGE }
    groups:
      - { name: b, access_level: MANAGE }
      - { id: 7, access_level: MANAGE }
  routes:
    - { domain: b.com, type: PROXY, targets: { Default: { type: EXTERNAL, external_url: b.net } } }
    - { domain: a.com, type: PROXY, targets: { Default: { type: EXTERNAL, external_url: a.net } } }
`;
const source = { file: "shop.yaml", line: 4, path: [1] };

function at(path: readonly (string | number)[], part: "key" | "value" = "value"): string {
  const { line, column } = locator([file(text)])(source, path, part);
  return `${line}:${column}`;
}

describe("locator", () => {
  it("finds a manifest in a list, its keys and its values", () => {
    expect(at([])).toBe("4:3");
    expect(at(["identifier"])).toBe("4:15");
    expect(at(["scope"], "key")).toBe("5:3");
  });

  it("takes indices in the order of what was made of the manifest", () => {
    expect(at(["permissions", "users", 0, "email"])).toBe("9:18");
    expect(at(["permissions", "groups", 1])).toBe("11:9");
    expect(at(["routes", 0, "domain"])).toBe("15:17");
    expect(at(["routes", 1, "targets", "Default", "external_url"], "key")).toBe("14:75");
  });

  it("points at the nearest owner of what is not written", () => {
    expect(at(["routes", 0, "path"])).toBe("15:7");
    expect(at(["routes", 7, "path"])).toBe("14:5");
    expect(at(["sync", "protect"], "key")).toBe("4:3");
    expect(at(["identifier", "x"])).toBe("4:15");
    expect(at(["permissions", "users", 9])).toBe("8:7");
  });

  it("works on a single manifest, and on one in Buddy's own YAML", () => {
    const files = [
      file("\nidentifier: a\nscope: WORKSPACE\n", "a.yaml"),
      file("- distribution: b\n  permissions: {}\n", "b.yaml"),
    ];
    const locate = locator(files);
    expect(locate({ file: "a.yaml", line: 2, path: [] }, ["identifier"], "value")).toEqual({
      file: "a.yaml",
      line: 2,
      column: 13,
    });
    expect(locate({ file: "b.yaml", line: 1, path: [0] }, ["identifier"], "key")).toEqual({
      file: "b.yaml",
      line: 1,
      column: 3,
    });
    expect(locate({ file: "b.yaml", line: 1, path: [0] }, ["permissions", "users", 0], "key")).toMatchObject({
      line: 2,
      column: 3,
    });
  });

  it("falls back on the manifest's line when the file is not there or cannot be read", () => {
    const files = [file("a: \0", "nul.yaml"), file("[]", "empty.yaml"), file("x: 1", "other.yaml")];
    const locate = locator(files);
    for (const name of ["gone.yaml", "nul.yaml"]) {
      expect(locate({ file: name, line: 7, path: [3] }, ["name"], "value")).toEqual({
        file: name,
        line: 7,
        column: 1,
      });
    }
    expect(locate({ file: "empty.yaml", line: 1, path: [3] }, ["name"], "value")).toMatchObject({
      line: 1,
      column: 1,
    });
    expect(locate({ file: "other.yaml", line: 1, path: [] }, ["routes", 0], "value")).toMatchObject({
      line: 1,
      column: 1,
    });
  });
});
