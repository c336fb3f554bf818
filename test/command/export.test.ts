import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buddyProvider } from "../../lib/adapters/buddy/provider.ts";
import { makeExport } from "../../lib/command/export-make.ts";
import { readManifests } from "../../lib/core/manifest/read.ts";
import { PERSONALITIES, type Personality } from "../../lib/emulator/personality.ts";
import type { Seed, SeedDistribution } from "../../lib/emulator/seed.ts";
import { redactor } from "../../lib/redact.ts";
import { PERSONALITIES_SINGLY } from "../contract/personalities.ts";
import { tries } from "../support/property.ts";
import { type Workshop, workshop } from "../support/workshop.ts";
import { type Desk, deskWith, writesOf } from "./desk.ts";

const EXTERNAL = { type: "EXTERNAL", external_url: "backend.example.com" } as const;

/** One of everything that a manifest can say, in each place, and with the spellings that Buddy has had. */
const SHOP: SeedDistribution = {
  identifier: "shop",
  name: "Shop",
  disabled: true,
  permissions: {
    others: "READ_ONLY",
    users: [{ id: 1, access_level: "MANAGE" }],
    groups: [{ id: 7, access_level: "MANAGE" }],
  },
  routes: [
    { domain: "example.com", subdomain: "shop", type: "PROXY", path: "api/", targets: { Default: EXTERNAL } },
    {
      domain: "example.com",
      type: "PROXY_NO_CACHE",
      note: "made by hand",
      targets: {
        Default: { type: "SANDBOX", sandbox: { id: "ynjuqe2kov258", endpoint: "www" } },
        "COUNTRY-PL": { type: "TUNNEL", tunnel: { id: "office", tunnel_id: "pl" } },
        "CONTINENT-Europe": { type: "EXTERNAL", external_url: "https://eu.example.com:443/app" },
      },
    },
    {
      domain: "my-app.example.dev",
      subdomain: "*",
      type: "CLOAKING",
      targets: { Default: { type: "ARTIFACT", artifact: { id: "site", version: "1.10" } } },
    },
  ],
};

const BLOG: SeedDistribution = {
  identifier: "blog",
  project: "web",
  routes: [
    {
      domain: "example.org",
      type: "REDIRECT",
      targets: { Default: { type: "ARTIFACT", artifact: { id: "blog" } } },
    },
  ],
};

function seed(...distributions: readonly SeedDistribution[]): Seed {
  return {
    workspaces: [
      {
        name: "my-company",
        projects: ["web", "shop"],
        environments: [
          { id: "34000001", identifier: "staging", project: "web" },
          { id: "34000002", identifier: "shared" },
        ],
        members: [
          { id: 1, email: "dev@example.com" },
          { id: 2, email: "ops@example.com" },
        ],
        groups: [{ id: 7, name: "admins" }],
        distributions,
      },
    ],
  };
}

const EVERYWHERE = { project: ["web", "shop"], environmentId: ["34000001", "34000002"] };

/** Exports over HTTP, in virtual time. */
async function exportFrom(
  shop: Workshop,
  selected: Parameters<typeof makeExport>[2],
  manifests: Manifests = {},
) {
  const files = Object.entries(manifests).map(([path, text]) => ({
    path,
    content: new TextEncoder().encode(text),
  }));
  const { clock, emulator } = shop;
  const provider = buddyProvider({
    endpoint: emulator.url,
    workspace: "my-company",
    tokens: { token: async () => "emulator-token" },
    clock,
    random: () => 0.5,
    log: () => {},
  });
  const desired = files.length === 0 ? [] : readManifests(files).desired;
  return makeExport(
    provider.reading(),
    { files, desired, folder: "", schemaFor: () => "schema.json" },
    selected,
    redactor(),
  );
}

type Manifests = Readonly<Record<string, string>>;

function textsOf({ exported }: Awaited<ReturnType<typeof exportFrom>>): Manifests {
  return Object.fromEntries(exported.files.map(({ path, text }) => [path, text]));
}

/** The export of all that is live, twice, and what a plan makes of it before and after adopting everything. */
async function expectEmptyPlan(personality: Partial<Personality>): Promise<void> {
  const live = [
    SHOP,
    BLOG,
    { ...SHOP, identifier: "preview", environment: "staging", routes: [] },
    { ...BLOG, project: "shop", routes: [] },
  ];
  const shop = await workshop({ manifests: {}, personality, seed: seed(...live) });
  try {
    const elsewhere = await exportFrom(shop, EVERYWHERE);
    const own = await exportFrom(shop, {}, textsOf(elsewhere));
    const manifests = { ...textsOf(elsewhere), ...textsOf(own) };
    expect(own.exported.omissions).toEqual([]);
    expect(Object.keys(manifests)).toHaveLength(live.length);

    const first = await shop.pass({ mode: { plan: true }, policy: "sync", manifests });
    expect(first).toMatchObject({ problems: [], plan: { changes: [], blocks: [] } });
    await shop.pass({ policy: "sync", adopting: "all", manifests });
    const after = await shop.pass({ mode: { plan: true }, policy: "sync", manifests });
    expect(after.plan).toMatchObject({ changes: [], leftAlone: [] });
    expect(after.plan?.unchanged.filter(({ verified }) => verified)).toHaveLength(live.length);

    const again = await exportFrom(shop, {}, manifests);
    expect(again.exported.files.filter(({ state }) => state !== "unchanged")).toEqual([]);
    expect(shop.emulator.log.filter(({ method }) => method !== "GET")).toEqual([]);
  } finally {
    await shop.close();
  }
}

const SINGLY = PERSONALITIES_SINGLY.map((personality) => [JSON.stringify(personality), personality] as const);

describe("an export, and then a plan", () => {
  it.each(SINGLY)("is empty under %s", (_, personality) => expectEmptyPlan(personality));

  it("is empty under any combination of personalities", async () => {
    const values = Object.entries(PERSONALITIES).map(([key, all]) => [
      key,
      fc.constantFrom(...(all as readonly unknown[])),
    ]);
    const personality = fc.record(Object.fromEntries(values) as Record<string, fc.Arbitrary<unknown>>);
    await fc.assert(
      fc.asyncProperty(personality, (drawn) => expectEmptyPlan(drawn as Partial<Personality>)),
      tries(5),
    );
  });
});

const DENIED = { kind: "status", status: 403, when: "before", times: Number.POSITIVE_INFINITY } as const;

const SHOP_TEXT = `identifier: shop
scope: WORKSPACE
name: Old
permissions:
  users: [{ email: ops@example.com, access_level: MANAGE }]
  groups: [{ name: admins, access_level: MANAGE }]
`;

/** Deciding what a person sees: the command itself. */
async function deskFor(files: Manifests, ...live: readonly SeedDistribution[]): Promise<Desk> {
  return deskWith(files, { seed: seed(...live) });
}

describe("export", () => {
  it("writes a file for each distribution into the folder of manifests, and says so", async () => {
    const desk = await deskFor({}, SHOP, BLOG);
    const { code, stdout, stderr } = await desk.run(["export"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.replace(desk.emulator.url, "https://buddy.test")).toMatchInlineSnapshot(`
      "my-company on https://buddy.test

      + distributions/shop.yaml  shop  (workspace)

      Exported: 1 new file, 0 changed, 0 unchanged.
      "
    `);
    expect(await desk.files()).toEqual(["distributions/shop.yaml"]);
    expect((await desk.run(["validate"])).code).toBe(0);
    expect(writesOf(desk.emulator)).toEqual([]);
  });

  it("writes what belongs to projects and environments into folders of their own", async () => {
    const desk = await deskFor({}, SHOP, BLOG, { identifier: "preview", environment: "staging" });
    const { code } = await desk.run(["export", "--project", "web", "--environment-id", "34000001"]);
    expect(code).toBe(0);
    expect(await desk.files()).toEqual([
      "distributions/environment-34000001/preview.yaml",
      "distributions/web/blog.yaml",
    ]);
  });

  it("says what it saw and was not asked for", async () => {
    const desk = await deskWith(
      {},
      { seed: seed(SHOP, BLOG), personality: { unfilteredList: "everything" } },
    );
    const { code, stdout } = await desk.run(["export"]);
    expect(code).toBe(0);
    expect(stdout).toContain("note: 1 in project web: not selected");
    expect(await desk.files()).toEqual(["distributions/shop.yaml"]);
  });

  it("goes where there are manifests already, and edits them where they stand", async () => {
    const text = "# mine\nidentifier: blog\nscope: PROJECT\nproject_name: web\nname: Old # a name\n";
    const desk = await deskFor({ "distributions/own.yaml": text }, SHOP, { ...BLOG, name: "Blog" });
    const { code, stdout } = await desk.run(["export"]);
    expect(code).toBe(0);
    expect(stdout).toContain("~ distributions/own.yaml  blog  (project web)  name");
    expect(await desk.read("distributions/own.yaml")).toBe(text.replace("Old", "Blog"));
    expect(await desk.files()).toEqual(["distributions/own.yaml", "distributions/shop.yaml"]);
  });

  it("finds the manifests of an environment that they name by its identifier", async () => {
    const text =
      "identifier: preview\nscope: ENVIRONMENT\nproject_name: web\nenvironment: staging\nname: Old\n";
    const desk = await deskFor(
      { "distributions/p.yaml": text },
      { identifier: "preview", environment: "staging" },
    );
    await desk.run(["export"]);
    expect(await desk.read("distributions/p.yaml")).toBe(text.replace("Old", "preview"));
    expect(await desk.files()).toEqual(["distributions/p.yaml"]);
  });

  it("leaves environments out whose names could not be looked up: they may be declared already", async () => {
    const text = "identifier: preview\nscope: ENVIRONMENT\nproject_name: web\nenvironment: staging\n";
    const desk = await deskFor(
      { "distributions/p.yaml": text },
      { identifier: "preview", environment: "staging" },
    );
    desk.emulator.fault({ ...DENIED, match: { path: "/environments" } });
    const { code, stdout } = await desk.run(["export", "--environment-id", "34000001"]);
    expect(code).toBe(1);
    expect(stdout).toContain("lookup-failed");
    expect(await desk.files()).toEqual(["distributions/p.yaml"]);
  });

  it("writes nothing in a dry run, and prints what it would write", async () => {
    const desk = await deskFor({}, BLOG);
    const { code, stdout } = await desk.run(["export", "--project", "web", "--dry-run"]);
    expect(code).toBe(0);
    expect(stdout).toContain(
      "--- distributions/web/blog.yaml\n# yaml-language-server: $schema=../../node_modules/",
    );
    expect(stdout).toContain("Would export: 1 new file");
    expect(await desk.files()).toEqual([]);
  });

  it("prints the manifests as JSON", async () => {
    const desk = await deskFor({}, { identifier: "shop", disabled: true });
    const { stdout } = await desk.run(["export", "--format", "json", "--dry-run"]);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      workspace: { name: "my-company" },
      dryRun: true,
      notices: [],
      omissions: [],
      files: [
        {
          path: "distributions/shop.yaml",
          state: "new",
          distributions: [
            { key: "workspace#shop", manifest: { identifier: "shop", scope: "WORKSPACE", disabled: true } },
          ],
        },
      ],
    });
  });

  it("writes into another folder, beside which the schema is found all the same", async () => {
    const desk = await deskFor({ "schema/manifest.schema.json": "{}", "drift/shop.yaml": "[]\n" }, SHOP);
    const { code } = await desk.run(["export", "--out", "drift/"]);
    expect(code).toBe(0);
    expect(await desk.files()).toEqual([
      "drift/shop-2.yaml",
      "drift/shop.yaml",
      "schema/manifest.schema.json",
    ]);
    expect(await desk.read("drift/shop-2.yaml")).toMatch(
      /^# yaml-language-server: \$schema=\.\.\/schema\/manifest\.schema\.json\n/,
    );
  });

  it("exports only what is named, and offers the name that was meant", async () => {
    const desk = await deskFor({}, SHOP, { identifier: "blog" });
    const { code, stdout } = await desk.run(["export", "--only", "blog", "shoop"]);
    expect(code).toBe(6);
    expect(stdout).toContain(
      "! shoop  (workspace)  not-found: nothing live has this identifier; did you mean shop?",
    );
    expect(await desk.files()).toEqual(["distributions/blog.yaml"]);
    const nothing = await desk.run(["export", "--only", "x"]);
    expect(nothing.code).toBe(1);
  });

  it("names what no manifest can say, and ends with 6", async () => {
    const odd = {
      ...BLOG,
      project: undefined,
      routes: [{ domain: "example.org", type: "EDGE", targets: { Default: EXTERNAL } }],
    };
    const { project: _project, ...edge } = odd;
    const nowhere = {
      identifier: "shop",
      name: "shop",
      routes: [{ domain: null, type: "REDIRECT", targets: { Default: EXTERNAL } }],
    };
    const desk = await deskFor({}, edge, nowhere, { identifier: null, name: "Untitled" });
    const { code, stdout } = await desk.run(["export"]);
    expect(code).toBe(6);
    expect(stdout).toMatch(
      /! blog {2}\(workspace, id \w+\) {2}routes not exported, not-sayable: route example\.org\/ \(id \w+\): routes\[0\]\.type is EDGE/,
    );
    expect(stdout).toMatch(
      /! shop {2}\(workspace, id \w+\) {2}no-domain: Buddy shows no domain for route \w+/,
    );
    expect(stdout).toMatch(/! Untitled {2}\(workspace, id \w+\) {2}no-identifier/);
    expect(await desk.read("distributions/blog.yaml")).not.toContain("routes");
  });

  it("exports the rest when a project cannot be listed or a distribution cannot be read", async () => {
    const desk = await deskFor({}, SHOP, BLOG);
    const missing = await desk.run(["export", "--project", "web", "nowhere"]);
    expect(missing.code).toBe(6);
    expect(missing.stdout).toContain("! *  (project nowhere)  scope-unreadable");
    expect(await desk.files()).toEqual(["distributions/web/blog.yaml"]);
  });

  it("says which distribution could not be read, and leaves its manifest as it is", async () => {
    const desk = await deskFor({ "distributions/shop.yaml": SHOP_TEXT }, SHOP);
    desk.emulator.fault({ ...DENIED, match: { path: "/distributions/*" } });
    const { code, stdout } = await desk.run(["export"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/! shop {2}\(workspace, id \w+\) {2}unreadable: /);
    expect(await desk.read("distributions/shop.yaml")).toBe(SHOP_TEXT);
  });

  it("leaves access as manifests have it, when those whom they name cannot be looked up", async () => {
    const desk = await deskFor({ "distributions/shop.yaml": SHOP_TEXT }, SHOP);
    desk.emulator.fault({ ...DENIED, match: { path: "/members" } });
    desk.emulator.fault({ ...DENIED, match: { path: "/groups" } });
    const { code, stdout } = await desk.run(["export"]);
    expect(code).toBe(6);
    expect(stdout).toContain("users not exported, lookup-failed");
    expect(stdout).toContain("groups not exported, lookup-failed");
    expect(await desk.read("distributions/shop.yaml")).toBe(SHOP_TEXT.replace("Old", "Shop"));
  });

  it("refuses a folder whose manifests are not valid, with every problem, and writes nothing", async () => {
    const desk = await deskFor({ "distributions/bad.yaml": "identifier: shop\n" }, SHOP);
    const { code, stderr } = await desk.run(["export"]);
    expect(code).toBe(4);
    expect(stderr).toContain("distributions/bad.yaml:1:1 MISSING_KEY");
    const json = await desk.run(["export", "--format", "json"]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      verdict: "invalid",
      problems: [{ code: "MISSING_KEY" }],
    });
    expect(await desk.files()).toEqual(["distributions/bad.yaml"]);
  });

  it("refuses a folder that is a link, and one that holds a link", async () => {
    const desk = await deskFor({ "real/a.yaml": "[]\n" }, SHOP);
    await symlink(join(desk.folder, "real"), join(desk.folder, "distributions"));
    expect(await desk.run(["export"])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining("symbolic link") as string,
    });
    await mkdir(join(desk.folder, "out"));
    await symlink(join(desk.folder, "real"), join(desk.folder, "out/web"));
    expect((await desk.run(["export", "--out", "out", "--project", "web"])).stderr).toContain("LINK");
    expect(await desk.files()).toEqual(["real/a.yaml"]);
  });

  it("begins in a folder that is there and empty, or holds nothing but holds", async () => {
    const desk = await deskFor({ "distributions/holds.yaml": "[]\n" }, SHOP, { identifier: "holds" });
    const { code, stderr } = await desk.run(["export"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(await desk.files()).toEqual([
      "distributions/distribution-holds.yaml",
      "distributions/holds.yaml",
      "distributions/shop.yaml",
    ]);
    await mkdir(join(desk.folder, "empty"));
    expect((await desk.run(["export", "--out", "empty"])).code).toBe(0);
  });

  it("overwrites nothing that is not a manifest of what it exports", async () => {
    const desk = await deskFor({ "distributions/web": "not a folder" }, BLOG);
    const { code, stderr } = await desk.run(["export", "--project", "web"]);
    expect(code).toBe(1);
    expect(stderr).toContain("distributions/web/blog.yaml cannot be written (EEXIST)");
    expect(await desk.read("distributions/web")).toBe("not a folder");
  });

  it("says what is missing in the call", async () => {
    const desk = await deskFor({}, SHOP);
    expect(await desk.run(["export", "--out", ""])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("--out") as string,
    });
    const refused = await desk.run(["export"], { env: { BUDDY_TOKEN: "another-token-of-nobody" } });
    expect(refused.code).toBe(1);
    expect(await desk.files()).toEqual([]);
  });
});
