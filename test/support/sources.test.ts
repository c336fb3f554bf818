import { describe, expect, it } from "vitest";
import { parseSource } from "./sources.ts";

function importsOf(text: string) {
  return parseSource("lib/core/x.ts", text).imports.map(({ target, kind }) => `${kind} ${target}`);
}

function namesIn(text: string, options: { readonly canBeForeign: boolean }) {
  return parseSource("lib/x.ts", text)
    .identifiers.filter(({ canBeForeign }) => canBeForeign === options.canBeForeign)
    .map(({ name }) => name);
}

describe("the imports of a source", () => {
  it.each([
    ['import { a } from "./a.ts";', "value lib/core/a.ts"],
    ['import type { A } from "../a.ts";', "type lib/a.ts"],
    ['import { type A } from "yaml";', "value yaml"],
    ['import * as a from "node:fs";', "value node:fs"],
    ['import "./a.ts";', "value lib/core/a.ts"],
    ['import {\n  a,\n  b,\n}\n  from "./a.ts";', "value lib/core/a.ts"],
    ['export { a } from "./a.ts";', "value lib/core/a.ts"],
    ['export type { A } from "./a.ts";', "type lib/core/a.ts"],
    ['export * from "./a.ts";', "value lib/core/a.ts"],
    ['const a = await import("./a.ts");', "dynamic lib/core/a.ts"],
    ['type A = import("./a.ts").A;', "type lib/core/a.ts"],
    ['let a: typeof import("yaml");', "type yaml"],
  ])("%s", (text, expected) => {
    expect(importsOf(text)).toEqual([expected]);
  });

  it("are neither in strings nor in comments", () => {
    expect(importsOf("// import './a.ts'\nconst a = `import \"./a.ts\"`; /* import('./a.ts') */")).toEqual(
      [],
    );
  });

  it("have names that are written out", () => {
    expect(() => importsOf("await import(name);")).toThrow(/lib\/core\/x\.ts imports something whose name/);
  });
});

describe("the exports of a source", () => {
  it.each([
    ["export const a = 1, b = 2;", ["a", "b"]],
    ["export const { a, b: [c, ...d], e = 1, ...f } = x;", ["a", "c", "d", "e", "f"]],
    ["export function a() {}\nexport async function* b() {}", ["a", "b"]],
    ["export class A {}\nexport abstract class B {}", ["A", "B"]],
    ["export type A = 1;\nexport interface B {}", ["A", "B"]],
    ["export type A = 1;\nexport const A = 1;", ["A"]],
    ["const a = 1; export { a as b };", ["b"]],
    ['export { a as b } from "./a.ts";', ["b"]],
    ['export * as a from "./a.ts";', ["a"]],
    ["export default 1;", ["default"]],
    ["const a = 1; // export const b = 1", []],
  ])("%s", (text, expected) => {
    expect(parseSource("lib/x.ts", text).exports).toEqual(expected);
  });
});

describe("the identifiers of a source", () => {
  it("are the names of variables, functions, parameters, types, their members, and of class members", () => {
    const text =
      "type A<B> = { readonly c: B; d(e: A): void }; class F { #g = 1; h() { return i; } } function j({ k, l: m = 1 }) {}";
    expect(namesIn(text, { canBeForeign: false })).toEqual(
      expect.arrayContaining(["A", "B", "c", "d", "e", "F", "g", "h", "i", "j", "k", "m"]),
    );
    expect(namesIn(text, { canBeForeign: false })).not.toContain("l");
  });

  it("can be somebody else's when they are a key or stand after a dot", () => {
    const text = "import { a as b } from 'p'; const c = { d: 1, e }; c.f(c?.g, c[h]); type I = J.K;";
    expect(namesIn(text, { canBeForeign: true })).toEqual(["a", "d", "f", "g", "K"]);
    expect(namesIn(text, { canBeForeign: false })).toEqual(
      expect.arrayContaining(["b", "c", "e", "h", "I", "J"]),
    );
  });

  it("are not in strings, templates and comments", () => {
    const text = `const a = 'b'; /* c */ const d = \`e \${f} g\`; // h\nconst i = /j/;`;
    expect(namesIn(text, { canBeForeign: false })).toEqual(["a", "d", "f", "i"]);
  });
});

describe("the code of a source", () => {
  it("has neither comments nor strings, and keeps its positions", () => {
    const text = `const a = "http://x"; // b\nfetch(\`\${Date.now()} c\`); /* d */ e("é");\n`;
    const { code } = parseSource("lib/x.ts", text);
    expect(code).toBe("const a =           ;     \nfetch(   Date.now()    );         e(   );\n");
    expect(code).toHaveLength(text.length);
  });
});

describe("parseSource", () => {
  it("counts lines as an editor does", () => {
    expect(parseSource("lib/x.ts", "a;\nb;\n").lines).toBe(2);
    expect(parseSource("lib/x.ts", "a;\nb;").lines).toBe(2);
  });

  it("refuses what it cannot parse", () => {
    expect(() => parseSource("lib/x.ts", "const = 1;")).toThrow(/lib\/x\.ts cannot be parsed/);
  });
});
