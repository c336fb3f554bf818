import { describe, expect, it } from "vitest";
import { actual, change, desired, liveRoute, plan, route, WORKSPACE } from "../support/builders.ts";
import { desk, failing, lostAnswer, ownership, refused, throughJson, writesOf } from "./apply-desk.ts";

const ID = "rm1P93jG";

describe("a plan that went through JSON", () => {
  const shop = desired({
    name: "Shop",
    disabled: true,
    protect: true,
    onRemove: "retain",
    routes: [route()],
  });
  const found = desired({ identifier: "found", name: "Found", routes: [route({ path: "/found" })] });
  const users = [{ id: 7, access_level: "MANAGE" }] as const;
  const blog = desired({ identifier: "blog", permissions: { others: "DENIED", users } });
  const wanted = [shop, found, blog];
  const left = route({ path: "/missing" });
  const opened = () => {
    const self = desk(
      [
        actual({ routes: [liveRoute({ path: "/old" })] }),
        actual({ id: "f", identifier: "found", name: "Other", disabled: false }),
        actual({ id: "b", identifier: "blog", permissions: { others: "ALLOWED", users: [] } }),
        actual({ id: "g", identifier: "gone" }),
        actual({ id: "h", identifier: "half" }),
      ],
      [
        ...ownership(
          { id: ID, as: desired({ routes: [route({ path: "/old" })] }) },
          { id: "b", as: desired({ identifier: "blog" }) },
          { id: "g", as: desired({ identifier: "gone" }) },
        ),
        {
          event: "created",
          scope: WORKSPACE,
          identifier: "half",
          at: 0,
          id: "h",
          origin: "created",
          protect: false,
        },
      ],
    );
    const half = desired({ identifier: "half" });
    const { changes } = self.plan([...wanted, half], { adopting: ["found"] });
    const resumed = change({
      key: "workspace#half",
      identifier: "half",
      resumes: "h",
      routes: [left],
      declared: { routes: [route({ path: "/there" }), left] },
      onRemove: "disable",
    });
    return { self, made: plan({ changes: [resumed, ...changes.filter(({ key }) => key !== resumed.key)] }) };
  };

  it("is the same value", () => {
    const { made } = opened();
    expect(made.changes.map(({ action }) => action)).toEqual([
      "create",
      "update",
      "adopt",
      "delete",
      "update",
    ]);
    expect(throughJson(made)).toStrictEqual(made);
  });

  it("applies the same: the same calls, the same records, the same outcomes", async () => {
    const [whole, read] = [opened(), opened()];
    whole.self.carry = (made) => made;
    const first = await whole.self.apply(whole.made, { commit: "abc" });
    const second = await read.self.apply(read.made, { commit: "abc" });
    expect(first.outcomes.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => "applied"));
    expect(second).toStrictEqual(first);
    expect(read.self.calls).toEqual(whole.self.calls);
    expect(read.self.events).toStrictEqual(whole.self.events);
  });

  it("records what the manifests declare, and what they say of the end", async () => {
    const { self, made } = opened();
    await self.apply(made);
    const { owned } = self.inventory();
    expect(owned.get("workspace#shop")).toMatchObject({
      protect: true,
      onRemove: "retain",
      applied: { name: "Shop", disabled: true, routes: [route()] },
    });
    expect(owned.get("workspace#blog")?.applied).toMatchObject({ permissions: { others: "DENIED", users } });
    expect(owned.get("workspace#half")).toMatchObject({
      onRemove: "disable",
      applied: { routes: [route({ path: "/there" }), left] },
    });
    expect(owned.get("workspace#found")?.applied).toEqual({ name: "Other", routes: [] });
  });
});

describe("an update with routes", () => {
  it("tells the remedy of the route that failed, also when others came after it", async () => {
    const self = desk([actual()], ownership({ id: ID, as: desired({ routes: [] }) }));
    const wanted = [desired({ routes: [route({ path: "/a" }), route({ path: "/b" })] })];
    self.interfere = failing("createRoute", refused("POST"));
    const { outcomes } = await self.apply(self.plan(wanted));
    expect(outcomes).toMatchObject([
      { status: "failed", remedy: "mend it", routes: [{ status: "failed" }, { status: "applied" }] },
    ]);
  });

  it("leaves a route to the next pass when its answer is lost, and then all of the distribution", async () => {
    const self = desk([actual()], ownership({ id: ID, as: desired({ routes: [] }) }));
    const wanted = [desired({ routes: [route()] })];
    const made = self.plan(wanted);
    self.interfere = (what, when) => {
      if (what !== "createRoute" || when !== "before") return;
      self.live.delete(ID);
      throw lostAnswer("POST");
    };
    const { outcomes } = await self.apply(made);
    expect(outcomes).toMatchObject([
      { status: "unknown", wrote: false, routes: [{ status: "unknown", reason: "no answer to POST" }] },
    ]);
  });

  it("tells of each of its routes apart when one waits for another distribution, and one fails", async () => {
    const self = desk(
      [
        actual({ routes: [liveRoute({ id: "old", path: "/old" })] }),
        actual({
          id: "b",
          identifier: "blog",
          name: "blog",
          routes: [liveRoute({ id: "api", path: "/api" })],
        }),
      ],
      ownership(
        { id: ID, as: desired({ routes: [route({ path: "/old" })] }) },
        { id: "b", as: desired({ identifier: "blog", routes: [route({ path: "/api" })] }) },
      ),
    );
    const wanted = [
      desired({ routes: [route({ path: "/api" }), route({ path: "/x" })] }),
      desired({ identifier: "blog", routes: [] }),
    ];
    self.unique = true;
    let sent = 0;
    self.interfere = (what, when) => {
      if (what === "createRoute" && when === "before" && ++sent === 2) throw lostAnswer("POST");
      if (what === "get" && sent === 2) throw lostAnswer("GET");
    };
    const { outcomes } = await self.apply(self.plan(wanted));
    expect(outcomes[1]).toMatchObject({ identifier: "shop", status: "unknown" });
    expect(outcomes[1]?.routes).toEqual([
      { route: "www.example.com/api", status: "failed", reason: "createRoute was refused" },
      { route: "www.example.com/old", status: "blocked" },
      { route: "www.example.com/x", status: "unknown", reason: "no answer to POST" },
    ]);
  });
});

describe("a creation", () => {
  it("that an earlier pass left half done is finished, with what its manifest says", async () => {
    const protect = true;
    const self = desk(
      [actual({ routes: [liveRoute({ path: "/a" })] })],
      [
        { event: "begun", scope: WORKSPACE, identifier: "shop", at: 0 },
        {
          event: "created",
          scope: WORKSPACE,
          identifier: "shop",
          at: 0,
          id: ID,
          origin: "created",
          protect,
        },
      ],
    );
    const routes = [route({ path: "/a" }), route({ path: "/b" })];
    const made = plan({ changes: [change({ resumes: ID, routes, declared: { routes }, protect })] });
    const { outcomes } = await self.apply(made, { commit: "abc" });
    expect(outcomes).toEqual([
      {
        key: "workspace#shop",
        identifier: "shop",
        where: "workspace",
        action: "create",
        status: "applied",
        wrote: true,
        id: ID,
        distribution: "finished",
        routes: [
          { route: "www.example.com/a", status: "applied" },
          { route: "www.example.com/b", status: "applied" },
        ],
      },
    ]);
    expect(writesOf(self)).toEqual(["createRoute"]);
    expect(self.inventory().owned.get("workspace#shop")).toMatchObject({ complete: true, commit: "abc" });
  });

  it("is told as absent when it is not begun, and so is each of its routes as skipped", async () => {
    const self = desk([]);
    const interrupted = new AbortController();
    interrupted.abort();
    const routes = [route({ path: "/a" })];
    const made = plan({ changes: [change({ routes, declared: { routes } })] });
    const { outcomes } = await self.apply(made, { signal: interrupted.signal });
    expect(outcomes).toMatchObject([
      {
        status: "skipped",
        distribution: "absent",
        wrote: false,
        reason: "the pass was interrupted",
        routes: [{ route: "www.example.com/a", status: "skipped" }],
      },
    ]);
    expect(outcomes[0]).not.toHaveProperty("id");
    expect(self.calls).toEqual([]);
  });
});
