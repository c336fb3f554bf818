import { describe, expect, it } from "vitest";
import { isRefused, mayBeUnserved, mostTellingOf } from "../../../lib/adapters/buddy/failure.ts";
import { ProviderError } from "../../../lib/errors.ts";
import { HELD } from "../../support/write-right.ts";
import { against, calls, live, PROJECT, route, WORKSPACE } from "./provider.ts";
import type { Received, Reply } from "./server.ts";
import { failureOf } from "./world.ts";

/** Small differences in what is sent and told: found by breaking the code (docs/mutation.md). */

const NOT_ALLOWED: Reply = { status: 405, body: { errors: [{ message: "Method not allowed" }] } };
const NOT_FOUND: Reply = { status: 404, body: { errors: [{ message: "Not found" }] } };

/** A route that has what no manifest can say, for which a PATCH comes first. */
const NOTED = live({ further: { note: "x" } });

const methods = (received: readonly Received[]) => received.map(({ method }) => method);
const changed = ({ body }: Received): Reply => ({ body: { ...live(), ...JSON.parse(body) } });
const providerError = (details: Partial<ConstructorParameters<typeof ProviderError>[1]>) =>
  new ProviderError("no", { failure: "refused", call: "POST /distributions", effect: "none", ...details });

describe("buddyProvider: reading a distribution", () => {
  const answered = [
    { id: "r1", ...route() },
    { id: "r2", domain: null },
  ];
  const whole = { id: "x1", name: "Shop", routes: [live()], unaddressed: ["r2"] };

  it("is one call that gives all that the answer says", async () => {
    const { provider, received } = await against(() => ({
      body: { id: "x1", name: "Shop", routes: answered },
    }));
    expect(await provider.reading().get(WORKSPACE, "x1")).toStrictEqual(whole);
    expect(calls(received)).toEqual(["GET /distributions/x1"]);
  });

  it("is two calls, and gives the same, where the first does not tell the routes", async () => {
    const { provider } = await against(({ url }) => ({
      body: url.endsWith("/routes") ? { routes: answered } : { id: "x1", name: "Shop" },
    }));
    expect(await provider.reading().get(WORKSPACE, "x1")).toStrictEqual(whole);
  });
});

describe("buddyProvider: which method changes a route", () => {
  it("is PATCH alone once PUT is known not to be served, also where no PATCH has been seen to work", async () => {
    const { provider, received } = await against(({ method }) =>
      method === "PUT" ? NOT_ALLOWED : NOT_FOUND,
    );
    const writing = provider.writing(HELD);
    for (const one of [live(), live(), NOTED])
      expect(await failureOf(writing.updateRoute(WORKSPACE, "x1", one, route()))).toMatchObject({
        status: 404,
      });
    expect(methods(received)).toEqual(["PUT", "PATCH", "PATCH", "PATCH"]);
  });

  it("is PATCH alone also when that was learnt from a route for which a PATCH comes first", async () => {
    const { provider, received } = await against(({ method }) =>
      method === "PUT" ? NOT_ALLOWED : NOT_FOUND,
    );
    const writing = provider.writing(HELD);
    for (const one of [NOTED, live()])
      expect(await failureOf(writing.updateRoute(WORKSPACE, "x1", one, route()))).toMatchObject({
        status: 404,
      });
    expect(methods(received)).toEqual(["PATCH", "PUT", "PATCH"]);
  });

  it("is the one that is known to be served, for every route", async () => {
    const { provider, received } = await against(changed);
    const writing = provider.writing(HELD);
    await writing.updateRoute(WORKSPACE, "x1", NOTED, route());
    await writing.updateRoute(WORKSPACE, "x1", live(), route());
    expect(methods(received)).toEqual(["PATCH", "PATCH"]);
  });

  it("is no other when the route is gone for one that is known to be served", async () => {
    const { provider, received } = await against((request, nth) =>
      nth === 1 ? changed(request) : NOT_FOUND,
    );
    const writing = provider.writing(HELD);
    await writing.updateRoute(WORKSPACE, "x1", NOTED, route());
    expect(await failureOf(writing.updateRoute(WORKSPACE, "x1", NOTED, route()))).toMatchObject({
      status: 404,
    });
    expect(methods(received)).toEqual(["PATCH", "PATCH"]);
  });
});

describe("buddyProvider: what to do about a PUT that is refused", () => {
  const remedyFor = async (further: Readonly<Record<string, unknown>> | undefined) => {
    const { provider } = await against(({ method }) => (method === "PATCH" ? NOT_ALLOWED : { status: 400 }));
    const one = live(further === undefined ? {} : { further });
    return (await failureOf(provider.writing(HELD).updateRoute(WORKSPACE, "x1", one, route()))).remedy;
  };
  const usual =
    "correct what Buddy complains about, or read the request's page at https://buddy.works/docs/api";

  it("names what a PUT has to send back, besides what is to be done anyway", async () => {
    expect(await remedyFor({ note: "x", tags: [] })).toBe(
      `${usual}; or change the route in Buddy: a PUT has to send back what it does not change (note, tags)`,
    );
  });

  it("names nothing where nothing is sent back", async () => {
    expect(await remedyFor(undefined)).toBe(usual);
  });
});

describe("buddyProvider: the scope that a token lacks", () => {
  const READ = "DISTRIBUTION_READ (formerly DISTRIBUTION_INFO)";
  const WRITE = "DISTRIBUTION_WRITE (formerly DISTRIBUTION_ADD)";

  it("is told by its name of today and by that of before", async () => {
    const { provider } = await against(() => ({ status: 403 }));
    const writing = provider.writing(HELD);
    const scopeOf = async (call: Promise<unknown>) =>
      /the scope (.*), or enable/.exec((await failureOf(call)).remedy ?? "")?.[1];
    expect(await scopeOf(writing.list(PROJECT))).toBe(READ);
    expect(await scopeOf(writing.get(PROJECT, "x1"))).toBe(READ);
    const fresh = { scope: PROJECT, identifier: "shop", name: "Shop" };
    expect(await scopeOf(writing.createDistribution(fresh))).toBe(WRITE);
    expect(await scopeOf(writing.createRoute(PROJECT, "x1", route()))).toBe(WRITE);
    expect(await scopeOf(writing.updateRoute(PROJECT, "x1", live(), route()))).toBe("DISTRIBUTION_MANAGE");
  });
});

describe("buddyProvider: a deletion that was answered 200", () => {
  it.each([
    ["a distribution", "distributions/x1", "x1"],
    ["a route", "distributions/x1/routes/r1", "r1"],
  ])("and did not happen is told with its name and what to do: %s", async (_, what, id) => {
    const { provider, received } = await against(() => ({ body: { id } }));
    const writing = provider.writing(HELD);
    const error = await failureOf(
      id === "r1" ? writing.deleteRoute(WORKSPACE, "x1", id) : writing.deleteDistribution(WORKSPACE, id),
    );
    expect(error).toMatchObject({
      message: `DELETE ${what}: it was answered 200, and is still there`,
      call: `DELETE ${what}`,
      status: 200,
      reason: "it was answered 200, and is still there",
      remedy:
        "run again later; if it stays, check that no proxy answers in Buddy's place, or delete it in Buddy",
    });
    expect(calls(received)).toEqual([`DELETE /${what}`, `GET /${what}`]);
  });

  it.each([
    [[], "the answer is not an object"],
    [{}, "the answer has no id"],
  ])("is open when reading it says %j", async (body, reason) => {
    const { provider } = await against(({ method }) => (method === "DELETE" ? {} : { body }));
    expect(await failureOf(provider.writing(HELD).deleteDistribution(WORKSPACE, "x1"))).toMatchObject({
      failure: "malformed",
      effect: "unknown",
      reason,
    });
  });
});

describe("a refusal", () => {
  it("is an answer that says 400 or 422 to what was understood, and nothing else", () => {
    expect([400, 422].map((status) => isRefused(providerError({ status })))).toEqual([true, true]);
    expect([403, 404, 409].map((status) => isRefused(providerError({ status })))).toEqual([
      false,
      false,
      false,
    ]);
    expect(isRefused(providerError({ status: 400, failure: "malformed" }))).toBe(false);
    expect(isRefused(providerError({}))).toBe(false);
    expect(isRefused(Object.assign(new Error("no"), { failure: "refused", status: 400 }))).toBe(false);
    expect(isRefused(undefined)).toBe(false);
  });

  it("is of a method when an answer says 404, 405 or 501", () => {
    expect([400, 404, 405, 501, 503].map((status) => mayBeUnserved(providerError({ status })))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
    expect(mayBeUnserved(Object.assign(new Error("no"), { status: 404 }))).toBe(false);
  });

  it("is told by the 404 of several, else by the first, and open when one of them is", () => {
    const [first, gone] = [providerError({ status: 405 }), providerError({ status: 404 })];
    const open = providerError({ status: 501, effect: "unknown" });
    expect(mostTellingOf([first, gone])).toBe(gone);
    expect(mostTellingOf([first, providerError({ status: 501 })])).toBe(first);
    expect(mostTellingOf([first, gone, open])).toMatchObject({ status: 404, effect: "unknown" });
    expect(() => mostTellingOf([])).toThrow("nothing failed");
  });
});
