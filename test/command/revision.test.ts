import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { UsageError } from "../../lib/command/errors.ts";
import { type CheckedOut, revisionOf } from "../../lib/command/revision.ts";

const SHA = "0123456789abcdef0123456789abcdef01234567";
const nowhere = { folder: tmpdir(), files: [], start: [tmpdir()] };

describe("the revision of a release", () => {
  it.each([
    [
      "GitHub Actions",
      { CI: "true", GITHUB_SHA: SHA, GITHUB_RUN_NUMBER: "41", GITHUB_ACTOR: "octocat" },
      { commit: SHA, generation: 41, author: "octocat" },
    ],
    [
      "Buddy",
      { CI: "true", BUDDY_RUN_COMMIT: SHA, BUDDY_RUN_ID: "7", BUDDY_INVOKER_NAME: "Ada Lovelace" },
      { commit: SHA, generation: 7, author: "Ada Lovelace" },
    ],
    [
      "an older Buddy",
      { BUDDY_EXECUTION_REVISION: SHA, BUDDY_EXECUTION_ID: "8" },
      { commit: SHA, generation: 8 },
    ],
    ["GitLab", { CI: "true", CI_COMMIT_SHA: SHA, CI_PIPELINE_IID: "12" }, { commit: SHA, generation: 12 }],
  ])("is what %s says", async (_, env, revision) => {
    expect(await revisionOf({}, env, nowhere)).toEqual(revision);
  });

  it("is what the options say, before what CI says", async () => {
    const env = { CI: "true", GITHUB_SHA: SHA, GITHUB_RUN_NUMBER: "41", GITHUB_ACTOR: "octocat" };
    const flags = { commit: "abcdef0", generation: 5, author: "me" };
    expect(await revisionOf(flags, env, nowhere)).toEqual(flags);
  });

  it("is the commit that is checked out on a laptop, with no generation: the next one", async () => {
    const { manifests, commit } = await committed();
    expect(await revisionOf({}, {}, manifests)).toEqual({ commit });
    expect(await revisionOf({}, {}, nowhere)).toEqual({});
  });

  it("is found from the configuration, else from where the command was started", async () => {
    const { manifests, commit } = await committed();
    const start = [tmpdir(), manifests.folder];
    expect(await revisionOf({}, {}, { ...manifests, start })).toEqual({ commit });
  });

  it.each([
    { CI: "true", BUDDY_RUN_ID: "5d9dc42c" },
    { JENKINS_URL: "https://ci.example.com" },
    { TF_BUILD: "True" },
    { CIRCLECI: "true" },
  ])("is refused in a CI that does not number its runs, as with %j: a later run could lose", async (env) => {
    await expect(revisionOf({}, env, nowhere)).rejects.toThrow(
      "this is CI, and no variable has the number of its run",
    );
    expect(await revisionOf({}, { CI: "false" }, nowhere)).toEqual({});
  });

  it("passes over what CI says that no release can say: an odd name keeps nobody from publishing", async () => {
    const env = { GITHUB_SHA: "HEAD", BUDDY_RUN_COMMIT: SHA, GITHUB_ACTOR: "a\u2028b" };
    expect(await revisionOf({}, env, nowhere)).toEqual({ commit: SHA });
    expect(await revisionOf({}, { GITHUB_ACTOR: "😀".repeat(150) }, nowhere)).toEqual({});
    const joined = "\u0645\u06cc\u200c\u062e";
    expect(await revisionOf({}, { GITHUB_ACTOR: joined }, nowhere)).toEqual({ author: joined });
  });

  it("names the option that is wrong", async () => {
    await expect(revisionOf({ commit: "HEAD" }, {}, nowhere)).rejects.toThrow('--commit: "HEAD" is not');
    await expect(revisionOf({ author: "" }, {}, nowhere)).rejects.toThrow('--author: "" cannot be an author');
  });

  it("is refused when it could break the line that it is printed in", async () => {
    await expect(revisionOf({ commit: "HEAD" }, {}, nowhere)).rejects.toThrow(UsageError);
    await expect(revisionOf({ author: "a\nb" }, {}, nowhere)).rejects.toThrow(UsageError);
  });
});

async function committed(): Promise<{ readonly manifests: CheckedOut; readonly commit: string }> {
  const folder = await mkdtemp(join(tmpdir(), "distro-sync-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const git = (...args: readonly string[]) => promisify(execFile)("git", ["-C", folder, ...args]);
  await git("init", "--quiet");
  await writeFile(join(folder, "shop.yaml"), "[]\n");
  await git("add", ".");
  await git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "a");
  const { stdout } = await git("rev-parse", "HEAD");
  const files = [{ path: "shop.yaml", content: Buffer.from("[]\n") }];
  return { manifests: { folder, files, start: [folder] }, commit: stdout.trim() };
}
