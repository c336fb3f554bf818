import { describe, expect, it } from "vitest";
import { settingsFor } from "../../lib/command/settings.ts";
import { CANARY, leaksIn } from "./canary.ts";
import { deskWith } from "./desk.ts";
import { manifest } from "./manifests.ts";

/** As it stands in design.md, section 5. */
const EXAMPLE = `instance: web-team              # who owns what this installation manages
workspaces:
  - workspace: my-company       # URL handle; BUDDY_WORKSPACE
    region: eu                  # us | eu | asia, or api: https://buddy.example.com/api; BUDDY_API_ENDPOINT
    manifests: distributions/
    token: { ssm: /distro-sync/my-company/token }     # or { env: BUDDY_TOKEN }, or { oidc: ... }
    policy: create-only         # create-only | upsert | sync
    on_remove: retain           # retain | disable | delete
    limits: { removals: 20%, max_removals: 5, updates: 30%, creates: 50 }
schedule: rate(15 minutes)
`;

describe("the configuration file", () => {
  it("works as the design has it, with the token in BUDDY_TOKEN", async () => {
    const desk = await deskWith({
      "distro-sync.yaml": EXAMPLE,
      "distributions/shop.yaml": manifest("shop"),
    });
    const { code, stdout } = await desk.run(["plan", "--format", "json"], {
      env: { BUDDY_WORKSPACE: undefined },
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      instance: "web-team",
      workspace: { name: "my-company" },
      summary: { create: 1 },
    });
  });

  it("is not needed where the three variables are set", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    expect(await settingsFor({}, desk.env, desk.folder)).toMatchObject({
      instance: "default",
      workspace: "my-company",
      api: desk.emulator.url,
      manifests: { folder: `${desk.folder}/distributions`, shownAs: "distributions" },
      state: { folder: `${desk.folder}/.state/distro-sync` },
      rules: { policy: "create-only", drift: "correct", limits: { creates: 50 }, windows: [] },
    });
  });

  it("is what paths in it are relative to, and flags are relative to the current folder", async () => {
    const desk = await deskWith({ "infra/sync.yaml": "workspaces: [{ manifests: routing }]\n" });
    expect(await settingsFor({ config: "infra/sync.yaml" }, desk.env, desk.folder)).toMatchObject({
      manifests: { folder: `${desk.folder}/infra/routing`, shownAs: "infra/routing" },
      state: { folder: `${desk.folder}/.state/distro-sync` },
    });
    const flags = { config: "infra/sync.yaml", manifests: "m", state: "s" };
    expect(await settingsFor(flags, desk.env, desk.folder)).toMatchObject({
      manifests: { folder: `${desk.folder}/m`, shownAs: "m" },
      state: { folder: `${desk.folder}/s` },
    });
  });

  it("has its problems printed at their places, with what was meant, and ends with 4", async () => {
    const desk = await deskWith({
      "distro-sync.yaml": "instnce: web\nworkspaces:\n  - region: er\n    limits: { creates: -1 }\n",
    });
    const { code, stdout, stderr } = await desk.run(["plan"]);
    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
    expect(stderr).toMatch(/^distro-sync\.yaml:1:1 UNKNOWN_KEY .*did you mean instance\?$/m);
    expect(stderr).toMatch(/^distro-sync\.yaml:3:13 UNKNOWN_VALUE /m);
    expect(stderr).toMatch(/^distro-sync\.yaml:4:24 OUT_OF_RANGE /m);
    expect(desk.emulator.log).toEqual([]);
  });

  it.each([
    ["plan", "pending"],
    ["validate", "in-sync"],
  ])("has its problems in the JSON report of %s", async (name) => {
    const desk = await deskWith({ "distro-sync.yaml": "instnce: web\n" });
    const { code, stdout } = await desk.run([name, "--format", "json"]);
    expect(code).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: "invalid",
      problems: [{ file: "distro-sync.yaml", line: 1, column: 1, code: "UNKNOWN_KEY" }],
    });
  });

  it.each([
    ["is missing", "missing.yaml", "the configuration missing.yaml does not exist"],
    ["is a folder", "distributions", "the configuration distributions is not a file"],
    ["is below a file", "file/x.yaml", "the configuration file/x.yaml does not exist"],
  ])("ends the command with one clear line when it %s", async (_, config, message) => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop"), file: "" });
    const { code, stderr } = await desk.run(["plan", "--config", config]);
    expect(code).toBe(1);
    expect(stderr.split("\n")).toEqual([`error: ${message}`, expect.stringMatching(/^ {2}\w/), ""]);
  });

  it.each(["a: [", "instance: &a x\n", "- instance: x\n", "just text\n", "", "\u0000"])(
    "ends the command with 4 when its text is %j",
    async (text) => {
      const desk = await deskWith({ "distro-sync.yaml": text });
      const { code, stderr } = await desk.run(["plan"]);
      expect(code).toBe(4);
      expect(stderr).toMatch(/^distro-sync\.yaml:\d+:\d+ [A-Z_0-9]+ /m);
    },
  );
});

describe("the workspace", () => {
  const TWO = "workspaces: [{ workspace: one, manifests: a }, { workspace: two, manifests: b }]\n";
  const UNNAMED = { BUDDY_WORKSPACE: undefined };

  it("is chosen by --workspace before BUDDY_WORKSPACE", async () => {
    const desk = await deskWith({ "distro-sync.yaml": TWO });
    const env = { ...desk.env, BUDDY_WORKSPACE: "one" };
    expect(await settingsFor({ workspace: "two" }, env, desk.folder)).toMatchObject({
      workspace: "two",
      manifests: { shownAs: "b" },
    });
    expect(await settingsFor({}, env, desk.folder)).toMatchObject({ workspace: "one" });
  });

  it("has to be chosen when there are several", async () => {
    const desk = await deskWith({ "distro-sync.yaml": TWO });
    const { code, stderr } = await desk.run(["plan"], { env: UNNAMED });
    expect(code).toBe(1);
    expect(stderr).toContain("(one, two)");
    expect(stderr).toContain("choose one with --workspace");
  });

  it.each([
    ["--workspace", ["--workspace", "three"], {}],
    ["BUDDY_WORKSPACE", [], { BUDDY_WORKSPACE: "three" }],
  ])("is refused when %s names one that the file does not have", async (from, flags, env) => {
    const desk = await deskWith({ "distro-sync.yaml": TWO, "a/shop.yaml": manifest("shop") });
    const { code, stderr } = await desk.run(["plan", ...flags], { env });
    expect(code).toBe(1);
    expect(stderr).toContain(`add it to the file, or correct ${from}`);
    expect(desk.emulator.log).toEqual([]);
  });

  it.each([
    ["without a file", {}],
    ["in a file without workspaces", { "distro-sync.yaml": "workspaces: []\n" }],
    ["in a file that leaves it open", { "distro-sync.yaml": "workspaces: [{ region: eu }]\n" }],
  ])("has to be named %s", async (_, files) => {
    const desk = await deskWith(files);
    const { code, stderr } = await desk.run(["plan"], { env: { BUDDY_WORKSPACE: "" } });
    expect(code).toBe(1);
    expect(stderr).toContain("set BUDDY_WORKSPACE");
  });

  it.each(["../other", "a/b", "a b", "%2e%2e", "", "-a", "a\nb", "a".repeat(101)])(
    "cannot be %j",
    async (handle) => {
      const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
      expect((await desk.run(["plan", "--workspace", handle])).code).toBe(1);
      expect(desk.emulator.log).toEqual([]);
    },
  );
});

describe("the API's address", () => {
  it.each([
    ["without a word", "{}", "https://api.buddy.works"],
    ["by region us", "{ region: us }", "https://api.buddy.works"],
    ["by region eu", "{ region: eu }", "https://api.eu.buddy.works"],
    ["by region asia", "{ region: asia }", "https://api.asia.buddy.works"],
    ["by api, on this machine", "{ api: 'http://127.0.0.1:8443/api/' }", "http://127.0.0.1:8443/api"],
  ])("is Buddy's or the file's: %s", async (_, entry, api) => {
    const desk = await deskWith({ "distro-sync.yaml": `workspaces: [${entry}]\n` });
    const env = { ...desk.env, BUDDY_API_ENDPOINT: undefined };
    expect(await settingsFor({}, env, desk.folder)).toMatchObject({ api });
  });

  it("is taken from --api before BUDDY_API_ENDPOINT", async () => {
    const desk = await deskWith({});
    const env = { ...desk.env, BUDDY_API_ENDPOINT: "https://api.eu.buddy.works" };
    expect(await settingsFor({ api: desk.emulator.url }, env, desk.folder)).toMatchObject({
      api: desk.emulator.url,
    });
  });

  const HOSTILE = [
    "http://api.buddy.works",
    "https://api.buddy.works@evil.com",
    "https://api.buddy.works.evil.com",
    "https://evil.com",
    "https://api。buddy。works",
    "https://0x7f.1",
    "https://127.1",
    "https://[::ffff:127.0.0.1]",
    "https://api.buddy.works:8443",
    "https://api.buddy.works.",
    "https://api.buddy.works/..//x",
    "https://api.buddy.works/%2e%2e",
    "https://api.buddy.works?x=1",
    "https://api.buddy.works#x",
    "https://api.buddy.works\\@evil.com",
    "https://api.buddy.wo\trks",
    "//api.buddy.works",
    "api.buddy.works",
    "file:///etc/passwd",
  ];

  /** Whoever sets flags and variables decides where the token goes; everything else on the list is odd there too. */
  const NAMEABLE = new Set(["https://evil.com", "https://api.buddy.works:8443"]);

  it.each(HOSTILE.filter((address) => !NAMEABLE.has(address)))(
    "is refused as %j, by flag and by variable",
    async (address) => {
      const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
      const flag = await desk.run(["plan", "--api", address]);
      expect(flag.code).toBe(1);
      expect(flag.stderr).toMatch(/^error: --api: .+: .+\n$/);
      const variable = await desk.run(["plan"], { env: { BUDDY_API_ENDPOINT: address } });
      expect(variable.code).toBe(1);
      expect(variable.stderr).toMatch(/^error: BUDDY_API_ENDPOINT: .+: .+\n$/);
    },
  );

  it.each(HOSTILE)("is refused as %j in the file", async (address) => {
    const desk = await deskWith({
      "distro-sync.yaml": `workspaces: [{ api: ${JSON.stringify(address)} }]\n`,
      "distributions/shop.yaml": manifest("shop"),
    });
    const { code, stderr } = await desk.run(["plan"], { env: { BUDDY_API_ENDPOINT: undefined } });
    expect([1, 4]).toContain(code);
    expect(stderr).toContain("distro-sync.yaml");
  });
});

describe("the token", () => {
  it.each([
    ["missing", undefined, "is not set"],
    ["empty", "", "is empty"],
    ["blank", " ", "is empty"],
    ["with Bearer before it", `Bearer ${CANARY}`, 'begins with "Bearer"'],
    ["with a line break in it", `${CANARY}\nx`, "holds spaces, line breaks"],
    ["with a line break at its end", `${CANARY}\n`, "holds spaces, line breaks"],
    ["with U+2028 in it", `${CANARY}\u2028`, "holds spaces, line breaks"],
    ["of 5 KB", `${CANARY}${"x".repeat(5_120)}`, "is longer than 4096"],
    ["in quotes", `"${CANARY}"`, "has quotes around it"],
  ])("is refused when it is %s, and never printed", async (_, token, message) => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    const { code, stdout, stderr } = await desk.run(["plan"], { env: { BUDDY_TOKEN: token } });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(`the environment variable BUDDY_TOKEN ${message}`);
    expect(leaksIn(stderr)).toEqual([]);
    expect(desk.emulator.log).toEqual([]);
  });
});
