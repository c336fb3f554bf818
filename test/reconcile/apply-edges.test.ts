import { describe, expect, it } from "vitest";
import { actual, change, desired, liveRoute, plan, route, WORKSPACE } from "../support/builders.ts";
import { desk, failing, lostAnswer, ownership, refused, writesOf } from "./apply-desk.ts";

/** Small differences that decide what is told of a change: found by breaking the code (docs/mutation.md). */

const ID = "rm1P93jG";

describe("an update with routes", () => {
  it("tells the remedy of the route that failed, also when others came after it", async () => {
    const self = desk([actual()], ownership({ id: ID, as: desired({ routes: [] }) }));
    const wanted = [desired({ routes: [route({ path: "/a" }), route({ path: "/b" })] })];
    self.interfere = failing("createRoute", refused("POST"));
    const { outcomes } = await self.apply(self.plan(wanted), wanted);
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
    const { outcomes } = await self.apply(made, wanted);
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
    const { outcomes } = await self.apply(self.plan(wanted), wanted);
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
    const made = plan({ changes: [change({ resumes: ID, routes, protect })] });
    const { outcomes } = await self.apply(made, [desired({ routes, protect })], { commit: "abc" });
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
    const made = plan({ changes: [change({ routes })] });
    const { outcomes } = await self.apply(made, [desired({ routes })], { signal: interrupted.signal });
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
