import { describe, expect, it } from "vitest";
import { desired } from "../../support/builders.ts";
import { exported, live, liveRoute } from "./exported.ts";

const SHOP = `# yaml-language-server: $schema=../schema/manifest.schema.json
# The shop, as everybody knows it.
identifier: shop
scope: WORKSPACE # where it belongs
name: 'Shop' # what people see

permissions: # who may
  others: READ_ONLY
  users:
    # the boss
    - email: Dev@Example.com # first
      access_level: MANAGE
    - id: 9
      access_level: READ_ONLY
  groups: [{ name: admins, access_level: MANAGE }]
disabled: false
routes:
  # the front door
  - domain: example.com
    subdomain: www
    type: PROXY_NO_CACHE
    targets:
      Default: { type: EXTERNAL, external_url: https://Backend.example.com/ } # main
      COUNTRY-PL: { type: EXTERNAL, external_url: https://pl.example.com }
  - domain: www.example.com
    path: /api/
    type: REDIRECT
    targets: { Default: { type: EXTERNAL, external_url: https://api.example.com } }
sync: { protect: true }
`;

const FRONT = liveRoute({
  targets: {
    Default: { type: "EXTERNAL", external_url: "https://backend.example.com" },
    "COUNTRY-PL": { type: "EXTERNAL", external_url: "https://pl.example.com" },
  },
});
const API = liveRoute({
  id: "gNYmaWYw",
  path: "/api",
  type: "REDIRECT",
  targets: { Default: { type: "EXTERNAL", external_url: "https://api.example.com" } },
});

/** What the manifest above is of. */
function shop(overrides: Parameters<typeof live>[0] = {}) {
  return live({
    disabled: false,
    permissions: {
      others: "READ_ONLY",
      users: [
        { id: 1, access_level: "MANAGE" },
        { id: 9, access_level: "READ_ONLY" },
      ],
      groups: [{ id: 7, access_level: "MANAGE" }],
    },
    routes: [FRONT, API],
    ...overrides,
  });
}

function edited(one: ReturnType<typeof live>, text = SHOP) {
  const made = exported([one], { "mine/shop.yml": text });
  return { ...made, file: made.files[0], text: made.texts["mine/shop.yml"] };
}

describe("a manifest that is written already", () => {
  it("stays as it is, byte for byte, when nothing differs in meaning", () => {
    const { file, text, omissions } = edited(shop());
    expect(file).toMatchObject({ path: "distributions/mine/shop.yml", state: "unchanged" });
    expect(text).toBe(SHOP);
    expect(omissions).toEqual([]);
  });

  it("gets the values that differ, each where it stands", () => {
    const { file, text } = edited(shop({ name: "Shop 2", disabled: true }));
    expect(file).toMatchObject({ state: "changed", distributions: [{ changes: ["name", "disabled"] }] });
    expect(text).toBe(SHOP.replace("'Shop'", "'Shop 2'").replace("disabled: false", "disabled: true"));
  });

  it("gets no key that it does not have", () => {
    const text = "identifier: shop\nscope: WORKSPACE\n";
    expect(edited(shop({ disabled: true }), text).text).toBe(text);
  });

  it("follows access by id, whatever it calls people", () => {
    const { text, file } = edited(
      shop({
        permissions: {
          others: "DENIED",
          users: [
            { id: 1, access_level: "READ_WRITE" },
            { id: 3, access_level: "BLIND" },
          ],
          groups: [
            { id: 8, access_level: "MANAGE" },
            { id: 7, access_level: "MANAGE" },
          ],
        },
      }),
    );
    expect(file?.distributions[0]?.changes).toEqual(["others", "users", "groups"]);
    expect(text).toBe(
      SHOP.replace("others: READ_ONLY", "others: DENIED")
        .replace(
          "access_level: MANAGE\n    - id: 9\n      access_level: READ_ONLY",
          "access_level: READ_WRITE\n    - id: 3\n      access_level: BLIND",
        )
        .replace("access_level: MANAGE }]", "access_level: MANAGE }, { id: 8, access_level: MANAGE }]"),
    );
  });

  it("names the group that it adds in a comment", () => {
    const text =
      "identifier: shop\nscope: WORKSPACE\npermissions:\n  groups:\n    - { id: 9, access_level: BLIND }\n";
    const permissions = { groups: [{ id: 7, access_level: "MANAGE" }] };
    expect(edited(shop({ permissions }), text).text).toBe(
      text.replace(
        "    - { id: 9, access_level: BLIND }\n",
        "    # admins\n    - id: 7\n      access_level: MANAGE\n",
      ),
    );
  });

  it("loses somebody whom Buddy does not know, or knows twice", () => {
    const text = `identifier: shop\nscope: WORKSPACE\npermissions:\n  users:
    - { email: gone@example.com, access_level: MANAGE }
    - { email: dev@example.com, access_level: MANAGE }
    - { id: 1, access_level: BLIND }\n`;
    const permissions = { users: [{ id: 1, access_level: "MANAGE" }] };
    expect(edited(shop({ permissions }), text).text).toBe(
      text.replace(/ {4}- \{ email: gone.*\n/, "").replace(/ {4}- \{ id: 1.*\n/, ""),
    );
  });

  it("follows routes: their types, targets and regions, new ones and gone ones", () => {
    const front = liveRoute({
      type: "CACHED_PROXY",
      targets: {
        Default: { type: "SANDBOX", sandbox: { id: "ynjuqe2kov258", endpoint: "www" } },
        "CONTINENT-Europe": { type: "EXTERNAL", external_url: "https://eu.example.com" },
      },
    });
    const docs = liveRoute({ id: "k9Zs0WyT", path: "/docs" });
    const { file, text } = edited(shop({ routes: [front, docs] }));
    expect(file?.distributions[0]?.changes).toEqual([
      "route www.example.com/ changed",
      "route www.example.com/api removed",
      "route www.example.com/docs added",
    ]);
    expect(text?.slice(text.indexOf("routes:"))).toMatchInlineSnapshot(`
      "routes:
        # the front door
        - domain: example.com
          subdomain: www
          type: CACHED_PROXY
          targets:
            Default: { type: SANDBOX, sandbox: { id: ynjuqe2kov258, endpoint: www } } # main
            CONTINENT-Europe: { type: EXTERNAL, external_url: https://eu.example.com }
        # id k9Zs0WyT
        - domain: example.com
          subdomain: www
          path: /docs
          type: DIRECT_PROXY
          targets:
            Default: { type: EXTERNAL, external_url: https://backend.example.com }
      sync: { protect: true }
      "
    `);
  });

  it("keeps what a target has, when only a part of it is another", () => {
    const before = `identifier: shop\nscope: WORKSPACE\nroutes:
  - domain: www.example.com
    type: REDIRECT
    targets:
      Default:
        # the site
        type: ARTIFACT
        artifact:
          id: site # as built
          version: "1.10"
`;
    const routeTo = (artifact: object) => [
      liveRoute({ type: "REDIRECT", targets: { Default: { type: "ARTIFACT", artifact } } }),
    ];
    expect(edited(shop({ routes: routeTo({ id: "site", version: "1.2" }) }), before).text).toBe(
      before.replace("1.10", "1.2"),
    );
    expect(edited(shop({ routes: routeTo({ id: "site" }) }), before).text).toBe(
      before.replace('          version: "1.10"\n', ""),
    );
  });

  it("keeps the regions that stay as they are", () => {
    const target = (host: string) =>
      ({ type: "EXTERNAL", external_url: `https://${host}.example.com` }) as const;
    const front = liveRoute({ targets: { Default: target("backend"), "COUNTRY-PL": target("new") } });
    expect(edited(shop({ routes: [front, API] })).text).toBe(SHOP.replace("https://pl.", "https://new."));
  });

  it("names nobody any more when Buddy names nobody", () => {
    const text =
      "identifier: shop\nscope: WORKSPACE\npermissions:\n  users:\n    - { id: 9, access_level: BLIND }\n";
    expect(edited(shop({ permissions: { others: "MANAGE" } }), text).text).toBe(
      "identifier: shop\nscope: WORKSPACE\npermissions:\n  users: []\n",
    );
  });

  it("shows a route whose domain is another as one change", () => {
    const { file } = edited(shop({ routes: [{ ...FRONT, domain: "example.org" }, API] }));
    expect(file?.distributions[0]?.changes).toEqual(["route www.example.org/ in place of www.example.com/"]);
  });

  it("keeps its byte order mark, its line ends and everything else of its file", () => {
    const text = `\ufeff- identifier: blog\r\n  scope: WORKSPACE\r\n  name: "Blog" # b\r\n\r\n# mine\r\n- { identifier: shop, scope: WORKSPACE, name: Shop }\r\n`;
    const made = exported([shop({ name: "Shop, 2" })], { "all.yaml": text });
    expect(made.files).toMatchObject([{ state: "changed" }]);
    expect(made.texts["all.yaml"]).toBe(text.replace("name: Shop }", 'name: "Shop, 2" }'));
    expect(exported([shop()], { "all.yaml": text }).texts["all.yaml"]).toBe(text);
  });

  it("shares its file with others that change too", () => {
    const text =
      "- { identifier: shop, scope: WORKSPACE, name: a }\n- { identifier: blog, scope: WORKSPACE, name: b }\n";
    const made = exported([live(), live({ id: "2", identifier: "blog", name: "Blog" })], {
      "all.yaml": text,
    });
    expect(made.texts["all.yaml"]).toBe(
      text.replace("name: a", "name: Shop").replace("name: b", "name: Blog"),
    );
    expect(made.files).toMatchObject([{ distributions: [{ identifier: "blog" }, { identifier: "shop" }] }]);
  });
});

describe("what stays as a manifest has it", () => {
  it("are routes that no manifest can say, and those that another distribution has", () => {
    const odd = edited(shop({ name: "New", routes: [liveRoute({ type: "EDGE" })] }));
    expect(odd.text).toBe(SHOP.replace("'Shop'", "'New'"));
    expect(odd.omissions).toMatchObject([{ part: "routes", reason: "not-sayable" }]);

    const other = live({ id: "2", identifier: "other", routes: [liveRoute({ id: "x", path: "/new" })] });
    const both = exported([shop({ routes: [FRONT, API, liveRoute({ id: "y", path: "/new" })] }), other], {
      "mine/shop.yml": SHOP,
    });
    expect(both.texts["mine/shop.yml"]).toBe(SHOP);
    expect(both.omissions).toMatchObject([
      { identifier: "other", part: "routes", reason: "duplicate-route" },
      { identifier: "shop", part: "routes", reason: "duplicate-route" },
    ]);
  });

  it("is the access of others that Buddy does not show", () => {
    const { text, omissions } = edited(
      shop({
        name: "New",
        permissions: {
          users: [
            { id: 1, access_level: "MANAGE" },
            { id: 9, access_level: "READ_ONLY" },
          ],
          groups: [{ id: 7, access_level: "MANAGE" }],
        },
      }),
    );
    expect(text).toBe(SHOP.replace("'Shop'", "'New'"));
    expect(omissions).toMatchObject([{ part: "others", reason: "not-sayable" }]);
  });

  it("is everything about access when Buddy says nothing of it", () => {
    const { scope, actual } = shop();
    const { permissions: _permissions, ...silent } = actual as typeof actual & { permissions?: unknown };
    expect(exported([{ scope, actual: silent }], { "mine/shop.yml": SHOP })).toMatchObject({
      files: [{ state: "unchanged" }],
      omissions: [],
    });
  });

  it("are users and groups that could not be looked up", () => {
    const permissions = { others: "READ_ONLY", users: [{ id: 5, access_level: "MANAGE" }], groups: [] };
    const unknown = new Map([
      ["users", "no scope for members"],
      ["groups", "no scope for groups"],
    ] as const);
    const nobody = { users: new Map(), groups: new Map() };
    const made = exported(
      [shop({ name: "New", permissions })],
      { "s.yaml": SHOP },
      { unknown, directory: nobody },
    );
    expect(made.texts["s.yaml"]).toBe(SHOP.replace("'Shop'", "'New'"));
    expect(made.omissions).toMatchObject([
      { part: "users", reason: "lookup-failed", detail: "no scope for members" },
      { part: "groups", reason: "lookup-failed", detail: "no scope for groups" },
    ]);
    const ids =
      "identifier: shop\nscope: WORKSPACE\npermissions: { users: [{ id: 1, access_level: BLIND }] }\n";
    const known = exported([shop({ permissions })], { "s.yaml": ids }, { unknown, directory: nobody });
    expect(known.texts["s.yaml"]).toContain("users: [{ id: 5, access_level: MANAGE }]");
    expect(known.omissions).toEqual([]);
  });

  it.each([
    ["text of several lines", "identifier: shop\nscope: WORKSPACE\nname: >-\n  Old\n"],
    [
      "an entry behind its dash",
      "- # c\n  identifier: shop\n  scope: WORKSPACE\n  routes:\n    - # c\n      domain: old.example.com\n      type: REDIRECT\n      targets: { Default: { type: EXTERNAL, external_url: a.example.com } }\n",
    ],
  ])("is the whole of one that cannot be edited: %s", (_, text) => {
    const { text: after, files, omissions } = { ...edited(shop(), text) };
    expect(after).toBeUndefined();
    expect(files).toEqual([]);
    expect(omissions).toMatchObject([{ part: "distribution", reason: "not-editable" }]);
    expect(omissions[0]?.detail).toContain("distributions/mine/shop.yml:");
  });

  it("is the whole of one whose file is not among those that were read", () => {
    const declared = [desired({ source: { file: "elsewhere.yaml", line: 1, path: [] } })];
    expect(exported([shop()], {}, { declared }).omissions).toMatchObject([{ reason: "not-editable" }]);
  });

  it("is the whole of one whose file would become larger than a manifest may be", () => {
    const text = `identifier: shop\nscope: WORKSPACE\nroutes: []\n# ${"x".repeat(65_400)}\n`;
    expect(edited(shop(), text).omissions).toMatchObject([{ reason: "not-editable" }]);
  });
});

describe("a manifest in Buddy's own YAML", () => {
  const DIALECT = `# as copied
- distribution: shop
  name: Old
  permissions:
    others: READ_ONLY
    users:
      dev@example.com: MANAGE # the boss
      gone@example.com: MANAGE
    groups: { admins: BLIND }
  routes:
    - domain: www.example.com
      target:
        endpoint: EXTERNAL # out there
        address: https://old.example.com
    - domain: www.example.com
      path: /api
      type: REDIRECT
      target: { endpoint: TUNNEL, tunnel: { agent: office, name: api } }
`;
  const permissions = {
    others: "DENIED",
    users: [{ id: 1, access_level: "READ_ONLY" }],
    groups: [{ id: 7, access_level: "MANAGE" }],
  };

  it("is edited in its own words", () => {
    const routes = [
      liveRoute({ type: "CLOAKING" }),
      { ...API, targets: { Default: { type: "TUNNEL", tunnel: { id: "office", tunnel_id: "v2" } } } },
      liveRoute({
        id: "n",
        path: "/box",
        targets: { Default: { type: "SANDBOX", sandbox: { id: "s", endpoint: "e" } } },
      }),
      liveRoute({
        id: "m",
        path: "/files",
        targets: { Default: { type: "ARTIFACT", artifact: { id: "a" } } },
      }),
    ];
    const { text, omissions } = edited(shop({ permissions, routes }), DIALECT);
    expect(omissions).toEqual([]);
    expect(text).toMatchInlineSnapshot(`
      "# as copied
      - distribution: shop
        name: Shop
        permissions:
          others: DENIED
          users:
            dev@example.com: READ_ONLY # the boss
          groups: { admins: MANAGE }
        routes:
          - domain: www.example.com
            target:
              endpoint: EXTERNAL # out there
              address: https://backend.example.com
            type: CLOAKING
          - domain: www.example.com
            path: /api
            type: REDIRECT
            target: { endpoint: TUNNEL, tunnel: { agent: office, name: v2 } }
          # id n
          - domain: example.com
            subdomain: www
            path: /box
            type: DIRECT_PROXY
            target:
              endpoint: SANDBOX
              sandbox:
                id: s
                endpoint: e
          # id m
          - domain: example.com
            subdomain: www
            path: /files
            type: DIRECT_PROXY
            target:
              endpoint: ARTIFACT
              artifact:
                id: a
      "
    `);
  });

  it("gets a group by its name, and changes a type that it has", () => {
    const text = DIALECT.replace("groups: { admins: BLIND }", "groups: {}");
    const routes = [
      liveRoute({ targets: { Default: { type: "EXTERNAL", external_url: "https://old.example.com" } } }),
      {
        ...API,
        type: "CLOAKING",
        targets: { Default: { type: "TUNNEL", tunnel: { id: "office", tunnel_id: "api" } } },
      },
    ];
    expect(edited(shop({ permissions, routes }), text).text).toBe(
      text
        .replace("groups: {}", "groups: {admins: MANAGE}")
        .replace("READ_ONLY", "DENIED")
        .replace("dev@example.com: MANAGE", "dev@example.com: READ_ONLY")
        .replace("      gone@example.com: MANAGE\n", "")
        .replace("name: Old", "name: Shop")
        .replace("type: REDIRECT", "type: CLOAKING"),
    );
  });

  it.each([
    [
      "a user without an address",
      { permissions: { ...permissions, users: [{ id: 5, access_level: "MANAGE" }] } },
    ],
    [
      "a group without a name",
      { permissions: { ...permissions, groups: [{ id: 5, access_level: "MANAGE" }] } },
    ],
    ["a region", { permissions, routes: [FRONT, API] }],
    ["a new route with a region", { permissions, routes: [{ ...FRONT, path: "/new" }] }],
  ])("stays as it is when it has no words for it: %s", (_, actual) => {
    const { files, omissions } = edited(shop(actual), DIALECT);
    expect(files).toEqual([]);
    expect(omissions).toMatchObject([{ part: "distribution", reason: "not-editable" }]);
  });
});
