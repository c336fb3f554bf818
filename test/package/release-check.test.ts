import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";

/** Made by `npm run build`, which `npm test` runs first. */
const CHECK = resolve("dist/bin/release-check.js");

function check(file: object): Promise<{ readonly code: unknown; readonly stderr: string }> {
  const cwd = mkdtempSync(join(tmpdir(), "distro-sync-release-"));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  writeFileSync(join(cwd, "package.json"), JSON.stringify(file));
  return new Promise((done) => {
    execFile(process.execPath, [CHECK], { cwd }, (error, _, stderr) => {
      done({ code: error === null ? 0 : error.code, stderr });
    });
  });
}

describe("npm run release:check", () => {
  it("refuses a package.json without a repository, with the remedy", async () => {
    const { code, stderr } = await check({ name: "distro-sync" });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^package\.json has no `repository`, .*: run `npm pkg set repository\.type=git repository\.url=/,
    );
  });

  it("refuses a repository of which no address can be made", async () => {
    const { code, stderr } = await check({ repository: { type: "git", url: "soon" } });
    expect(code).toBe(1);
    expect(stderr).toContain("has a `repository` that is no address");
  });

  it("has nothing to say when there is one", async () => {
    const repository = { type: "git", url: "git+https://git.example.com/acme/distro-sync.git" };
    expect(await check({ repository })).toEqual({ code: 0, stderr: "" });
  });

  it("is what npm runs before it publishes, and neither before it packs nor in CI", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const running = Object.entries(scripts).filter(([, command]) => command.includes("release:check"));
    expect(running.map(([name]) => name)).toEqual(["prepublishOnly"]);
    expect(readFileSync(".ci/run", "utf8")).not.toContain("release:check");
  });
});
