import { describe, expect, it } from "vitest";
import type { DialectEntry } from "../../../lib/core/manifest/dialect.ts";
import { toManifest } from "../../../lib/core/manifest/dialect.ts";
import { locator, readManifests } from "../../../lib/core/manifest/read.ts";
import { codesOf, file, manifest, placesOf, problemsOf } from "./builders.ts";

/** A valid entry in Buddy's own YAML, with overrides. */
function entry(overrides: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify([{ distribution: "shop", ...overrides }]);
}

function target(overrides: Readonly<Record<string, unknown>>): string {
  return entry({ routes: [{ domain: "example.com", target: overrides }] });
}

const external = { endpoint: "EXTERNAL", address: "https://backend.example.com" };

describe("Buddy's own YAML for distributions", () => {
  it("means the same as a manifest in the words of the API", () => {
    const dialect = `
- distribution: shop
  name: Shop
  disabled: false
  permissions:
    others: READ_ONLY
    users: { dev@example.com: MANAGE, Admin@example.com: READ_ONLY }
    groups: { developers: MANAGE, admins: MANAGE, "7": DENIED }
  routes:
    - { domain: example.com, subdomain: www, path: /api, type: CACHED_PROXY, target: { endpoint: EXTERNAL, address: "https://backend.example.com" } }
    - { domain: cdn.example.com, target: { endpoint: SANDBOX, sandbox: { id: my-sandbox, endpoint: web } } }
    - { domain: app.example.com, target: { endpoint: TUNNEL, tunnel: { agent: my-agent, name: my-tunnel } } }
    - { domain: downloads.example.com, target: { endpoint: ARTIFACT, artifact: { id: my-artifact, version: 1.0.0 } } }
`;
    const same = `
- identifier: shop
  scope: WORKSPACE
  name: Shop
  disabled: false
  permissions:
    others: READ_ONLY
    users: [{ email: dev@example.com, access_level: MANAGE }, { email: admin@example.com, access_level: READ_ONLY }]
    groups: [{ name: developers, access_level: MANAGE }, { name: admins, access_level: MANAGE }, { name: "7", access_level: DENIED }]
  routes:
    - { domain: example.com, subdomain: www, path: /api, type: CACHED_PROXY, targets: { Default: { type: EXTERNAL, external_url: "https://backend.example.com" } } }
    - { domain: cdn.example.com, type: DIRECT_PROXY, targets: { Default: { type: SANDBOX, sandbox: { id: my-sandbox, endpoint: web } } } }
    - { domain: app.example.com, type: DIRECT_PROXY, targets: { Default: { type: TUNNEL, tunnel: { id: my-agent, tunnel_id: my-tunnel } } } }
    - { domain: downloads.example.com, type: DIRECT_PROXY, targets: { Default: { type: ARTIFACT, artifact: { id: my-artifact, version: 1.0.0 } } } }
`;
    const reading = readManifests([file(dialect)]);
    expect(reading.problems).toEqual([]);
    expect(reading).toEqual(readManifests([file(same)]));
  });

  it("may say as little as an identifier", () => {
    expect(readManifests([file(entry())]).desired).toMatchObject([
      { scope: { kind: "workspace" }, identifier: "shop" },
    ]);
    expect(codesOf(entry({ permissions: {} }))).toEqual([]);
  });

  it("may stand beside manifests in one list", () => {
    expect(codesOf(`[${manifest({ identifier: "blog" })}, {distribution: shop}]`)).toEqual([]);
  });

  it("is refused where Buddy's page could not be read, with what to write instead", () => {
    const unreadable = [
      entry({ routes: [{ domain: "example.com", target: external, targets: {} }] }),
      entry({ routes: [{ domain: "example.com", target: external, regions: {} }] }),
      entry({ permissions: { pipelines: [] } }),
      entry({ permissions: { sandboxes: [] } }),
      entry({ permissions: { all: "MANAGE" } }),
    ];
    for (const text of unreadable) {
      expect(problemsOf(text)).toMatchObject([
        { code: "DIALECT_UNREADABLE", remedy: expect.any(String) as string },
      ]);
    }
    expect(codesOf(manifest({ permissions: { pipelines: [] } }))).toEqual(["UNKNOWN_KEY"]);
  });

  it("is explained in its own words", () => {
    expect(codesOf(target({ endpoint: "EXTERNAL", external_url: "a.com" }))).toEqual([
      "MISSING_KEY",
      "UNKNOWN_KEY",
    ]);
    expect(problemsOf(target({ endpoint: "Tunel" }))).toMatchObject([
      { code: "UNKNOWN_VALUE", remedy: "did you mean TUNNEL?" },
    ]);
    expect(codesOf(target({ endpoint: "ARTIFACT", artifact: { id: "a", version: 1.1 } }))).toEqual([
      "UNQUOTED_TEXT",
    ]);
    expect(codesOf(entry({ permissions: { users: { dev: "MANAGE" } } }))).toEqual(["INVALID_EMAIL"]);
    expect(codesOf(entry({ permissions: { groups: { " a": "MANAGE" } } }))).toEqual(["INVALID_TEXT"]);
    expect(codesOf(entry({ permissions: { groups: { ["a".repeat(256)]: "MANAGE" } } }))).toEqual([
      "INVALID_TEXT",
    ]);
  });

  it("is pointed at in its own YAML when the manifest that it stands for has a problem", () => {
    const text = `
- distribution: shop
  permissions:
    users:
      Dev@example.com: MANAGE
      zoe@example.com: MANAGE
      dev@example.com: READ_ONLY
  routes:
    - domain: example.com
      target:
        endpoint: EXTERNAL
        address: javascript:alert(1)
    - domain: example.com
      target: { endpoint: TUNNEL, tunnel: { agent: a, name: b } }
- distribution: shop
`;
    expect(placesOf(text)).toEqual([
      "2:17 DUPLICATE_IDENTIFIER",
      "5:7 DUPLICATE_GRANT",
      "7:7 DUPLICATE_GRANT",
      "9:7 DUPLICATE_ROUTE",
      "12:18 INVALID_ADDRESS",
      "13:7 DUPLICATE_ROUTE",
      "15:17 DUPLICATE_IDENTIFIER",
    ]);
  });

  it("is found in its own words at every place of the manifest", () => {
    const text = `- distribution: shop
  permissions:
    others: DENIED
    groups: { b: MANAGE, "7": DENIED }
  routes:
    - { domain: a.b, target: { endpoint: TUNNEL, tunnel: { agent: a, name: b } } }
`;
    const at = (path: readonly (string | number)[]) => {
      const { line, column } = locator([file(text)])(
        { file: "shop.yaml", line: 1, path: [0] },
        path,
        "value",
      );
      return `${line}:${column}`;
    };
    expect(at(["permissions"])).toBe("3:5");
    expect(at(["permissions", "others"])).toBe("3:13");
    expect(at(["permissions", "groups"])).toBe("4:13");
    expect(at(["permissions", "groups", 1, "access_level"])).toBe("4:18");
    expect(at(["permissions", "groups", 0, "name"])).toBe("4:26");
    expect(at(["routes"])).toBe("6:5");
    expect(at(["routes", 0])).toBe("6:7");
    expect(at(["routes", 0, "domain"])).toBe("6:17");
    expect(at(["routes", 0, "targets"])).toBe("6:30");
    expect(at(["routes", 0, "targets", "Default", "type"])).toBe("6:42");
    expect(at(["routes", 0, "targets", "Default", "tunnel", "tunnel_id"])).toBe("6:76");
  });

  it("is found at its nearest owner where it is not what it should be", () => {
    const locate = locator([file("- distribution: shop\n  permissions: all\n")]);
    const source = { file: "shop.yaml", line: 1, path: [0] };
    expect(locate(source, ["permissions", "users", 0], "value")).toMatchObject({ line: 2, column: 3 });
  });

  it("returns a target that the schema should have refused", () => {
    const broken = { distribution: "a", routes: [{ domain: "a.b", target: { endpoint: "MOON" } }] };
    expect(toManifest(broken as unknown as DialectEntry).routes).toMatchObject([
      { targets: { Default: { endpoint: "MOON" } } },
    ]);
  });
});
