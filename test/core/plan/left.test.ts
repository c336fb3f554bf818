import { describe, expect, it } from "vitest";
import { unmentioned } from "../../../lib/core/plan/left.ts";
import { desired, environment, project, summary } from "../../support/builders.ts";

describe("unmentioned", () => {
  it("names live objects that no manifest asks for, once each", () => {
    const listings = new Map([
      [
        "workspace",
        [summary({ id: "a", identifier: "legacy" }), summary({ id: "b", home: environment("e1") })],
      ],
      ["environment:e1", [summary({ id: "b", home: environment("e1") })]],
    ]);
    const left = unmentioned([desired({ bucket: environment("e1") })], listings);
    expect(left).toMatchObject([
      { key: "workspace#legacy", where: "workspace", reason: "not-in-manifests", id: "a" },
    ]);
  });

  it("names objects without an identifier by their name", () => {
    const listings = new Map([["project:web", [{ id: "a", name: "Made by hand" }]]]);
    expect(unmentioned([], listings)).toMatchObject([
      { key: "project:web#a", identifier: "Made by hand", where: "project web" },
    ]);
  });

  it("says nothing of an object whose bucket is not known and whose identifier is", () => {
    expect(unmentioned([desired({ bucket: project("web") })], new Map([["workspace", [summary()]]]))).toEqual(
      [],
    );
  });
});
