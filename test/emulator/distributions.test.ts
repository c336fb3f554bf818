import { describe, expect, it } from "vitest";
import {
  DISTRIBUTIONS,
  EXTERNAL,
  identifiersOf,
  idOf,
  newDistribution,
  newRoute,
  send,
  started,
} from "./started.ts";

describe("distributions", () => {
  it("lists summaries only", async () => {
    const emulator = await started();
    const id = emulator.put({
      identifier: "test",
      routes: [{ domain: "example.com", targets: { Default: EXTERNAL } }],
    });
    expect(await send(emulator, "GET", DISTRIBUTIONS)).toMatchObject({
      status: 200,
      body: {
        url: `${emulator.url}${DISTRIBUTIONS}`,
        html_url: `${emulator.url}/my-company/-/routing`,
        distributions: [expect.anything()],
      },
    });
    const { body } = await send(emulator, "GET", DISTRIBUTIONS);
    expect(body).toHaveProperty("distributions", [
      {
        url: `${emulator.url}${DISTRIBUTIONS}/${id}`,
        html_url: `${emulator.url}/my-company/-/routing/${id}/routes`,
        id,
        identifier: "test",
        name: "test",
        disabled: false,
      },
    ]);
  });

  it("creates a distribution of the workspace, without project and environment", async () => {
    const emulator = await started();
    const created = await send(emulator, "POST", DISTRIBUTIONS, newDistribution());
    const id = idOf(created);
    expect(created.status).toBe(201);
    expect(created.body).toEqual({
      url: `${emulator.url}${DISTRIBUTIONS}/${id}`,
      html_url: `${emulator.url}/my-company/-/routing/${id}/routes`,
      id,
      identifier: "shop",
      name: "Shop",
      disabled: false,
      scope: "WORKSPACE",
      routes: [],
      permissions: { others: "DEFAULT" },
    });
    expect((await send(emulator, "GET", `${DISTRIBUTIONS}/${id}`)).body).toEqual(created.body);
  });

  it("creates a distribution of a project, whose addresses carry the project", async () => {
    const emulator = await started();
    const created = await send(
      emulator,
      "POST",
      DISTRIBUTIONS,
      newDistribution({ scope: "PROJECT", project_name: "web" }),
    );
    const id = idOf(created);
    expect(created.body).toMatchObject({
      scope: "PROJECT",
      project: { name: "web", status: "ACTIVE" },
      url: `${emulator.url}${DISTRIBUTIONS}/${id}?project_name=web`,
      html_url: `${emulator.url}/my-company/web/routing/${id}/routes`,
    });
    expect(created.body).not.toHaveProperty("environment");
  });

  it("creates a distribution of an environment, whose address carries the environment", async () => {
    const emulator = await started();
    const created = await send(
      emulator,
      "POST",
      DISTRIBUTIONS,
      newDistribution({ scope: "ENVIRONMENT", environment_id: "3a4KbBQl" }),
    );
    const id = idOf(created);
    expect(created.body).toMatchObject({
      scope: "ENVIRONMENT",
      environment: { id: "3a4KbBQl", identifier: "staging", scope: "PROJECT" },
      url: `${emulator.url}${DISTRIBUTIONS}/${id}?environment_id=3a4KbBQl`,
    });
    expect(created.body).not.toHaveProperty("project");
  });

  it("gives its id as the identifier when none is sent", async () => {
    const emulator = await started();
    const created = await send(emulator, "POST", DISTRIBUTIONS, { name: "Shop", scope: "WORKSPACE" });
    expect(created.body).toMatchObject({ identifier: idOf(created) });
  });

  it("keeps the permissions that are sent", async () => {
    const emulator = await started();
    const permissions = {
      others: "READ_ONLY",
      users: [{ id: 1, access_level: "MANAGE" }],
      groups: [{ id: 7, access_level: "MANAGE" }],
    };
    const created = await send(emulator, "POST", DISTRIBUTIONS, newDistribution({ permissions }));
    expect(created.body).toMatchObject({ permissions });
  });

  it("shows the routes of one distribution", async () => {
    const emulator = await started();
    const id = emulator.put({
      identifier: "a",
      routes: [{ domain: "example.com", targets: { Default: EXTERNAL } }],
    });
    expect(await send(emulator, "GET", `${DISTRIBUTIONS}/${id}`)).toMatchObject({
      body: {
        routes: [{ domain: "example.com", subdomain: null, path: "", targets: { Default: EXTERNAL } }],
      },
    });
  });

  it("shows null as the identifier of an object that was made without one", async () => {
    const emulator = await started();
    emulator.put({ identifier: null, name: "Made by hand" });
    expect(identifiersOf(await send(emulator, "GET", DISTRIBUTIONS))).toEqual([null]);
  });

  it("changes only the fields that a PATCH sends", async () => {
    const emulator = await started();
    const id = idOf(await send(emulator, "POST", DISTRIBUTIONS, newDistribution()));
    await send(emulator, "POST", `${DISTRIBUTIONS}/${id}/routes`, newRoute());
    const patched = await send(emulator, "PATCH", `${DISTRIBUTIONS}/${id}`, { disabled: true });
    expect(patched.status).toBe(200);
    expect(emulator.distributions()).toMatchObject([
      { id, identifier: "shop", name: "Shop", disabled: true, routes: [{ domain: "example.com" }] },
    ]);
  });

  it("replaces permissions as a whole", async () => {
    const emulator = await started();
    const id = emulator.put({
      identifier: "a",
      permissions: { others: "DENIED", users: [{ id: 1, access_level: "MANAGE" }] },
    });
    await send(emulator, "PATCH", `${DISTRIBUTIONS}/${id}`, { permissions: { others: "READ_ONLY" } });
    expect(emulator.distributions()).toMatchObject([{ permissions: { others: "READ_ONLY" } }]);
    expect(emulator.distributions()[0]?.permissions).not.toHaveProperty("users");
  });

  it("moves a distribution from the workspace to a project and back", async () => {
    const emulator = await started();
    const id = emulator.put({ identifier: "a" });
    await send(emulator, "PATCH", `${DISTRIBUTIONS}/${id}`, { scope: "PROJECT", project_name: "web" });
    expect(emulator.distributions()).toMatchObject([{ scope: "PROJECT", project: "web" }]);
    await send(emulator, "PATCH", `${DISTRIBUTIONS}/${id}?project_name=web`, { project_name: "shop" });
    expect(emulator.distributions()).toMatchObject([{ scope: "PROJECT", project: "shop" }]);
    await send(emulator, "PATCH", `${DISTRIBUTIONS}/${id}?project_name=shop`, { scope: "WORKSPACE" });
    expect(emulator.distributions()[0]).not.toHaveProperty("project");
  });

  it("refuses a move into an environment", async () => {
    const emulator = await started();
    const id = emulator.put({ identifier: "a" });
    expect((await send(emulator, "PATCH", `${DISTRIBUTIONS}/${id}`, { scope: "ENVIRONMENT" })).status).toBe(
      400,
    );
  });

  it("deletes a distribution with its routes", async () => {
    const emulator = await started();
    const id = emulator.put({
      identifier: "a",
      routes: [{ domain: "example.com", targets: { Default: EXTERNAL } }],
    });
    expect(await send(emulator, "DELETE", `${DISTRIBUTIONS}/${id}`)).toMatchObject({
      status: 204,
      body: undefined,
    });
    expect((await send(emulator, "GET", `${DISTRIBUTIONS}/${id}`)).status).toBe(404);
    expect((await send(emulator, "DELETE", `${DISTRIBUTIONS}/${id}`)).status).toBe(404);
    expect(emulator.distributions()).toEqual([]);
  });

  it("lists the domains on which a distribution may have routes", async () => {
    const emulator = await started();
    const id = emulator.put({ identifier: "a" });
    const { body } = await send(emulator, "GET", `${DISTRIBUTIONS}/${id}/routable-domains`);
    expect(body).toMatchObject({ url: `${emulator.url}${DISTRIBUTIONS}/${id}/routable-domains` });
    expect(body).toHaveProperty(
      "routable_domains",
      expect.arrayContaining([
        { domain: "example.com", type: "ROUTING", zone_id: null },
        { domain: "live.page", type: "CLAIMABLE", zone_id: null },
      ]),
    );
  });

  it("lists by project and by environment", async () => {
    const emulator = await started();
    emulator.put({ identifier: "of-workspace" });
    emulator.put({ identifier: "of-web", project: "web" });
    emulator.put({ identifier: "of-shop", project: "shop" });
    emulator.put({ identifier: "of-staging", project: "web", environment: "staging" });
    const listed = async (query: string) =>
      identifiersOf(await send(emulator, "GET", `${DISTRIBUTIONS}${query}`));
    expect(await listed("")).toEqual(["of-workspace"]);
    expect(await listed("?project_name=web")).toEqual(["of-web"]);
    expect(await listed("?environment_id=3a4KbBQl")).toEqual(["of-staging"]);
    expect(await listed("?project_name=web&environment_id=3a4KbBQl")).toEqual(["of-staging"]);
    expect(await listed("?project_name=shop&whatever=1")).toEqual(["of-shop"]);
  });

  it("keeps workspaces apart", async () => {
    const emulator = await started({ seed: { workspaces: [{ name: "one" }, { name: "two" }] } });
    const id = emulator.put({ workspace: "two", identifier: "a" });
    expect(identifiersOf(await send(emulator, "GET", "/workspaces/one/distributions"))).toEqual([]);
    expect((await send(emulator, "GET", `/workspaces/one/distributions/${id}`)).status).toBe(404);
    expect(emulator.distributions("one")).toEqual([]);
    expect(emulator.distributions("two")).toMatchObject([{ workspace: "two", identifier: "a" }]);
  });
});

describe("the address of a distribution", () => {
  it.each([
    ["a project without project_name", { project: "web" }, "", 404],
    ["a project with its project_name", { project: "web" }, "?project_name=web", 200],
    ["a project with another project_name", { project: "web" }, "?project_name=shop", 404],
    [
      "a project with an environment, too",
      { project: "web" },
      "?project_name=web&environment_id=3a4KbBQl",
      404,
    ],
    ["an environment without environment_id", { environment: "staging" }, "", 404],
    ["an environment with its environment_id", { environment: "staging" }, "?environment_id=3a4KbBQl", 200],
    [
      "an environment with both",
      { environment: "staging" },
      "?project_name=web&environment_id=3a4KbBQl",
      200,
    ],
    ["an environment with another one", { environment: "staging" }, "?environment_id=xo4pbVrE", 404],
    ["an environment with its project only", { environment: "staging" }, "?project_name=web", 404],
    ["the workspace without a query", {}, "", 200],
    ["the workspace with a project_name", {}, "?project_name=web", 404],
  ])("of %s", async (_what, place, query, status) => {
    const emulator = await started();
    const id = emulator.put({
      identifier: "a",
      ...place,
      routes: [{ domain: "example.com", targets: { Default: EXTERNAL } }],
    });
    const route = emulator.distributions()[0]?.routes[0]?.id ?? "";
    const reads = ["", "/routable-domains", "/routes", `/routes/${route}`];
    for (const below of reads) {
      expect((await send(emulator, "GET", `${DISTRIBUTIONS}/${id}${below}${query}`)).status).toBe(status);
    }
    expect((await send(emulator, "PATCH", `${DISTRIBUTIONS}/${id}${query}`, { name: "B" })).status).toBe(
      status,
    );
    const posted = await send(
      emulator,
      "POST",
      `${DISTRIBUTIONS}/${id}/routes${query}`,
      newRoute({ path: "/b" }),
    );
    expect(posted.status).toBe(status === 200 ? 201 : status);
    const deleted = await send(emulator, "DELETE", `${DISTRIBUTIONS}/${id}${query}`);
    expect(deleted.status).toBe(status === 200 ? 204 : status);
  });
});
