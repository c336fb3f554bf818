import { describe, expect, it } from "vitest";
import { deskWith, writesOf } from "./desk.ts";

const SEED = {
  workspaces: [
    {
      name: "my-company",
      projects: ["web", "shop"],
      environments: [
        { id: "3a4KbBQl", identifier: "staging", project: "web" },
        { id: "k9Zs0WyT", identifier: "shared" },
      ],
      members: [{ id: 1, email: "dev@example.com" }],
      groups: [{ id: 7, name: "admins" }],
      distributions: [
        {
          identifier: "shop",
          name: "Shop",
          disabled: true,
          permissions: {
            others: "READ_ONLY" as const,
            users: [{ id: 1, access_level: "MANAGE" as const }],
            groups: [{ id: 7, access_level: "MANAGE" as const }],
          },
          routes: [
            {
              domain: "example.com",
              subdomain: "shop",
              type: "PROXY",
              path: "api",
              targets: {
                Default: { type: "EXTERNAL" as const, external_url: "backend.example.com" },
                "COUNTRY-PL": { type: "TUNNEL" as const, tunnel: { id: "office", tunnel_id: "pl" } },
              },
            },
            {
              domain: "example.com",
              subdomain: "shop",
              targets: { Default: { type: "ARTIFACT" as const, artifact: { id: "site", version: "1.10" } } },
            },
          ],
        },
        { identifier: "blog", project: "web" },
        { identifier: "preview", environment: "staging" },
        { identifier: null, name: "Untitled" },
      ],
    },
  ],
};

describe("export", () => {
  it("tmp", async () => {
    const desk = await deskWith({}, { seed: SEED });
    const ended = await desk.run(["export", "--dry-run"]);
    console.log(ended.code, ended.stdout, ended.stderr);
    const e2 = await desk.run(["export", "--project", "web", "--environment-id", "3a4KbBQl"]);
    console.log(e2.code, e2.stdout, e2.stderr, await desk.files());
    const e3 = await desk.run(["export"]);
    console.log(e3.code, e3.stdout, e3.stderr, await desk.files());
    const e4 = await desk.run(["plan"]);
    console.log(e4.code, e4.stdout, e4.stderr);
    expect(writesOf(desk.emulator)).toEqual([]);
  });
});
