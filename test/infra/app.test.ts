import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { CANARY, leaksIn } from "../command/canary.ts";
import { THOROUGH } from "../support/property.ts";
import { FIXTURES } from "./synthesis.ts";

/** Made by `npm run build`, which `npm test` runs first. */
const APP = resolve("dist/bin/app.js");

const CDK = createRequire(import.meta.url).resolve("aws-cdk/bin/cdk");

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Offline, in an empty home, with a token in the environment that must not get anywhere. */
function run(
  file: string,
  args: readonly string[],
  { home, cwd = process.cwd(), ...variables }: Readonly<Record<string, string>> & { readonly home: string },
): Promise<Ended> {
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    NO_COLOR: "1",
    CDK_DISABLE_CLI_TELEMETRY: "true",
    AWS_EC2_METADATA_DISABLED: "true",
    BUDDY_TOKEN: CANARY,
    ...variables,
  };
  return new Promise((done) => {
    execFile(process.execPath, [file, ...args], { cwd, env }, (error, stdout, stderr) => {
      done({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : 1, stdout, stderr });
    });
  });
}

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), "distro-sync-app-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The CDK command, which `npm run templates` starts as well, and the app as that command starts it. */
const WAYS: readonly [
  "npx cdk synth" | "the app",
  (home: string, config: string, out: string) => Promise<Ended>,
][] = [
  [
    "npx cdk synth",
    (home, config, out) =>
      run(CDK, ["synth", "--quiet", "--no-notices", "-c", `config=${config}`, "--output", out], { home }),
  ],
  [
    "the app",
    (home, config, out) =>
      run(APP, [], { home, CDK_OUTDIR: out, CDK_CONTEXT_JSON: JSON.stringify({ config }) }),
  ],
];

describe.each(WAYS.slice(THOROUGH ? 0 : 1))("%s", (_, synthesise) => {
  it("makes the stack that a configuration asks for, offline, and keeps secrets out of it", async () => {
    const home = temporary();
    const out = join(home, "cdk.out");
    const ended = await synthesise(home, `${FIXTURES}/full.yaml`, out);
    expect(ended, ended.stderr).toMatchObject({ code: 0 });

    const { stacks } = manifestOf(out);
    expect(stacks).toEqual(["distro-sync-web-team"]);
    const written = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const texts = written.map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"));
    expect(texts.length).toBeGreaterThan(4);
    expect([...texts, ended.stdout, ended.stderr].flatMap(leaksIn)).toEqual([]);
  });
});

describe("the app", () => {
  it("refuses a build that is older than its sources, before it reads anything else", async () => {
    const home = temporary();
    for (const path of [
      "bin",
      "functions",
      "lib",
      "dist",
      "package.json",
      "tsconfig.json",
      "tsconfig.build.json",
    ])
      cpSync(path, join(home, path), { recursive: true });
    symlinkSync(resolve("node_modules"), join(home, "node_modules"));
    const synthesise = () =>
      run(join(home, "dist/bin/app.js"), [], { home, cwd: home, CDK_OUTDIR: join(home, "cdk.out") });

    writeFileSync(join(home, "lib/infra/alarms.ts"), "// changed\n", { flag: "a" });
    const { code, stderr } = await synthesise();
    expect([code, stderr]).toEqual([
      1,
      "the app in dist/ is older than its sources: run `npm run build`, " +
        "after `npm ci` when package-lock.json has changed (changed since then: lib/infra/alarms.ts)\n",
    ]);
  });

  it("asks for a configuration where there is none, with the smallest that would do", async () => {
    const home = temporary();
    // As the CDK command starts it: it is then expected to synthesise when it ends.
    expect(await run(APP, [], { home, cwd: home, CDK_OUTDIR: join(home, "cdk.out") })).toEqual({
      code: 1,
      stdout: "",
      stderr:
        "there is no file distro-sync.yaml: create it, for example with\n\n" +
        "workspaces:\n  - workspace: my-company\n    token: { ssm: /distro-sync/my-company/token }\n\n",
    });
  });

  it("reports everything that cannot be deployed, and nothing else", async () => {
    const home = temporary();
    const context = JSON.stringify({ config: `${FIXTURES}/undeployable.yaml` });
    const { code, stderr } = await run(APP, [], {
      home,
      CDK_OUTDIR: join(home, "cdk.out"),
      CDK_CONTEXT_JSON: context,
    });
    expect(code).toBe(1);
    expect(stderr.trimEnd().split("\n")).toEqual([
      expect.stringContaining("workspace shop has its token in the environment variable BUDDY_TOKEN"),
      expect.stringContaining("workspace my.blog: the name must be the handle in the URL of the workspace"),
    ]);
  });
});

function manifestOf(out: string): { readonly stacks: readonly string[] } {
  const { artifacts } = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")) as {
    readonly artifacts: Readonly<
      Record<string, { readonly type: string; readonly properties?: { readonly stackName?: string } }>
    >;
  };
  const stacks = Object.values(artifacts).filter(({ type }) => type === "aws:cloudformation:stack");
  return { stacks: stacks.map(({ properties }) => properties?.stackName ?? "") };
}
