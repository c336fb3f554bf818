import { describe, expect, it } from "vitest";
import type { Report } from "../../lib/core/report/report.ts";
import type { Personality } from "../../lib/emulator/personality.ts";
import { THOROUGH } from "../support/property.ts";
import { open, writesOf } from "../support/shops.ts";
import type { Workshop } from "../support/workshop.ts";

/** A route of `www.example.com` that goes from one distribution to another in one commit. */

type Paths = Readonly<Record<string, readonly string[]>>;

function manifests(paths: Paths): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(paths).map(([identifier, of]) => {
      const routes = of.map((path) => {
        const [, domain = "example.com", below] = /^([a-z.]+)(\/.*)$/.exec(path) ?? [];
        return `  - { domain: ${domain}, subdomain: www, path: ${below ?? path}, type: DIRECT_PROXY, targets: { Default: { type: EXTERNAL, external_url: https://backend.example.com } } }`;
      });
      return [
        `${identifier}.yaml`,
        `identifier: ${identifier}\nscope: WORKSPACE\nroutes:${of.length === 0 ? " []" : `\n${routes.join("\n")}`}\n`,
      ];
    }),
  );
}

async function opened(before: Paths, personality: Partial<Personality> = {}): Promise<Workshop> {
  const shop = await open({ manifests: manifests(before), personality });
  expect(await shop.pass(SYNC)).toMatchObject({ verdict: "applied" });
  await shop.clock.sleep(60_000);
  shop.emulator.clearLog();
  return shop;
}

async function idOf(shop: Workshop, identifier: string): Promise<string> {
  const found = (await listed(shop)).find((one) => one.identifier === identifier);
  if (found === undefined) throw new Error(`there is no ${identifier}`);
  return found.id;
}

const SYNC = { policy: "sync", onRemove: "delete", concurrency: 1 } as const;

function moving(shop: Workshop, after: Paths): Promise<Report> {
  return shop.pass({ ...SYNC, manifests: manifests(after) });
}

async function ask(shop: Workshop, path: string): Promise<unknown> {
  const before = [...shop.emulator.log];
  const answer = await fetch(`${shop.emulator.url}/workspaces/my-company/distributions${path}`, {
    headers: { Authorization: "Bearer emulator-token" },
  });
  shop.emulator.clearLog();
  for (const entry of before) (shop.emulator.log as (typeof entry)[]).push(entry);
  return answer.json();
}

async function listed(
  shop: Workshop,
): Promise<readonly { readonly id: string; readonly identifier: string }[]> {
  const { distributions } = (await ask(shop, "")) as { distributions: { id: string; identifier: string }[] };
  return distributions;
}

/** What is live, as the manifests of these tests say it. */
async function live(shop: Workshop): Promise<Paths> {
  const entries = (await listed(shop)).map(async ({ id, identifier }) => {
    const { routes } = (await ask(shop, `/${id}`)) as { routes: { domain: string; path: string }[] };
    const paths = routes.map(({ domain, path }) => `${domain === "example.com" ? "" : domain}${path || "/"}`);
    return [identifier, paths.toSorted()] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Writes without ids. */
function steps(shop: Workshop): readonly string[] {
  return writesOf(shop).map((call) => call.replace(/(distributions|routes)\/[^/ ]+/g, "$1/ID"));
}

const UNIQUENESS = ["409", "400"] as const;

describe.each(UNIQUENESS)("where Buddy lets an address exist once (%s)", (uniqueness) => {
  it.each<[string, Paths, Paths]>([
    ["to one that is there", { blog: ["/b"], shop: ["/", "/api"] }, { blog: ["/api", "/b"], shop: ["/"] }],
    ["to one that comes first", { shop: ["/", "/api"] }, { app: ["/api"], shop: ["/"] }],
    ["from one that goes", { blog: ["/b"], shop: ["/api"] }, { blog: ["/api", "/b"] }],
    [
      "from one that goes to one that comes",
      { blog: ["/b"], shop: ["/api"] },
      { blog: ["/b"], store: ["/api"] },
    ],
    ["there and back", { blog: ["/b"], shop: ["/s"] }, { blog: ["/s"], shop: ["/b"] }],
    [
      "in a ring of three",
      { a: ["/1", "/x"], b: ["/2", "/y"], c: ["/3", "/z"] },
      { a: ["/3", "/x"], b: ["/1", "/y"], c: ["/2", "/z"] },
    ],
    [
      "together with others that come and go",
      { blog: ["/b", "/old"], shop: ["/", "/api", "/v1"] },
      { blog: ["/api", "/b", "/new", "/v1"], shop: ["/"] },
    ],
    [
      "whose place another domain takes",
      { blog: ["/b"], shop: ["/api"] },
      { blog: ["/api", "/b"], shop: ["example.org/api"] },
    ],
  ])("a route moves %s in one pass", async (_, before, after) => {
    const shop = await opened(before, { uniqueness });
    expect(await moving(shop, after)).toMatchObject({ verdict: "applied" });
    expect(await live(shop)).toEqual(after);
    await shop.clock.sleep(60_000);
    expect(await moving(shop, after)).toMatchObject({ verdict: "in-sync" });
  });
});

describe("where Buddy lets an address exist once", () => {
  it("a route is taken away only once Buddy has refused it, and added at once, before anything else goes", async () => {
    const shop = await opened({ blog: ["/b"], old: ["/old"], shop: ["/", "/api", "/v1"] });
    await moving(shop, { blog: ["/api", "/b"], shop: ["/"] });
    expect(steps(shop)).toEqual([
      "POST /distributions/ID/routes 409",
      "DELETE /distributions/ID/routes/ID 204",
      "POST /distributions/ID/routes 201",
      "DELETE /distributions/ID/routes/ID 204",
      "DELETE /distributions/ID 204",
    ]);
  });

  it("a route stays where it is when anything has failed", async () => {
    const before = { blog: ["/b"], shop: ["/", "/api"] };
    const shop = await opened(before);
    const match = { method: "POST", path: "/distributions" };
    shop.emulator.fault({ kind: "status", status: 400, when: "before", times: Infinity, match });
    const report = await moving(shop, { app: [], blog: ["/api", "/b"], shop: ["/"] });
    expect(steps(shop)).toEqual(["POST /distributions 400", "POST /distributions/ID/routes 409"]);
    expect(report).toMatchObject({
      outcomes: [{ identifier: "app", status: "failed" }, { status: "skipped" }, { status: "skipped" }],
    });
    expect(await live(shop)).toEqual(before);
  });

  it("a route stays where it is as long as taking it away is blocked, and so is the change that wants it", async () => {
    const before = { blog: ["/b"], shop: ["/", "/api", "/v1", "/v2"] };
    const shop = await opened(before);
    const after = manifests({ blog: ["/api", "/b"], shop: ["/"] });
    const limits = { routeRemovalShare: 25 };
    const report = await shop.pass({ ...SYNC, limits, manifests: after });
    expect(report).toMatchObject({
      verdict: "blocked",
      outcomes: [
        {
          identifier: "blog",
          status: "blocked",
          routes: [{ route: "www.example.com/api", status: "blocked" }],
        },
        { identifier: "shop", status: "blocked" },
      ],
    });
    expect(await live(shop)).toEqual(before);
  });

  const MOVED = { blog: ["/b"], old: ["/old"], shop: ["/", "/api"] };
  const CALLS = 18;
  /** Before one call and after the next, by turns; both at every call when there is time. */
  const kills = (["before", "after"] as const)
    .flatMap((when) => Array.from({ length: CALLS }, (_, index) => [when, index + 1] as const))
    .filter(([when, call]) => THOROUGH || (call % 2 === 1) === (when === "before"));

  it("a move that is not killed has this many calls", async () => {
    const shop = await opened(MOVED);
    await moving(shop, { blog: ["/api", "/b"], shop: ["/"], store: ["/old"] });
    expect(shop.emulator.log).toHaveLength(CALLS);
  });

  it.each(kills)(
    "a pass that is killed %s its call %i leaves a move that the next ones finish",
    async (when, call) => {
      const after = { blog: ["/api", "/b"], shop: ["/"], store: ["/old"] };
      const shop = await opened(MOVED);
      const options = { ...SYNC, manifests: manifests(after) };
      expect(await shop.killedPass({ call, when }, options)).toBe("killed");
      await shop.clock.sleep(60_000);
      await moving(shop, after);
      await shop.clock.sleep(60_000);
      expect(await moving(shop, after)).toMatchObject({ verdict: "in-sync" });
      expect(await live(shop)).toEqual(after);
    },
  );

  it.each(["POST", "DELETE"] as const)(
    "a route is neither lost nor doubled when the answer to any %s is lost on its way",
    async (method) => {
      const after = { blog: ["/api", "/b"], shop: ["/"] };
      for (const nth of [1, 2]) {
        const shop = await opened({ blog: ["/b"], shop: ["/", "/api"] });
        const match = { method, path: /routes/, nth };
        shop.emulator.fault({ kind: "reset", when: "after", match });
        await moving(shop, after);
        await shop.clock.sleep(60_000);
        await moving(shop, after);
        await shop.clock.sleep(60_000);
        expect(await moving(shop, after)).toMatchObject({ verdict: "in-sync" });
        expect(await live(shop)).toEqual(after);
      }
    },
  );
});

describe("a route that the other distribution cannot have", () => {
  const before = { blog: ["/b"], old: ["/old"], shop: ["/", "/api"] };
  const after = { blog: ["/api", "/b"], shop: ["/"] };

  /** Buddy refuses every new route of the blog. */
  async function refusing(): Promise<Workshop> {
    const shop = await opened(before);
    const path = new RegExp(`/distributions/${await idOf(shop, "blog")}/routes$`);
    const body = { errors: [{ message: "The domain is not verified" }] };
    const match = { method: "POST", path };
    shop.emulator.fault({ kind: "status", status: 400, body, when: "before", times: Infinity, match });
    return shop;
  }

  it("is back where it was at once, and nothing else is removed", async () => {
    const shop = await refusing();
    const report = await moving(shop, after);
    expect(await live(shop)).toEqual(before);
    expect(report).toMatchObject({
      verdict: "partial",
      outcomes: [
        {
          identifier: "blog",
          status: "failed",
          routes: [{ route: "www.example.com/api", status: "failed" }],
        },
        { identifier: "shop", status: "skipped", routes: [{ status: "skipped" }] },
        { identifier: "old", status: "skipped" },
      ],
    });
    const [blog, kept] = report.outcomes;
    expect(blog?.reason).toContain("The domain is not verified, also while no other distribution had it");
    expect(kept?.reason).toMatch(/^blog could not have it: .*; it is back where it was$/);
  });

  it("is not taken away for it again", async () => {
    const shop = await refusing();
    await moving(shop, after);
    await shop.clock.sleep(60_000);
    shop.emulator.clearLog();
    const report = await moving(shop, after);
    expect(new Set(steps(shop))).toEqual(new Set(["POST /distributions/ID/routes 400"]));
    expect(report.outcomes?.[0]?.reason).toContain(
      "it was refused before, also while no other distribution had it",
    );
    expect(await live(shop)).toEqual(before);
  });

  it("is tried again once its manifest says something else, and then moves", async () => {
    const shop = await refusing();
    await moving(shop, after);
    await shop.clock.sleep(60_000);
    shop.emulator.clearFaults();
    const mended = Object.fromEntries(
      Object.entries(manifests(after)).map(([file, text]) => [
        file,
        text.replace("path: /api, type: DIRECT_PROXY", "path: /api, type: CACHED_PROXY"),
      ]),
    );
    expect(await shop.pass({ ...SYNC, manifests: mended })).toMatchObject({ verdict: "applied" });
    expect(await live(shop)).toEqual(after);
  });

  it("moves in two commits: one that takes it away, and one that adds it", async () => {
    const shop = await refusing();
    await moving(shop, after);
    await shop.clock.sleep(60_000);
    shop.emulator.clearFaults();
    expect(await moving(shop, { blog: ["/b"], shop: ["/"] })).toMatchObject({ verdict: "applied" });
    await shop.clock.sleep(60_000);
    expect(await moving(shop, after)).toMatchObject({ verdict: "applied" });
    expect(await live(shop)).toEqual(after);
  });
});

describe("where addresses may repeat", () => {
  it("a route is there twice before the old one goes: it answers all the time", async () => {
    const after = { blog: ["/api", "/b"], shop: ["/"] };
    const shop = await opened({ blog: ["/b"], shop: ["/", "/api"] }, { uniqueness: "none" });
    expect(await moving(shop, after)).toMatchObject({ verdict: "applied" });
    expect(writesOf(shop).map((call) => call.split(" ")[0])).toEqual(["POST", "DELETE"]);
    expect(await live(shop)).toEqual(after);
  });
});
