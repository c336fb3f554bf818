import { describe, expect, it } from "vitest";
import { leaveAlone, twinsOf, unmanagedLive } from "../../../lib/core/plan/left-alone.ts";
import { desired, environment, project, summary } from "../../support/builders.ts";

const NOBODY: ReadonlySet<string> = new Set();

describe("unmentioned", () => {
  it("names live objects that no manifest asks for, once each", () => {
    const listings = new Map([
      [
        "workspace",
        [summary({ id: "a", identifier: "legacy" }), summary({ id: "b", home: environment("e1") })],
      ],
      ["environment:e1", [summary({ id: "b", home: environment("e1") })]],
    ]);
    const leftAlone = unmanagedLive([desired({ scope: environment("e1") })], listings, NOBODY);
    expect(leftAlone).toMatchObject([
      { key: "workspace#legacy", where: "workspace", reason: "not-in-manifests", id: "a" },
    ]);
  });

  it("names one that two lists show once", () => {
    const listed = [summary({ id: "a", identifier: "legacy", home: project("web") })];
    const listings = new Map([
      ["workspace", listed],
      ["project:web", listed],
    ]);
    expect(unmanagedLive([], listings, NOBODY)).toMatchObject([{ key: "project:web#legacy" }]);
  });

  it("names objects without an identifier by their name", () => {
    const listings = new Map([["project:web", [{ id: "a", name: "Made by hand" }]]]);
    expect(unmanagedLive([], listings, NOBODY)).toMatchObject([
      { key: "project:web#a", identifier: "Made by hand", where: "project web" },
    ]);
  });

  it("says nothing of an object whose scope is not known and whose identifier is", () => {
    const listings = new Map([["workspace", [summary()]]]);
    expect(unmanagedLive([desired({ scope: project("web") })], listings, NOBODY)).toEqual([]);
  });

  it("says nothing of an object of which something was said already", () => {
    const listings = new Map([["workspace", [summary({ id: "a", identifier: "old-shop" })]]]);
    expect(unmanagedLive([desired()], listings, new Set(["a"]))).toEqual([]);
  });
});

describe("leftAlone", () => {
  it("says where the manifest is, and which object it is about where that is known", () => {
    const wanted = desired({ scope: environment("e1"), environmentName: "web/staging" });
    const leftAlone = {
      key: "environment:e1#shop",
      identifier: "shop",
      where: "environment web/staging",
      reason: "unconfirmed",
      detail: "503",
      source: "shop.yaml:1",
    };
    expect(leaveAlone(wanted, "unconfirmed", "503")).toEqual(leftAlone);
    expect(leaveAlone(wanted, "unconfirmed", "503", "a")).toEqual({ ...leftAlone, id: "a" });
  });
});

describe("twinsOf", () => {
  it("is empty for one that has none", () => {
    expect(twinsOf(desired(), { id: "a" })).toEqual([]);
  });

  it("names each, and whose identifier it has", () => {
    expect(twinsOf(desired(), { id: "a", twins: ["b", "c"] })).toMatchObject([
      { reason: "ambiguous", id: "b", detail: expect.stringContaining("(id a)") },
      { reason: "ambiguous", id: "c" },
    ]);
  });
});
