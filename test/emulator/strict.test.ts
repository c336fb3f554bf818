import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import type { Emulator } from "../../lib/emulator/emulator.ts";
import {
  DISTRIBUTIONS,
  ERRORS,
  EXTERNAL,
  newDistribution,
  newRoute,
  send,
  started,
  WORKSPACE,
} from "./started.ts";

/** The status of a request whose path no client would leave as it is. */
async function sendRaw({ url }: Emulator, path: string): Promise<number> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.end(
    `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer emulator-token\r\nConnection: close\r\n\r\n`,
  );
  let text = "";
  for await (const chunk of socket) text += String(chunk);
  return Number(text.split(" ")[1]);
}

describe("a strict emulator", () => {
  it.each([
    "/",
    "/workspaces",
    WORKSPACE,
    `${WORKSPACE}/distribution`,
    `${DISTRIBUTIONS}/`,
    `/${DISTRIBUTIONS}`,
    "/user",
  ])("answers 404 to the unknown path %s", async (path) => {
    const emulator = await started();
    expect(await sendRaw(emulator, path)).toBe(404);
  });

  it.each([
    "/workspaces/../distributions",
    "/workspaces/./distributions",
    "/workspaces/%2e%2e/distributions",
    "/workspaces/my%2Fcompany/distributions",
    "/workspaces/%ff/distributions",
    "/workspaces/%/distributions",
    "http://127.0.0.1/workspaces/my-company/distributions",
  ])("answers 400 to the path %s", async (path) => {
    const emulator = await started();
    expect(await sendRaw(emulator, path)).toBe(400);
  });

  it("decodes a segment once", async () => {
    const emulator = await started({ seed: { workspaces: [{ name: "a b" }] } });
    expect((await send(emulator, "GET", "/workspaces/a%20b/distributions")).status).toBe(200);
    expect((await send(emulator, "GET", "/workspaces/a%2520b/distributions")).status).toBe(404);
  });

  it.each([
    ["PUT", DISTRIBUTIONS, "GET, POST"],
    ["DELETE", DISTRIBUTIONS, "GET, POST"],
    ["OPTIONS", DISTRIBUTIONS, "GET, POST"],
    ["HEAD", DISTRIBUTIONS, "GET, POST"],
    ["POST", `${WORKSPACE}/groups`, "GET"],
  ])("answers 405 to %s %s and names the allowed methods", async (method, path, allowed) => {
    const emulator = await started();
    const { status, headers } = await send(emulator, method, path);
    expect([status, headers.get("Allow")]).toEqual([405, allowed]);
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "application/jsonp"])(
    "answers 415 to %s",
    async (type) => {
      const emulator = await started();
      const answer = await send(emulator, "POST", DISTRIBUTIONS, newDistribution(), { "Content-Type": type });
      expect(answer.status).toBe(415);
    },
  );

  it("accepts JSON with a charset", async () => {
    const emulator = await started();
    const headers = { "Content-Type": "application/json; charset=utf-8" };
    expect((await send(emulator, "POST", DISTRIBUTIONS, newDistribution(), headers)).status).toBe(201);
  });

  it.each(["", "{", "null", "[]", '"text"', "1"])("answers 400 to the body %j", async (body) => {
    const emulator = await started();
    const headers = { "Content-Type": "application/json" };
    expect((await send(emulator, "POST", DISTRIBUTIONS, body, headers)).status).toBe(400);
  });

  it("answers 413 to a body over 1 MB, and 201 to one just under it", async () => {
    const emulator = await started();
    const body = JSON.stringify(newDistribution());
    const limit = 1024 * 1024;
    expect((await send(emulator, "POST", DISTRIBUTIONS, body.padEnd(limit + 1))).status).toBe(413);
    expect((await send(emulator, "POST", DISTRIBUTIONS, body.padEnd(limit))).status).toBe(201);
  });

  it.each([
    ["no name", { name: undefined }],
    ["an empty name", { name: "" }],
    ["a name that is no text", { name: 1 }],
    ["no scope", { scope: undefined }],
    ["a scope in lower case", { scope: "workspace" }],
    ["an identifier with a hyphen first", { identifier: "-shop" }],
    ["an identifier with a hyphen last", { identifier: "shop-" }],
    ["an identifier with a dot", { identifier: "shop.example" }],
    ["an identifier with a newline", { identifier: "shop\n" }],
    ["an empty identifier", { identifier: "" }],
    ["an identifier that is null", { identifier: null }],
    ["PROJECT without project_name", { scope: "PROJECT" }],
    ["PROJECT with an environment", { scope: "PROJECT", project_name: "web", environment_id: "3a4KbBQl" }],
    ["ENVIRONMENT without environment_id", { scope: "ENVIRONMENT" }],
    [
      "ENVIRONMENT of another project",
      { scope: "ENVIRONMENT", environment_id: "3a4KbBQl", project_name: "shop" },
    ],
    ["WORKSPACE with a project", { project_name: "web" }],
    ["permissions that are a list", { permissions: [] }],
    ["an unknown level", { permissions: { others: "READ" } }],
    ["an unknown part of permissions", { permissions: { everyone: "MANAGE" } }],
    ["a user by e-mail", { permissions: { users: [{ email: "dev@example.com", access_level: "MANAGE" }] } }],
    ["a user by text id", { permissions: { users: [{ id: "1", access_level: "MANAGE" }] } }],
    ["a user that is nobody", { permissions: { users: [{ id: 99, access_level: "MANAGE" }] } }],
    ["a group without level", { permissions: { groups: [{ id: 7 }] } }],
  ])("refuses a distribution with %s", async (_what, fields) => {
    const emulator = await started();
    expect(await send(emulator, "POST", DISTRIBUTIONS, newDistribution(fields))).toMatchObject({
      status: 400,
      body: ERRORS,
    });
    expect(emulator.distributions()).toEqual([]);
  });

  it.each([
    [{ disabled: "yes" }],
    [{ name: "" }],
    [{ identifier: "-" }],
    [{ scope: "PROJECT" }],
    [{ project_name: "web" }],
    [{ permissions: null }],
  ])("refuses the PATCH %j", async (body) => {
    const emulator = await started();
    const id = emulator.put({ identifier: "a" });
    expect((await send(emulator, "PATCH", `${DISTRIBUTIONS}/${id}`, body)).status).toBe(400);
    expect(emulator.distributions()).toMatchObject([{ identifier: "a", name: "a", scope: "WORKSPACE" }]);
  });

  it.each([
    ["no type", { type: undefined }],
    ["no targets", { targets: undefined }],
    ["targets that are a list", { targets: [] }],
    ["no region", { targets: {} }],
    ["no default region", { targets: { "COUNTRY-PL": EXTERNAL } }],
    ["the default region twice", { targets: { Default: EXTERNAL, default: EXTERNAL } }],
    ["a region in another spelling", { targets: { DEFAULT: EXTERNAL } }],
    ["a country in lower case", { targets: { Default: EXTERNAL, "COUNTRY-pl": EXTERNAL } }],
    ["an unknown continent", { targets: { Default: EXTERNAL, "CONTINENT-Atlantis": EXTERNAL } }],
    ["a target without type", { targets: { Default: { external_url: "https://example.com" } } }],
    ["an unknown target type", { targets: { Default: { type: "BUCKET" } } }],
    ["a target without address", { targets: { Default: { type: "EXTERNAL" } } }],
    ["a target with an empty address", { targets: { Default: { type: "EXTERNAL", external_url: " " } } }],
    ["a target with a key too many", { targets: { Default: { ...EXTERNAL, weight: 1 } } }],
    ["a tunnel without tunnel_id", { targets: { Default: { type: "TUNNEL", tunnel: { id: "a" } } } }],
    [
      "a tunnel as Buddy's YAML has it",
      { targets: { Default: { type: "TUNNEL", tunnel: { agent: "a", name: "b" } } } },
    ],
    [
      "a sandbox with a key too many",
      { targets: { Default: { type: "SANDBOX", sandbox: { id: "a", endpoint: "b", c: "d" } } } },
    ],
    ["an artifact without id", { targets: { Default: { type: "ARTIFACT", artifact: {} } } }],
    ["an empty domain", { domain: "" }],
    ["a domain that is an address", { domain: "https://example.com" }],
    ["a domain that is null", { domain: null }],
    ["a subdomain with a slash", { subdomain: "a/b" }],
    ["a path that climbs", { path: "/a/../b" }],
    ["a path that climbs in code", { path: "/%2e%2e/b" }],
    ["a path with a slash in code", { path: "/a%2Fb" }],
    ["a path that is not well encoded", { path: "/%" }],
    ["a path with a query", { path: "/a?b" }],
    ["a path that is a number", { path: 1 }],
  ])("refuses a route with %s", async (_what, fields) => {
    const emulator = await started();
    const id = emulator.put({ identifier: "a" });
    const answer = await send(emulator, "POST", `${DISTRIBUTIONS}/${id}/routes`, newRoute(fields));
    expect(answer).toMatchObject({ status: 400, body: ERRORS });
    expect(emulator.distributions()).toMatchObject([{ routes: [] }]);
  });
});
