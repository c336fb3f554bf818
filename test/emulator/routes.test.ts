import { describe, expect, it } from "vitest";
import { DISTRIBUTIONS, EXTERNAL, idOf, newRoute, send, started } from "./started.ts";

describe("routes", () => {
  it("creates a route and returns it with its addresses", async () => {
    const emulator = await started();
    const id = emulator.put({ identifier: "a" });
    const created = await send(
      emulator,
      "POST",
      `${DISTRIBUTIONS}/${id}/routes`,
      newRoute({ subdomain: "www", path: "/api" }),
    );
    const route = idOf(created);
    expect(created.status).toBe(201);
    expect(created.body).toEqual({
      url: `${emulator.url}${DISTRIBUTIONS}/${id}/routes/${route}`,
      html_url: `${emulator.url}/my-company/-/routing/${id}/route/${route}`,
      id: route,
      type: "DIRECT_PROXY",
      subdomain: "www",
      domain: "example.com",
      path: "/api",
      zone_type: "ROUTING",
      targets: { Default: EXTERNAL },
    });
    expect((await send(emulator, "GET", `${DISTRIBUTIONS}/${id}/routes/${route}`)).body).toEqual(
      created.body,
    );
    expect((await send(emulator, "GET", `${DISTRIBUTIONS}/${id}/routes`)).body).toEqual({
      url: `${emulator.url}${DISTRIBUTIONS}/${id}/routes`,
      html_url: `${emulator.url}/my-company/-/routing/${id}/routes`,
      routes: [created.body],
    });
  });

  it("carries the project in the addresses of its routes", async () => {
    const emulator = await started();
    const id = emulator.put({ identifier: "a", project: "web" });
    const created = await send(
      emulator,
      "POST",
      `${DISTRIBUTIONS}/${id}/routes?project_name=web`,
      newRoute(),
    );
    const route = idOf(created);
    expect(created.body).toMatchObject({
      url: `${emulator.url}${DISTRIBUTIONS}/${id}/routes/${route}?project_name=web`,
      html_url: `${emulator.url}/my-company/web/routing/${id}/route/${route}`,
    });
  });

  it("shows the zone type of a domain of the workspace, and accepts an unknown domain", async () => {
    const emulator = await started();
    const id = emulator.put({ identifier: "a" });
    const claimed = await send(
      emulator,
      "POST",
      `${DISTRIBUTIONS}/${id}/routes`,
      newRoute({ domain: "live.page", subdomain: "mine" }),
    );
    expect(claimed.body).toMatchObject({ zone_type: "CLAIMABLE" });
    const elsewhere = await send(
      emulator,
      "POST",
      `${DISTRIBUTIONS}/${id}/routes`,
      newRoute({ domain: "acme.test" }),
    );
    expect(elsewhere.body).toMatchObject({ zone_type: "ROUTING" });
  });

  it.each([
    ["an external address", EXTERNAL],
    ["a bare host", { type: "EXTERNAL", external_url: "test.com" }],
    ["a tunnel", { type: "TUNNEL", tunnel: { id: "bartshoot", tunnel_id: "test" } }],
    ["a sandbox", { type: "SANDBOX", sandbox: { id: "ynjuqe2kov258", endpoint: "www" } }],
    ["an artifact", { type: "ARTIFACT", artifact: { id: "site" } }],
    ["an artifact of one version", { type: "ARTIFACT", artifact: { id: "site", version: "1.0.0" } }],
  ])("accepts %s as a target and echoes it", async (_what, target) => {
    const emulator = await started();
    const id = emulator.put({ identifier: "a" });
    const targets = { Default: target, "COUNTRY-PL": target, "CONTINENT-NorthAmerica": target };
    const created = await send(emulator, "POST", `${DISTRIBUTIONS}/${id}/routes`, newRoute({ targets }));
    expect(created).toMatchObject({ status: 201, body: { targets } });
  });

  it("replaces a route by PUT, and empties fields that are not sent or null", async () => {
    const emulator = await started();
    const id = emulator.put({ identifier: "a" });
    const path = `${DISTRIBUTIONS}/${id}/routes`;
    const route = idOf(await send(emulator, "POST", path, newRoute({ subdomain: "www", path: "/api" })));
    const replaced = await send(
      emulator,
      "PUT",
      `${path}/${route}`,
      newRoute({ type: "REDIRECT", subdomain: null }),
    );
    expect(replaced).toMatchObject({
      status: 200,
      body: { id: route, type: "REDIRECT", subdomain: null, path: "", domain: "example.com" },
    });
  });

  it.each(["type", "domain", "targets"])("requires %s in a PUT", async (field) => {
    const emulator = await started();
    const id = emulator.put({ identifier: "a" });
    const path = `${DISTRIBUTIONS}/${id}/routes`;
    const route = idOf(await send(emulator, "POST", path, newRoute()));
    expect((await send(emulator, "PUT", `${path}/${route}`, newRoute({ [field]: undefined }))).status).toBe(
      400,
    );
  });

  it("does not change the domain by PUT", async () => {
    const emulator = await started();
    const id = emulator.put({ identifier: "a" });
    const path = `${DISTRIBUTIONS}/${id}/routes`;
    const route = idOf(await send(emulator, "POST", path, newRoute()));
    expect(
      (await send(emulator, "PUT", `${path}/${route}`, newRoute({ domain: "example.org" }))).status,
    ).toBe(400);
  });

  it("changes only what a PATCH sends, which may be the domain", async () => {
    const emulator = await started({ personality: { routeUpdate: "PATCH" } });
    const id = emulator.put({ identifier: "a" });
    const path = `${DISTRIBUTIONS}/${id}/routes`;
    const route = idOf(await send(emulator, "POST", path, newRoute({ subdomain: "www", path: "/api" })));
    const patched = await send(emulator, "PATCH", `${path}/${route}`, { domain: "example.org" });
    expect(patched).toMatchObject({
      status: 200,
      body: { type: "DIRECT_PROXY", domain: "example.org", subdomain: "www", path: "/api" },
    });
  });

  it("deletes one route and leaves the others", async () => {
    const emulator = await started();
    const id = emulator.put({ identifier: "a" });
    const path = `${DISTRIBUTIONS}/${id}/routes`;
    const first = idOf(await send(emulator, "POST", path, newRoute({ path: "/a" })));
    await send(emulator, "POST", path, newRoute({ path: "/b" }));
    expect((await send(emulator, "DELETE", `${path}/${first}`)).status).toBe(204);
    expect((await send(emulator, "DELETE", `${path}/${first}`)).status).toBe(404);
    expect(emulator.distributions()).toMatchObject([{ routes: [{ path: "/b" }] }]);
  });
});
