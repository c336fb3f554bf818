import { describe, expect, it } from "vitest";
import { itemsOf, send, started, WORKSPACE } from "./started.ts";

describe("lookups", () => {
  it("lists the environments of a project", async () => {
    const emulator = await started();
    const { body } = await send(emulator, "GET", `${WORKSPACE}/environments?project_name=web`);
    expect(body).toMatchObject({
      environments: [
        {
          id: "3a4KbBQl",
          identifier: "staging",
          scope: "PROJECT",
          url: `${emulator.url}${WORKSPACE}/environments/3a4KbBQl?project_name=web`,
        },
        { identifier: "production" },
      ],
    });
  });

  it("lists the environments of the workspace itself", async () => {
    const emulator = await started();
    expect(await send(emulator, "GET", `${WORKSPACE}/environments`)).toMatchObject({
      body: { environments: [{ identifier: "shared", scope: "WORKSPACE" }] },
    });
  });

  it("returns one project", async () => {
    const emulator = await started();
    expect((await send(emulator, "GET", `${WORKSPACE}/projects/web`)).body).toEqual({
      url: `${emulator.url}${WORKSPACE}/projects/web`,
      html_url: `${emulator.url}/my-company/web`,
      name: "web",
      display_name: "web",
      status: "ACTIVE",
    });
  });

  it("lists the groups", async () => {
    const emulator = await started();
    expect(await send(emulator, "GET", `${WORKSPACE}/groups`)).toMatchObject({
      body: {
        groups: [
          { id: 7, name: "admins" },
          { id: 8, name: "developers" },
        ],
      },
    });
  });

  it.each([
    ["", 20, 1],
    ["?page=2", 20, 21],
    ["?page=3", 5, 41],
    ["?page=4", 0, undefined],
    ["?per_page=50", 45, 1],
    ["?page=2&per_page=40", 5, 41],
  ])(
    "answers members %s in pages of twenty unless per_page asks for another size",
    async (query, count, firstId) => {
      const members = Array.from({ length: 45 }, (_, at) => ({
        id: at + 1,
        email: `person${at + 1}@example.com`,
      }));
      const emulator = await started({ seed: { workspaces: [{ name: "my-company", members }] } });
      const answer = await send(emulator, "GET", `${WORKSPACE}/members${query}`);
      const page = itemsOf(answer, "members");
      expect(page).toHaveLength(count);
      expect(page[0]?.id).toBe(firstId);
    },
  );

  it.each(["page=0", "page=x", "per_page=-1", "per_page=1.5"])("answers 400 to %s", async (query) => {
    const emulator = await started();
    expect((await send(emulator, "GET", `${WORKSPACE}/members?${query}`)).status).toBe(400);
  });
});

describe("tokens", () => {
  it("returns the calling token", async () => {
    const emulator = await started({ tokenPermissions: ["TOKEN_INFO", "DISTRIBUTION_READ"] });
    expect((await send(emulator, "GET", "/user/token")).body).toMatchObject({
      name: "emulator",
      expires_at: null,
      scopes: ["TOKEN_INFO", "DISTRIBUTION_READ"],
    });
  });

  it("exchanges any JWT for the token, as a JSON string, without a bearer token", async () => {
    const emulator = await started({ token: "secret" });
    const request = { provider_id: "123e4567-e89b-42d3-a456-426614174000", web_identity_token: "e30.e30.x" };
    const answer = await send(emulator, "POST", "/user/oidc/tokens", request, { Authorization: "" });
    expect(answer).toMatchObject({ status: 200, body: "secret" });
  });

  it.each([
    ["no provider", { web_identity_token: "x" }],
    ["a provider that is no UUID", { provider_id: "x", web_identity_token: "x" }],
    ["no JWT", { provider_id: "123e4567-e89b-42d3-a456-426614174000" }],
    ["an empty JWT", { provider_id: "123e4567-e89b-42d3-a456-426614174000", web_identity_token: "" }],
  ])("refuses an exchange with %s", async (_what, request) => {
    const emulator = await started();
    expect((await send(emulator, "POST", "/user/oidc/tokens", request)).status).toBe(400);
  });
});
