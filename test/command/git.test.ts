import { execFile } from "node:child_process";
import { chmod, cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { commitOf, findRepository, isTracked } from "../../lib/adapters/git/git.ts";
import { deskWith } from "./desk.ts";
import { manifest } from "./manifests.ts";

/** Of a laptop, and of CIs that say neither which commit it is nor, unlike GitHub's, that they are one by `CI` alone. */
const PLACES: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ["a laptop", {}],
  ["Jenkins", { JENKINS_URL: "https://ci.example.com/", BUILD_NUMBER: "7" }],
  ["CircleCI", { CI: "true", CIRCLECI: "true", CIRCLE_BUILD_NUM: "7" }],
  ["Azure", { TF_BUILD: "True", BUILD_BUILDID: "7" }],
];

/** What each says at its end: that it did its work as far as it could, where nothing answers for a bucket. */
const COMMANDS: readonly (readonly [
  string,
  readonly string[],
  { readonly code: number; readonly says: string },
])[] = [
  ["publish", ["publish", "--to", "s3://ours", "--generation", "7"], { code: 1, says: "s3://ours/" }],
  ["plan", ["plan", "--state", "../state"], { code: 0, says: "" }],
  ["validate", ["validate"], { code: 0, says: "" }],
  ["export", ["export", "--dry-run"], { code: 0, says: "" }],
];

/** No bucket answers there, and none is needed: git is asked before. */
const NO_AWS = {
  AWS_ACCESS_KEY_ID: "none",
  AWS_SECRET_ACCESS_KEY: "none",
  AWS_REGION: "eu-central-1",
  AWS_ENDPOINT_URL: "http://127.0.0.1:1",
  AWS_MAX_ATTEMPTS: "1",
};

describe.each(COMMANDS)("%s runs no program that a repository names", (_, args, end) => {
  it.each(PLACES)("on %s, with a bare repository among the manifests", async (_place, env) => {
    const { desk, checkout, trap } = await checkedOut();
    // What `git clone` writes when a commit has these files: git itself takes such a folder for a repository.
    const bare = join(checkout, "distributions");
    await cp(join(checkout, ".git"), bare, { recursive: true });
    await writeFile(
      join(bare, "config"),
      hostileConfig(trap.program, "repositoryformatversion = 0\n\tbare = false\n\tworktree = .."),
    );
    const { code, stderr } = await desk.run(args, { env: { ...NO_AWS, ...env }, cwd: checkout });
    expect(code).toBe(end.code);
    expect(stderr).toContain(end.says);
    expect(await trap.sprung()).toBe(false);
  });

  it.each(PLACES)(
    "on %s, with a configuration that runs programs and connects by them",
    async (_place, env) => {
      const { desk, checkout, trap } = await checkedOut();
      await writeFile(
        join(checkout, ".git", "config"),
        hostileConfig(trap.program, "repositoryformatversion = 0"),
      );
      await files(checkout, { ".gitattributes": "* filter=trap\n", "distributions/new.yaml": "[]\n" });
      await mkdir(join(checkout, ".git", "trap-hooks"), { recursive: true });
      await symlink(trap.program, join(checkout, ".git", "trap-hooks", "post-index-change"));
      const { code, stderr } = await desk.run(args, { env: { ...NO_AWS, ...env }, cwd: checkout });
      expect(code).toBe(end.code);
      expect(stderr).toContain(end.says);
      expect(await trap.sprung()).toBe(false);
    },
  );
});

describe("the trap itself", () => {
  it("springs when git is called as anybody calls it", async () => {
    const { checkout, trap } = await checkedOut();
    await writeFile(
      join(checkout, ".git", "config"),
      hostileConfig(trap.program, "repositoryformatversion = 0"),
    );
    await promisify(execFile)("git", ["-C", checkout, "status"]).catch(() => undefined);
    expect(await trap.sprung()).toBe(true);
  });
});

describe("findRepository", () => {
  it("walks up to a .git, and takes no folder for one that only looks like one", async () => {
    const { checkout } = await checkedOut();
    await files(join(checkout, "distributions"), { HEAD: "ref: refs/heads/main\n", config: "[core]\n" });
    const found = await findRepository(join(checkout, "distributions", "deep", "down"));
    expect(found).toEqual({ gitDir: join(checkout, ".git"), workTree: checkout });
  });

  it("follows the .git file of a worktree", async () => {
    const { checkout, git, desk } = await checkedOut();
    const tree = join(desk.folder, "second");
    await git("worktree", "add", "--quiet", tree);
    const found = await findRepository(tree);
    expect(found).toEqual({ gitDir: join(checkout, ".git", "worktrees", "second"), workTree: tree });
    if (found === undefined) return;
    const manifests = [{ path: "shop.yaml", content: Buffer.from(manifest("shop")) }];
    expect(await commitOf(found, join(tree, "distributions"), manifests)).toMatch(/^[0-9a-f]{40}$/);
  });

  it.each(["", "gitdir: /nowhere\n", "nonsense\n"])("finds none where .git says %j", async (text) => {
    const desk = await deskWith({ "a/.git": text });
    expect(await findRepository(join(desk.folder, "a"))).toBeUndefined();
  });
});

describe("commitOf", () => {
  const SHOP = { path: "shop.yaml", content: Buffer.from(manifest("shop")) };

  async function asked(
    manifests: readonly { readonly path: string; readonly content: Buffer }[],
    more: Files = {},
  ) {
    const { checkout, head } = await checkedOut(more);
    const repository = await findRepository(checkout);
    if (repository === undefined) throw new Error("there is a repository");
    return (await commitOf(repository, join(checkout, "distributions"), manifests)) === head;
  }

  it("is the commit that has exactly what was read", async () => {
    expect(await asked([SHOP])).toBe(true);
  });

  it("is that too where git keeps LF and the checkout has CRLF", async () => {
    const content = Buffer.from(manifest("shop").replaceAll("\n", "\r\n"));
    expect(await asked([{ ...SHOP, content }])).toBe(true);
  });

  it("is none when one of them was changed, added or taken away since", async () => {
    expect(await asked([{ ...SHOP, content: Buffer.from("[]\n") }])).toBe(false);
    expect(await asked([SHOP, { path: "new.yaml", content: Buffer.from("[]\n") }])).toBe(false);
    expect(await asked([])).toBe(false);
  });

  it("does not ask about files that nobody reads", async () => {
    const more = { "distributions/notes.md": "x", "distributions/.hidden/a.yaml": "x", "other/b.yaml": "x" };
    expect(await asked([SHOP], more)).toBe(true);
  });
});

describe("isTracked", () => {
  it("says whether git has anything at a place, by links too, and also of names that git would expand", async () => {
    const { checkout, desk } = await checkedOut({ "kept/default.jsonl": "{}\n", "[a]/x": "" });
    await symlink(join(checkout, "kept"), join(desk.folder, "link"));
    const repository = await findRepository(checkout);
    if (repository === undefined) throw new Error("there is a repository");
    const tracked = (place: string) => isTracked(repository, place);
    expect(await tracked(join(checkout, "kept"))).toBe(true);
    expect(await tracked(join(desk.folder, "link"))).toBe(true);
    expect(await tracked(join(checkout, "[a]"))).toBe(true);
    expect(await tracked(join(checkout, "a"))).toBe(false);
    expect(await tracked(join(checkout, "k*"))).toBe(false);
    expect(await tracked(desk.folder)).toBe(false);
  });
});

type Files = Readonly<Record<string, string>>;

/** A repository with one manifest in one commit, and a program that leaves a trace when somebody runs it. */
async function checkedOut(more: Files = {}) {
  const desk = await deskWith({ "trap/program": "" });
  const checkout = join(desk.folder, "checkout");
  await files(checkout, { "distributions/shop.yaml": manifest("shop"), ...more });
  const git = (...args: readonly string[]) =>
    promisify(execFile)("git", [
      "-C",
      checkout,
      "-c",
      "user.name=a",
      "-c",
      "user.email=a@example.com",
      ...args,
    ]);
  await git("init", "--quiet");
  await git("add", ".");
  await git("commit", "--quiet", "-m", "first");
  const head = (await git("rev-parse", "HEAD")).stdout.trim();
  const program = join(desk.folder, "trap", "program");
  const trace = join(desk.folder, "trap", "sprung");
  await writeFile(program, `#!/bin/sh\necho sprung >> '${trace}'\n`);
  await chmod(program, 0o755);
  const sprung = async () => (await readFile(trace, "utf8").catch(() => "")) !== "";
  return { desk, checkout, git, head, trap: { program, sprung } };
}

function hostileConfig(program: string, core: string): string {
  return `[core]
	${core}
	fsmonitor = ${program}
	hooksPath = trap-hooks
	sshCommand = ${program}
	pager = ${program}
[filter "trap"]
	clean = ${program}
	smudge = ${program}
	process = ${program}
[diff]
	external = ${program}
[remote "origin"]
	url = ext::${program}
	promisor = true
	fetch = +refs/heads/*:refs/remotes/origin/*
[protocol "ext"]
	allow = always
[credential]
	helper = ${program}
[alias]
	status = !${program}
`;
}

async function files(folder: string, texts: Files): Promise<void> {
  for (const [path, text] of Object.entries(texts)) {
    await mkdir(join(folder, path, ".."), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
