import { describe, expect, it } from "vitest";
import { parseSource } from "../support/sources.ts";
import { fileCircles, folderCircles, folderOf, shapeOf } from "./shape.ts";

function tree(files: Readonly<Record<string, string>>) {
  return Object.entries(files).map(([path, text]) => parseSource(path, text));
}

describe("shapeOf", () => {
  it("counts files and lines of lib, without generated files and without bin", () => {
    const shape = shapeOf(
      tree({
        "lib/a.ts": "export const a = 1;\n",
        "lib/b/b.ts": "export const b = 1;\n\n\n",
        "lib/b/c.ts": "export const c = 1;\n\n\n\n\n",
        "lib/b/d.generated.ts": "export const c = 1;\n",
        "bin/e.ts": "export const a = 1;\n",
      }),
    );
    expect(shape).toMatchObject({
      files: 3,
      lines: 9,
      median: 3,
      largest: { path: "lib/b/c.ts", lines: 5 },
      repeatedNames: [],
      folders: [
        { folder: "lib", files: 1, lines: 1 },
        { folder: "lib/b", files: 2, lines: 8 },
      ],
    });
  });

  it("finds a name that two files export, a type as well as a value", () => {
    const { repeatedNames } = shapeOf(
      tree({
        "lib/a.ts": "export type One = string; export const one = 1;",
        "lib/b.ts": "const two = 2; export { two as One };",
        "lib/c.ts": "const one = 2; export const three = one;",
      }),
    );
    expect(repeatedNames).toEqual([{ name: "One", files: ["lib/a.ts", "lib/b.ts"] }]);
  });

  it("lists a file under 80 lines that one file of its own folder imports, and no other file", () => {
    const { smallFiles } = shapeOf(
      tree({
        "lib/a.ts":
          'import "./a/small.ts"; import "./a/long.ts"; import "./b/far.ts"; import "./a/twice.ts";',
        "lib/a/small.ts": 'import type { T } from "./twice.ts";\n',
        "lib/a/long.ts": "\n".repeat(80),
        "lib/a/twice.ts": "export type T = 1;",
        "lib/b/far.ts": "",
        "bin/app.ts": 'import "../lib/a.ts";',
      }),
    );
    expect(smallFiles).toEqual([{ path: "lib/a/small.ts", lines: 1, importer: "lib/a.ts" }]);
  });

  it("follows apply through the files of lib/apply, and not through the files of other folders", () => {
    const { applyFiles } = shapeOf(
      tree({
        "lib/apply/apply.ts":
          'import type { T } from "./context.ts"; import "../core/x.ts"; export function applyPlan() {}',
        "lib/apply/context.ts": "export type T = 1;",
        "lib/apply/alone.ts": "export const apply = 1;",
        "lib/apply/behind.ts": "",
        "lib/core/x.ts": 'import "../apply/behind.ts";',
      }),
    );
    expect(applyFiles).toEqual(["lib/apply/apply.ts", "lib/apply/context.ts"]);
  });

  it("names no files of apply when nothing exports it", () => {
    expect(shapeOf(tree({ "lib/a.ts": "export function apply() {}" })).applyFiles).toEqual([]);
  });
});

describe("fileCircles", () => {
  it("finds a circle of types, and the shortest way around", () => {
    const circles = fileCircles(
      tree({
        "lib/a.ts": 'import type { B } from "./b.ts"; export type A = 1;',
        "lib/b.ts": 'import { type C } from "./c.ts"; export type B = 1;',
        "lib/c.ts": 'export type C = import("./a.ts").A | import("./d.ts").D;',
        "lib/d.ts": 'export type { C as D } from "./c.ts";',
        "lib/e.ts": 'import "./a.ts";',
      }),
    );
    expect(circles).toEqual([
      {
        members: ["lib/a.ts", "lib/b.ts", "lib/c.ts", "lib/d.ts"],
        path: ["lib/c.ts", "lib/d.ts", "lib/c.ts"],
        imports: ["lib/c.ts imports lib/d.ts", "lib/d.ts imports lib/c.ts"],
      },
    ]);
  });

  it("finds a circle that a dynamic import closes, and a file that imports itself", () => {
    const circles = fileCircles(
      tree({
        "lib/a.ts": 'export const b = () => import("./b.ts");',
        "lib/b.ts": 'import "./a.ts";',
        "lib/c.ts": 'import "./c.ts";',
      }),
    );
    expect(circles.map(({ members }) => members)).toEqual([["lib/a.ts", "lib/b.ts"], ["lib/c.ts"]]);
  });

  it("keeps two circles apart that one import connects", () => {
    const circles = fileCircles(
      tree({
        "lib/a.ts": 'import "./b.ts";',
        "lib/b.ts": 'import "./a.ts"; import "./c.ts";',
        "lib/c.ts": 'import "./d.ts";',
        "lib/d.ts": 'import "./c.ts";',
      }),
    );
    expect(circles.map(({ members }) => members)).toEqual([
      ["lib/a.ts", "lib/b.ts"],
      ["lib/c.ts", "lib/d.ts"],
    ]);
  });

  it("is empty when two ways lead to one file", () => {
    const diamond = tree({
      "lib/a.ts": 'import "./b.ts"; import "./c.ts";',
      "lib/b.ts": 'import "./d.ts";',
      "lib/c.ts": 'import "./d.ts"; // import "./a.ts"',
      "lib/d.ts": "export const text = 'import \"./a.ts\"';",
    });
    expect(fileCircles(diamond)).toEqual([]);
  });
});

describe("folderCircles", () => {
  it("finds folders that import each other though no files do, one below the other, too", () => {
    const circles = folderCircles(
      tree({
        "lib/core/plan/a.ts": 'import type { B } from "../plan/deep/b.ts";',
        "lib/core/plan/c.ts": "export type C = 1;",
        "lib/core/plan/deep/b.ts": 'import type { C } from "../c.ts"; export type B = 1;',
      }),
    );
    expect(circles).toEqual([
      {
        members: ["lib/core/plan", "lib/core/plan/deep"],
        path: ["lib/core/plan", "lib/core/plan/deep", "lib/core/plan"],
        imports: [
          "lib/core/plan/a.ts imports lib/core/plan/deep/b.ts",
          "lib/core/plan/deep/b.ts imports lib/core/plan/c.ts",
        ],
      },
    ]);
  });

  it("counts lib/apply.ts to lib/apply, and is empty when imports stay in a folder", () => {
    const sources = tree({
      "lib/apply.ts": 'import "./apply/once.ts";',
      "lib/apply/once.ts": "",
      "lib/apply/again.ts": 'import "../apply.ts";',
      "lib/version.ts": "",
    });
    expect(folderOf("lib/apply.ts", sources)).toBe("lib/apply");
    expect(folderOf("lib/version.ts", sources)).toBe("lib");
    expect(folderCircles(sources)).toEqual([]);
  });
});
