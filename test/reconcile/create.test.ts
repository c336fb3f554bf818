import { describe, expect, it } from "vitest";
import type { SeedDistribution } from "../../lib/emulator/seed.ts";
import { THOROUGH } from "../support/property.ts";
import { callsOf, manifest, open, writesOf } from "../support/shops.ts";

const AT = "/distributions";
const IN_PROJECT = "scope: PROJECT\nproject_name: web\n";
const IN_STAGING = "scope: ENVIRONMENT\nproject_name: web\nenvironment: staging\n";

/** Read-only planning for any manifests. */
const PLAN = { mode: { plan: true } } as const;

describe("a pass", () => {
  it("creates what is missing, then its routes, then disables it", async () => {
    const shop = await open({
      manifests: { "shop.yaml": manifest("shop", ["/", "/api"], "disabled: true\n") },
    });
    const report = await shop.pass();
    expect(report).toMatchObject({ verdict: "applied", outcomes: [{ status: "applied", wrote: true }] });
    const id = shop.emulator.distributions()[0]?.id;
    expect(callsOf(shop)).toEqual([
      `GET ${AT} 200`,
      `POST ${AT} 201`,
      `POST ${AT}/${id}/routes 201`,
      `POST ${AT}/${id}/routes 201`,
      `PATCH ${AT}/${id} 200`,
    ]);
  });

  it("keeps what the manifest says of the end of what it creates before it adds anything to it", async () => {
    const shop = await open({
      manifests: { "shop.yaml": manifest("shop", ["/"], "sync: { protect: true, on_remove: disable }\n") },
    });
    await shop.pass();
    expect(shop.state.events.map(({ event }) => event)).toEqual([
      "begun",
      "created",
      "declared",
      "routing",
      "completed",
    ]);
    expect((await shop.state.read()).inventory.owned.get("workspace#shop")).toMatchObject({
      protect: true,
      onRemove: "disable",
    });
  });

  it("writes nothing the second time, and asks once", async () => {
    const shop = await open({ manifests: { "shop.yaml": manifest("shop", ["/"]) } });
    await shop.pass();
    shop.emulator.clearLog();
    expect((await shop.pass()).verdict).toBe("in-sync");
    expect(callsOf(shop)).toEqual([`GET ${AT} 200`]);
  });

  it("addresses what it creates in its scope", async () => {
    const shop = await open({
      manifests: {
        "a.yaml": manifest("shop", ["/a"], IN_PROJECT),
        "b.yaml": manifest("blog", ["/b"], IN_STAGING),
      },
    });
    expect((await shop.pass()).verdict).toBe("applied");
    expect(
      callsOf(shop)
        .map((call) => call.replace(/distributions\/\w+/, "distributions/ID"))
        .toSorted(),
    ).toEqual([
      "GET /distributions?environment_id=3a4KbBQl 200",
      "GET /distributions?project_name=web 200",
      "GET /environments?project_name=web 200",
      "POST /distributions 201",
      "POST /distributions 201",
      "POST /distributions/ID/routes?environment_id=3a4KbBQl 201",
      "POST /distributions/ID/routes?project_name=web 201",
    ]);
    expect(shop.emulator.distributions().map(({ scope, identifier }) => [scope, identifier])).toEqual(
      expect.arrayContaining([
        ["PROJECT", "shop"],
        ["ENVIRONMENT", "blog"],
      ]),
    );
  });

  it("sends exactly M + M·R POSTs for M missing distributions with R routes each", async () => {
    const manifests = Object.fromEntries(
      Array.from({ length: 20 }, (_, n) => [`${n}.yaml`, manifest(`shop-${n}`, ["/", "/a", "/b"])]),
    );
    const shop = await open({ manifests });
    expect((await shop.pass()).verdict).toBe("applied");
    expect(writesOf(shop)).toHaveLength(20 + 20 * 3);
    expect(writesOf(shop).every((call) => call.startsWith("POST"))).toBe(true);
    expect(callsOf(shop)).toHaveLength(1 + 80);
  });

  const MANY = THOROUGH ? 1_000 : 100;

  it.each([
    ["that it created", true],
    ["that somebody else created", false],
  ])("makes exactly 3 calls for any number of manifests in 3 scopes, all in sync, %s", async (_, ours) => {
    const where = ["", IN_PROJECT, "scope: ENVIRONMENT\nenvironment_id: 3a4KbBQl\n"];
    const seeds: Partial<SeedDistribution>[] = [{}, { project: "web" }, { environment: "3a4KbBQl" }];
    const all = Array.from({ length: MANY }, (_unused, n) => n);
    const manifests = Object.fromEntries(
      all.map((n) => [`${n}.yaml`, manifest(`shop-${n}`, [], where[n % 3])]),
    );
    const shop = await open({
      manifests,
      personality: { quota: { limit: 9_999, windowSeconds: 60, headers: true } },
    });
    if (ours) await shop.pass({ concurrency: 10 });
    else for (const n of all) shop.emulator.put({ identifier: `shop-${n}`, ...seeds[n % 3] });
    shop.emulator.clearLog();
    expect((await shop.pass()).verdict).toBe("in-sync");
    expect(callsOf(shop)).toHaveLength(3);
  });

  it("looks up users and groups only when something that names them is missing, and once", async () => {
    const access = (name: string) =>
      manifest(
        name,
        [],
        `permissions:
  users: [{ email: DEV@example.com, access_level: MANAGE }]
  groups: [{ name: admins, access_level: READ_ONLY }]
`,
      );
    const shop = await open({ manifests: { "a.yaml": access("a"), "b.yaml": access("b") } });
    await shop.pass();
    expect(
      callsOf(shop)
        .filter((call) => /members|groups/.test(call))
        .toSorted(),
    ).toEqual(["GET /groups 200", "GET /members?page=1&per_page=100 200"]);
    expect(shop.emulator.distributions()[0]?.permissions).toMatchObject({
      users: [{ id: 1, access_level: "MANAGE" }],
      groups: [{ id: 7, access_level: "READ_ONLY" }],
    });
    shop.emulator.clearLog();
    await shop.pass();
    expect(callsOf(shop)).toEqual([`GET ${AT} 200`]);
  });

  it("cannot write while it plans", async () => {
    const shop = await open({ manifests: { "shop.yaml": manifest("shop", ["/"]) } });
    expect((await shop.pass(PLAN)).verdict).toBe("pending");
    expect(writesOf(shop)).toEqual([]);
    expect(shop.state.events).toEqual([]);
  });

  it("plans the same whatever the order of the files", async () => {
    const files = ["a", "b", "c"].map((name) => [`${name}.yaml`, manifest(name, ["/"])] as const);
    const shop = await open({ manifests: {} });
    const forward = await shop.pass({ ...PLAN, manifests: Object.fromEntries(files) });
    const backward = await shop.pass({ ...PLAN, manifests: Object.fromEntries(files.toReversed()) });
    expect(JSON.stringify(forward)).toBe(JSON.stringify(backward));
  });

  it("keeps no more requests in flight than it was told", async () => {
    const manifests = Object.fromEntries(
      Array.from({ length: 40 }, (_, n) => [`${n}.yaml`, manifest(`shop-${n}`)]),
    );
    for (const concurrency of [1, 4, 10]) {
      const shop = await open({ manifests });
      await shop.pass({ concurrency });
      expect(shop.emulator.peakInFlight).toBeLessThanOrEqual(concurrency);
    }
  });
});

describe("what exists", () => {
  it("is not touched, and reported as somebody else's", async () => {
    const shop = await open({ manifests: { "shop.yaml": manifest("shop", ["/"]) } });
    shop.emulator.put({ identifier: "shop", name: "By hand" });
    const before = JSON.stringify(shop.emulator.distributions());
    const report = await shop.pass();
    expect(report.plan?.leftAlone).toMatchObject([{ key: "workspace#shop", reason: "exists-unmanaged" }]);
    expect(report.verdict).toBe("in-sync");
    expect(JSON.stringify(shop.emulator.distributions())).toBe(before);
    expect(writesOf(shop)).toEqual([]);
  });

  it("stays byte for byte as it was when no manifest mentions it", async () => {
    const shop = await open({ manifests: { "shop.yaml": manifest("shop", ["/"]) } });
    shop.emulator.put({ identifier: "legacy", disabled: true });
    shop.emulator.put({ identifier: null, name: "Made in the UI" });
    const before = shop.emulator.distributions().map((one) => JSON.stringify(one));
    const report = await shop.pass();
    expect(report.plan?.leftAlone.map(({ reason }) => reason)).toEqual([
      "not-in-manifests",
      "not-in-manifests",
    ]);
    const after = shop.emulator.distributions().map((one) => JSON.stringify(one));
    expect(after).toEqual(expect.arrayContaining(before));
  });

  it("is created again when somebody deleted it", async () => {
    const shop = await open({ manifests: { "shop.yaml": manifest("shop", ["/"]) } });
    await shop.pass();
    shop.emulator.remove(shop.emulator.distributions()[0]?.id ?? "");
    expect((await shop.pass()).verdict).toBe("applied");
    expect(shop.emulator.distributions()).toMatchObject([{ identifier: "shop", routes: [{}] }]);
    expect((await shop.pass()).verdict).toBe("in-sync");
  });

  it("is ours again when the pass that created it was killed before it could say so", async () => {
    const shop = await open({ manifests: { "shop.yaml": manifest("shop") } });
    expect(await shop.killedPass({ call: 2, when: "after" })).toBe("killed");
    const next = await shop.pass();
    expect(next.plan?.changes).toMatchObject([{ presumed: true, routes: [] }]);
    expect(next.outcomes).toMatchObject([{ status: "applied", distribution: "adopted", wrote: false }]);
    shop.emulator.clearLog();
    expect((await shop.pass()).plan?.unchanged).toHaveLength(1);
    expect(callsOf(shop)).toEqual([`GET ${AT} 200`]);
  });

  it("is somebody else's when it was deleted and made again by hand", async () => {
    const shop = await open({ manifests: { "shop.yaml": manifest("shop", ["/"]) } });
    await shop.pass();
    shop.emulator.remove(shop.emulator.distributions()[0]?.id ?? "");
    shop.emulator.put({ identifier: "shop" });
    expect((await shop.pass()).plan?.leftAlone).toMatchObject([{ reason: "exists-unmanaged" }]);
    expect(shop.emulator.distributions()).toMatchObject([{ routes: [] }]);
  });

  it("is not looked for in another scope, also when the workspace's list shows everything", async () => {
    const shop = await open({
      manifests: { "shop.yaml": manifest("shop", ["/"]) },
      personality: { unfilteredList: "everything" },
    });
    shop.emulator.put({ identifier: "shop", project: "web" });
    expect((await shop.pass()).verdict).toBe("applied");
    expect(
      shop.emulator
        .distributions()
        .map(({ scope }) => scope)
        .toSorted(),
    ).toEqual(["PROJECT", "WORKSPACE"]);
  });

  it("is named when it has the identifier of one that is ours", async () => {
    const shop = await open({
      manifests: { "shop.yaml": manifest("shop") },
      personality: { uniqueness: "none" },
    });
    await shop.pass();
    const twin = shop.emulator.put({ identifier: "shop" });
    const { plan } = await shop.pass();
    expect(plan?.unchanged).toHaveLength(1);
    expect(plan?.leftAlone).toMatchObject([{ reason: "ambiguous", id: twin }]);
  });

  it("is left alone when there are two of one identifier", async () => {
    const shop = await open({
      manifests: { "shop.yaml": manifest("shop") },
      personality: { uniqueness: "none" },
    });
    shop.emulator.put({ identifier: "shop" });
    shop.emulator.put({ identifier: "shop" });
    expect((await shop.pass()).plan?.leftAlone).toMatchObject([{ reason: "ambiguous" }]);
    expect(writesOf(shop)).toEqual([]);
  });

  it("is found behind hidden pages of any length", async () => {
    const numbers = Array.from({ length: 65 }, (_, n) => n);
    const manifests = Object.fromEntries(numbers.map((n) => [`${n}.yaml`, manifest(`shop-${n}`)]));
    for (const paging of [1, 7, 30]) {
      const shop = await open({
        manifests,
        personality: { paging, quota: { limit: 9_999, windowSeconds: 60, headers: true } },
      });
      for (const n of numbers) shop.emulator.put({ identifier: `shop-${n}` });
      const report = await shop.pass();
      expect(report.plan?.summary).toMatchObject({ create: 0, leftAlone: 65 });
      expect(writesOf(shop)).toEqual([]);
    }
  });

  it("is a conflict when somebody creates it between plan and apply", async () => {
    const shop = await open({ manifests: { "shop.yaml": manifest("shop", ["/"]) } });
    const approve = async () => {
      shop.emulator.put({ identifier: "shop", name: "Quicker" });
      return true;
    };
    const report = await shop.pass({ mode: { apply: { approve } } });
    expect(report.outcomes).toMatchObject([
      { status: "conflict", wrote: false, routes: [{ status: "blocked" }] },
    ]);
    expect(report.verdict).toBe("error");
    expect(shop.emulator.distributions()).toMatchObject([{ name: "Quicker", routes: [] }]);
    expect((await shop.pass()).plan?.leftAlone).toMatchObject([{ reason: "exists-unmanaged" }]);
  });
});

describe("a plan that is looked at for long", () => {
  it("is made again before it is carried out, and is stale when it has changed", async () => {
    const shop = await open({
      manifests: { "shop.yaml": manifest("shop") },
      personality: { uniqueness: "none" },
    });
    const approve = async () => {
      shop.clock.advance(60_000);
      shop.emulator.put({ identifier: "shop", name: "Quicker" });
      return true;
    };
    expect(await shop.pass({ mode: { apply: { approve } } })).toMatchObject({
      verdict: "stale",
      outcomes: [],
    });
    expect(writesOf(shop)).toEqual([]);
  });

  it("is carried out when nothing has changed", async () => {
    const shop = await open({ manifests: { "shop.yaml": manifest("shop") } });
    const approve = async () => {
      shop.clock.advance(60_000);
      return true;
    };
    expect((await shop.pass({ mode: { apply: { approve } } })).verdict).toBe("applied");
  });

  it("is not carried out when a person says no", async () => {
    const shop = await open({ manifests: { "shop.yaml": manifest("shop") } });
    expect(await shop.pass({ mode: { apply: { approve: async () => false } } })).toMatchObject({
      verdict: "declined",
    });
    expect(writesOf(shop)).toEqual([]);
  });

  it("is not carried out when it is not the one that was reviewed (promise 7)", async () => {
    const shop = await open({ manifests: { "shop.yaml": manifest("shop") } });
    const approve = async () => true;
    const digest = (await shop.pass(PLAN)).plan?.digest ?? "";
    const other = `sha256:${"0".repeat(64)}`;
    expect((await shop.pass({ mode: { apply: { approve, reviewed: other } } })).verdict).toBe("stale");
    expect(writesOf(shop)).toEqual([]);
    expect((await shop.pass({ mode: { apply: { approve, reviewed: digest } } })).verdict).toBe("applied");
  });
});

describe("a limit", () => {
  it("blocks all creations when they are too many, and nothing is written", async () => {
    const manifests = Object.fromEntries(
      Array.from({ length: 3 }, (_, n) => [`${n}.yaml`, manifest(`shop-${n}`)]),
    );
    const shop = await open({ manifests });
    const report = await shop.pass({ creates: 2 });
    expect(report.verdict).toBe("blocked");
    expect(report.outcomes.map(({ status }) => status)).toEqual(["blocked", "blocked", "blocked"]);
    expect(writesOf(shop)).toEqual([]);
  });
});

describe("manifests that cannot be taken", () => {
  it("stop the pass before the first call, with every problem", async () => {
    const shop = await open({ manifests: { "a.yaml": "identifier: -a\nscope: WORKSPACE\n", "b.yaml": "" } });
    const report = await shop.pass();
    expect(report.verdict).toBe("invalid");
    expect(report.problems.map(({ file, code }) => [file, code])).toEqual([
      ["a.yaml", "INVALID_IDENTIFIER"],
      ["b.yaml", "EMPTY_FILE"],
    ]);
    expect(callsOf(shop)).toEqual([]);
  });

  it("stop the pass when Buddy does not know what they name, at the place where they name it", async () => {
    const shop = await open({
      manifests: {
        "a.yaml": manifest("a", [], "scope: ENVIRONMENT\nproject_name: web\nenvironment: stagin\n"),
        "b.yaml": manifest(
          "b",
          [],
          "permissions:\n  users:\n    - { email: nobody@example.com, access_level: MANAGE }\n",
        ),
        "c.yaml": manifest("c"),
      },
    });
    const report = await shop.pass();
    expect(report.verdict).toBe("invalid");
    expect(report.problems).toMatchObject([
      { file: "a.yaml", line: 4, column: 14, code: "UNKNOWN_ENVIRONMENT" },
      { file: "b.yaml", line: 5, column: 16, code: "UNKNOWN_USER" },
    ]);
    expect(writesOf(shop)).toEqual([]);
  });
});
