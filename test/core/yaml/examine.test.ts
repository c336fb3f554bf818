import { describe, expect, it } from "vitest";
import { examiner } from "../../../lib/core/yaml/examine.ts";
import { file } from "../manifest/builders.ts";

describe("examiner", () => {
  it("shows a scalar as it was typed, and nothing for what is not one", () => {
    const { typed } = examiner([file("identifier: 1.10\nroutes: []\n")]);
    const at = (key: string) =>
      typed({ source: { file: "shop.yaml", line: 1, path: [] }, path: [key], part: "value", words: "file" });
    expect(at("identifier")).toBe("1.10");
    expect(at("routes")).toBe("");
  });

  it("takes a place as it is where entries are read in the words in which they are written", () => {
    const { position } = examiner([file("identifier: shop\nname: Shop\n")]);
    const source = { file: "shop.yaml", line: 1, path: [] };
    expect(position({ source, path: ["name"], part: "key", words: "manifest" })).toEqual({
      file: "shop.yaml",
      line: 2,
      column: 1,
    });
  });

  it("turns an offset into a line and a column, and one past the end into the end", () => {
    const { positionAt } = examiner([file("a: 1\r\nb: 2")]);
    expect(positionAt("shop.yaml", 9)).toEqual({ file: "shop.yaml", line: 2, column: 4 });
    expect(positionAt("shop.yaml", Number.POSITIVE_INFINITY)).toEqual({
      file: "shop.yaml",
      line: 2,
      column: 5,
    });
  });
});
