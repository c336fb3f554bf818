import { describe, expect, it } from "vitest";
import { apply } from "../../lib/apply/apply.ts";
import { EMPTY_INVENTORY, type InventoryEvent } from "../../lib/core/domain/inventory.ts";
import { exitCodeOf } from "../../lib/core/report/report.ts";
import type { Ledger, NewDistribution, State, WritingProvider } from "../../lib/ports.ts";
import { change, plan } from "../support/builders.ts";
import { THOROUGH } from "../support/property.ts";
import { callsOf, manifest, open, writesOf } from "../support/shops.ts";
import { virtualClock } from "../support/virtual-clock.ts";

const IN_PROJECT = "scope: PROJECT\nproject_name: web\n";

const exitOf = (report: { readonly verdict: Parameters<typeof exitCodeOf>[0] }) =>
  exitCodeOf(report.verdict, { detailed: false });

describe("a refusal", () => {
  it("of the token stops the pass at once: two requests at most", async () => {
    const manifests = Object.fromEntries(
      Array.from({ length: 20 }, (_, n) => [
        `${n}.yaml`,
        manifest(`shop-${n}`, [], n % 2 === 0 ? "" : IN_PROJECT),
      ]),
    );
    const shop = await open({ manifests });
    const report = await shop.pass({ token: "expired-token", concurrency: 10 });
    expect(report.failure).toMatchObject({
      kind: "error",
      remedy: expect.stringContaining("token"),
    });
    expect(callsOf(shop).length).toBeLessThanOrEqual(2);
    expect(exitOf(report)).toBe(1);
  });

  it("of the token in the middle leaves an account of what was not begun", async () => {
    const manifests = Object.fromEntries(
      Array.from({ length: 8 }, (_, n) => [`${n}.yaml`, manifest(`shop-${n}`)]),
    );
    const shop = await open({ manifests });
    shop.emulator.fault({
      kind: "status",
      status: 401,
      when: "before",
      match: { method: "POST", nth: 4 },
      times: 99,
    });
    const report = await shop.pass({ concurrency: 1 });
    expect(report.outcomes.map(({ status }) => status)).toEqual([
      "applied",
      "applied",
      "applied",
      ...Array.from({ length: 5 }, () => "skipped"),
    ]);
    expect([report.verdict, exitOf(report)]).toEqual(["partial", 6]);
    shop.emulator.clearFaults();
    expect((await shop.pass()).verdict).toBe("applied");
    expect(shop.emulator.distributions()).toHaveLength(8);
  });

  it("of one scope leaves the others to go on", async () => {
    const manifests = {
      "a.yaml": manifest("a", [], "scope: PROJECT\nproject_name: gone\n"),
      "b.yaml": manifest("b"),
    };
    const shop = await open({ manifests });
    const report = await shop.pass();
    expect(report.plan?.leftAlone).toMatchObject([
      {
        key: "project:gone#a",
        reason: "scope-unreadable",
        detail: expect.stringContaining("gone"),
      },
    ]);
    expect(shop.emulator.distributions()).toMatchObject([{ identifier: "b" }]);
    expect([report.verdict, exitOf(report)]).toEqual(["partial", 6]);
  });

  it("of every creation in a scope costs one refused POST with one request in flight", async () => {
    const manifests = Object.fromEntries(
      Array.from({ length: 9 }, (_, n) => [`${n}.yaml`, manifest(`shop-${n}`)]),
    );
    const shop = await open({ manifests, tokenPermissions: ["DISTRIBUTION_READ"] });
    const report = await shop.pass({ concurrency: 1 });
    expect(report.outcomes.map(({ status }) => status)).toEqual([
      "failed",
      ...Array.from({ length: 8 }, () => "skipped"),
    ]);
    expect(writesOf(shop)).toHaveLength(1);
    expect(report.outcomes[0]?.remedy).toContain("DISTRIBUTION_WRITE");
    expect(shop.state.events.at(-1)).toMatchObject({ event: "withdrawn" });
  });

  it("of one route leaves its siblings and the other distributions to go on, and is tried again", async () => {
    const shop = await open({
      manifests: {
        "a.yaml": manifest("a", ["/1", "/2", "/3"], "disabled: true\n"),
        "b.yaml": manifest("b", ["/"]),
      },
    });
    shop.emulator.fault({
      kind: "status",
      status: 403,
      body: { errors: [{ message: "Not on this domain" }] },
      when: "before",
      match: { method: "POST", path: "/distributions/*/routes", nth: 2 },
    });
    const report = await shop.pass({ concurrency: 1 });
    expect(report.outcomes).toMatchObject([
      {
        key: "workspace#a",
        status: "failed",
        wrote: true,
        routes: [
          { route: "a.example.com/1", status: "applied" },
          {
            route: "a.example.com/2",
            status: "failed",
            reason: expect.stringContaining("Not on this domain"),
          },
          { route: "a.example.com/3", status: "applied" },
        ],
      },
      { key: "workspace#b", status: "applied" },
    ]);
    expect(exitOf(report)).toBe(6);
    expect(shop.emulator.distributions().find(({ identifier }) => identifier === "a")?.disabled).toBe(true);

    const next = await shop.pass();
    expect(next.plan?.changes).toMatchObject([{ key: "workspace#a", resumes: expect.any(String) }]);
    expect(next.plan?.changes).toMatchObject([{ routes: [{ path: "/2" }] }]);
    expect(next.verdict).toBe("applied");
    expect((await shop.pass()).verdict).toBe("in-sync");
  });

  it("of a look-up leaves alone only what needs it", async () => {
    const users = "permissions:\n  users: [{ email: dev@example.com, access_level: MANAGE }]\n";
    const shop = await open({
      manifests: {
        "a.yaml": manifest("a", [], users),
        "b.yaml": manifest("b", [], "permissions: { others: READ_ONLY }\n"),
        "c.yaml": manifest("c", [], "scope: ENVIRONMENT\nproject_name: web\nenvironment: staging\n"),
      },
      tokenPermissions: ["DISTRIBUTION_READ", "DISTRIBUTION_WRITE"],
    });
    const report = await shop.pass();
    expect(report.plan?.leftAlone.map(({ key, reason }) => [key, reason])).toEqual([
      ["environment:web/staging#c", "lookup-failed"],
      ["workspace#a", "lookup-failed"],
    ]);
    expect(shop.emulator.distributions()).toMatchObject([
      { identifier: "b", permissions: { others: "READ_ONLY" } },
    ]);
    expect(exitOf(report)).toBe(6);
  });
});

describe("a list that cannot be believed", () => {
  it.each([
    ["{}", {}],
    ["null", null],
    ["[]", []],
    ["a list elsewhere", { items: [] }],
    ["no list", { distributions: null }],
    ["items without an id", { distributions: [{ identifier: "shop" }] }],
  ])("is an error for its scope and never nothing: %s", async (_, body) => {
    const shop = await open({ manifests: { "shop.yaml": manifest("shop") } });
    shop.emulator.fault({ kind: "wrong-shape", body, when: "after", times: 99 });
    const report = await shop.pass();
    expect(report.plan?.leftAlone).toMatchObject([{ reason: "scope-unreadable" }]);
    expect(writesOf(shop)).toEqual([]);
    expect(exitOf(report)).toBe(1);
  });
});

describe("a lost answer", () => {
  it.each(THOROUGH ? [100, 500] : [100])(
    "to every first POST of %i creations makes no duplicate, also where identifiers may repeat",
    async (count) => {
      const manifests = Object.fromEntries(
        Array.from({ length: count }, (_, n) => [
          `${n}.yaml`,
          manifest(`shop-${n}`, n % 50 === 0 ? ["/"] : []),
        ]),
      );
      const shop = await open({ manifests, personality: { uniqueness: "none", quota: "none" } });
      shop.emulator.fault({
        kind: "reset",
        when: "after",
        match: { method: "POST", path: "/distributions" },
        times: count,
      });
      const report = await shop.pass({ concurrency: 10 });
      expect(report.verdict).toBe("applied");
      expect(report.outcomes.every(({ distribution }) => distribution === "adopted")).toBe(true);
      const identifiers = shop.emulator.distributions().map(({ identifier }) => identifier);
      expect([identifiers.length, new Set(identifiers).size]).toEqual([count, count]);
      expect(shop.emulator.distributions().flatMap(({ routes }) => routes)).toHaveLength(count / 50);
      expect(writesOf(shop)).toHaveLength(count + count / 50);
    },
  );

  it("to a route's POST makes no second route", async () => {
    const shop = await open({
      manifests: { "shop.yaml": manifest("shop", ["/1", "/2"]) },
      personality: { uniqueness: "none" },
    });
    shop.emulator.fault({
      kind: "time-out",
      when: "after",
      match: { method: "POST", path: "/distributions/*/routes" },
      times: 2,
    });
    expect((await shop.pass()).verdict).toBe("applied");
    expect(shop.emulator.distributions()[0]?.routes).toHaveLength(2);
  });

  it("is believed to be no only after two lists that agree, the second of them settled", async () => {
    const shop = await open({
      manifests: { "shop.yaml": manifest("shop") },
      personality: { uniqueness: "none" },
    });
    shop.emulator.fault({ kind: "status", status: 502, when: "before", match: { method: "POST" } });
    const begun = shop.clock.now();
    expect((await shop.pass()).verdict).toBe("applied");
    expect(callsOf(shop)).toEqual([
      "GET /distributions 200",
      "POST /distributions 502",
      "GET /distributions 200",
      "GET /distributions 200",
      "POST /distributions 201",
    ]);
    expect(shop.clock.now() - begun).toBeGreaterThanOrEqual(10_000);
  });

  it("twice, with nothing to be found, is left unknown to the next pass", async () => {
    const shop = await open({
      manifests: { "shop.yaml": manifest("shop", ["/"]) },
      personality: { uniqueness: "none" },
    });
    shop.emulator.fault({ kind: "status", status: 500, when: "before", match: { method: "POST" }, times: 2 });
    const report = await shop.pass();
    expect(report.outcomes).toMatchObject([
      { status: "unknown", wrote: false, routes: [{ status: "blocked" }] },
    ]);
    expect(exitOf(report)).toBe(1);
    expect(writesOf(shop)).toHaveLength(2);
    expect((await shop.pass()).verdict).toBe("applied");
    expect(shop.emulator.distributions()).toHaveLength(1);
  });

  it("does not make ours what somebody else created meanwhile", async () => {
    const shop = await open({
      manifests: { "shop.yaml": manifest("shop", ["/"]) },
      personality: { uniqueness: "none" },
    });
    shop.emulator.fault({ kind: "reset", when: "before", match: { method: "POST" } });
    const approve = async () => {
      shop.emulator.put({ identifier: "shop", name: "Somebody's shop" });
      return true;
    };
    const report = await shop.pass({ mode: { apply: { approve } } });
    expect(report.outcomes).toMatchObject([{ status: "conflict" }]);
    expect(shop.emulator.distributions()).toMatchObject([{ name: "Somebody's shop", routes: [] }]);
  });

  it("under a list that lags by five seconds makes no duplicate", async () => {
    const shop = await open({
      manifests: { "shop.yaml": manifest("shop", ["/"]) },
      personality: { uniqueness: "none", lagSeconds: 5 },
    });
    shop.emulator.fault({ kind: "reset", when: "after", match: { method: "POST" }, times: 1 });
    expect((await shop.pass()).verdict).toBe("applied");
    expect(shop.emulator.distributions()).toHaveLength(1);
  });
});

describe("the time and the rate limit", () => {
  it("end a pass as incomplete, with the time at which to go on", async () => {
    const manifests = Object.fromEntries(
      Array.from({ length: 30 }, (_, n) => [`${n}.yaml`, manifest(`shop-${n}`)]),
    );
    const shop = await open({
      manifests,
      personality: { quota: { limit: 120, windowSeconds: 600, headers: true } },
    });
    const report = await shop.pass({ deadline: shop.clock.now() + 60_000 });
    expect(report.failure).toMatchObject({
      kind: "out-of-time",
      resumeAt: expect.stringMatching(/^2026-11-24T/),
    });
    expect([report.verdict, exitOf(report)]).toEqual(["partial", 6]);
    const statuses = report.outcomes.map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set(["applied", "skipped"]));
    expect(statuses).toHaveLength(30);
    expect((await shop.pass()).verdict).toBe("applied");
    expect(shop.emulator.distributions()).toHaveLength(30);
  });

  /** Of 1,000 distributions only when there is time. */
  const LOADS = [
    [601, 200, { limit: 200, windowSeconds: 60, headers: true }],
    ...(THOROUGH ? ([[3_001, 1_000, "large"]] as const) : []),
  ] as const;

  it.each(LOADS)(
    "are kept: %i calls under %i a minute take three minutes and meet no 429",
    async (calls, limit, quota) => {
      const manifests = Object.fromEntries(
        Array.from({ length: limit }, (_, n) => [`${n}.yaml`, manifest(`shop-${n}`, ["/", "/api"])]),
      );
      const shop = await open({ manifests, personality: { quota } });
      const begun = shop.clock.now();
      expect((await shop.pass({ concurrency: 10 })).verdict).toBe("applied");
      const seconds = (shop.clock.now() - begun) / 1000;
      expect(seconds).toBeGreaterThanOrEqual(180);
      expect(seconds).toBeLessThanOrEqual(200);
      expect(shop.emulator.log.filter(({ status }) => status === 429)).toEqual([]);
      expect(shop.emulator.log).toHaveLength(calls);
    },
  );

  it("do not multiply the load on a Buddy that is down", async () => {
    const manifests = Object.fromEntries(
      Array.from({ length: 40 }, (_, n) => [
        `${n}.yaml`,
        manifest(`shop-${n}`, [], `scope: ENVIRONMENT\nenvironment_id: e${n}\n`),
      ]),
    );
    const shop = await open({ manifests });
    shop.emulator.fault({ kind: "status", status: 503, when: "before", times: 9_999 });
    expect((await shop.pass({ concurrency: 10 })).verdict).toBe("error");
    expect(callsOf(shop).length).toBeLessThanOrEqual(1.1 * 40 + 10);
  });
});

describe("an interruption", () => {
  it("begins nothing further, and accounts for what was not begun", async () => {
    const manifests = Object.fromEntries(
      Array.from({ length: 6 }, (_, n) => [`${n}.yaml`, manifest(`shop-${n}`)]),
    );
    const shop = await open({ manifests });
    const interrupted = new AbortController();
    const report = await shop.pass({
      concurrency: 1,
      signal: interrupted.signal,
      log: (event) => {
        if (event === "change.applied") interrupted.abort();
      },
    });
    expect(report.outcomes.map(({ status }) => status)).toEqual([
      "applied",
      ...Array.from({ length: 5 }, () => "skipped"),
    ]);
    expect(exitOf(report)).toBe(6);
    expect((await shop.pass()).verdict).toBe("applied");
  });
});

describe("a fault of ours", () => {
  it("in the record of what is begun ends the pass: what cannot be recorded is not written", async () => {
    const shop = await open({ manifests: { "a.yaml": manifest("a"), "b.yaml": manifest("b") } });
    const full = stateThatRecords(shop.state, async () => Promise.reject(new Error("the disk is full")));
    const report = await shop.pass({ state: full, concurrency: 1 });
    expect(report).toMatchObject({
      verdict: "error",
      failure: { kind: "error", message: "the disk is full" },
      outcomes: [
        { key: "workspace#a", status: "skipped", wrote: false, reason: "the disk is full" },
        { key: "workspace#b", status: "skipped", wrote: false, reason: "the disk is full" },
      ],
    });
    expect(writesOf(shop)).toEqual([]);
  });

  it("in the record of what was created is told as unknown, and the next pass makes no second one", async () => {
    const shop = await open({ manifests: { "a.yaml": manifest("a", ["/x"]) } });
    const full = stateThatRecords(shop.state, async (event, record) =>
      event.event === "created" ? Promise.reject(new Error("the disk is full")) : record(event),
    );
    const report = await shop.pass({ state: full });
    expect(report).toMatchObject({
      verdict: "partial",
      outcomes: [{ key: "workspace#a", status: "unknown", wrote: true }],
    });
    expect((await shop.pass()).verdict).toBe("applied");
    expect(writesOf(shop).filter((call) => call.startsWith("POST /distributions "))).toHaveLength(1);
  });

  it("in the last record of a change is told, and nothing more is begun", async () => {
    const shop = await open({ manifests: { "a.yaml": manifest("a"), "b.yaml": manifest("b") } });
    const full = stateThatRecords(shop.state, async (event, record) =>
      event.event === "completed" ? Promise.reject(new Error("the disk is full")) : record(event),
    );
    const report = await shop.pass({ state: full, concurrency: 1 });
    expect(report.outcomes).toMatchObject([
      { key: "workspace#a", status: "unknown", reason: "the disk is full; the next pass finds out" },
      { key: "workspace#b", status: "skipped" },
    ]);
    expect(writesOf(shop)).toHaveLength(1);
  });

  it("in one change is reported, and the others go on", async () => {
    const changes = ["a", "b"].map((identifier) => change({ identifier, key: `workspace#${identifier}` }));
    const { outcomes } = await apply(plan({ changes }), {
      writer: {
        createDistribution: async ({ identifier }: NewDistribution) => {
          if (identifier === "a") throw new TypeError("x is not a function");
          return "x1";
        },
        createRoute: async () => {},
      } as unknown as WritingProvider,
      ledger: { record: async () => {} },
      inventory: EMPTY_INVENTORY,
      clock: virtualClock(),
      log: () => {},
      concurrency: 1,
    });
    expect(outcomes).toMatchObject([
      {
        identifier: "a",
        status: "unknown",
        reason: "internal: x is not a function; the next pass finds out",
      },
      { identifier: "b", status: "applied" },
    ]);
  });

  it("before any call ends in a report", async () => {
    const shop = await open({ manifests: {} });
    const state = { ...shop.state, open: async () => Promise.reject(new Error("the disk is gone")) };
    expect(await shop.pass({ state })).toMatchObject({
      verdict: "error",
      failure: { kind: "error", message: "the disk is gone" },
    });
  });

  it("at the very end does not cost the report", async () => {
    const shop = await open({ manifests: { "shop.yaml": manifest("shop") } });
    const state = {
      ...shop.state,
      open: async () => ({
        ...(await shop.state.open()),
        close: () => Promise.reject(new Error("the disk is gone")),
      }),
    };
    expect(await shop.pass({ state })).toMatchObject({
      verdict: "applied",
      notices: ["the inventory could not be closed: the disk is gone"],
    });
  });

  it("that keeps another pass out ends as busy", async () => {
    const shop = await open({ manifests: {} });
    const ledger = await shop.state.open();
    expect(exitOf(await shop.pass())).toBe(5);
    await ledger.close();
  });
});

/** The same state, whose records go through `record`. */
function stateThatRecords(
  state: State,
  record: (event: InventoryEvent, recordTruly: Ledger["record"]) => Promise<void>,
): State {
  return {
    read: () => state.read(),
    foreign: () => state.foreign(),
    open: async () => {
      const ledger = await state.open();
      return { ...ledger, record: (event) => record(event, ledger.record) };
    },
  };
}
