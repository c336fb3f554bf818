import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { takeLock } from "../../lib/adapters/state/lock.ts";
import type { Report } from "../../lib/core/report/report.ts";
import { anHourPasses, type Desk, deskWith, identifiersAt, writesOf } from "./desk.ts";
import { manifest, manyManifests } from "./manifests.ts";
import { violations } from "./schemas.ts";

describe("apply", () => {
  it("creates what is missing, and writes nothing the second time", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    expect((await desk.run(["apply", "--yes"])).code).toBe(0);
    expect(identifiersAt(desk.emulator)).toEqual(["shop"]);
    desk.emulator.clearLog();
    expect((await desk.run(["apply", "--yes"])).code).toBe(0);
    expect(writesOf(desk.emulator)).toEqual([]);
  });

  it("prints plan and account on stdout, and each change as it ends on stderr", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    const { stdout, stderr } = await desk.run(["apply", "--yes"]);
    expect(stdout).toContain("Plan: 1 distribution and 1 route to create");
    expect(stdout).toContain("Applied: 1 distribution and 1 route created.");
    expect(stderr).toMatch(/^\[1\/1\] created shop .+\n$/);
  });

  it("prints a report of the published schema as JSON, and nothing else on stdout", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    const { stdout } = await desk.run(["apply", "--yes", "--format", "json"]);
    expect(await violations("report", stdout)).toBeUndefined();
    expect(reportIn(stdout)).toMatchObject({ mode: "apply", verdict: "applied" });
  });

  it("keeps the inventory in .state/distro-sync/, where git does not see it", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    await desk.run(["apply", "--yes"]);
    const files = await desk.files();
    expect(files).toContain(".state/distro-sync/.gitignore");
    expect(files.filter((path) => path.endsWith("my-company/default.jsonl"))).toHaveLength(1);
  });

  it("keeps the inventory where --state says", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    await desk.run(["apply", "--yes", "--state", "elsewhere"]);
    expect((await desk.files()).filter((path) => path.endsWith(".jsonl"))).toEqual([
      expect.stringMatching(/^elsewhere\//),
    ]);
  });

  describe("without --yes", () => {
    it("refuses where nobody can be asked, and makes no call", async () => {
      const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
      const { code, stdout, stderr } = await desk.run(["apply"]);
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toContain("use --yes");
      expect(desk.emulator.log).toEqual([]);
    });

    it("says so in a report when JSON was asked for", async () => {
      const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
      const { code, stdout } = await desk.run(["apply", "--format", "json"]);
      expect(code).toBe(1);
      expect(await violations("report", stdout)).toBeUndefined();
      expect(reportIn(stdout)).toMatchObject({ mode: "apply", verdict: "error" });
    });

    it("goes on when the answer is yes", async () => {
      const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
      const { code, stderr } = await desk.run(["apply"], { tty: true, answer: "yes\n" });
      expect(code).toBe(0);
      expect(stderr).toContain('Create 1 in my-company? Type "yes" to go on: ');
      expect(identifiersAt(desk.emulator)).toEqual(["shop"]);
    });

    it.each([
      ["no", "no\n"],
      ["y", "y\n"],
      ["YES", "YES\n"],
      ["an empty line", "\n"],
      ["yes after another line", "no\nyes\n"],
      ["the end of the input", undefined],
    ])("writes nothing when the answer is %s", async (_, answer) => {
      const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
      const { code, stdout } = await desk.run(["apply"], {
        tty: true,
        ...(answer === undefined ? {} : { answer }),
      });
      expect(code).toBe(1);
      expect(stdout).toContain("the plan was not approved; nothing was written");
      expect(writesOf(desk.emulator)).toEqual([]);
    });

    it("takes an interruption for no answer at all", async () => {
      const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
      const interrupted = new AbortController();
      const running = desk.run(["apply"], { tty: true, signal: interrupted.signal });
      interrupted.abort();
      const { code, stderr } = await running;
      expect(code).toBe(1);
      expect(stderr).toContain("the pass was told to end; nothing was written");
      expect(writesOf(desk.emulator)).toEqual([]);
    });

    it("does not ask when there is nothing to create", async () => {
      const desk = await deskWith({ "distributions/none.yaml": "[]\n" });
      const { code, stderr } = await desk.run(["apply"], { tty: true });
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    });

    it("shows the plan on stderr when stdout is to hold JSON", async () => {
      const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
      const { stdout, stderr } = await desk.run(["apply", "--format", "json"], {
        tty: true,
        answer: "yes\n",
      });
      expect(stderr).toContain("1 distribution and 1 route to create");
      expect(await violations("report", stdout)).toBeUndefined();
    });
  });

  describe("with --plan", () => {
    it("carries out the plan of that digest", async () => {
      const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
      const digest = await digestOf(desk);
      expect((await desk.run(["apply", "--yes", "--plan", digest])).code).toBe(0);
      expect(identifiersAt(desk.emulator)).toEqual(["shop"]);
    });

    it("writes nothing when the plan has become another one", async () => {
      const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
      const digest = await digestOf(desk);
      await desk.write({ "distributions/blog.yaml": manifest("blog") });
      const { code, stdout } = await desk.run(["apply", "--yes", "--plan", digest, "--format", "json"]);
      expect(code).toBe(5);
      expect(reportIn(stdout).verdict).toBe("stale");
      expect(writesOf(desk.emulator)).toEqual([]);
    });

    it.each(["latest", "sha256:abc", `SHA256:${"0".repeat(64)}`, ""])(
      'refuses "%s", which is no digest, without a call',
      async (digest) => {
        const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
        const { code, stderr } = await desk.run(["apply", "--yes", "--plan", digest]);
        expect(code).toBe(1);
        expect(stderr).toContain("It takes the digest at the end of a plan");
        expect(desk.emulator.log).toEqual([]);
      },
    );
  });

  it("writes nothing when a limit blocks the plan, and does not even ask", async () => {
    const desk = await deskWith({ "distributions/many.yaml": manyManifests(51) });
    const { code, stderr } = await desk.run(["apply"], { tty: true });
    expect(code).toBe(3);
    expect(stderr).not.toContain("goes on");
    expect(writesOf(desk.emulator)).toEqual([]);
  });

  it("carries a blocked plan out once the approval that it prints is filled in", async () => {
    const desk = await deskWith({ "distributions/many.yaml": manyManifests(51) });
    const { stdout } = await desk.run(["plan"]);
    const [, path = "", text = ""] = /^# (approvals\/\S+), in the folder.*\n([\s\S]*)/m.exec(stdout) ?? [];
    await desk.write({ [`distributions/${path}`]: text });
    expect((await desk.run(["plan"])).code).toBe(4);
    const filledIn = text.replace("by:", "by: dev@example.com").replace("reason:", "reason: the first start");
    await desk.write({ [`distributions/${path}`]: filledIn });
    const approved = await desk.run(["apply", "--yes"]);
    expect(approved.code).toBe(0);
    expect(approved.stdout).toContain("approved by dev@example.com until ");
    expect(approved.stdout).toContain("Applied: 51 distributions and 0 routes created.");
    expect(identifiersAt(desk.emulator)).toHaveLength(51);
  });

  it("tells on a terminal why a change failed once, and not twice", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    desk.emulator.fault({ match: { method: "POST" }, when: "before", kind: "status", status: 422 });
    const { stdout, stderr } = await desk.run(["apply", "--yes"]);
    expect(stderr).toBe("[1/1] failed shop (workspace) with 0 of 1 route\n");
    expect(stdout).toMatch(/^failed shop \(workspace\) with 0 of 1 route\n {4}POST .* 422/m);
  });

  it("creates more than 50 distributions once the limit is raised", async () => {
    const desk = await deskWith({
      "distributions/many.yaml": manyManifests(51),
      "distro-sync.yaml": "workspaces: [{ limits: { creates: 51 } }]\n",
    });
    expect((await desk.run(["apply", "--yes"])).code).toBe(0);
    expect(identifiersAt(desk.emulator)).toHaveLength(51);
  });

  it("ends with 6 when something was written and something was not", async () => {
    const desk = await deskWith({
      "distributions/blog.yaml": manifest("blog"),
      "distributions/shop.yaml": manifest("shop"),
    });
    desk.emulator.fault({
      match: { method: "POST", path: "/distributions/*/routes" },
      times: Number.POSITIVE_INFINITY,
      when: "before",
      kind: "status",
      status: 422,
    });
    const { code, stdout } = await desk.run(["apply", "--yes", "--format", "json"]);
    expect(code).toBe(6);
    expect(reportIn(stdout).verdict).toBe("partial");
    expect(await violations("report", stdout)).toBeUndefined();
    desk.emulator.clearFaults();
    await anHourPasses(desk);
    expect((await desk.run(["apply", "--yes"])).code).toBe(0);
    expect(identifiersAt(desk.emulator)).toEqual(["blog", "shop"]);
  });

  it("ends with 1 when nothing could be written", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    desk.emulator.fault({ match: { method: "POST" }, when: "before", kind: "status", status: 422 });
    const { code, stdout } = await desk.run(["apply", "--yes", "--format", "json"]);
    expect(code).toBe(1);
    expect(reportIn(stdout)).toMatchObject({ verdict: "error", outcomes: [{ status: "failed" }] });
  });

  it("ends with 5 while another pass holds the right to write", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    await desk.run(["apply", "--yes"]);
    const journal = (await desk.files()).find((path) => path.endsWith(".jsonl")) ?? "";
    const release = await takeLock(join(desk.folder, `${journal}.lock`), Date.now());
    await desk.write({ "distributions/blog.yaml": manifest("blog") });
    const { code, stdout } = await desk.run(["apply", "--yes", "--format", "json"]);
    expect(code).toBe(5);
    expect(reportIn(stdout).verdict).toBe("busy");
    await release();
    expect((await desk.run(["apply", "--yes"])).code).toBe(0);
  });

  it("says what to do when the inventory cannot be kept", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop"), state: "a file" });
    const { code, stdout, stderr } = await desk.run(["apply", "--yes", "--state", "state"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("name a folder with --state");
    expect(desk.emulator.log).toEqual([]);
  });

  it("refuses invalid manifests without a call", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": "identifier: shop\n" });
    const { code, stdout } = await desk.run(["apply", "--yes", "--format", "json"]);
    expect(code).toBe(4);
    expect(await violations("report", stdout)).toBeUndefined();
    expect(desk.emulator.log).toEqual([]);
  });
});

async function digestOf(desk: Desk): Promise<string> {
  const { stdout } = await desk.run(["plan"]);
  return /sha256:[0-9a-f]{64}/.exec(stdout)?.[0] ?? "";
}

function reportIn(stdout: string): Report {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema is tested above
  return JSON.parse(stdout) as Report;
}
