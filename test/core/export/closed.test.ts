import { describe, expect, it } from "vitest";
import type { Scope } from "../../../lib/core/domain/distribution.ts";
import type { Edit } from "../../../lib/core/export/edit-text.ts";
import { editText } from "../../../lib/core/export/edit-text.ts";
import { dialectFormat, manifestFormat } from "../../../lib/core/export/entry-format.ts";
import { fileFor } from "../../../lib/core/export/export.ts";
import type { ManifestPart } from "../../../lib/core/export/omission.ts";
import { revise } from "../../../lib/core/export/revise.ts";
import { liveManifestOf } from "../../../lib/core/export/select.ts";
import { live } from "./exported.ts";

const NOBODY = { users: new Map<string, number>(), groups: new Map<string, number>() };

describe("a word that no type knows", () => {
  const galaxy = { scope: "GALAXY" } as unknown as Scope;

  it("is in no manifest, and names no folder", () => {
    expect(liveManifestOf(live().actual, galaxy, "shop", () => false)).toHaveProperty("wrong");
    expect(fileFor(galaxy, "shop", () => false)).toContain("shop.yaml");
  });

  it("edits nothing", () => {
    expect(editText("a: 1\n", [{ op: "burn", path: ["a"] } as unknown as Edit])).not.toContain("a: 1");
    const format = manifestFormat({ identifier: "shop", scope: "WORKSPACE" }, NOBODY, new Map());
    const manifest = { identifier: "shop", scope: "WORKSPACE" } as const;
    const parts = new Set(["colour" as ManifestPart]);
    expect(revise(manifest, manifest, parts, format, new Map())).toEqual(["colour"]);
    expect(revise(manifest, manifest, new Set(["name"]), format, new Map())).toBeUndefined();
  });

  it("has no comment for a route without an id", () => {
    const format = manifestFormat({ identifier: "shop", scope: "WORKSPACE" }, NOBODY, new Map());
    const route = { domain: "example.com", type: "REDIRECT", targets: {} } as const;
    const manifest = { identifier: "shop", scope: "WORKSPACE", routes: [route] } as const;
    const before = { ...manifest, routes: [] };
    expect(revise(before, { ...manifest, routes: [route] }, new Set(["routes"]), format, new Map())).toEqual([
      { op: "add", path: ["routes"], value: route },
    ]);
  });

  it("is no target in Buddy's own YAML", () => {
    const format = dialectFormat({ distribution: "shop" }, NOBODY, new Map());
    expect(format.grants("users")).toEqual([]);
    const targets = { Default: { type: "EDGE" } } as never;
    expect(format.retarget(["routes", 0], targets, targets)).toEqual([]);
    expect(format.retarget(["routes", 0], {}, targets)).toBeUndefined();
  });
});
