import { describe, expect, it } from "vitest";
import { command } from "./desk.ts";

describe("demo", () => {
  it("plans, applies and plans again, with the manifests that come along and without an account", async () => {
    const { code, stdout, stderr } = await command(["demo"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/1\. What would be created.*2\. Create it.*3\. The same again/s);
    expect(stdout).toContain("nothing to create");
    expect(stderr).not.toContain("error");
  });

  it("ends with the next steps", async () => {
    expect((await command(["demo"])).stdout).toContain("npx distro-sync plan --manifests");
  });
});
