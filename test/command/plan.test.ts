import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Plan } from "../../lib/core/plan/plan.ts";
import { deskWith, writesOf } from "./desk.ts";
import { manifest, manyManifests } from "./manifests.ts";
import { violations } from "./schemas.ts";

describe("plan", () => {
  it("shows on stdout what a reviewer wants to read, and nothing on stderr", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    const { code, stdout, stderr } = await desk.run(["plan"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(
      stdout.replace(desk.emulator.url, "https://buddy.test").replace(/[0-9a-f]{64}/, "…"),
    ).toMatchInlineSnapshot(`
        "my-company on https://buddy.test, policy create-only

        + shop  (workspace)  create  distributions/shop.yaml:1
            shop.example.com/ → https://shop.example.net  DIRECT_PROXY

        Plan: 1 distribution and 1 route to create, 0 existing.
        Digest: sha256:…
        "
      `);
  });

  it("writes nothing, neither to Buddy nor to the disk", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    await desk.run(["plan"]);
    expect(writesOf(desk.emulator)).toEqual([]);
    expect(await desk.files()).toEqual(["distributions/shop.yaml"]);
  });

  it("ends with 2 when changes are pending and that was asked for, else with 0", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    expect((await desk.run(["plan"])).code).toBe(0);
    expect((await desk.run(["plan", "--detailed-exitcode"])).code).toBe(2);
    await desk.run(["apply", "--yes"]);
    expect((await desk.run(["plan", "--detailed-exitcode"])).code).toBe(0);
  });

  it("prints JSON of the published schema and version", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    const { stdout } = await desk.run(["plan", "--format", "json"]);
    expect(await violations("plan", stdout)).toBeUndefined();
    expect(planIn(stdout)).toMatchObject({ version: 1, summary: { create: 1, routes: 1 } });
  });

  it("prints the same bytes in whatever order the files were made", async () => {
    const [one, two] = [manifest("one"), manifest("two")];
    const desk = await deskWith({});
    await desk.write({ "a/1.yaml": one, "a/2.yaml": two, "b/2.yaml": two, "b/1.yaml": one });
    const first = await desk.run(["plan", "--format", "json", "--manifests", "a"]);
    const second = await desk.run(["plan", "--format", "json", "--manifests", "b"]);
    expect(second.stdout.replaceAll('"b/', '"a/')).toBe(first.stdout);
  });

  it("keeps its digest when the files are renamed", async () => {
    const desk = await deskWith({ "a/1.yaml": manifest("one"), "b/z.yaml": manifest("one") });
    const first = await desk.run(["plan", "--format", "json", "--manifests", "a"]);
    const second = await desk.run(["plan", "--format", "json", "--manifests", "b"]);
    expect(planIn(second.stdout).digest).toBe(planIn(first.stdout).digest);
  });

  it("writes with --out the JSON that --format json prints, beside the text", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    const json = await desk.run(["plan", "--format", "json"]);
    const text = await desk.run(["plan", "--out", "plan.json"]);
    expect(text.stdout).toContain("Plan: 1 distribution");
    expect(await desk.read("plan.json")).toBe(json.stdout);
  });

  it.each([
    ["missing/plan.json", () => " (ENOENT)"],
    ["distributions", (path: string) => `: ${path} is a folder, where a file is due`],
    ["distributions/shop.yaml/plan.json", () => " (ENOTDIR)"],
  ])("says what to do when --out %s cannot be written", async (out, reason) => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    const { code, stdout, stderr } = await desk.run(["plan", "--out", out]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toBe(
      `error: the plan cannot be written to ${join(desk.folder, out)}${reason(join(desk.folder, out))}\n` +
        "  name a file with --out, in a folder that exists and that this program may write to\n",
    );
  });

  it("prints a report instead of a plan when --out cannot be written and JSON was asked for", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    const { stdout } = await desk.run(["plan", "--format", "json", "--out", "missing/plan.json"]);
    expect(await violations("report", stdout)).toBeUndefined();
  });

  it("calls more than 50 new distributions blocked, until the limit is raised", async () => {
    const desk = await deskWith({ "distributions/many.yaml": manyManifests(51) });
    const blocked = await desk.run(["plan"]);
    expect(blocked.code).toBe(3);
    expect(blocked.stdout.match(/raise `limits: \{ creates: 51 \}`/g)).toHaveLength(1);
    await desk.write({ "distro-sync.yaml": "workspaces: [{ limits: { creates: 51 } }]\n" });
    expect((await desk.run(["plan"])).code).toBe(0);
  });

  it("prints with --verbose each request, its status and its time on stderr", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    const quiet = await desk.run(["plan"]);
    const { stdout, stderr } = await desk.run(["plan", "--verbose"]);
    expect(stdout).toBe(quiet.stdout);
    expect(stderr).toMatch(/^GET \/workspaces\/my-company\/distributions 200 \d+ ms\n$/);
  });

  it("has the requests in flight that --concurrency allows", async () => {
    const environments = Array.from({ length: 12 }, (_, index) => `environments-${index}`);
    const files = Object.fromEntries(
      environments.map((name) => [`distributions/${name}.yaml`, projectManifest(name)]),
    );
    const projects = { workspaces: [{ name: "my-company", projects: environments }] };
    const alone = await deskWith(files, { seed: projects });
    await alone.run(["plan", "--concurrency", "1"]);
    expect(alone.emulator.peakInFlight).toBe(1);
    const four = await deskWith(files, { seed: projects });
    await four.run(["plan"]);
    expect(four.emulator.peakInFlight).toBeLessThanOrEqual(4);
  });

  it("ends at once as incomplete when the rate limit opens only after the deadline", async () => {
    const desk = await deskWith(
      { "distributions/a.yaml": projectManifest("web"), "distributions/b.yaml": projectManifest("shop") },
      { personality: { quota: { limit: 1, windowSeconds: 3_600, headers: true } } },
    );
    const { code, stderr } = await desk.run(["plan", "--deadline", "30", "--concurrency", "1"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/resumes at \d{4}-\d\d-\d\dT\d\d:\d\d/);
  });

  it("says of a refused token once what to do, and asks once", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    desk.emulator.setToken("another-token");
    const { code, stdout, stderr } = await desk.run(["plan"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr.match(/give a token that is valid/g)).toHaveLength(1);
    expect(desk.emulator.log).toHaveLength(1);
  });

  it("says of a missing right once what to do", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") }, { tokenPermissions: [] });
    const { code, stdout, stderr } = await desk.run(["plan"]);
    expect(code).toBe(1);
    expect(`${stdout}${stderr}`.match(/give the token the scope/g)).toHaveLength(1);
  });

  it("says of a workspace that is not there once what to do", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    const { code, stdout, stderr } = await desk.run(["plan", "--workspace", "nowhere"]);
    expect(code).toBe(1);
    expect(`${stdout}${stderr}`.match(/check the URL handle of the workspace nowhere/g)).toHaveLength(1);
  });

  it("prints a report as JSON when there is no plan to show", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    desk.emulator.setToken("another-token");
    const { code, stdout, stderr } = await desk.run(["plan", "--format", "json"]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(await violations("report", stdout)).toBeUndefined();
  });

  it("refuses every manifest when one is invalid, with all problems in one list and no call", async () => {
    const desk = await deskWith({
      "distributions/a.yaml": "identifier: a\nscope: WRKSPACE\n",
      "distributions/b.yaml": "identifier: b\nscope: WORKSPACE\nroutes: [{ domian: example.com }]\n",
    });
    const { code, stdout, stderr } = await desk.run(["plan"]);
    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
    expect(stderr).toContain("distributions/a.yaml:2:8 UNKNOWN_VALUE");
    expect(stderr).toContain("distributions/b.yaml:3:12 UNKNOWN_KEY");
    expect(desk.emulator.log).toEqual([]);
  });

  it.each([
    ["missing", {}],
    ["empty", { "distributions/readme.txt": "nothing here" }],
  ])("takes a folder of manifests that is %s for a mistake, and makes no call", async (_, files) => {
    const desk = await deskWith(files);
    const { code, stdout } = await desk.run(["plan", "--format", "json"]);
    expect(code).toBe(4);
    expect(await violations("report", stdout)).toBeUndefined();
    expect(desk.emulator.log).toEqual([]);
  });

  it("says what to do when the inventory cannot be read", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop"), state: "a file" });
    const { code, stderr } = await desk.run(["plan", "--state", "state"]);
    expect(code).toBe(1);
    expect(stderr).toBe(
      `error: the inventory in ${join(desk.folder, "state")} cannot be used (ENOTDIR): name a folder with --state, ` +
        "or allow this program to read and write this one\n",
    );
  });
});

function planIn(stdout: string): Plan {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema is tested above
  return JSON.parse(stdout) as Plan;
}

function projectManifest(project: string): string {
  return `identifier: site\nscope: PROJECT\nproject_name: ${project}\n`;
}
