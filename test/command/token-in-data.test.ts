import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { CANARY, leaksIn } from "./canary.ts";
import { anHourPasses, type Desk, deskWith, type Files, writesOf } from "./desk.ts";
import { manifest } from "./manifests.ts";
import { start } from "./process.ts";

/** The token, as text of a manifest may have it. */
const SPELLINGS = [
  ["as it is", CANARY],
  ["percent-encoded", encodeURIComponent(CANARY)],
  ["in base64", Buffer.from(`user:${CANARY}`).toString("base64")],
] as const;

/** Such as a path may be. */
const IN_PATH = `/${Buffer.from(CANARY).toString("base64url")}`;

const CONFIG = `workspaces: [{ workspace: my-company, policy: sync, limits: { allow: [default-target] } }]\n`;

/** A folder of manifests beside the desk: what the command writes must not hold the token, and what people write may. */
async function manifestsIn(files: Files): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "distro-sync-manifests-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeAll(folder, files);
  return folder;
}

async function writeAll(folder: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

function withTarget(url: string, path = "/"): string {
  return `identifier: shop
scope: WORKSPACE
name: "Shop ${url.slice(-60)}"
routes:
  - domain: example.com
    subdomain: shop
    path: "${path}"
    type: DIRECT_PROXY
    targets:
      Default: { type: EXTERNAL, external_url: "${url}" }
`;
}

/** The lines of the inventory that say what was applied, and when. */
async function lastApplied(desk: Desk): Promise<readonly string[]> {
  const paths = (await desk.files()).filter((path) => path.endsWith(".jsonl"));
  const texts = await Promise.all(paths.map((path) => desk.read(path)));
  return texts.flatMap((text) => text.split("\n").filter((line) => line.includes('"completed"')));
}

describe("a manifest that holds the token", () => {
  it.each(SPELLINGS)(
    "is applied, and the token is in nothing that is kept or printed: %s",
    async (_, token) => {
      const desk = await deskWith({ "distro-sync.yaml": CONFIG });
      const url = `https://shop.example.net/?t=${token}`;
      const folder = await manifestsIn({ "shop.yaml": withTarget(url) });
      for (const format of ["text", "json"]) {
        const args = ["plan", "--manifests", folder, "--out", "plan.json", "--format", format];
        expect((await desk.run(args)).stdout).toContain("[redacted]");
      }
      const args = ["apply", "--yes", "--verbose", "--manifests", folder, "--format", "json"];
      const first = await desk.run(args);
      expect(JSON.parse(first.stdout)).toMatchObject({ verdict: "applied" });
      expect(JSON.stringify(desk.emulator.distributions())).toContain(url);
      expect(await lastApplied(desk)).toMatchObject([expect.stringContaining("[redacted]")]);
      desk.emulator.clearLog();

      const kept = await lastApplied(desk);
      const second = await desk.run(args);
      expect(JSON.parse(second.stdout)).toMatchObject({
        verdict: "in-sync",
        plan: { summary: { unchanged: 1 } },
      });
      expect(writesOf(desk.emulator)).toEqual([]);
      expect(await lastApplied(desk)).toEqual(kept);
    },
  );

  it("is followed by one without it, which is git's change and nobody's conflict", async () => {
    const desk = await deskWith({ "distro-sync.yaml": CONFIG });
    const folder = await manifestsIn({
      "shop.yaml": withTarget(`https://shop.example.net/?t=${CANARY}`, IN_PATH),
    });
    const args = ["apply", "--yes", "--manifests", folder, "--format", "json"];
    expect(JSON.parse((await desk.run(args)).stdout)).toMatchObject({ verdict: "applied" });
    await writeAll(folder, {
      "shop.yaml": withTarget("https://shop.example.net/", IN_PATH),
    });
    await anHourPasses(desk);
    const { stdout } = await desk.run(args);
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: "applied",
      plan: {
        changes: [
          {
            action: "update",
            fields: [{ field: "name", moved: "ours" }],
            routes: [{ kind: "update", moved: "ours" }],
          },
        ],
      },
    });
    expect(JSON.stringify(desk.emulator.distributions())).toContain('"https://shop.example.net/"');
  });

  it("keeps seeing what somebody else changes in Buddy, and touches nothing that is not ours", async () => {
    const desk = await deskWith({ "distro-sync.yaml": CONFIG });
    const folder = await manifestsIn({ "shop.yaml": withTarget(`https://shop.example.net/?t=${CANARY}`) });
    const foreign = { identifier: "foreign", name: `Of others ${CANARY}` };
    desk.emulator.put(foreign);
    const args = ["--manifests", folder, "--format", "json"];
    await desk.run(["apply", "--yes", ...args]);
    const [id = ""] = desk.emulator
      .distributions()
      .flatMap((one) => (one.identifier === "shop" ? [one.id] : []));
    await fetch(`${desk.emulator.url}/workspaces/my-company/distributions/${id}`, {
      method: "PATCH",
      headers: { Authorization: `Bearer ${CANARY}`, "Content-Type": "application/json" },
      body: JSON.stringify({ name: "Changed by hand" }),
    });
    await anHourPasses(desk);
    const { stdout } = await desk.run(["plan", ...args]);
    expect(JSON.parse(stdout)).toMatchObject({
      changes: [
        { action: "update", identifier: "shop", fields: [{ field: "name", moved: "theirs" }], routes: [] },
      ],
    });
    await desk.run(["apply", "--yes", ...args]);
    expect(desk.emulator.distributions().find((one) => one.identifier === "foreign")).toMatchObject(foreign);
  });

  it("makes nothing whose name could not be kept", async () => {
    const token = "my-own-token-17";
    const desk = await deskWith({ "distributions/shop.yaml": manifest(token) }, { token });
    const { code, stderr, stdout } = await desk.run(["apply", "--yes"], { env: { BUDDY_TOKEN: token } });
    expect(code).toBe(1);
    expect(`${stdout}${stderr}`).toContain("the token is part of an identifier");
    expect(`${stdout}${stderr}`).not.toContain(token);
    expect(writesOf(desk.emulator)).toEqual([]);
  });
});

describe("export", () => {
  it.each(SPELLINGS)("writes no file with the token that something live holds: %s", async (_, token) => {
    const desk = await deskWith({});
    const target = (external_url: string) => ({ Default: { type: "EXTERNAL", external_url } }) as const;
    desk.emulator.put({
      identifier: "shop",
      name: "Shop",
      routes: [
        { domain: "example.com", subdomain: "shop", targets: target(`https://a.example.net/?t=${token}`) },
      ],
    });
    desk.emulator.put({ identifier: "blog", name: `Blog ${token}`, routes: [] });
    for (const args of [["--dry-run"], ["--dry-run", "--format", "json"], []]) {
      const { code, stdout } = await desk.run(["export", ...args]);
      expect(code).toBe(6);
      expect(stdout).toMatch(/shop.*routes not exported, holds-token|"reason": "holds-token"/);
    }
    expect(await desk.read("distributions/shop.yaml")).not.toContain("routes");
    expect(await desk.read("distributions/blog.yaml")).not.toContain("name");
    expect((await desk.run(["validate"])).code).toBe(0);
  });

  it("leaves a manifest as it is where what is live differs by the token", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    const before = await desk.read("distributions/shop.yaml");
    desk.emulator.put({
      identifier: "shop",
      routes: [
        {
          domain: "example.com",
          subdomain: "shop",
          targets: { Default: { type: "EXTERNAL", external_url: `https://a.example.net/?t=${CANARY}` } },
        },
      ],
    });
    const { code, stdout } = await desk.run(["export"]);
    expect(code).toBe(6);
    expect(stdout).toContain("holds-token");
    expect(await desk.read("distributions/shop.yaml")).toBe(before);
  });

  it("leaves out whole what is called by the token", async () => {
    const token = "my-own-token-17";
    const desk = await deskWith({}, { token });
    desk.emulator.put({ identifier: token, name: "Shop", routes: [] });
    const { code, stdout, stderr } = await desk.run(["export"], { env: { BUDDY_TOKEN: token } });
    expect(code).toBe(1);
    expect(stdout).toContain("holds-token");
    expect(`${stdout}${stderr}`).not.toContain(token);
    expect(await desk.files()).toEqual([]);
  });
});

describe("hold", () => {
  it("keeps no token that was given as a reason, and none as a name", async () => {
    const desk = await deskWith({});
    const args = ["--for", "2h", "--reason", `because of ${CANARY}`];
    expect((await desk.run(["hold", "shop", ...args])).code).toBe(0);
    const [path = ""] = (await desk.files()).filter((name) => name.endsWith(".holds.yaml"));
    expect(await desk.read(path)).toContain("because of [redacted]");
    const { code, stderr } = await desk.run(["hold", CANARY, "--for", "2h", "--reason", "x"]);
    expect(code).toBe(1);
    expect(stderr).toContain("contains the token");
  });
});

describe("the token's variable", () => {
  it("is seen by no process that the command starts", async () => {
    const desk = await deskWith({ ".git/HEAD": "x", "distributions/shop.yaml": manifest("shop") });
    const git = join(desk.folder, "git");
    await writeFile(
      git,
      `#!/bin/sh\nenv > "${desk.folder}/seen.txt"\ncat /proc/$$/environ >> "${desk.folder}/seen.txt"\nexit 1\n`,
    );
    await chmod(git, 0o755);
    await start(desk, ["publish", "--to", "s3://no-such-bucket"], {
      PATH: `${desk.folder}:${process.env.PATH}`,
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "none",
      AWS_SECRET_ACCESS_KEY: "none",
      AWS_MAX_ATTEMPTS: "1",
      AWS_ENDPOINT_URL_S3: "http://127.0.0.1:9",
    }).ended;
    const seen = await desk.read("seen.txt");
    expect(seen).toContain("GIT_ALLOW_PROTOCOL=");
    expect(seen).not.toMatch(/BUDDY_|AWS_/);
    expect(leaksIn(seen)).toEqual([]);
  });

  it("is left alone by the library, and told of to whoever wants to forget it", async () => {
    const desk = await deskWith({
      "distributions/shop.yaml": manifest("shop"),
      // What the tree alone names may be any variable, PATH too.
      "distro-sync.yaml": "workspaces: [{ workspace: my-company, token: { env: PATH } }]\n",
    });
    const args = ["plan", "--token-env", "BUDDY_PAT"];
    const env = Object.freeze({ BUDDY_PAT: CANARY, BUDDY_TOKEN: undefined });
    const forgotten: string[] = [];
    const { code } = await desk.run(args, { env, forget: (variable) => forgotten.push(variable) });
    expect(code).toBe(0);
    expect(env).toEqual({ BUDDY_PAT: CANARY, BUDDY_TOKEN: undefined });
    expect(forgotten).toEqual(["BUDDY_TOKEN", "BUDDY_PAT"]);
  });

  it("is needed no more when Buddy refuses the token and it is fetched again", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    desk.emulator.fault({ when: "before", kind: "status", status: 401, times: 9 });
    const { code, stderr } = await desk.run(["plan"]);
    expect(code).toBe(1);
    expect(stderr).toContain("401");
    expect(stderr).not.toContain("is not set");
  });

  it("holds no token when it has fewer than 8 characters, and nothing is spoilt by taking it out", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") }, { token: "x" });
    const { code, stderr } = await desk.run(["plan"], { env: { BUDDY_TOKEN: "x" } });
    expect(code).toBe(1);
    expect(stderr).toBe(
      "error: the environment variable BUDDY_TOKEN is shorter than 8 characters: store a whole access token there: one so short could not be kept out of logs\n",
    );
    expect(desk.emulator.log).toEqual([]);
  });
});

describe("a manifest that is not valid", () => {
  it("does not show the token where a message cuts the text that holds it", async () => {
    const desk = await deskWith({});
    const folder = await manifestsIn({
      "shop.yaml": `identifier: shop\nscope: WORKSPACE\nname: "${"x".repeat(60)}${CANARY} "\n`,
    });
    for (const format of ["text", "json"]) {
      const { code, stdout } = await desk.run(["validate", "--manifests", folder, "--format", format]);
      expect(code).toBe(4);
      expect(stdout).toContain("xx[redacted]…");
    }
  });
});
