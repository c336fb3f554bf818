import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../lib/core/report/report.ts";
import type { Fault } from "../../lib/emulator/faults.ts";
import { memoryState } from "../support/memory-state.ts";
import type { Workshop, WorkshopOptions } from "../support/workshop.ts";
import { bothWays } from "./both-ways.ts";
import { type Checkpoint, startCheckpoint } from "./checkpoint.ts";
import { PERSONALITIES_SINGLY } from "./personalities.ts";

let checkpoint: Checkpoint;
beforeAll(async () => {
  checkpoint = await startCheckpoint();
});
afterAll(() => checkpoint?.close());

const same = (options: WorkshopOptions, scenario: (shop: Workshop) => Promise<unknown>) =>
  bothWays(checkpoint, options, scenario);

/** One call at a time: straight and through Prism they come in the same order. */
const SINGLE = { concurrency: 1 };

const route = (path: string, type: string, targets: string) => `
  - domain: example.com
    subdomain: www
    path: ${path}
    type: ${type}
    targets: ${targets}`;

const EXTERNAL = '{ Default: { type: EXTERNAL, external_url: "https://backend.example.com" } }';

const SHOP = `
identifier: shop
scope: WORKSPACE
name: Łódź shop
routes:
${route("/", "DIRECT_PROXY", EXTERNAL)}
${route("/api", "CACHED_PROXY", EXTERNAL)}
`;

/** All scopes, kinds of target, kinds of route, and ways to name whom access is for; one is disabled. */
const MANIFESTS = {
  "shop.yaml": SHOP,
  "targets.yaml": `
identifier: targets
scope: WORKSPACE
routes:
${route("/tunnel", "REDIRECT", "{ Default: { type: TUNNEL, tunnel: { id: bartshoot, tunnel_id: test } } }")}
${route("/sandbox", "CLOAKING", "{ Default: { type: SANDBOX, sandbox: { id: ynjuqe2kov258, endpoint: www } } }")}
${route("/artifact", "CACHED_PROXY", '{ Default: { type: ARTIFACT, artifact: { id: docs, version: "1.10" } } }')}
${route("/latest", "CACHED_PROXY", "{ Default: { type: ARTIFACT, artifact: { id: docs } } }")}
  - domain: example.org
    type: DIRECT_PROXY
    targets:
      Default: { type: EXTERNAL, external_url: "https://backend.example.com" }
      COUNTRY-PL: { type: TUNNEL, tunnel: { id: bartshoot, tunnel_id: pl } }
      CONTINENT-Europe: { type: EXTERNAL, external_url: "https://eu.example.com" }
`,
  "web.yaml": `
identifier: shop
scope: PROJECT
project_name: web
disabled: true
routes:
${route("/web", "DIRECT_PROXY", EXTERNAL)}
`,
  "staging.yaml": `
identifier: shop
scope: ENVIRONMENT
project_name: web
environment: staging
permissions:
  others: READ_ONLY
  users: [{ email: dev@example.com, access_level: MANAGE }, { id: 2, access_level: DENIED }]
  groups: [{ name: admins, access_level: MANAGE }]
routes:
${route("/staging", "DIRECT_PROXY", EXTERNAL)}
`,
  "shared.yaml": "identifier: shared\nscope: ENVIRONMENT\nenvironment: shared\n",
};

/** What differs from MANIFESTS: every field of a distribution, and a route in every way; two of them are gone. */
const LATER = {
  "shop.yaml": `
identifier: store
scope: WORKSPACE
name: Store
disabled: true
permissions:
  others: READ_ONLY
  users: [{ email: dev@example.com, access_level: MANAGE }]
  groups: []
routes:
${route("/", "REDIRECT", EXTERNAL)}
${route("/new", "CACHED_PROXY", "{ Default: { type: TUNNEL, tunnel: { id: bartshoot, tunnel_id: test } } }")}
sync: { previously: [shop] }
`,
  "targets.yaml": MANIFESTS["targets.yaml"].replace("example.org", "example.net").replace("Europe", "Asia"),
  "staging.yaml": MANIFESTS["staging.yaml"].replace("dev@", "ops@").replace("id: 2", "id: 1"),
};

describe.each(PERSONALITIES_SINGLY)("reconcile, through Prism, under the personality %j", (personality) => {
  it("creates everything, and writes nothing on a second pass", async () => {
    const { end } = await same({ manifests: MANIFESTS, personality }, async (shop) => {
      const first = await shop.pass(SINGLE);
      shop.clock.advance(60_000);
      return [first, await shop.pass(SINGLE)];
    });
    expect(end).toMatchObject([{ verdict: "applied" }, { verdict: "in-sync" }]);
  });

  it("changes, renames, replaces and removes what it made, and writes nothing on a second pass", async () => {
    const { end, live } = await same({ manifests: MANIFESTS, personality }, async (shop) => {
      const reports: Report[] = [await shop.pass(SINGLE)];
      const sync = { ...SINGLE, ...SYNC, manifests: LATER };
      for (let passes = 0; passes < 2; passes += 1) {
        shop.clock.advance(60_000);
        reports.push(await shop.pass(sync));
      }
      return reports;
    });
    expect(end).toMatchObject([{ verdict: "applied" }, { verdict: "applied" }, { verdict: "in-sync" }]);
    expect(new Set(live.map(({ identifier }) => identifier))).toEqual(new Set(["shop", "store", "targets"]));
  });

  it("goes on where a server error after the effect of a write stopped it", async () => {
    const at = { when: "after", match: { method: "POST", path: "/distributions/*/routes" } } as const;
    const { end } = await same({ manifests: MANIFESTS, personality }, (shop) => resumed(shop, at));
    expect(end).toMatchObject({ verdict: "in-sync" });
  });
});

/** Passes until one finds everything in sync; the first meets a server error. */
async function resumed(
  shop: Workshop,
  at: Pick<Fault, "when" | "match">,
  options: Parameters<Workshop["pass"]>[0] = {},
): Promise<Report> {
  shop.emulator.fault({ kind: "status", status: 500, ...at });
  let report = await shop.pass({ ...options, ...SINGLE });
  for (let passes = 1; passes < 4 && report.verdict !== "in-sync"; passes += 1) {
    shop.clock.advance(60_000);
    report = await shop.pass({ ...options, ...SINGLE });
  }
  expect(shop.emulator.log.filter(({ fault }) => fault !== undefined)).toHaveLength(1);
  return report;
}

/** Removes at once what no manifest mentions. */
const SYNC = { policy: "sync", onRemove: "delete" } as const;

describe("reconcile, through Prism", () => {
  for (const when of ["before", "after"] as const) {
    it(`goes on where a server error ${when} the effect of a change or a removal stopped it`, async () => {
      const writes = [
        { method: "PATCH", path: "/distributions/*" },
        { method: "PUT", path: "/distributions/*/routes/*" },
        { method: "DELETE", path: "/distributions/*/routes/*" },
        { method: "DELETE", path: "/distributions/*" },
      ];
      for (const match of writes) {
        const { end } = await same({ manifests: MANIFESTS }, async (shop) => {
          await shop.pass(SINGLE);
          return resumed(shop, { when, match }, { ...SYNC, manifests: LATER });
        });
        expect(end).toMatchObject({ verdict: "in-sync" });
      }
    });
  }

  for (const when of ["before", "after"] as const) {
    it(`goes on where a server error ${when} the effect of any write stopped it`, async () => {
      const writes = [
        { method: "POST", path: "/distributions" },
        { method: "POST", path: "/distributions/*/routes" },
        { method: "PATCH", path: "/distributions/*" },
      ];
      for (const match of writes) {
        const { end } = await same({ manifests: MANIFESTS }, (shop) => resumed(shop, { when, match }));
        expect(end).toMatchObject({ verdict: "in-sync" });
      }
    });
  }

  it("goes on where it was killed", async () => {
    // One distribution, so that no other call is under way when it dies.
    const options = { manifests: { "shop.yaml": SHOP } };
    for (let call = 1; call <= 4; call += 1) {
      for (const when of ["before", "after"] as const) {
        const { end } = await same(options, async (shop) => {
          const death = await shop.killedPass({ call, when });
          return [death, await shop.pass(SINGLE), (await shop.pass(SINGLE)).verdict];
        });
        expect(end).toMatchObject(["killed", {}, "in-sync"]);
      }
    }
  });

  for (const uniqueness of ["409", "400"] as const) {
    it(`reports a distribution that is refused with ${uniqueness}, since reads do not show its twin yet`, async () => {
      const personality = { uniqueness, lagSeconds: 3600 };
      const { calls } = await same({ manifests: { "shop.yaml": SHOP }, personality }, async (shop) => {
        await shop.pass({ ...SINGLE, state: memoryState() });
        return shop.pass({ ...SINGLE, state: memoryState() });
      });
      expect(calls).toContainEqual(refused(uniqueness, "POST", /distributions$/));
    });

    it(`reports a route that is refused with ${uniqueness}, since another distribution has its address`, async () => {
      const options = { manifests: { "shop.yaml": SHOP }, personality: { uniqueness } };
      const { calls } = await same(options, (shop) => {
        const targets = { Default: { type: "EXTERNAL", external_url: "https://old.example.com" } } as const;
        const routes = [{ domain: "example.com", subdomain: "www", targets }];
        shop.emulator.put({ identifier: "by-hand", routes });
        return shop.pass(SINGLE);
      });
      expect(calls).toContainEqual(refused(uniqueness, "POST", /routes$/));
    });
  }

  it("ends in an error when the token is refused", async () => {
    const options = { manifests: { "shop.yaml": SHOP } };
    const { end, calls } = await same(options, (shop) => shop.pass({ ...SINGLE, token: "wrong-token" }));
    expect(end).toMatchObject({ verdict: "error" });
    expect(calls).toContainEqual(refused("401", "GET", /distributions$/));
  });

  const denied = [
    ["DISTRIBUTION_READ", "GET", /distributions$/],
    ["DISTRIBUTION_WRITE", "POST", /distributions$/],
    ["DISTRIBUTION_MANAGE", "PATCH", /distributions\/\w+$/],
    ["ENVIRONMENT_READ", "GET", /environments$/],
    ["WORKSPACE", "GET", /members$/],
  ] as const;
  it.each(denied)("reports what is forbidden when the token lacks %s", async (scope, method, path) => {
    const tokenPermissions = [...denied.map(([held]) => held), "MEMBER_EMAIL"].filter(
      (held) => held !== scope,
    );
    const { end, calls } = await same({ manifests: MANIFESTS, tokenPermissions }, (shop) =>
      shop.pass(SINGLE),
    );
    expect(end).not.toMatchObject({ verdict: "applied" });
    expect(calls).toContainEqual(refused("403", method, path));
  });

  it("reports that members come without addresses when the token lacks MEMBER_EMAIL", async () => {
    const tokenPermissions = denied.map(([scope]) => scope);
    const { end } = await same({ manifests: MANIFESTS, tokenPermissions }, (shop) => shop.pass(SINGLE));
    expect(end).not.toMatchObject({ verdict: "applied" });
  });

  it("reports a workspace and a project that are not there", async () => {
    const there = { "shop.yaml": SHOP };
    const nowhere = { "shop.yaml": "identifier: shop\nscope: PROJECT\nproject_name: nowhere\n" };
    const cases = [
      { manifests: there, workspace: "another-company" },
      { manifests: nowhere, workspace: "my-company" },
    ];
    for (const { manifests, workspace } of cases) {
      const { end, calls } = await same({ manifests }, (shop) => shop.pass({ ...SINGLE, workspace }));
      expect(end).toMatchObject({ verdict: "error" });
      expect(calls).toContainEqual(refused("404", "GET", /distributions$/));
    }
  });

  it("waits for the rate limit, and for a Retry-After", async () => {
    const quota = { limit: 5, windowSeconds: 60, headers: true } as const;
    const { end, calls } = await same({ manifests: MANIFESTS, personality: { quota } }, (shop) => {
      shop.emulator.fault({ kind: "status", status: 429, headers: { "Retry-After": "7" }, when: "before" });
      return shop.pass(SINGLE);
    });
    expect(end).toMatchObject({ verdict: "applied" });
    expect(calls).toContainEqual(expect.objectContaining({ status: 429 }));
  });
});

function refused(status: string, method: string, path: RegExp): unknown {
  const end: unknown = expect.stringMatching(path);
  return expect.objectContaining({ status: Number(status), method, path: end });
}
