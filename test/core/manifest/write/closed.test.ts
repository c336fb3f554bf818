import { describe, expect, it } from "vitest";
import type { Scope } from "../../../../lib/core/distribution.ts";
import { dialectWords } from "../../../../lib/core/manifest/write/dialect-words.ts";
import { draftOf } from "../../../../lib/core/manifest/write/draft.ts";
import type { Edit } from "../../../../lib/core/manifest/write/edit.ts";
import { editText } from "../../../../lib/core/manifest/write/edit-text.ts";
import { fileFor } from "../../../../lib/core/manifest/write/file-name.ts";
import { manifestWords } from "../../../../lib/core/manifest/write/manifest-words.ts";
import type { Part } from "../../../../lib/core/manifest/write/part.ts";
import { revise } from "../../../../lib/core/manifest/write/revise.ts";
import { live } from "./exported.ts";

const NOBODY = { users: new Map<string, number>(), groups: new Map<string, number>() };

describe("a word that no type knows", () => {
  const galaxy = { scope: "GALAXY" } as unknown as Scope;

  it("is in no manifest, and names no folder", () => {
    expect(draftOf(live().actual, galaxy, "shop", () => false)).toHaveProperty("unsayable");
    expect(fileFor(galaxy, "shop", () => false)).toContain("shop.yaml");
  });

  it("edits nothing", () => {
    expect(editText("a: 1\n", [{ op: "burn", path: ["a"] } as unknown as Edit])).not.toContain("a: 1");
    const words = manifestWords({ identifier: "shop", scope: "WORKSPACE" }, NOBODY, new Map());
    const manifest = { identifier: "shop", scope: "WORKSPACE" } as const;
    const parts = new Set(["colour" as Part]);
    expect(revise(manifest, manifest, parts, words, new Map())).toEqual(["colour"]);
    expect(revise(manifest, manifest, new Set(["name"]), words, new Map())).toBeUndefined();
  });

  it("has no comment for a route without an id", () => {
    const words = manifestWords({ identifier: "shop", scope: "WORKSPACE" }, NOBODY, new Map());
    const route = { domain: "example.com", type: "REDIRECT", targets: {} } as const;
    const manifest = { identifier: "shop", scope: "WORKSPACE", routes: [route] } as const;
    const before = { ...manifest, routes: [] };
    expect(revise(before, { ...manifest, routes: [route] }, new Set(["routes"]), words, new Map())).toEqual([
      { op: "add", path: ["routes"], value: route },
    ]);
  });

  it("is no target in Buddy's own YAML", () => {
    const words = dialectWords({ distribution: "shop" }, NOBODY, new Map());
    expect(words.grants("users")).toEqual([]);
    const targets = { Default: { type: "EDGE" } } as never;
    expect(words.retarget(["routes", 0], targets, targets)).toEqual([]);
    expect(words.retarget(["routes", 0], {}, targets)).toBeUndefined();
  });
});
