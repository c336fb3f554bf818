import { describe, expect, it } from "vitest";
import { startEmulator } from "../../lib/emulator/emulator.ts";
import { DEFAULT_SEED, seedFrom } from "../../lib/emulator/seed.ts";
import { DISTRIBUTIONS, EXTERNAL, identifiersOf, send, started } from "./started.ts";

describe("a seed", () => {
  it("exists before the first request, and reads show it despite any lag", async () => {
    const emulator = await started({
      personality: { lagSeconds: 60 },
      seed: {
        workspaces: [
          {
            name: "my-company",
            projects: ["web"],
            distributions: [
              { identifier: "a", routes: [{ domain: "example.com", targets: { Default: EXTERNAL } }] },
              {
                identifier: "b",
                project: "web",
                disabled: true,
                name: "B",
                permissions: { others: "DENIED" },
              },
            ],
          },
        ],
      },
    });
    expect(identifiersOf(await send(emulator, "GET", DISTRIBUTIONS))).toEqual(["a"]);
    expect(emulator.distributions()).toMatchObject([
      {
        identifier: "a",
        name: "a",
        disabled: false,
        routes: [{ type: "DIRECT_PROXY", path: "", subdomain: null }],
      },
      { identifier: "b", name: "B", disabled: true, project: "web", permissions: { others: "DENIED" } },
    ]);
  });

  it.each([
    ["project", { identifier: "a", project: "nothing" }],
    ["environment", { identifier: "a", environment: "nothing" }],
    ["environment", { identifier: "a", project: "shop", environment: "staging" }],
    ["workspace", { identifier: "a", workspace: "nothing" }],
  ])("must have the %s that a distribution names", async (_what, distribution) => {
    const emulator = await started();
    expect(() => emulator.put(distribution)).toThrow("was seeded with no");
  });

  it("with a wrong reference starts no emulator", async () => {
    const distributions = [{ identifier: "a", project: "nothing" }];
    await expect(startEmulator({ seed: { workspaces: [{ name: "w", distributions }] } })).rejects.toThrow(
      "no project",
    );
  });

  it("may hold two distributions with the same identifier, as a Buddy without uniqueness would", async () => {
    const distributions = [{ identifier: "a" }, { identifier: "a" }];
    const emulator = await started({ seed: { workspaces: [{ name: "my-company", distributions }] } });
    expect(identifiersOf(await send(emulator, "GET", DISTRIBUTIONS))).toEqual(["a", "a"]);
  });
});

describe("seedFrom", () => {
  it("is the default seed when nothing is listed", () => {
    expect(seedFrom({})).toEqual(DEFAULT_SEED);
  });

  it("gives every workspace everything that is listed", () => {
    const seed = seedFrom({
      workspaces: ["one", "two"],
      projects: ["api"],
      environments: ["web/staging", "shared"],
      members: ["a@example.com"],
      groups: ["admins"],
    });
    expect(seed.workspaces.map(({ name }) => name)).toEqual(["one", "two"]);
    for (const workspace of seed.workspaces) {
      expect(workspace).toMatchObject({
        projects: ["api", "web"],
        environments: [
          { id: "env00001", identifier: "staging", project: "web" },
          { id: "env00002", identifier: "shared" },
        ],
        members: [{ id: 1, email: "a@example.com" }],
        groups: [{ id: 1, name: "admins" }],
      });
    }
  });

  it("keeps only those default environments whose project is listed", () => {
    expect(seedFrom({ projects: ["api"] }).workspaces).toMatchObject([
      { projects: ["api"], environments: [{ identifier: "shared" }] },
    ]);
  });

  it.each(["web/staging/x", "web/", "/staging", ""])("refuses the environment %j", (environment) => {
    expect(() => seedFrom({ environments: [environment] })).toThrow("write PROJECT/IDENTIFIER");
  });
});
