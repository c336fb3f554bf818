import { describe, expect, it } from "vitest";
import type { CreateChange } from "../../lib/core/plan/plan.ts";
import { ProviderError } from "../../lib/errors.ts";
import { actual, change, liveRoute, owned, route, WORKSPACE } from "../support/builders.ts";
import { creating } from "./creating.ts";
import { BEFORE, failing, NOW, unfinished } from "./ensuring.ts";

/** Small differences of creating: found by breaking the code (docs/mutation.md). */

const [ONE, TWO, THREE] = [route({ path: "/1" }), route({ path: "/2" }), route({ path: "/3" })] as const;
const [A, B, C] = ["www.example.com/1", "www.example.com/2", "www.example.com/3"] as const;
const applied = (address: string) => ({ route: address, status: "applied" });

const mended = (failure: ProviderError["failure"]) =>
  new ProviderError("not so", { failure, effect: "none", call: "POST /x", remedy: "mend it" });

const ABOUT = { key: "workspace#shop", identifier: "shop", where: "workspace", action: "create" };

describe("creating", () => {
  it("tells of each route, and of nothing that went wrong when nothing did", async () => {
    const { begun, steps } = await creating(change({ routes: [ONE, TWO] }));
    expect(begun).toStrictEqual({
      outcome: {
        ...ABOUT,
        status: "applied",
        wrote: true,
        id: "new",
        distribution: "created",
        routes: [applied(A), applied(B)],
      },
    });
    expect(steps).toEqual([
      "begun",
      "POST",
      "created",
      "routing",
      `POST ${A}`,
      "routing",
      `POST ${B}`,
      "completed",
    ]);
  });

  it("tells how many routes are not there, the first reason, and what to do, and records no end", async () => {
    const { begun, steps } = await creating(change({ routes: [ONE, TWO, THREE], disabled: true }), {
      fails: { [`POST ${B}`]: [mended("forbidden")] },
    });
    expect(begun).toEqual({
      outcome: {
        ...ABOUT,
        status: "failed",
        wrote: true,
        id: "new",
        distribution: "created",
        routes: [applied(A), { route: B, status: "failed", reason: "not so" }, applied(C)],
        reason: "1 of 3 routes are not there: not so",
        remedy: "mend it",
      },
      error: expect.objectContaining({ failure: "forbidden" }),
    });
    expect(steps.slice(-1)).toEqual(['PATCH new {"disabled":true}']);
  });

  it("sends nothing more after what ends the pass", async () => {
    const { begun, steps } = await creating(change({ routes: [ONE, TWO], disabled: true }), {
      fails: { [`POST ${A}`]: [failing("token")] },
    });
    expect(begun).toMatchObject({
      outcome: {
        status: "skipped",
        routes: [
          { route: A, status: "skipped", reason: "it is token" },
          { route: B, status: "skipped" },
        ],
        reason: "2 of 2 routes are not there: it is token",
      },
    });
    expect(steps.slice(-2)).toEqual(["routing", `POST ${A}`]);
  });

  it("tells what kept it from being disabled, and passes on a fault of ours", async () => {
    const PATCH = 'PATCH new {"disabled":true}';
    const { begun, events } = await creating(change({ disabled: true }), {
      fails: { [PATCH]: [mended("server")] },
    });
    expect(begun).toMatchObject({
      outcome: { status: "failed", wrote: true, reason: "not so", remedy: "mend it" },
      error: { failure: "server" },
    });
    expect(events.at(-1)).toEqual({ event: "disabling", scope: WORKSPACE, identifier: "shop", at: NOW });
    const fault = new TypeError("x is not a function");
    await expect(creating(change({ disabled: true }), { fails: { [PATCH]: [fault] } })).rejects.toBe(fault);
  });

  it.each([
    [failing("refused"), { status: "failed", distribution: "absent", wrote: false }],
    [mended("forbidden"), { status: "failed", distribution: "absent", wrote: false, remedy: "mend it" }],
    [failing("unreachable", "unknown"), { status: "unknown", distribution: "unknown", wrote: false }],
  ])("blocks every route when there is no distribution (%s)", async (error, expected) => {
    const { begun } = await creating(change({ routes: [ONE] }), { fails: { POST: [error, error] } });
    const routes = [{ route: A, status: "blocked" }];
    expect(begun).toStrictEqual({ outcome: { ...ABOUT, ...expected, routes, reason: error.message }, error });
  });

  it("tells of no error where it was somebody else", async () => {
    const { begun } = await creating(change({ resumes: "x1" }));
    expect(begun).toStrictEqual({
      outcome: {
        ...ABOUT,
        status: "conflict",
        distribution: "absent",
        wrote: false,
        routes: [],
        reason: "it is gone since the plan was made",
      },
    });
  });
});

describe("finishing what an earlier pass created", () => {
  const live = actual({ id: "x1", routes: [liveRoute({ path: "/1" })] });
  const resuming = change({ resumes: "x1", routes: [ONE, TWO], disabled: true });

  it("sends what is not there, and tells of all", async () => {
    const { begun, steps } = await creating(resuming, { live, inventory: unfinished("x1") });
    expect(begun).toMatchObject({
      outcome: { status: "applied", wrote: true, distribution: "finished", routes: [applied(A), applied(B)] },
    });
    expect(steps).toEqual(["routing", `POST ${B}`, "disabling", 'PATCH x1 {"disabled":true}', "completed"]);
  });

  it("has written when a route was all that was missing", async () => {
    const { begun } = await creating(change({ resumes: "x1", routes: [ONE, TWO] }), {
      live,
      inventory: unfinished("x1"),
    });
    expect(begun).toMatchObject({ outcome: { status: "applied", wrote: true } });
  });

  it("writes nothing when all of it is there", async () => {
    const { begun, steps } = await creating(change({ resumes: "x1", routes: [ONE], disabled: true }), {
      live: { ...live, disabled: true },
      inventory: unfinished("x1"),
    });
    expect(begun).toMatchObject({ outcome: { status: "applied", wrote: false, routes: [applied(A)] } });
    expect(steps).toEqual(["completed"]);
  });

  it("has written when it only was to be disabled, and not when that failed", async () => {
    const wrote = async (fails = {}) => {
      const only = change({ resumes: "x1", routes: [ONE], disabled: true });
      return (await creating(only, { live, inventory: unfinished("x1"), fails })).begun;
    };
    expect(await wrote()).toMatchObject({ outcome: { wrote: true } });
    const fails = { 'PATCH x1 {"disabled":true}': [failing("server")] };
    expect(await wrote(fails)).toMatchObject({ outcome: { wrote: false, status: "failed" } });
  });

  it("has written nothing when the only route that was missing is refused", async () => {
    const { begun } = await creating(change({ resumes: "x1", routes: [ONE, TWO] }), {
      live,
      inventory: unfinished("x1"),
      fails: { [`POST ${B}`]: [failing("refused")] },
    });
    expect(begun).toMatchObject({ outcome: { wrote: false, status: "failed" } });
  });

  it("records what the manifest says of its end only where the inventory says otherwise", async () => {
    const known = (protect: boolean) => ({
      owned: new Map([["workspace#shop", owned({ id: "x1", complete: false, touchedAt: BEFORE, protect })]]),
    });
    const declares = async (protect: boolean, manifest: Pick<CreateChange, "protect" | "onRemove">) => {
      const { steps } = await creating(change({ resumes: "x1", ...manifest }), {
        live,
        inventory: known(protect),
      });
      return steps.includes("declared");
    };
    expect(await declares(true, { protect: true })).toBe(false);
    expect(await declares(true, { protect: false })).toBe(true);
    expect(await declares(false, { protect: false, onRemove: "retain" })).toBe(true);
  });
});
