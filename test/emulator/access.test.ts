import { describe, expect, it } from "vitest";
import { DISTRIBUTIONS, ERRORS, newDistribution, newRoute, send, started, WORKSPACE } from "./started.ts";

describe("access", () => {
  it("answers 401 without a bearer token and changes nothing", async () => {
    const emulator = await started();
    const answer = await send(emulator, "POST", DISTRIBUTIONS, newDistribution(), { Authorization: "" });
    expect(answer).toMatchObject({ status: 401, body: ERRORS });
    expect(emulator.distributions()).toEqual([]);
  });

  it("answers 401 to a wrong token", async () => {
    const emulator = await started({ token: "right" });
    expect(
      await send(emulator, "GET", DISTRIBUTIONS, undefined, { Authorization: "Bearer wrong" }),
    ).toMatchObject({
      status: 401,
    });
    expect(
      await send(emulator, "GET", DISTRIBUTIONS, undefined, { Authorization: "Bearer right" }),
    ).toMatchObject({
      status: 200,
    });
  });

  it("answers 401 to the old token once the token is rotated", async () => {
    const emulator = await started();
    emulator.setToken("next");
    expect((await send(emulator, "GET", DISTRIBUTIONS)).status).toBe(401);
    const renewed = await send(emulator, "GET", DISTRIBUTIONS, undefined, { Authorization: "Bearer next" });
    expect(renewed.status).toBe(200);
  });

  it.each([
    ["GET", DISTRIBUTIONS, "DISTRIBUTION_READ", "DISTRIBUTION_INFO"],
    ["POST", DISTRIBUTIONS, "DISTRIBUTION_WRITE", "DISTRIBUTION_ADD"],
    ["GET", `${DISTRIBUTIONS}/x`, "DISTRIBUTION_READ", "DISTRIBUTION_INFO"],
    ["PATCH", `${DISTRIBUTIONS}/x`, "DISTRIBUTION_MANAGE", "DISTRIBUTION_MANAGE"],
    ["DELETE", `${DISTRIBUTIONS}/x`, "DISTRIBUTION_MANAGE", "DISTRIBUTION_MANAGE"],
    ["GET", `${DISTRIBUTIONS}/x/routable-domains`, "DISTRIBUTION_READ", "DISTRIBUTION_INFO"],
    ["GET", `${DISTRIBUTIONS}/x/routes`, "DISTRIBUTION_READ", "DISTRIBUTION_INFO"],
    ["POST", `${DISTRIBUTIONS}/x/routes`, "DISTRIBUTION_WRITE", "DISTRIBUTION_ADD"],
    ["GET", `${DISTRIBUTIONS}/x/routes/y`, "DISTRIBUTION_READ", "DISTRIBUTION_INFO"],
    ["PUT", `${DISTRIBUTIONS}/x/routes/y`, "DISTRIBUTION_MANAGE", "DISTRIBUTION_MANAGE"],
    ["PATCH", `${DISTRIBUTIONS}/x/routes/y`, "DISTRIBUTION_MANAGE", "DISTRIBUTION_MANAGE"],
    ["DELETE", `${DISTRIBUTIONS}/x/routes/y`, "DISTRIBUTION_MANAGE", "DISTRIBUTION_MANAGE"],
    ["GET", `${WORKSPACE}/environments`, "ENVIRONMENT_READ", "ENVIRONMENT_INFO"],
    ["GET", `${WORKSPACE}/projects/web`, "WORKSPACE", "WORKSPACE"],
    ["GET", `${WORKSPACE}/members`, "WORKSPACE", "WORKSPACE"],
    ["GET", `${WORKSPACE}/groups`, "WORKSPACE", "WORKSPACE"],
    ["GET", "/user/token", "TOKEN_READ", "TOKEN_INFO"],
  ])("%s %s needs %s, or the older name %s", async (method, path, current, earlier) => {
    const body = method === "GET" || method === "DELETE" ? undefined : {};
    const without = await started({
      tokenPermissions: ["SANDBOX_READ"],
      personality: { routeUpdate: "both" },
    });
    const refused = await send(without, method, path, body);
    expect(refused.status).toBe(403);
    expect(refused.headers.get("X-0Auth-Scopes")).toBe("SANDBOX_READ");
    expect(refused.headers.get("X-Accepted-0Auth-Scopes")).toContain(current);

    for (const scope of [current, earlier]) {
      const having = await started({ tokenPermissions: [scope], personality: { routeUpdate: "both" } });
      expect((await send(having, method, path, body)).status).not.toBe(403);
    }
  });

  it("lets no permission imply another", async () => {
    const emulator = await started({ tokenPermissions: ["DISTRIBUTION_MANAGE"] });
    expect((await send(emulator, "GET", DISTRIBUTIONS)).status).toBe(403);
    expect((await send(emulator, "POST", DISTRIBUTIONS, newDistribution())).status).toBe(403);
  });

  it("names the permissions on every answer, error or not", async () => {
    const emulator = await started({ tokenPermissions: ["DISTRIBUTION_READ"] });
    const { headers } = await send(emulator, "GET", DISTRIBUTIONS);
    expect(headers.get("X-0Auth-Scopes")).toBe("DISTRIBUTION_READ");
    expect(headers.get("X-Accepted-0Auth-Scopes")).toBe("DISTRIBUTION_READ, DISTRIBUTION_INFO");
  });

  it("hides e-mail addresses from a token without MEMBER_EMAIL", async () => {
    const hidden = await started({ tokenPermissions: ["WORKSPACE"] });
    expect(await send(hidden, "GET", `${WORKSPACE}/members`)).toMatchObject({
      body: { members: [{ email: null }, {}] },
    });
    const shown = await started({ tokenPermissions: ["WORKSPACE", "MEMBER_EMAIL"] });
    expect(await send(shown, "GET", `${WORKSPACE}/members`)).toMatchObject({
      body: { members: [{ email: "dev@example.com" }, {}] },
    });
  });

  it("answers 403 in a workspace whose API is switched off, and serves the others", async () => {
    const emulator = await started({
      seed: { workspaces: [{ name: "off", apiEnabled: false }, { name: "on" }] },
    });
    expect(await send(emulator, "GET", "/workspaces/off/distributions")).toMatchObject({
      status: 403,
      body: { errors: [{ message: "API is disabled in this workspace" }] },
    });
    expect((await send(emulator, "GET", "/workspaces/on/distributions")).status).toBe(200);
  });

  it.each([
    ["workspace", "GET", "/workspaces/nobody/distributions", undefined],
    ["project of a list", "GET", `${DISTRIBUTIONS}?project_name=nothing`, undefined],
    ["environment of a list", "GET", `${DISTRIBUTIONS}?environment_id=nothing`, undefined],
    [
      "project of another environment",
      "GET",
      `${DISTRIBUTIONS}?project_name=shop&environment_id=3a4KbBQl`,
      undefined,
    ],
    ["project of a new distribution", "POST", DISTRIBUTIONS, { scope: "PROJECT", project_name: "nothing" }],
    [
      "environment of a new distribution",
      "POST",
      DISTRIBUTIONS,
      { scope: "ENVIRONMENT", environment_id: "nothing" },
    ],
    ["project of environments", "GET", `${WORKSPACE}/environments?project_name=nothing`, undefined],
    ["project", "GET", `${WORKSPACE}/projects/nothing`, undefined],
    ["distribution", "GET", `${DISTRIBUTIONS}/nothing`, undefined],
    ["distribution of a new route", "POST", `${DISTRIBUTIONS}/nothing/routes`, newRoute()],
  ])("answers 404 when there is no such %s", async (_what, method, path, fields) => {
    const emulator = await started();
    const body = fields === undefined || path.endsWith("routes") ? fields : newDistribution(fields);
    expect(await send(emulator, method, path, body)).toMatchObject({
      status: 404,
      body: ERRORS,
    });
  });
});
