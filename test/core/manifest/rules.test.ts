import { describe, expect, it } from "vitest";
import { scopeOf } from "../../../lib/core/manifest/desired.ts";
import { readManifests } from "../../../lib/core/manifest/read.ts";
import type { Manifest } from "../../../lib/core/manifest/schema.ts";
import { codesOf, external, file, manifest, placesOf, problemsOf, route, withRoute } from "./builders.ts";

describe("scope", () => {
  it("wants the keys that say where a distribution belongs, and no others", () => {
    const wrong = [
      { scope: "WORKSPACE", project_name: "web" },
      { scope: "PROJECT" },
      { scope: "PROJECT", project_name: "web", environment: "staging" },
      { scope: "ENVIRONMENT" },
      { scope: "ENVIRONMENT", environment: "staging", environment_id: "3a4KbBQl" },
      { scope: "ENVIRONMENT", environment_id: "3a4KbBQl", project_name: "web" },
    ];
    for (const keys of wrong) expect(codesOf(manifest(keys))).toEqual(["SCOPE_KEYS"]);
  });

  it("makes a scope of the keys that fit", () => {
    const scope = (keys: object) => readManifests([file(manifest({ ...keys }))]).desired[0]?.scope;
    expect(scope({ scope: "PROJECT", project_name: "web" })).toEqual({ kind: "project", project: "web" });
    expect(scope({ scope: "ENVIRONMENT", environment_id: "3a4KbBQl" })).toEqual({
      kind: "environment",
      environmentId: "3a4KbBQl",
    });
    expect(scope({ scope: "ENVIRONMENT", environment: "shared" })).toEqual({
      kind: "environment",
      environment: "shared",
    });
    expect(scope({ scope: "ENVIRONMENT", environment: "staging", project_name: "web" })).toEqual({
      kind: "environment",
      environment: "staging",
      project: "web",
    });
  });

  it("returns a scope that the schema should have refused", () => {
    expect(scopeOf({ identifier: "a", scope: "GALAXY" } as unknown as Manifest)).toBe("GALAXY");
  });

  it("points at the key that does not fit, or at the scope that lacks one", () => {
    expect(placesOf("identifier: a\nscope: WORKSPACE\nproject_name: web\nenvironment: x")).toEqual([
      "3:1 SCOPE_KEYS",
      "4:1 SCOPE_KEYS",
    ]);
    expect(placesOf("identifier: a\nscope: PROJECT\nenvironment: x")).toEqual([
      "2:8 SCOPE_KEYS",
      "3:1 SCOPE_KEYS",
    ]);
  });
});

describe("identity", () => {
  it("reports every manifest that shares an identifier, and names the other", () => {
    const { problems } = readManifests([file(`\n${manifest()}`, "a.yaml"), file(manifest(), "b.yaml")]);
    expect(problems).toMatchObject([
      {
        file: "a.yaml",
        line: 2,
        column: 15,
        code: "DUPLICATE_IDENTIFIER",
        message: "shop (workspace) is also declared in b.yaml:1",
      },
      {
        file: "b.yaml",
        line: 1,
        column: 15,
        code: "DUPLICATE_IDENTIFIER",
        message: "shop (workspace) is also declared in a.yaml:2",
      },
    ]);
  });

  it("counts the others when there are more than two", () => {
    const { problems } = readManifests(["a", "b", "c"].map((name) => file(manifest(), `${name}.yaml`)));
    expect(problems.map(({ message }) => message)).toEqual([
      "shop (workspace) is also declared in b.yaml:1, and 1 more",
      "shop (workspace) is also declared in a.yaml:1, and 1 more",
      "shop (workspace) is also declared in a.yaml:1, and 1 more",
    ]);
  });

  it("allows one identifier in two scopes", () => {
    expect(codesOf(`[${manifest()}, ${manifest({ scope: "PROJECT", project_name: "web" })}]`)).toEqual([]);
  });

  it("reports identifiers that differ only in case", () => {
    expect(codesOf(`[${manifest()}, ${manifest({ identifier: "Shop" })}]`)).toEqual([
      "IDENTIFIER_CASE",
      "IDENTIFIER_CASE",
    ]);
  });
});

describe("routes that overlap", () => {
  it("are reported on both sides, however host and zone are split", () => {
    const blog = `identifier: blog\nscope: WORKSPACE\nroutes:\n  - ${JSON.stringify(route({ domain: "Shop.example.com" }))}\n`;
    const shop = manifest({ routes: [route({ subdomain: "shop", path: "/" })] });
    expect(readManifests([file(blog, "blog.yaml"), file(shop, "shop.yaml")]).problems).toMatchObject([
      {
        file: "blog.yaml",
        line: 4,
        column: 5,
        code: "DUPLICATE_ROUTE",
        message: "shop.example.com/ is also declared in shop.yaml:1",
      },
      {
        file: "shop.yaml",
        line: 1,
        code: "DUPLICATE_ROUTE",
        message: "shop.example.com/ is also declared in blog.yaml:4",
      },
    ]);
  });

  it("are pointed at where they are written, not where sorting puts them", () => {
    const text = `identifier: a\nscope: WORKSPACE\nroutes:\n${["/z", "/b", "/b/", "/a"].map((path) => `  - ${JSON.stringify(route({ path }))}\n`).join("")}`;
    expect(placesOf(text)).toEqual(["5:5 DUPLICATE_ROUTE", "6:5 DUPLICATE_ROUTE"]);
  });
});

describe("hosts", () => {
  const host = (domain: string, subdomain?: string) =>
    problemsOf(withRoute({ domain, ...(subdomain === undefined ? {} : { subdomain }) })).map(
      ({ code, remedy }) => `${code} ${remedy ?? ""}`.trim(),
    );

  it("are names with labels, in any case", () => {
    for (const [domain = "", subdomain] of [
      ["example.com"],
      ["Example.COM", "WWW"],
      ["my-app.example.dev", "a.b"],
      ["a.b", ""],
      ["a.b", "*"],
      ["*.a.b"],
      ["a.b", "*.c"],
      ["xn--mnchen-3ya.de"],
    ]) {
      expect([domain, subdomain, host(domain, subdomain)]).toEqual([domain, subdomain, []]);
    }
  });

  it("have no scheme, port or path, no empty or odd label, no address, and one dot at least", () => {
    for (const domain of [
      "https://a.b",
      "a.b:80",
      "a.b/c",
      "",
      "a..b",
      ".a.b",
      "-a.b",
      "a_b.c",
      "a b.c",
      `${"a".repeat(64)}.b`,
      "localhost",
      "192.168.1.1",
      "a.*.b",
      "a*.b",
    ]) {
      expect([domain, host(domain)[0]?.split(" ")[0]]).toEqual([domain, "INVALID_HOST"]);
    }
    expect(host("a.b.")).toEqual(["INVALID_HOST take the dot off"]);
  });

  it("hold * only as the leftmost label of the whole", () => {
    expect(host("*.a.b", "c")).toEqual(["INVALID_HOST"]);
    expect(host("a.b", "c.*")).toEqual(["INVALID_HOST"]);
  });

  it("are offered in ASCII when they are written in other letters", () => {
    expect(host("münchen.de")).toEqual(["INVALID_HOST write xn--mnchen-3ya.de"]);
    expect(host("a.b", "ü")).toEqual(["INVALID_HOST write xn--tda"]);
    expect(host("ü|.de")).toEqual(["INVALID_HOST"]);
  });

  it("are no longer than DNS allows, taken together", () => {
    const long = Array(4).fill("a".repeat(50)).join(".");
    expect(host(`${long}.com`, "a".repeat(46))).toEqual(["INVALID_HOST"]);
    expect(host(`${long}.com`, "a".repeat(45))).toEqual([]);
    expect(host(`${"a".repeat(45)}.${long}.com`)).toEqual([]);
  });

  it("do not repeat the zone in the subdomain", () => {
    expect(host("example.com", "www.example.com")).toEqual(["REPEATED_ZONE write www"]);
    expect(host("example.com", "Example.com")).toEqual(["REPEATED_ZONE leave the subdomain out"]);
    expect(host("example.com", "notexample.com")).toEqual([]);
  });
});

describe("paths", () => {
  it("are answered with the path to write, where it is clear", () => {
    const remedy = (path: string) => problemsOf(withRoute({ path }))[0]?.remedy;
    expect(remedy("api")).toBe("write /api");
    expect(remedy("/a b")).toBe("write %20");
  });
});

describe("targets", () => {
  it("of a route begin with the default one", () => {
    expect(placesOf(withRoute({ targets: {} }))).toEqual(["1:98 MISSING_DEFAULT"]);
    expect(codesOf(withRoute({ targets: { default: external() } }))).toEqual(["UNKNOWN_REGION"]);
  });

  it("of other types have no address to check", () => {
    const targets = {
      Default: { type: "SANDBOX", sandbox: { id: "ynjuqe2kov258", endpoint: "www" } },
      "COUNTRY-PL": { type: "ARTIFACT", artifact: { id: "a" } },
    };
    expect(codesOf(withRoute({ targets }))).toEqual([]);
  });

  it("say where a spelling of an address leads", () => {
    expect(problemsOf(withRoute({ targets: { Default: external("http://0x7f.1/a") } }))[0]?.message).toBe(
      "http://0x7f.1/a cannot be a target: 127.0.0.1 is the calling machine itself",
    );
  });
});

describe("grants", () => {
  it("are reported when they name somebody twice, each of them", () => {
    const grant = (who: object) => ({ ...who, access_level: "MANAGE" });
    const users = [
      { email: "dev@example.com" },
      { id: 1 },
      { email: "Dev@example.com" },
      { id: 1 },
      { id: 2 },
    ].map(grant);
    const groups = [{ name: "admins" }, { name: "admins" }, { id: 7 }, { name: "7" }].map(grant);
    expect(codesOf(manifest({ permissions: { users, groups } }))).toEqual(Array(6).fill("DUPLICATE_GRANT"));
    expect(codesOf(manifest({ permissions: { groups: groups.slice(1) } }))).toEqual([]);
  });

  it("show an id as an id", () => {
    const users = [1, 1].map((id) => ({ id, access_level: "MANAGE" }));
    const groups = [7, 7].map((id) => ({ id, access_level: "MANAGE" }));
    expect(problemsOf(manifest({ permissions: { users, groups } })).map(({ message }) => message)).toEqual([
      "id 1 is granted access more than once",
      "id 1 is granted access more than once",
      "id 7 is granted access more than once",
      "id 7 is granted access more than once",
    ]);
  });
});
