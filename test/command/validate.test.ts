import { describe, expect, it } from "vitest";
import { deskWith } from "./desk.ts";
import { manifest } from "./manifests.ts";
import { violations } from "./schemas.ts";

const NO_ENVIRONMENT = { BUDDY_TOKEN: undefined, BUDDY_WORKSPACE: undefined, BUDDY_API_ENDPOINT: undefined };

describe("validate", () => {
  it("needs no token, no workspace and no call", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    const ended = await desk.run(["validate"], { env: NO_ENVIRONMENT });
    expect(ended).toEqual({ code: 0, stdout: "1 manifest in 1 file: valid.\n", stderr: "" });
    expect(desk.emulator.log).toEqual([]);
  });

  it("lists every problem of every file on stdout, and ends with 4", async () => {
    const desk = await deskWith({
      "distributions/a.yaml": "identifier: a\nscope: WRKSPACE\n",
      "distributions/b.yaml": "identifier: b\nscop: WORKSPACE\n",
    });
    const { code, stdout, stderr } = await desk.run(["validate"]);
    expect({ code, stderr }).toEqual({ code: 4, stderr: "" });
    expect(stdout).toContain("distributions/a.yaml:2:8 UNKNOWN_VALUE");
    expect(stdout).toContain("distributions/b.yaml:2:1 UNKNOWN_KEY");
  });

  it.each([
    ["valid", manifest("shop"), 0],
    ["invalid", "identifier: shop\n", 4],
  ])("prints a report of the published schema for %s manifests", async (_, text, expected) => {
    const desk = await deskWith({ "distributions/shop.yaml": text });
    const { code, stdout } = await desk.run(["validate", "--format", "json"]);
    expect(code).toBe(expected);
    expect(await violations("report", stdout)).toBeUndefined();
  });

  it("looks into the folders of all workspaces", async () => {
    const desk = await deskWith({
      "distro-sync.yaml":
        "workspaces: [{ workspace: one, manifests: one }, { workspace: two, manifests: two }]\n",
      "one/shop.yaml": manifest("shop"),
      "two/shop.yaml": manifest("shop"),
    });
    expect((await desk.run(["validate"])).stdout).toBe("2 manifests in 2 files: valid.\n");
    expect((await desk.run(["validate", "--workspace", "two"])).stdout).toBe(
      "1 manifest in 1 file: valid.\n",
    );
  });

  it("names every folder that is missing", async () => {
    const desk = await deskWith({
      "distro-sync.yaml":
        "workspaces: [{ workspace: one, manifests: one }, { workspace: two, manifests: two }]\n",
    });
    const { code, stdout } = await desk.run(["validate"]);
    expect(code).toBe(4);
    expect(stdout).toContain("/one does not exist");
    expect(stdout).toContain("/two does not exist");
  });

  it("takes a workspace that is not in the file for a mistake", async () => {
    const desk = await deskWith({
      "distro-sync.yaml": "workspaces: [{ workspace: one }]\n",
      "distributions/shop.yaml": manifest("shop"),
    });
    const { code, stderr } = await desk.run(["validate", "--workspace", "two"]);
    expect(code).toBe(1);
    expect(stderr).toBe(
      'error: distro-sync.yaml has no workspace "two", which --workspace names; it has one\n' +
        "  add it to the file, or correct --workspace\n",
    );
  });

  it("takes any workspace where no file names one", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    expect((await desk.run(["validate", "--workspace", "any"])).code).toBe(0);
  });
});
