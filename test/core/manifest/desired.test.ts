import { describe, expect, it } from "vitest";
import { readManifests } from "../../../lib/core/manifest/read.ts";
import { external, file, manifest, route } from "./builders.ts";

function desired(overrides: Readonly<Record<string, unknown>>) {
  return readManifests([file(manifest(overrides))]).desired[0];
}

describe("what a manifest asks for", () => {
  it("lacks the keys that the manifest lacks", () => {
    expect(desired({})).toEqual({
      scope: { kind: "workspace" },
      identifier: "shop",
      protect: false,
      adopt: false,
      previously: [],
      source: { file: "shop.yaml", line: 1, path: [] },
    });
  });

  it("keeps an empty list, which wants none", () => {
    expect(desired({ routes: [], permissions: { users: [] } })).toMatchObject({
      routes: [],
      permissions: { users: [] },
    });
  });

  it("has the newer names of route types", () => {
    const types = ["PROXY", "PROXY_NO_CACHE", "CLOAKING"].map((type, at) => route({ type, path: `/${at}` }));
    expect(desired({ routes: types })?.routes?.map(({ type }) => type)).toEqual([
      "CACHED_PROXY",
      "DIRECT_PROXY",
      "CLOAKING",
    ]);
  });

  it("has hosts in lower case, and paths without a slash at the end", () => {
    expect(
      desired({
        routes: [route({ domain: "Example.com", subdomain: "WWW", path: "/Api/" }), route({ path: "" })],
      })?.routes,
    ).toMatchObject([
      { domain: "example.com", subdomain: "", path: "/" },
      { domain: "example.com", subdomain: "www", path: "/Api" },
    ]);
  });

  it("has routes sorted by key, and targets by region with the default first", () => {
    const targets = { "COUNTRY-PL": external(), "CONTINENT-Asia": external(), Default: external() };
    const routes = desired({ routes: [route({ path: "/b" }), route({ path: "/a", targets })] })?.routes;
    expect(routes?.map(({ path }) => path)).toEqual(["/a", "/b"]);
    expect(Object.keys(routes?.[0]?.targets ?? {})).toEqual(["Default", "CONTINENT-Asia", "COUNTRY-PL"]);
  });

  it("has grants sorted, and addresses in lower case", () => {
    const users = [{ email: "Zoe@example.com" }, { id: 2 }, { email: "adam@example.com" }].map((who) => ({
      ...who,
      access_level: "MANAGE",
    }));
    const groups = [{ name: "b" }, { id: 7 }, { name: "a" }].map((who) => ({
      ...who,
      access_level: "DENIED",
    }));
    expect(desired({ permissions: { others: "READ_ONLY", users, groups } })?.permissions).toEqual({
      others: "READ_ONLY",
      users: [{ id: 2 }, { email: "adam@example.com" }, { email: "zoe@example.com" }].map((who) => ({
        ...who,
        access_level: "MANAGE",
      })),
      groups: [{ id: 7 }, { name: "a" }, { name: "b" }].map((who) => ({ ...who, access_level: "DENIED" })),
    });
  });

  it("has what the manifest says under sync", () => {
    const sync = { protect: true, on_remove: "retain", adopt: true, previously: ["old-shop"] };
    expect(desired({ sync })).toMatchObject({
      protect: true,
      onRemove: "retain",
      adopt: true,
      previously: ["old-shop"],
    });
    expect(desired({ sync: {} })).toMatchObject({ protect: false, adopt: false, previously: [] });
    expect(desired({ sync: {} })).not.toHaveProperty("onRemove");
  });
});
