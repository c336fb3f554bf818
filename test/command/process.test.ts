import { describe, expect, it } from "vitest";
import type { Fault } from "../../lib/emulator/faults.ts";
import { anHourPasses, type Desk, deskWith, identifiersAt, writesOf } from "./desk.ts";
import { gateBefore } from "./gate.ts";
import { manifest } from "./manifests.ts";
import { type Child, shell, start } from "./process.ts";

const THREE = {
  "distributions/blog.yaml": manifest("blog"),
  "distributions/docs.yaml": manifest("docs"),
  "distributions/shop.yaml": manifest("shop"),
};

describe("the process", () => {
  it("starts without a word on stderr", async () => {
    const desk = await deskWith({});
    const { code, stdout, stderr } = await start(desk, ["--help"]).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("Usage: distro-sync");
  });

  it.each([
    [0, ["validate"]],
    [1, ["plam"]],
    [1, ["apply"]],
    [2, ["plan", "--detailed-exitcode"]],
    [4, ["plan", "--manifests", "missing"]],
  ])("ends with %i for %j", async (code, args) => {
    const desk = await deskWith(THREE);
    expect((await start(desk, args).ended).code).toBe(code);
  });

  it("prints no stack when something goes wrong", async () => {
    const desk = await deskWith({ ...THREE, state: "a file" });
    for (const args of [
      ["plan", "--out", "missing/plan.json"],
      ["plan", "--config", "distributions"],
      ["apply", "--yes", "--state", "state"],
      ["emulator", "--port", new URL(desk.emulator.url).port],
    ]) {
      const { code, stderr } = await (args[0] === "plan" ? desk.run(args) : start(desk, args).ended);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^error: [^\n]+\n(?: {2}[^\n]+\n)?$/);
    }
  });

  it("takes a reader that has seen enough for no error", async () => {
    const desk = await deskWith(THREE);
    expect(await shell(desk, "$DISTRO_SYNC plan | head -1").ended).toMatchObject({ code: 0, stderr: "" });
    expect(await shell(desk, "$DISTRO_SYNC plan | true").ended).toMatchObject({ code: 0, stderr: "" });
    expect(await shell(desk, "$DISTRO_SYNC schema | true").ended).toMatchObject({ code: 0, stderr: "" });
    expect((await shell(desk, "$DISTRO_SYNC plan --detailed-exitcode 2>&1 | true").ended).code).toBe(2);
  });

  it("needs little memory for a tree that is full of mistakes, and lists no more than a page of each file", async () => {
    const names = Array.from({ length: 12 }, (_, index) => `distributions/${index}.yaml`);
    const desk = await deskWith(Object.fromEntries(names.map((name) => [name, "- {}\n".repeat(6000)])));
    const env = { NODE_OPTIONS: "--max-old-space-size=40" };
    const { code, stdout } = await start(desk, ["validate"], env).ended;
    expect(code).toBe(4);
    expect(stdout).toContain("11.yaml:6001:1 TOO_MANY_PROBLEMS the file has 11950 more problems");
  });

  it("says so in one line when the result cannot be written", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    const { code, stderr } = await shell(desk, "$DISTRO_SYNC validate > /dev/full").ended;
    expect(code).toBe(1);
    expect(stderr).toBe("error: the result cannot be written (ENOSPC)\n");
  });

  it("carries an apply through although nobody reads its output", async () => {
    const desk = await deskWith(THREE);
    expect((await shell(desk, "$DISTRO_SYNC apply --yes 2>&1 | true").ended).code).toBe(0);
    await expectEachOnce(desk);
  });

  it("does not wait for an answer where there is no terminal", async () => {
    const desk = await deskWith(THREE);
    expect((await shell(desk, "yes | $DISTRO_SYNC apply").ended).code).not.toBe(0);
    expect(writesOf(desk.emulator)).toEqual([]);
  });
});

describe("a process that is killed", () => {
  const list = { method: "GET", path: "/distributions" };
  const create = { method: "POST", path: "/distributions" };
  const route = { method: "POST", path: "/distributions/*/routes" };
  const points: readonly (readonly [string, Pick<Fault, "match" | "when">])[] = [
    ["at the list", { match: list, when: "before" }],
    ["before the first distribution is created", { match: create, when: "before" }],
    ["after the first distribution was created", { match: create, when: "after" }],
    ["after the last distribution was created", { match: { ...create, nth: 3 }, when: "after" }],
    ["before the first route is created", { match: route, when: "before" }],
    ["after the second route was created", { match: { ...route, nth: 2 }, when: "after" }],
  ];

  it.each(points)("%s leaves what the next one completes, with everything there once", async (_, point) => {
    let victim: Child | undefined;
    const desk = await deskWith(THREE, { onStall: () => victim?.kill("SIGKILL") });
    desk.emulator.fault({ ...point, kind: "time-out" });
    victim = start(desk, ["apply", "--yes"]);
    expect((await victim.ended).code).toBeNull();
    await anHourPasses(desk);
    expect((await desk.run(["apply", "--yes"])).code).toBe(0);
    await expectEachOnce(desk);
  });

  it("right after an answer was sent leaves what the next one completes", async () => {
    let victim: Child | undefined;
    const desk = await deskWith(THREE, {
      onAnswer: ({ method }) => {
        if (method === "POST") victim?.kill("SIGKILL");
      },
    });
    const first = start(desk, ["apply", "--yes"]);
    victim = first;
    expect((await first.ended).code).toBeNull();
    victim = undefined;
    await anHourPasses(desk);
    expect((await desk.run(["apply", "--yes"])).code).toBe(0);
    await expectEachOnce(desk);
  });
});

describe("a process that is interrupted", () => {
  it("finishes what is under way, begins nothing, and says in its exit code that it is not all", async () => {
    const desk = await deskWith(THREE);
    const gate = await gateBefore(desk.emulator.url);
    const env = { BUDDY_API_ENDPOINT: gate.url };
    const args = ["apply", "--yes", "--concurrency", "1", "--format", "json"];
    const child = start(desk, args, env);
    await gate.waiting;
    child.kill("SIGINT");
    await child.says("interrupted: finishing what is being written");
    gate.open();
    const { code, stdout } = await child.ended;
    expect(code).toBe(6);
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: "partial",
      outcomes: [{ status: "applied" }, { status: "skipped" }, { status: "skipped" }],
    });
    expect(writesOf(desk.emulator)).toHaveLength(2);
    expect((await desk.run(args, { env })).code).toBe(0);
  });

  it("ends at once when it is interrupted again", async () => {
    const desk = await deskWith(THREE);
    const gate = await gateBefore(desk.emulator.url);
    const child = start(desk, ["apply", "--yes"], { BUDDY_API_ENDPOINT: gate.url });
    await gate.waiting;
    child.kill("SIGINT");
    await child.says("interrupted");
    child.kill("SIGINT");
    expect((await child.ended).code).toBeNull();
  });

  it("ends the emulator", async () => {
    const desk = await deskWith({});
    const child = start(desk, ["emulator", "--fault", "before status 503", "--port", "0"]);
    await child.begun;
    child.kill("SIGINT");
    expect((await child.ended).code).toBe(0);
  });
});

/** Each distribution and each route is there exactly once, and Buddy and the inventory agree on it. */
async function expectEachOnce(desk: Desk): Promise<void> {
  const live = desk.emulator.distributions();
  expect(identifiersAt(desk.emulator)).toEqual(["blog", "docs", "shop"]);
  expect(live.map(({ routes }) => routes.length)).toEqual([1, 1, 1]);
  const { code, stdout } = await desk.run(["plan", "--format", "json", "--detailed-exitcode"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ summary: { create: 0, unchanged: 3 } });
}
