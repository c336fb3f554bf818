import { describe, expect, it } from "vitest";
import { buddyProvider } from "../../../lib/adapters/buddy/provider.ts";
import { manifest, open, writesOf } from "../../support/shops.ts";
import { virtualClock } from "../../support/virtual-clock.ts";
import {
  alive,
  approvalOf,
  changeByHand,
  everything,
  GUARDED,
  idOf,
  manifestsOf,
  NOTHING,
  owning,
  REMOVING,
  shopNames,
} from "./owning.ts";

const PLAN = { mode: { plan: true } } as const;

/** Something of each kind: a creation, an update, a removal. */
const MIXED = {
  "new.yaml": manifest("new", ["/"]),
  "shop-0.yaml": manifest("shop-0", ["/", "/more"], "name: From git\n"),
};

describe("promise 1: planning cannot write", () => {
  it("promise 1: sends GET alone, whatever there is to be done, and records nothing", async () => {
    const shop = await owning(manifestsOf(shopNames(3)));
    const [before, events] = [everything(shop), shop.state.events.length];
    for (const policy of ["create-only", "upsert", "sync"] as const) {
      const report = await shop.pass({ ...REMOVING, ...PLAN, policy, manifests: MIXED });
      expect(report.plan?.changes.length).toBeGreaterThan(0);
    }
    expect(writesOf(shop)).toEqual([]);
    expect(everything(shop)).toBe(before);
    expect(shop.state.events).toHaveLength(events);
  });

  it("promise 1: is given an object without any method that writes", () => {
    const provider = buddyProvider({
      endpoint: "http://buddy.invalid",
      workspace: "my-company",
      tokens: { token: async () => "a token" },
      clock: virtualClock(),
      random: () => 0,
      log: () => {},
    });
    expect(Object.keys(provider.reading()).toSorted()).toEqual([
      "environments",
      "get",
      "groups",
      "list",
      "rest",
      "users",
    ]);
  });
});

describe("promise 2: policy is explicit", () => {
  it("promise 2: create-only creates what does not exist, and changes and removes nothing that exists", async () => {
    const shop = await owning(manifestsOf(shopNames(3)));
    const before = everything(shop);
    const report = await shop.pass({ onRemove: "delete", manifests: MIXED });
    expect(report.outcomes.map(({ identifier, status }) => [identifier, status])).toEqual([
      ["new", "applied"],
    ]);
    const existing = shop.emulator.distributions().filter(({ identifier }) => identifier !== "new");
    expect(JSON.stringify(existing)).toBe(before);
  });

  it("promise 2: create-only changes nothing that it had to read for the sake of another", async () => {
    const staging = "scope: ENVIRONMENT\nproject_name: web\nenvironment: staging\n";
    const shop = await owning(
      { "staging.yaml": manifest("shop", ["/"], staging) },
      { personality: { unfilteredList: "everything" } },
    );
    const before = everything(shop);
    const report = await shop.pass({
      manifests: { "staging.yaml": manifest("shop", ["/", "/more"], staging), "shop.yaml": manifest("shop") },
    });
    expect(report.plan?.changes.map(({ key, action }) => [key, action])).toEqual([
      ["workspace#shop", "create"],
    ]);
    const existing = shop.emulator.distributions().filter(({ scope }) => scope === "ENVIRONMENT");
    expect(JSON.stringify(existing)).toBe(before);
  });

  it("promise 2: upsert also updates what it owns, and removes nothing", async () => {
    const shop = await owning(manifestsOf(shopNames(3)));
    const report = await shop.pass({ policy: "upsert", onRemove: "delete", manifests: MIXED });
    expect(report.plan?.changes.map(({ identifier, action }) => [identifier, action]).toSorted()).toEqual([
      ["new", "create"],
      ["shop-0", "update"],
    ]);
    expect(alive(shop)).toEqual(["new", "shop-0", "shop-1", "shop-2"]);
    expect(report.plan?.leftAlone.map(({ identifier, reason }) => [identifier, reason])).toEqual([
      ["shop-1", "orphaned"],
      ["shop-2", "orphaned"],
    ]);
  });

  it("promise 2: sync also removes what it owns and no manifest mentions", async () => {
    const shop = await owning(manifestsOf(shopNames(3)));
    shop.emulator.put({ identifier: "by-hand" });
    await shop.pass({ ...REMOVING, manifests: MIXED });
    expect(alive(shop)).toEqual(["by-hand", "new", "shop-0"]);
  });

  it("promise 2: sync forgets instead of removing, unless it is told what to do", async () => {
    const shop = await owning(manifestsOf(shopNames(2)));
    const before = everything(shop);
    const report = await shop.pass({ policy: "sync", manifests: manifestsOf(shopNames(1)) });
    expect(report.plan?.changes).toMatchObject([{ identifier: "shop-1", action: "disown" }]);
    expect(everything(shop)).toBe(before);
    const next = await shop.pass({ ...REMOVING, manifests: manifestsOf(shopNames(1)) });
    expect(next.plan?.changes).toEqual([]);
  });
});

describe("promise 7: what is applied is what was reviewed", () => {
  it("promise 7: refuses a plan whose digest is not the one that was reviewed, and writes nothing", async () => {
    const shop = await owning(manifestsOf(shopNames(3)));
    const reviewed = (await shop.pass({ ...REMOVING, ...PLAN, manifests: MIXED })).plan?.digest ?? "";
    await changeByHand(shop, idOf(shop, "shop-0"), { name: "By hand" });
    const before = everything(shop);
    const mode = { apply: { approve: async () => true, reviewed } } as const;
    expect((await shop.pass({ ...REMOVING, mode, manifests: MIXED })).verdict).toBe("stale");
    expect(everything(shop)).toBe(before);
  });

  it("promise 7: carries out the plan of the same digest, whatever the commit and the names of the files", async () => {
    const shop = await owning(manifestsOf(shopNames(3)));
    const origin = { commit: "a".repeat(40) };
    const reviewed = (await shop.pass({ ...REMOVING, ...PLAN, origin, manifests: MIXED })).plan?.digest ?? "";
    const files = Object.entries(MIXED).map(([name, text]) => [`moved/${name}`, text] as const);
    const mode = { apply: { approve: async () => true, reviewed } } as const;
    const manifests = Object.fromEntries(files);
    const report = await shop.pass({ ...REMOVING, mode, manifests, origin: { commit: "b".repeat(40) } });
    expect(report.verdict).toBe("applied");
  });

  it.each([
    ["an update", "shop-0", MIXED],
    ["a deletion", "shop-2", manifestsOf(shopNames(2))],
  ])(
    "promise 7: reads again before %s, and leaves alone what was changed since the plan",
    async (_, name, manifests) => {
      const shop = await owning(manifestsOf(shopNames(3)));
      const id = idOf(shop, name);
      const approve = async () => {
        await changeByHand(shop, id, { name: "By hand", identifier: `${name}-by-hand` });
        return true;
      };
      const report = await shop.pass({ ...REMOVING, mode: { apply: { approve } }, manifests });
      const outcome = report.outcomes.find(({ identifier }) => identifier === name);
      expect(outcome).toMatchObject({ status: "conflict", wrote: false });
      expect(shop.emulator.distributions().find((one) => one.id === id)).toMatchObject({
        name: "By hand",
        routes: [{}],
        disabled: false,
      });
    },
  );

  it("promise 7: an approval lets through exactly the plan whose digest it names", async () => {
    const shop = await owning(manifestsOf(shopNames(2)));
    const blocked = await shop.pass({ ...GUARDED, ...PLAN, manifests: NOTHING });
    const approval = approvalOf(blocked.plan, shop);
    const one = await shop.pass({ ...GUARDED, manifests: { ...manifestsOf(shopNames(1)), ...approval } });
    expect(one.verdict).toBe("blocked");
    expect((await shop.pass({ ...GUARDED, manifests: { ...NOTHING, ...approval } })).verdict).toBe("applied");
    expect(alive(shop)).toEqual([]);
  });

  it("promise 7: the digest is about effects: the order of files and of routes does not change it", async () => {
    const [a, b] = [manifest("a", ["/1", "/2"]), manifest("b", ["/"])];
    const shop = await open({ manifests: {} });
    const one = await shop.pass({ ...PLAN, manifests: { "1.yaml": a, "2.yaml": b } });
    const two = await shop.pass({
      ...PLAN,
      manifests: { "1.yaml": b, "2.yaml": manifest("a", ["/2", "/1"]) },
    });
    expect(two.plan?.digest).toBe(one.plan?.digest);
  });
});
