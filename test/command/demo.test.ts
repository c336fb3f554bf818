import { describe, expect, it } from "vitest";
import { command, deskWith } from "./desk.ts";
import { start } from "./process.ts";

describe("demo", () => {
  it("plans, applies and plans again, with the manifests that come along and without an account", async () => {
    const { code, stdout, stderr } = await command(["demo"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/1\. Show what would be created.*2\. Create it.*3\. Plan again/s);
    expect(stdout).toContain("nothing to create");
    expect(stderr).not.toContain("error");
  });

  it("leaves nothing behind: not where state is kept by default, and not among temporary files", async () => {
    const desk = await deskWith({ "home/.keep": "", "tmp/.keep": "" });
    const [HOME, TMPDIR] = [`${desk.folder}/home`, `${desk.folder}/tmp`];
    const { code } = await start(desk, ["demo"], { HOME, TMPDIR, XDG_STATE_HOME: `${HOME}/state` }).ended;
    expect(code).toBe(0);
    expect(await desk.files()).toEqual(["home/.keep", "tmp/.keep"]);
  });

  it("ends with the next steps", async () => {
    expect((await command(["demo"])).stdout).toContain("npx distro-sync plan --manifests");
  });
});
