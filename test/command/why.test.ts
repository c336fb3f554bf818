import { describe, expect, it } from "vitest";
import { type Desk, deskWith, writesOf } from "./desk.ts";
import { manifest } from "./manifests.ts";

/** The one explanation that is printed as JSON. */
async function explained(desk: Desk, identifier: string, ...args: readonly string[]) {
  const { code, stdout } = await desk.run(["why", identifier, "--format", "json", ...args]);
  expect(code).toBe(0);
  const { explanations } = JSON.parse(stdout) as { readonly explanations: readonly Explanation[] };
  return explanations;
}

type Explanation = {
  readonly key: string;
  readonly reason: string;
  readonly live: { readonly state: string };
};

describe("why", () => {
  it("says that a manifest asks for something that is not there", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    const { code, stdout, stderr } = await desk.run(["why", "shop"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatchInlineSnapshot(`
      "shop  (workspace)
        reason   create
        desired  distributions/shop.yaml:1
        live     does not exist
        applied  nothing by us
        owned    not by us
        + shop  (workspace)  create  distributions/shop.yaml:1
            shop.example.com/ → https://shop.example.net  DIRECT_PROXY
      "
    `);
    expect(await explained(desk, "shop")).toMatchObject([{ reason: "create", live: { kind: "absent" } }]);
    expect(writesOf(desk.emulator)).toEqual([]);
  });

  it("says that one is in sync, with what was applied and when", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    await desk.run(["apply", "--yes"]);
    const { stdout } = await desk.run(["why", "shop"]);
    expect(stdout).toMatch(/^ {2}reason {3}in-sync$/m);
    expect(stdout).toMatch(/^ {2}live {5}id \w+, name shop, enabled, others DEFAULT, 1 route$/m);
    expect(stdout).toMatch(/^ {2}applied {2}20\S+Z, name shop, 1 route$/m);
    expect(stdout).toMatch(/^ {2}owned {4}by us, id \w+, created by us$/m);
  });

  it("says that one exists and is nobody's, and what can be done about it", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    desk.emulator.put({ identifier: "shop" });
    expect(await explained(desk, "shop")).toMatchObject([
      { reason: "exists-unmanaged", live: { kind: "live" }, source: "distributions/shop.yaml:1" },
    ]);
  });

  it("says that one is live and that no manifest mentions it, also by its id", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    const id = desk.emulator.put({ identifier: "extra", name: "Extra" });
    expect(await explained(desk, "extra")).toMatchObject([
      { reason: "not-in-manifests", live: { actual: { name: "Extra" } } },
    ]);
    expect(await explained(desk, id)).toMatchObject([{ key: "workspace#extra" }]);
  });

  it("has the rule that blocks a change as its reason", async () => {
    const hold = "- { identifier: shop, until: 2999-01-01T00:00:00Z, reason: incident }\n";
    const desk = await deskWith({
      "distributions/shop.yaml": manifest("shop"),
      "distributions/holds.yaml": hold,
    });
    expect(await explained(desk, "shop")).toMatchObject([{ reason: "HELD" }]);
    expect((await desk.run(["why", "shop"])).stdout).toContain("blocked HELD");
  });

  it("explains each of several that have the identifier, or those of one project", async () => {
    const inWeb = manifest("shop")
      .replace("WORKSPACE", "PROJECT\nproject_name: web")
      .replace("subdomain: shop", "subdomain: web");
    const desk = await deskWith({ "distributions/a.yaml": manifest("shop"), "distributions/b.yaml": inWeb });
    expect((await explained(desk, "shop")).map(({ key }) => key)).toEqual([
      "project:web#shop",
      "workspace#shop",
    ]);
    expect((await explained(desk, "shop", "--project", "web")).map(({ key }) => key)).toEqual([
      "project:web#shop",
    ]);
  });

  it("says that what is live could not be read", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    await desk.run(["apply", "--yes"]);
    desk.emulator.fault({
      kind: "status",
      status: 403,
      when: "before",
      match: { path: "/distributions/*" },
      times: Number.POSITIVE_INFINITY,
    });
    expect(await explained(desk, "shop")).toMatchObject([{ live: { kind: "unreadable" } }]);
    desk.emulator.clearFaults();
    desk.emulator.fault({
      kind: "status",
      status: 403,
      when: "before",
      match: { path: "/distributions" },
      times: Number.POSITIVE_INFINITY,
    });
    expect(await explained(desk, "shop")).toMatchObject([{ reason: "scope-unreadable" }]);
  });

  it("does not take what nobody looked for as absent", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    desk.emulator.fault({
      kind: "status",
      status: 403,
      when: "before",
      match: { path: "/distributions" },
      times: Number.POSITIVE_INFINITY,
    });
    expect(await explained(desk, "shop")).toMatchObject([
      { reason: "scope-unreadable", live: { kind: "unreadable" } },
    ]);
  });

  it("offers the name that was meant, and ends with 1", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    const { code, stdout, stderr } = await desk.run(["why", "shoop"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("did you mean shop?");
    expect((await desk.run(["why", "x", "--project", "web"])).stderr).toContain("in project web");
  });

  it("lists the problems of manifests that are not valid, since there is no plan then", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": "identifier: shop\n" });
    const { code, stderr } = await desk.run(["why", "shop"]);
    expect(code).toBe(4);
    expect(stderr).toContain("MISSING_KEY");
    const json = await desk.run(["why", "shop", "--format", "json"]);
    expect(JSON.parse(json.stdout)).toMatchObject({ verdict: "invalid" });
  });
});
