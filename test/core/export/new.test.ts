import { describe, expect, it } from "vitest";
import { environment, project } from "../../support/builders.ts";
import { exported, live, liveRoute } from "./exported.ts";

describe("an export of what holds the token", () => {
  const holdsSecret = (value: unknown) => JSON.stringify(value).includes("s3cret");

  it("leaves out whole the parts that hold it, and writes the others", () => {
    const url = { Default: { type: "EXTERNAL", external_url: "https://x.example.net/s3cret" } } as const;
    const { texts, omissions } = exported(
      [
        live({
          name: "My shop",
          routes: [liveRoute(), liveRoute({ id: "b", subdomain: "b", targets: url })],
        }),
      ],
      {},
      { holdsSecret },
    );
    expect(texts["shop.yaml"]).toContain("name: My shop");
    expect(JSON.stringify(texts)).not.toMatch(/routes|s3cret/);
    expect(omissions).toMatchObject([{ part: "routes", reason: "holds-token" }]);
  });

  it("leaves out whole what has it in its identifier", () => {
    const { files, omissions } = exported([live({ identifier: "s3cret-shop" })], {}, { holdsSecret });
    expect(files).toEqual([]);
    expect(omissions).toMatchObject([{ part: "distribution", reason: "holds-token" }]);
  });
});

describe("a new manifest", () => {
  it("says what is live and nothing that is so by default, with Buddy's ids in comments", () => {
    const actual = {
      disabled: true,
      permissions: {
        others: "READ_ONLY",
        users: [{ id: 1, access_level: "MANAGE" }],
        groups: [
          { id: 7, access_level: "MANAGE" },
          { id: 8, access_level: "READ_ONLY" },
        ],
      },
      routes: [
        liveRoute(),
        liveRoute({
          id: "gNYmaWYw",
          subdomain: "",
          path: "/api",
          type: "CACHED_PROXY",
          targets: {
            "COUNTRY-PL": { type: "TUNNEL", tunnel: { id: "office", tunnel_id: "pl" } },
            Default: { type: "ARTIFACT", artifact: { id: "site", version: "1.10" } },
          },
        }),
      ],
    };
    expect(exported([live(actual)]).texts["shop.yaml"]).toMatchInlineSnapshot(`
      "# yaml-language-server: $schema=../schema/manifest.schema.json
      # id rm1P93jG
      identifier: shop
      name: Shop
      scope: WORKSPACE
      disabled: true
      permissions:
        others: READ_ONLY
        users:
          - id: 1
            access_level: MANAGE
        groups:
          # admins
          - id: 7
            access_level: MANAGE
          - id: 8
            access_level: READ_ONLY
      routes:
        # id dybEM2bg
        - domain: example.com
          subdomain: www
          type: DIRECT_PROXY
          targets:
            Default: { type: EXTERNAL, external_url: https://backend.example.com }
        # id gNYmaWYw
        - domain: example.com
          path: /api
          type: CACHED_PROXY
          targets:
            Default:
              type: ARTIFACT
              artifact:
                id: site
                version: "1.10"
            COUNTRY-PL:
              type: TUNNEL
              tunnel:
                id: office
                tunnel_id: pl
      "
    `);
  });

  it("is three lines where nothing is special", () => {
    const actual = {
      name: "shop",
      disabled: false,
      permissions: { others: "DEFAULT", users: [], groups: [] },
    };
    const { files } = exported([live(actual)]);
    expect(files).toMatchObject([{ path: "distributions/shop.yaml", state: "new" }]);
    expect(files[0]?.text.split("\n").slice(2)).toEqual(["identifier: shop", "scope: WORKSPACE", ""]);
    expect(files[0]?.distributions).toEqual([
      {
        key: "workspace#shop",
        identifier: "shop",
        where: "workspace",
        id: "rm1P93jG",
        manifest: { identifier: "shop", scope: "WORKSPACE" },
        changes: [],
      },
    ]);
  });

  it("says where it belongs by what needs no lookup", () => {
    const { texts } = exported([
      live({ id: "1" }, project("web")),
      live({ id: "2" }, environment("3a4KbBQl")),
    ]);
    expect(texts["web/shop.yaml"]).toContain("scope: PROJECT\nproject_name: web\n");
    expect(texts["environment-3a4KbBQl/shop.yaml"]).toContain(
      "scope: ENVIRONMENT\nenvironment_id: 3a4KbBQl\n",
    );
  });

  it("quotes what YAML, old or new, would take for something else than text", () => {
    const { texts } = exported([live({ identifier: "123", name: "on" })]);
    expect(texts["123.yaml"]).toContain('identifier: "123"\nname: "on"\n');
  });

  it("has a file of its own on every disk, beside whatever is there", () => {
    const all = [
      live({ id: "1", identifier: "holds" }),
      live({ id: "2", identifier: "CON" }),
      live({ id: "3", identifier: "Shop" }, project("web")),
      live({ id: "4", identifier: "shop" }, project("Web")),
      live({ id: "5" }, project("approvals")),
      live({ id: "6" }, project("żółw.yaml")),
      live({ id: "7", identifier: "blog" }),
      live({ id: "8", identifier: "docs" }),
    ];
    const files = { "Blog.YAML": "[]\n", "blog-2.yaml": "[]\n" };
    expect(exported(all, files).files.map(({ path }) => path.slice("distributions/".length))).toEqual([
      "Web/shop.yaml",
      "___w_yaml/shop.yaml",
      "blog-3.yaml",
      "distribution-CON.yaml",
      "distribution-holds.yaml",
      "docs.yaml",
      "project-approvals/shop.yaml",
      "web/Shop-2.yaml",
    ]);
  });
});

describe("what no manifest can say", () => {
  it.each([
    ["an identifier", { identifier: "-shop" }, "-shop"],
    ["a dot in it", { identifier: "a.b" }, "a.b"],
  ])("leaves out the whole distribution for %s that Buddy's own rules refuse", (_, actual, name) => {
    const { files, omissions } = exported([live(actual)]);
    expect(files).toEqual([]);
    expect(omissions).toMatchObject([
      { identifier: name, where: "workspace", id: "rm1P93jG", part: "distribution", reason: "not-sayable" },
    ]);
  });

  it("leaves out one without an identifier, under the name that people see", () => {
    const { scope, actual } = live({ name: "Untitled" });
    const { identifier: _identifier, ...anonymous } = actual;
    const made = exported([{ scope, actual: anonymous as typeof actual }]);
    expect(made.files).toEqual([]);
    expect(made.omissions).toMatchObject([{ identifier: "Untitled", reason: "no-identifier" }]);
  });

  it.each([
    [
      "a type of route of tomorrow",
      liveRoute({ type: "EDGE" }),
      "www.example.com/ (id dybEM2bg): routes[0].type is EDGE",
    ],
    [
      "a type of target of tomorrow",
      liveRoute({ targets: { Default: { type: "EDGE", edge: {} } } }),
      "is EDGE",
    ],
    [
      "a region that is none",
      liveRoute({
        targets: {
          Default: liveRoute().targets.Default ?? {},
          "COUNTRY-QQ": { type: "EXTERNAL", external_url: "https://x.example.com" },
        },
      }),
      "COUNTRY-QQ",
    ],
    [
      "no default",
      liveRoute({ targets: { "COUNTRY-PL": { type: "EXTERNAL", external_url: "https://x.example.com" } } }),
      "leads nowhere",
    ],
    [
      "a target on the calling machine",
      liveRoute({ targets: { Default: { type: "EXTERNAL", external_url: "http://localhost:3000" } } }),
      "localhost",
    ],
    ["a path that no request has", liveRoute({ path: "/a b" }), "cannot be a path"],
    ["a host that is none", liveRoute({ subdomain: "_dmarc" }), "cannot be a subdomain"],
    [
      "a text that cannot be seen",
      liveRoute({ targets: { Default: { type: "ARTIFACT", artifact: { id: "a\u200bb" } } } }),
      "invisible",
    ],
    [
      "an address that is a number",
      liveRoute({ targets: { Default: { type: "EXTERNAL", external_url: 5 } } }),
      "is 5",
    ],
    ["a target that is nothing", liveRoute({ targets: { Default: {} } }), "type"],
  ])("leaves the routes out for %s, and says which route it is", (_, route, why) => {
    const { texts, omissions } = exported([live({ routes: [route] })]);
    expect(texts["shop.yaml"]).toContain("name: Shop");
    expect(texts["shop.yaml"]).not.toContain("routes:");
    expect(omissions).toMatchObject([{ identifier: "shop", part: "routes", reason: "not-sayable" }]);
    expect(omissions[0]?.detail).toContain(why);
  });

  it("writes the other routes when some have no domain, and names those", () => {
    const { texts, omissions } = exported([live({ routes: [liveRoute()], unaddressed: ["r8", "r9"] })]);
    expect(texts["shop.yaml"]).toContain("routes:");
    expect(omissions).toMatchObject([
      {
        identifier: "shop",
        part: "routes",
        reason: "no-domain",
        detail: "Buddy shows no domain for route r8, route r9",
      },
    ]);
  });

  it("leaves the routes out when there are more than a manifest can have", () => {
    const routes = Array.from({ length: 101 }, (_, index) => liveRoute({ path: `/${index}` }));
    expect(exported([live({ routes })]).omissions).toMatchObject([
      { part: "routes", detail: expect.stringContaining("100") as string },
    ]);
  });

  it("leaves the routes out when several answer the same requests", () => {
    const routes = [liveRoute(), liveRoute({ id: "gNYmaWYw", domain: "www.example.com", subdomain: "" })];
    const { omissions } = exported([live({ routes })]);
    expect(omissions).toMatchObject([{ part: "routes", reason: "not-sayable" }]);
    expect(omissions[0]?.detail).toContain(
      "www.example.com/ (id dybEM2bg), route www.example.com/ (id gNYmaWYw)",
    );
  });

  it("leaves the routes out when they would be read as others than are live", () => {
    const { omissions } = exported([live({ routes: [liveRoute({ domain: "EXAMPLE.com" })] })]);
    expect(omissions).toMatchObject([{ part: "routes", reason: "not-sayable" }]);
  });

  it.each([
    ["others", { others: "OWNER" }],
    ["users", { users: [{ id: 1, access_level: "OWNER" }] }],
    ["groups", { groups: [{ id: 0, access_level: "MANAGE" }] }],
    [
      "users",
      {
        users: [
          { id: 1, access_level: "MANAGE" },
          { id: 1, access_level: "BLIND" },
        ],
      },
    ],
  ])("leaves %s out for a level or an id that is none, and says the rest", (part, permissions) => {
    const { texts, omissions } = exported([live({ permissions: { others: "MANAGE", ...permissions } })]);
    expect(omissions).toMatchObject([{ part, reason: "not-sayable" }]);
    expect(texts["shop.yaml"]?.includes("others: MANAGE")).toBe(part !== "others");
  });

  it("leaves a name out that is no line of text", () => {
    const { texts, omissions } = exported([live({ name: " Shop" })]);
    expect(texts["shop.yaml"]).not.toContain("name:");
    expect(omissions).toMatchObject([{ part: "name", reason: "not-sayable" }]);
  });

  it("leaves the distribution out when its file would be larger than a manifest may be", () => {
    const routes = Array.from({ length: 100 }, (_, index) =>
      liveRoute({ path: `/${"a".repeat(1000)}${index}` }),
    );
    const { files, omissions } = exported([live({ routes })]);
    expect(files).toEqual([]);
    expect(omissions).toMatchObject([{ part: "distribution", reason: "not-sayable" }]);
  });
});

describe("live distributions that could not stand beside each other", () => {
  it("are left out when several have one identifier in one place", () => {
    const { files, omissions } = exported([
      live({ id: "1" }),
      live({ id: "2" }),
      live({ id: "3" }, project("web")),
    ]);
    expect(files).toMatchObject([{ path: "distributions/web/shop.yaml" }]);
    expect(omissions).toMatchObject([
      { id: "1", reason: "ambiguous", detail: expect.stringContaining("1, 2") as string },
      { id: "2", reason: "ambiguous" },
    ]);
  });

  it("are left out when their identifiers differ only in case, but for one that has a manifest", () => {
    const all = [live({ id: "1" }), live({ id: "2", identifier: "SHOP" })];
    expect(exported(all).omissions).toMatchObject([
      { reason: "identifier-case" },
      { reason: "identifier-case" },
    ]);
    const made = exported(all, { "mine.yaml": "identifier: shop\nscope: WORKSPACE\n" });
    expect(made.files).toMatchObject([{ path: "distributions/mine.yaml", state: "unchanged" }]);
    expect(made.omissions).toMatchObject([{ id: "2", reason: "identifier-case" }]);
  });

  it("are written without routes when they answer the same requests", () => {
    const routes = [liveRoute()];
    const { texts, omissions } = exported([
      live({ id: "1", routes }),
      live({ id: "2", identifier: "blog", routes }),
    ]);
    expect(Object.values(texts).filter((text) => text.includes("routes:"))).toEqual([]);
    expect(omissions).toMatchObject([
      { identifier: "blog", part: "routes", reason: "duplicate-route" },
      { identifier: "shop", part: "routes", reason: "duplicate-route" },
    ]);
  });

  it("are written without routes when a manifest of something else has them", () => {
    const other = `identifier: other\nscope: PROJECT\nproject_name: web\nroutes:
  - { domain: www.example.com, type: REDIRECT, targets: { Default: { type: EXTERNAL, external_url: a.example.com } } }\n`;
    const { texts, omissions } = exported([live({ routes: [liveRoute()] })], { "other.yaml": other });
    expect(texts["shop.yaml"]).not.toContain("routes:");
    expect(omissions).toMatchObject([{ identifier: "shop", part: "routes", reason: "duplicate-route" }]);
  });

  it("are left to a manifest that will rename them, until that has happened", () => {
    const files = { "new.yaml": "identifier: new\nscope: WORKSPACE\nsync: { previously: [shop] }\n" };
    const waiting = exported([live()], files);
    expect(waiting.files).toEqual([]);
    expect(waiting.omissions).toMatchObject([
      { reason: "awaits-rename", detail: expect.stringContaining("distributions/new.yaml:1") as string },
    ]);
    const done = exported([live(), live({ id: "2", identifier: "new" })], files);
    expect(done.omissions).toEqual([]);
    expect(done.files.map(({ state }) => state)).toEqual(["unchanged", "new"]);
  });
});
