import { execFile } from "node:child_process";
import { chmod, mkdir, readdir, readFile, rm, stat, symlink } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { CANARY } from "./canary.ts";
import { type Desk, deskWith, type Files } from "./desk.ts";
import { manifest } from "./manifests.ts";

const SHOP = { "distributions/shop.yaml": manifest("shop") };
const UNNAMED = { BUDDY_API_ENDPOINT: "", XDG_STATE_HOME: "" };

describe("where the token goes", () => {
  it.each([
    ["plan"],
    ["apply", "--yes"],
    ["export", "--dry-run"],
    ["why", "shop"],
    ["adopt", "--all", "--yes"],
  ])("is not for the tree to say: %s ends with 4, and nothing is read or sent", async (...args) => {
    const desk = await deskWith({
      ...SHOP,
      "distro-sync.yaml":
        "workspaces:\n  - workspace: my-company\n    policy: upsert\n    api: https://evil.example/api\n",
    });
    const { code, stdout, stderr } = await desk.run(args, { env: UNNAMED });
    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
    expect(stderr).toContain("distro-sync.yaml:4:10 BEYOND_TRUST api is https://evil.example/api");
    expect(stderr).toContain("https://api.buddy.works");
    expect(stderr).toContain("--api https://evil.example/api or BUDDY_API_ENDPOINT");
  });

  it("is told in the JSON report, too", async () => {
    const desk = await deskWith({
      ...SHOP,
      "distro-sync.yaml": "workspaces: [{ workspace: my-company, api: https://evil.example }]\n",
    });
    const { code, stdout } = await desk.run(["plan", "--format", "json"], { env: UNNAMED });
    expect(code).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: "invalid",
      problems: [{ file: "distro-sync.yaml", line: 1, code: "BEYOND_TRUST" }],
    });
  });

  it("is for a flag and a variable to say, whatever the tree says", async () => {
    const desk = await deskWith({
      ...SHOP,
      "distro-sync.yaml": "workspaces: [{ workspace: my-company, api: https://evil.example }]\n",
    });
    expect((await desk.run(["plan", "--api", desk.emulator.url])).code).toBe(0);
    expect((await desk.run(["plan"])).code).toBe(0);
  });

  it("does not matter to validate, which uses neither a host nor a token", async () => {
    const desk = await deskWith({
      ...SHOP,
      "distro-sync.yaml":
        "workspaces: [{ workspace: my-company, api: https://evil.example, token: { env: SECRET_OF_CI } }]\n",
    });
    expect((await desk.run(["validate"], { env: UNNAMED })).code).toBe(0);
  });

  it("lists everything that is beyond trust at once", async () => {
    const desk = await deskWith({
      "distro-sync.yaml": `state: { s3: s3://their-bucket }
workspaces:
  - workspace: my-company
    api: https://evil.example
    manifests: ../
    token: { env: SECRET_OF_CI }
`,
    });
    const { code, stderr } = await desk.run(["plan"], { env: { ...UNNAMED, BUDDY_TOKEN: "" } });
    expect(code).toBe(4);
    expect(
      [...stderr.matchAll(/^distro-sync\.yaml:(\d+):\d+ BEYOND_TRUST (\w+)/gm)].map((one) => one[1]),
    ).toEqual(["1", "4", "5", "6"]);
  });
});

describe("where the token is read from", () => {
  const tree = (token: string) => ({
    ...SHOP,
    "distro-sync.yaml": `workspaces:\n  - workspace: my-company\n    token: ${token}\n`,
  });

  it("is not for the tree to say: another secret of the environment is not sent to Buddy", async () => {
    const desk = await deskWith(tree("{ env: SECRET_OF_CI }"));
    const env = { BUDDY_TOKEN: "", SECRET_OF_CI: CANARY };
    const { code, stderr } = await desk.run(["plan"], { env });
    expect(code).toBe(4);
    expect(stderr).toContain("distro-sync.yaml:3:19 BEYOND_TRUST");
    expect(stderr).toContain("--token-env SECRET_OF_CI");
    expect(desk.emulator.log).toEqual([]);
  });

  it("is not for the tree to say: no parameter of the account is read", async () => {
    const desk = await deskWith(tree("{ ssm: /somebody/elses/secret }"));
    const aws = await listener();
    const env = { BUDDY_TOKEN: "", ...AWS, AWS_ENDPOINT_URL: aws.url };
    const { code, stderr } = await desk.run(["plan"], { env });
    expect(code).toBe(4);
    expect(stderr).toContain("--token-ssm /somebody/elses/secret or DISTRO_SYNC_TOKEN_SSM");
    expect(aws.requests()).toBe(0);
    expect(desk.emulator.log).toEqual([]);
  });

  it("is what --token-env names", async () => {
    const desk = await deskWith(tree("{ env: MY_TOKEN }"));
    const env = { BUDDY_TOKEN: "", MY_TOKEN: CANARY };
    expect((await desk.run(["plan", "--token-env", "MY_TOKEN"], { env })).code).toBe(0);
  });

  it.each([
    ["--token-ssm", ["--token-ssm", "/my/token"], {}],
    ["DISTRO_SYNC_TOKEN_SSM", [], { DISTRO_SYNC_TOKEN_SSM: "/my/token" }],
  ])("is what %s names, and then the parameter is read", async (_, flags, more) => {
    const desk = await deskWith(tree("{ ssm: /somebody/elses/secret }"));
    const aws = await listener();
    const env = { BUDDY_TOKEN: "", ...AWS, AWS_ENDPOINT_URL: aws.url, ...more };
    await desk.run(["plan", ...flags], { env });
    expect(aws.requests()).toBeGreaterThan(0);
  });

  it("is not asked of the tree while BUDDY_TOKEN is set", async () => {
    const desk = await deskWith(tree("{ ssm: /somebody/elses/secret }"));
    expect((await desk.run(["plan"])).code).toBe(0);
  });

  it.each([
    ["both are named", ["--token-env", "A", "--token-ssm", "/b"]],
    ["a token stands where its variable is due", ["--token-env", CANARY]],
  ])("is refused when %s", async (_, flags) => {
    const desk = await deskWith(SHOP);
    const { code, stderr } = await desk.run(["plan", ...flags]);
    expect(code).toBe(1);
    expect(stderr).toContain("--token-env");
  });
});

describe("where manifests are", () => {
  it.each([
    ["above the repository", "../other", async () => {}],
    ["through a link", "link", (desk: Desk) => symlink("../other", join(desk.folder, "repo", "link"))],
    [
      "through a link inside",
      "link",
      (desk: Desk) => symlink("distributions", join(desk.folder, "repo", "link")),
    ],
    ["below a link", "link/deep", (desk: Desk) => symlink("../other", join(desk.folder, "repo", "link"))],
    ["anywhere", "/etc", async () => {}],
  ])("is not for the tree to say when it is %s", async (_, manifests, prepare) => {
    const desk = await repository({
      "repo/distro-sync.yaml": `workspaces:\n  - workspace: my-company\n    manifests: ${manifests}\n`,
      "repo/distributions/shop.yaml": manifest("shop"),
      "other/deep/shop.yaml": manifest("shop"),
      "other/shop.yaml": manifest("shop"),
    });
    await prepare(desk);
    for (const args of [
      ["validate"],
      ["plan"],
      ["export", "--dry-run"],
      ["publish", "--to", "s3://bucket"],
    ]) {
      const { code, stderr } = await desk.run(args, { cwd: join(desk.folder, "repo") });
      expect([args[0], code]).toEqual([args[0], 4]);
      expect(stderr).toContain("distro-sync.yaml:3:16 BEYOND_TRUST");
      expect(stderr).toContain("with --manifests if you mean it");
    }
  });

  it("may be beside the folder of the configuration, inside of its repository", async () => {
    const desk = await repository({
      "repo/ci/distro-sync.yaml": "workspaces: [{ workspace: my-company, manifests: ../distributions }]\n",
      "repo/distributions/shop.yaml": manifest("shop"),
    });
    const args = ["plan", "--config", "ci/distro-sync.yaml"];
    expect((await desk.run(args, { cwd: join(desk.folder, "repo") })).code).toBe(0);
  });

  it("is for a flag to say, wherever it is", async () => {
    const desk = await repository({
      "repo/distro-sync.yaml": "workspaces: [{ workspace: my-company, manifests: ../other }]\n",
      "other/shop.yaml": manifest("shop"),
    });
    const args = ["plan", "--manifests", "../other"];
    expect((await desk.run(args, { cwd: join(desk.folder, "repo") })).code).toBe(0);
  });
});

describe("the configuration", () => {
  it("is not read through a link of the checkout: problems would print what is in some other file", async () => {
    const desk = await repository({
      "repo/distributions/shop.yaml": manifest("shop"),
      secret: "password=x\n",
    });
    const cwd = join(desk.folder, "repo");
    await symlink("../secret", join(cwd, "distro-sync.yaml"));
    for (const args of [["validate"], ["plan"], ["publish", "--to", "s3://bucket"]]) {
      const { code, stdout, stderr } = await desk.run(args, { cwd });
      expect([args[0], code]).toEqual([args[0], 4]);
      expect(stderr).toContain("distro-sync.yaml:1:1 LINK the configuration is reached through the link");
      expect(stdout + stderr).not.toContain("password");
    }
  });
});

describe("where state is kept", () => {
  it("is outside of the tree by default, for this user alone", async () => {
    const desk = await deskWith(SHOP);
    expect((await desk.run(["apply", "--yes"])).code).toBe(0);
    const [host = ""] = await readdir(join(desk.folder, ".state", "distro-sync"));
    expect(host).not.toBe("");
    const paths = await readdir(join(desk.folder, ".state"), { recursive: true, withFileTypes: true });
    expect(paths.length).toBeGreaterThan(3);
    for (const one of paths) {
      const { mode } = await stat(join(one.parentPath, one.name));
      expect([one.name, mode & 0o777]).toEqual([one.name, one.isFile() ? 0o600 : 0o700]);
    }
    expect(await desk.files()).not.toContain(".distro-sync");
  });

  it("is below ~/.local/state where nobody says otherwise", async () => {
    const desk = await deskWith(SHOP);
    const env = { XDG_STATE_HOME: "", HOME: join(desk.folder, "home") };
    expect((await desk.run(["apply", "--yes"], { env })).code).toBe(0);
    expect(await readdir(join(desk.folder, "home", ".local", "state"))).toEqual(["distro-sync"]);
  });

  const CI: readonly Files[] = [
    { CI: "true" },
    { JENKINS_URL: "https://ci.example.com/" },
    { TF_BUILD: "True" },
    { CIRCLECI: "true" },
  ];

  it.each(CI)("has to be named in CI, as with %j", async (env) => {
    const desk = await deskWith(SHOP);
    for (const args of [
      ["apply", "--yes"],
      ["why", "shop"],
      ["hold", "--list"],
      ["disown", "--all", "--yes"],
    ]) {
      const { code, stderr } = await desk.run(args, { env });
      expect([args[0], code]).toEqual([args[0], 4]);
      expect(stderr).toContain("in CI the place of the state has to be named");
      expect(stderr).toContain("--state or DISTRO_SYNC_STATE");
    }
    expect(desk.emulator.log).toEqual([]);
    expect((await desk.run(["validate"], { env })).code).toBe(0);
    expect((await desk.run(["export", "--dry-run"], { env })).code).toBe(0);
  });

  it("is not needed by a plan under create-only in CI, which says so", async () => {
    const desk = await deskWith(SHOP);
    const { code, stdout, stderr } = await desk.run(["plan"], { env: { CI: "true" } });
    expect(code).toBe(0);
    expect(stdout).toContain("1 distribution");
    expect(stderr).toContain("This plan assumes that we own nothing");
  });

  it("is needed by a plan under upsert in CI, which would take what is ours for somebody else's", async () => {
    const desk = await deskWith({
      ...SHOP,
      "distro-sync.yaml": "workspaces: [{ workspace: my-company, policy: upsert }]\n",
    });
    const { code, stdout } = await desk.run(["plan", "--format", "json"], { env: { CI: "true" } });
    expect(code).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: "invalid", failure: { kind: "trust" } });
  });

  it("is named by DISTRO_SYNC_STATE as by --state", async () => {
    const desk = await deskWith(SHOP);
    const env = { CI: "true", DISTRO_SYNC_STATE: join(desk.folder, "kept") };
    expect((await desk.run(["apply", "--yes"], { env })).code).toBe(0);
    expect((await desk.files()).filter((path) => path.startsWith("kept/")).length).toBeGreaterThan(0);
  });

  it("is not a bucket because the tree says so, and the same bucket where somebody else says so", async () => {
    const desk = await deskWith({ ...SHOP, "distro-sync.yaml": "state: { s3: s3://their-bucket }\n" });
    const aws = await listener();
    const env = { ...AWS, AWS_ENDPOINT_URL: aws.url };
    for (const args of [["plan"], ["hold", "--list"], ["report"], ["publish", "--generation", "1"]]) {
      const { code, stderr } = await desk.run(args, { env });
      expect([args[0], code]).toEqual([args[0], 4]);
      expect(stderr).toContain("distro-sync.yaml:1:14 BEYOND_TRUST");
      expect(stderr).toContain("DISTRO_SYNC_STATE=s3://their-bucket");
    }
    expect(aws.requests()).toBe(0);
    for (const args of [["plan"], ["hold", "--list"], ["report"], ["publish", "--generation", "1"]]) {
      const before = aws.requests();
      await desk.run(args, { env: { ...env, DISTRO_SYNC_STATE: "s3://their-bucket" } });
      expect([args[0], aws.requests() > before]).toEqual([args[0], true]);
    }
    const before = aws.requests();
    await desk.run(["publish", "--generation", "1", "--state", "s3://their-bucket"], { env });
    expect(aws.requests()).toBeGreaterThan(before);
  });

  it("is no folder that git tracks", async () => {
    const desk = await repository({
      "repo/distributions/shop.yaml": manifest("shop"),
      "repo/kept/127.0.0.1/my-company/default.jsonl": "{}\n",
    });
    const { code, stderr } = await desk.run(["plan", "--state", "kept"], { cwd: join(desk.folder, "repo") });
    expect(code).toBe(4);
    expect(stderr).toContain("is tracked by git");
  });

  it("is no folder of the checkout in CI, and one on a laptop while git does not track it", async () => {
    const desk = await repository({ "repo/distributions/shop.yaml": manifest("shop") });
    const cwd = join(desk.folder, "repo");
    const args = ["apply", "--yes", "--state", "kept"];
    const inCi = await desk.run(args, { env: { CI: "true" }, cwd });
    expect(inCi.code).toBe(4);
    expect(inCi.stderr).toContain("lies in the work tree");
    expect((await desk.run(args, { cwd })).code).toBe(0);
  });

  it("is not reached through a link of the checkout", async () => {
    const desk = await repository({ "repo/distributions/shop.yaml": manifest("shop"), "elsewhere/x": "" });
    const cwd = join(desk.folder, "repo");
    await symlink("../elsewhere", join(cwd, "kept"));
    const { code, stderr } = await desk.run(["plan", "--state", "kept/deep"], { cwd });
    expect(code).toBe(4);
    expect(stderr).toContain("is reached through the link");
  });

  it("is reached through a link that this user made elsewhere", async () => {
    const desk = await deskWith({ ...SHOP, "elsewhere/x": "" });
    await symlink("elsewhere", join(desk.folder, "kept"));
    expect((await desk.run(["plan", "--state", "kept"])).code).toBe(0);
  });

  it("has no link in the place of its files, read or written", async () => {
    const desk = await deskWith({ ...SHOP, victim: "precious\n" });
    await desk.run(["apply", "--yes", "--state", "kept"]);
    const [host = ""] = (await readdir(join(desk.folder, "kept"))).filter((name) => !name.startsWith("."));
    const inventory = join(desk.folder, "kept", host, "my-company", "default.jsonl");
    await rm(inventory);
    await symlink(join(desk.folder, "victim"), inventory);
    const { code, stderr } = await desk.run(["apply", "--yes", "--state", "kept"]);
    expect(code).toBe(1);
    expect(stderr).toContain("is a symbolic link, where a file is due");
    expect(await desk.read("victim")).toBe("precious\n");
  });
});

describe("files that a command writes", () => {
  it("are not written through a link of the checkout: --out and export", async () => {
    const desk = await repository({
      "repo/distributions/blog.yaml": manifest("blog"),
      "elsewhere/plan.json": "precious\n",
    });
    const cwd = join(desk.folder, "repo");
    await symlink("../elsewhere", join(cwd, "out"));
    await symlink("../elsewhere/plan.json", join(cwd, "plan.json"));
    for (const out of ["out/plan.json", "out/new.json", "plan.json"]) {
      const { code, stderr } = await desk.run(["plan", "--out", out], { cwd });
      expect([out, code]).toEqual([out, 1]);
      expect(stderr).toContain("is a symbolic link that a commit or another user may have made");
    }
    await desk.run(["apply", "--yes"], { cwd });
    const exported = await desk.run(["export", "--out", "out"], { cwd });
    expect(exported.code).not.toBe(0);
    expect(await readdir(join(desk.folder, "elsewhere"))).toEqual(["plan.json"]);
    expect(await desk.read("elsewhere/plan.json")).toBe("precious\n");
  });

  it("keep their mode when export edits them", async () => {
    const desk = await deskWith(SHOP);
    await desk.run(["apply", "--yes"]);
    const edited = manifest("shop").replace("shop.example.net", "changed.example.net");
    await desk.write({ "distributions/shop.yaml": edited });
    await chmod(join(desk.folder, "distributions/shop.yaml"), 0o640);
    expect((await desk.run(["export"])).code).toBe(0);
    expect(await readFile(join(desk.folder, "distributions/shop.yaml"), "utf8")).toBe(manifest("shop"));
    expect((await stat(join(desk.folder, "distributions/shop.yaml"))).mode & 0o777).toBe(0o640);
  });
});

const AWS = {
  AWS_ACCESS_KEY_ID: "none",
  AWS_SECRET_ACCESS_KEY: "none",
  AWS_REGION: "eu-central-1",
  AWS_MAX_ATTEMPTS: "1",
};

/** Something that takes requests, refuses them, and counts. */
async function listener() {
  let requests = 0;
  const server = createServer((_, response) => {
    requests += 1;
    response.writeHead(403).end("<Error><Code>AccessDenied</Code></Error>");
  });
  await new Promise<void>((listening) => void server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests: () => requests };
}

/** A desk whose folder `repo` is a repository with everything in it committed. */
async function repository(files: Files): Promise<Desk> {
  const desk = await deskWith(files);
  const folder = join(desk.folder, "repo");
  await mkdir(folder, { recursive: true });
  const git = (...args: readonly string[]) => promisify(execFile)("git", ["-C", folder, ...args]);
  await git("init", "--quiet");
  await git("add", ".");
  await git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--allow-empty", "-qm", "a");
  return desk;
}

describe("the examples of a clone", () => {
  const EXAMPLE = `# yaml-language-server: $schema=x\n# distro-sync: example\n${manifest("shop")}`;
  const REAL = { BUDDY_API_ENDPOINT: "https://api.eu.buddy.works" };

  it.each([
    ["plan", ["plan"]],
    ["apply", ["apply", "--yes"]],
    ["publish", ["publish", "--to", "s3://bucket", "--generation", "1"]],
  ])("are not for a real workspace: %s refuses them, and says what to do", async (_, args) => {
    const desk = await deskWith({ "distributions/shop.yaml": EXAMPLE });
    const { code, stdout, stderr } = await desk.run(args, { env: { ...REAL, ...AWS } });
    expect(code).toBe(4);
    expect(stdout + stderr).toContain("distributions/shop.yaml:2:1 EXAMPLE");
    expect(stdout + stderr).toContain("put your own manifests in its place");
  });

  it("are not published because the tree says that Buddy is on this machine", async () => {
    const desk = await deskWith({
      "distributions/shop.yaml": EXAMPLE,
      "distro-sync.yaml": "workspaces: [{ workspace: my-company, api: 'http://127.0.0.1:1' }]\n",
    });
    const args = ["publish", "--to", "s3://bucket", "--generation", "1"];
    const { code, stdout } = await desk.run(args, { env: { ...AWS, BUDDY_API_ENDPOINT: "" } });
    expect(code).toBe(4);
    expect(stdout).toContain("EXAMPLE");
  });

  it("are valid, and are applied to an emulator", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": EXAMPLE });
    expect((await desk.run(["validate"], { env: REAL })).code).toBe(0);
    expect((await desk.run(["apply", "--yes"])).code).toBe(0);
  });

  it("are all marked", async () => {
    const names = await readdir("distributions", { recursive: true });
    const files = names.filter((name) => name.endsWith(".yaml"));
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) {
      expect(await readFile(join("distributions", file), "utf8")).toMatch(/^# distro-sync: example /m);
    }
  });
});
