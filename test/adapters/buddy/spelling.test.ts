import { describe, expect, it } from "vitest";
import { StateBusyError } from "../../../lib/errors.ts";
import { HELD } from "../../support/write-right.ts";
import { against, bodies, calls, live, PROJECT, route, WORKSPACE } from "./provider.ts";
import type { Received, Reply } from "./server.ts";
import { failureOf } from "./world.ts";

const jsonOf = ({ body }: Received): object => {
  const json: unknown = JSON.parse(body);
  return typeof json === "object" && json !== null ? json : {};
};

/** What a PUT or a PATCH made of the live route, when nothing goes wrong. */
const echo = (request: Received): Reply => ({ body: { ...live(), ...jsonOf(request) } });

const NOT_ALLOWED: Reply = { status: 405, body: { errors: [{ message: "Method not allowed" }] } };
const NOT_FOUND: Reply = { status: 404, body: { errors: [{ message: "Not found" }] } };

const methods = (received: readonly Received[]) => received.map(({ method }) => method);

describe("buddyProvider: changing a distribution", () => {
  it("sends the fields that it is given and no other", async () => {
    const { provider, received } = await against((request) => ({ body: { id: "x1", ...jsonOf(request) } }));
    const writing = provider.writing(HELD);
    const permissions = { others: "DENIED", users: [{ id: 1, access_level: "MANAGE" }], groups: [] };
    await writing.updateDistribution(PROJECT, "x1", { disabled: true });
    await writing.updateDistribution(PROJECT, "x1", { identifier: "store", name: "Store" });
    await writing.updateDistribution(PROJECT, "x1", { permissions });
    expect(bodies(received)).toEqual([
      { disabled: true },
      { identifier: "store", name: "Store" },
      { permissions },
    ]);
    expect(methods(received)).toEqual(["PATCH", "PATCH", "PATCH"]);
  });

  it("asks nothing when there is nothing to change", async () => {
    const { provider, received } = await against(() => ({}));
    await provider.writing(HELD).updateDistribution(PROJECT, "x1", {});
    expect(received).toEqual([]);
  });

  it.each([
    ["nothing", ""],
    ["something else", {}],
    ["the opposite", { id: "x1", disabled: false }],
    ["it of another distribution", { id: "x2", disabled: true }],
  ])("does not believe an answer that says %s", async (_, body) => {
    const { provider } = await against(() => ({ body }));
    const call = provider.writing(HELD).updateDistribution(PROJECT, "x1", { disabled: true });
    expect(await failureOf(call)).toMatchObject({ failure: "malformed", effect: "unknown" });
  });

  it("sends a rename again whose answer was lost, and believes what is said then", async () => {
    const { provider, received } = await against((request, nth, response) => {
      if (nth > 1) return { body: { id: "x1", ...jsonOf(request) } };
      response.destroy();
      return undefined;
    });
    await provider.writing(HELD).updateDistribution(PROJECT, "x1", { identifier: "store" });
    expect(bodies(received)).toEqual([{ identifier: "store" }, { identifier: "store" }]);
  });

  it("leaves open what became of it when the answer was lost and the next is a refusal", async () => {
    const { provider } = await against((_, nth) => ({ status: nth === 1 ? 502 : 409 }));
    const call = provider.writing(HELD).updateDistribution(PROJECT, "x1", { identifier: "store" });
    expect(await failureOf(call)).toMatchObject({ status: 409, effect: "unknown" });
  });

  it("names the scope that the token lacks", async () => {
    const { provider } = await against(() => ({ status: 403 }));
    const call = provider.writing(HELD).updateDistribution(PROJECT, "x1", { disabled: true });
    expect((await failureOf(call)).remedy).toContain("DISTRIBUTION_MANAGE");
  });

  it("sends nothing of all that writes once another pass has the right to", async () => {
    const { provider, received } = await against(() => ({}));
    const writing = provider.writing({ confirm: () => Promise.reject(new StateBusyError("taken over")) });
    for (const call of [
      () => writing.updateDistribution(PROJECT, "x1", { disabled: true }),
      () => writing.updateRoute(PROJECT, "x1", live(), route()),
      () => writing.deleteRoute(PROJECT, "x1", "r1"),
      () => writing.deleteDistribution(PROJECT, "x1"),
    ])
      expect(await failureOf(call())).toMatchObject({ failure: "taken-over", effect: "none" });
    expect(received).toEqual([]);
  });
});

describe("buddyProvider: changing a route", () => {
  it("replaces it by PUT, whole", async () => {
    const { provider, received } = await against(echo);
    const changed = route({ type: "REDIRECT" });
    await provider.writing(HELD).updateRoute(WORKSPACE, "x1", live(), changed);
    expect(calls(received)).toEqual(["PUT /distributions/x1/routes/r1"]);
    expect(bodies(received)).toEqual([changed]);
  });

  it("leaves its address as Buddy has it, however the manifest splits the host", async () => {
    const { provider, received } = await against(echo);
    const split = route({ domain: "www.example.com", subdomain: "", type: "REDIRECT" });
    await provider.writing(HELD).updateRoute(WORKSPACE, "x1", live(), split);
    expect(bodies(received)).toMatchObject([{ domain: "example.com", subdomain: "www", path: "/api" }]);
  });

  it("leaves out of a PUT what is empty already", async () => {
    const { provider, received } = await against(({ body }) => ({
      body: { ...live({ subdomain: "", path: "/" }), ...JSON.parse(body) },
    }));
    const root = live({ subdomain: "", path: "/" });
    await provider.writing(HELD).updateRoute(WORKSPACE, "x1", root, route({ type: "REDIRECT" }));
    expect(bodies(received)).toEqual([{ type: "REDIRECT", domain: "example.com", targets: route().targets }]);
  });

  it("patches type and targets where PUT is not served, and asks once a pass", async () => {
    const { provider, received } = await against((request) =>
      request.method === "PUT" ? NOT_ALLOWED : echo(request),
    );
    await provider.writing(HELD).updateRoute(WORKSPACE, "x1", live(), route());
    await provider.writing(HELD).updateRoute(PROJECT, "x2", live(), route());
    expect(methods(received)).toEqual(["PUT", "PATCH", "PATCH"]);
    const { type, targets } = route();
    expect(bodies(received).slice(1)).toEqual([
      { type, targets },
      { type, targets },
    ]);
  });

  it.each([404, 405, 501])(
    "takes %i for a method that is not served when the other one is",
    async (status) => {
      const { provider, received } = await against((request) =>
        request.method === "PUT" ? { ...NOT_FOUND, status } : echo(request),
      );
      const writing = provider.writing(HELD);
      await writing.updateRoute(WORKSPACE, "x1", live(), route());
      await writing.updateRoute(WORKSPACE, "x1", live(), route());
      expect(methods(received)).toEqual(["PUT", "PATCH", "PATCH"]);
    },
  );

  it.each([
    ["both methods say so", NOT_FOUND, NOT_FOUND, ["PUT", "PATCH"]],
    ["one does, and the other is not served", NOT_FOUND, NOT_ALLOWED, ["PUT", "PATCH"]],
    ["the later one does", NOT_ALLOWED, NOT_FOUND, ["PUT", "PATCH"]],
  ] as const)("says that the route is gone when %s", async (_, put, patch, expected) => {
    const { provider, received } = await against(({ method }) => (method === "PUT" ? put : patch));
    const error = await failureOf(provider.writing(HELD).updateRoute(WORKSPACE, "x1", live(), route()));
    expect(error).toMatchObject({ failure: "refused", status: 404, effect: "none" });
    expect(methods(received)).toEqual(expected);
  });

  it("says that the route is gone at once when the method is known to be served", async () => {
    const { provider, received } = await against((request, nth) => (nth === 1 ? echo(request) : NOT_FOUND));
    const writing = provider.writing(HELD);
    await writing.updateRoute(WORKSPACE, "x1", live(), route());
    expect(await failureOf(writing.updateRoute(WORKSPACE, "x1", live(), route()))).toMatchObject({
      status: 404,
    });
    const noted = live({ further: { note: "x" } });
    expect(await failureOf(writing.updateRoute(WORKSPACE, "x1", noted, route()))).toMatchObject({
      status: 404,
    });
    expect(methods(received)).toEqual(["PUT", "PUT", "PATCH", "PUT"]);
  });

  it("tries both again when neither was served", async () => {
    const { provider, received } = await against(() => NOT_ALLOWED);
    const writing = provider.writing(HELD);
    for (let times = 0; times < 2; times += 1)
      expect(await failureOf(writing.updateRoute(WORKSPACE, "x1", live(), route()))).toMatchObject({
        status: 405,
      });
    expect(methods(received)).toEqual(["PUT", "PATCH", "PUT", "PATCH"]);
  });

  it("prefers a PATCH for a route that has what no manifest can say", async () => {
    const { provider, received } = await against(echo);
    const writing = provider.writing(HELD);
    await writing.updateRoute(WORKSPACE, "x1", live(), route());
    await writing.updateRoute(WORKSPACE, "x1", live({ further: { note: "x" } }), route());
    expect(methods(received)).toEqual(["PUT", "PATCH"]);
  });

  it("sends back in a PUT what no manifest can say, and the address as Buddy spells it", async () => {
    const { provider, received } = await against((request) =>
      request.method === "PATCH" ? NOT_ALLOWED : echo(request),
    );
    const noted = live({ further: { note: "x", domain: "Example.com", path: "api" } });
    await provider.writing(HELD).updateRoute(WORKSPACE, "x1", noted, route({ type: "REDIRECT" }));
    expect(bodies(received)[1]).toEqual({
      ...route({ type: "REDIRECT" }),
      domain: "Example.com",
      path: "api",
      note: "x",
    });
  });

  it("drops nothing that Buddy does not take back, and names it", async () => {
    const { provider, received } = await against(({ method }) =>
      method === "PATCH"
        ? NOT_ALLOWED
        : { status: 400, body: { errors: [{ message: "Unknown field note" }] } },
    );
    const noted = live({ further: { note: "x" } });
    const error = await failureOf(provider.writing(HELD).updateRoute(WORKSPACE, "x1", noted, route()));
    expect(error).toMatchObject({ status: 400, effect: "none", reason: "Unknown field note" });
    expect(error.remedy).toContain("(note)");
    for (const body of bodies(received).slice(1)) expect(body).toMatchObject({ note: "x" });
  });

  it("tries the other spellings after a refusal, and shares with creating what it learns", async () => {
    const { provider, received } = await against((request) =>
      /PROXY_NO_CACHE.*"default"/.test(request.body)
        ? { ...echo(request), status: request.method === "POST" ? 201 : 200 }
        : { status: 422 },
    );
    const writing = provider.writing(HELD);
    await writing.updateRoute(WORKSPACE, "x1", live(), route());
    await writing.updateRoute(WORKSPACE, "x1", live(), route());
    await writing.createRoute(WORKSPACE, "x1", route());
    expect(methods(received)).toEqual(["PUT", "PUT", "PUT", "PUT", "PUT", "POST"]);
  });

  it("throws the first refusal when all spellings are refused, and tries no other method", async () => {
    const { provider, received } = await against((_, nth) => ({
      status: 400,
      body: { errors: [{ message: `refusal ${nth}` }] },
    }));
    const error = await failureOf(provider.writing(HELD).updateRoute(WORKSPACE, "x1", live(), route()));
    expect(error).toMatchObject({ failure: "refused", effect: "none", reason: "refusal 1" });
    expect(methods(received)).toEqual(["PUT", "PUT", "PUT", "PUT"]);
  });

  it("leaves open what became of it when one try of several may have worked", async () => {
    const { provider } = await against((_, nth) => ({ status: nth === 2 ? 502 : 400 }));
    const error = await failureOf(provider.writing(HELD).updateRoute(WORKSPACE, "x1", live(), route()));
    expect(error).toMatchObject({ failure: "refused", effect: "unknown" });
  });

  it.each([401, 403, 409])("tries nothing else after %i", async (status) => {
    const { provider, received } = await against(() => ({ status }));
    const call = provider.writing(HELD).updateRoute(WORKSPACE, "x1", live(), route());
    expect(await failureOf(call)).toMatchObject({ status });
    expect(received).toHaveLength(1);
  });

  it("sends it again when the answer was lost", async () => {
    const { provider, received } = await against((request, nth) =>
      nth === 1 ? { status: 503 } : echo(request),
    );
    await provider.writing(HELD).updateRoute(WORKSPACE, "x1", live(), route());
    expect(methods(received)).toEqual(["PUT", "PUT"]);
  });

  it.each([
    ["nothing", ""],
    ["another route", { ...live(), id: "r2" }],
    ["the route as it was", live({ type: "CLOAKING" })],
    ["no targets", { ...live(), targets: undefined }],
  ])("does not believe an answer that shows %s", async (_, body) => {
    const { provider, received } = await against(() => ({ body }));
    const call = provider.writing(HELD).updateRoute(WORKSPACE, "x1", live(), route());
    expect(await failureOf(call)).toMatchObject({ failure: "malformed", effect: "unknown" });
    expect(received).toHaveLength(1);
  });
});
