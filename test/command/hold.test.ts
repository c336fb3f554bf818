import { describe, expect, it } from "vitest";
import { renderHolds } from "../../lib/command/hold.ts";
import { heldOf, untilOf } from "../../lib/command/hold-flags.ts";
import { PLAIN } from "../../lib/core/report/style.ts";
import { type Desk, deskWith } from "./desk.ts";
import { begun, created, recorded } from "./ledger.ts";

const NOW = Date.UTC(2026, 10, 24, 3);
const LATER = "2999-01-01T00:00:00.000Z";
const LATE = ["--until", "2999-01-01T00:00:00Z", "--reason", "incident 42"] as const;

function hold(desk: Desk, ...args: readonly string[]) {
  return desk.run(["hold", ...args], { env: { USER: "ann", BUDDY_TOKEN: undefined } });
}

function unhold(desk: Desk, ...args: readonly string[]) {
  return desk.run(["unhold", ...args], { env: { BUDDY_TOKEN: undefined } });
}

/** What is held, as `--list` tells it. */
async function held(desk: Desk): Promise<readonly unknown[]> {
  const { stdout } = await hold(desk, "--list", "--format", "json");
  return (JSON.parse(stdout) as { readonly holds: readonly unknown[] }).holds;
}

/** Where the holds are. */
function pathOf({ emulator }: Desk): string {
  return `.state/distro-sync/${new URL(emulator.url).host.replace(":", "_")}/my-company/default.holds.yaml`;
}

describe("hold", () => {
  it("holds a distribution until it ends, without a token and without a call", async () => {
    const desk = await deskWith({});
    await recorded(desk, [created("shop")]);
    expect(await hold(desk, "shop", ...LATE)).toEqual({
      code: 0,
      stdout: `held shop until ${LATER} by ann: incident 42\n`,
      stderr: "",
    });
    expect(await held(desk)).toEqual([
      { identifier: "shop", until: LATER, reason: "incident 42", by: "ann" },
    ]);
    expect(desk.emulator.log).toEqual([]);
  });

  it("keeps it beside the inventory, in the words of holds.yaml", async () => {
    const desk = await deskWith({});
    await hold(desk, "shop", ...LATE, "--environment-id", "e1", "--by", "Bea");
    expect(await desk.read(pathOf(desk))).toBe(
      `- identifier: "shop"\n  environment_id: "e1"\n  until: ${LATER}\n  reason: "incident 42"\n  by: "Bea"\n`,
    );
  });

  it("holds one in a project, one in an environment, and everything, beside each other", async () => {
    const desk = await deskWith({});
    await hold(desk, "shop", ...LATE, "--project", "web");
    await hold(desk, "shop", ...LATE, "--project", "web", "--environment", "staging");
    await hold(desk, "--all", ...LATE);
    expect((await hold(desk, "--list")).stdout).toBe(
      ["shop in project web", "shop in environment web/staging", "everything"]
        .map((name) => `${name} until ${LATER} by ann: incident 42\n`)
        .join(""),
    );
  });

  it("replaces the hold on the same", async () => {
    const desk = await deskWith({});
    await hold(desk, "shop", ...LATE);
    await hold(desk, "shop", "--until", "2999-02-02T02:00:00+02:00", "--reason", "it goes on");
    expect(await held(desk)).toEqual([
      { identifier: "shop", until: "2999-02-02T00:00:00.000Z", reason: "it goes on", by: "ann" },
    ]);
  });

  it("keeps apply from writing, and not from planning", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": "identifier: shop\nscope: WORKSPACE\n" });
    await hold(desk, "--all", ...LATE);
    const { code, stdout } = await desk.run(["apply", "--yes", "--format", "json"]);
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: "blocked", plan: { blocks: [{ code: "HELD" }] } });
    expect(desk.emulator.distributions()).toEqual([]);
    expect((await unhold(desk, "--all")).code).toBe(0);
    expect((await desk.run(["apply", "--yes"])).code).toBe(0);
    expect(desk.emulator.distributions()).toHaveLength(1);
  });

  it("says so when nothing of ours has the name, and which one has nearly", async () => {
    const desk = await deskWith({});
    await recorded(desk, [created("shop"), begun("blog")]);
    const misspelt = await hold(desk, "shopp", ...LATE);
    expect(misspelt).toMatchObject({
      code: 0,
      stderr: "note: this instance owns nothing called shopp; did you mean shop?\n",
    });
    expect(await held(desk)).toHaveLength(1);
    expect((await hold(desk, "payments", ...LATE)).stderr).toBe(
      "note: this instance owns nothing called payments\n",
    );
    expect((await hold(desk, "Blog", ...LATE)).stderr).toBe("");
  });

  it("holds also while the inventory cannot be read", async () => {
    const desk = await deskWith({});
    await recorded(desk, [created("shop")]);
    const inventory = pathOf(desk).replace(".holds.yaml", ".jsonl");
    const text = await desk.read(inventory);
    await desk.write({ [inventory]: text.replace('"version":2', '"version":3') });
    const { code, stderr } = await hold(desk, "shop", ...LATE);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: "note: whether this instance owns shop could not be looked up\n",
    });
    expect(await held(desk)).toHaveLength(1);
  });

  it("says what it did as JSON", async () => {
    const desk = await deskWith({});
    const { stdout } = await hold(desk, "--all", ...LATE, "--format", "json");
    const all = { all: true, until: LATER, reason: "incident 42", by: "ann" };
    expect(JSON.parse(stdout)).toEqual({ place: `${desk.folder}/${pathOf(desk)}`, holds: [all], held: all });
  });

  it("shows nothing where nothing is held, and writes nothing then", async () => {
    const desk = await deskWith({});
    const { code, stdout } = await hold(desk, "--list");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^nothing is held in .*default\.holds\.yaml; holds in git are in holds\.yaml/);
    expect(await desk.files()).toEqual([]);
  });

  it("changes nothing that it cannot read, and says where the mistake is", async () => {
    const desk = await deskWith({});
    const broken = "- identifier: shop\n  untill: tomorrow\n";
    await desk.write({ [pathOf(desk)]: broken });
    for (const args of [["shop", ...LATE], ["--list"]]) {
      const { code, stderr } = await hold(desk, ...args);
      expect(code).toBe(4);
      expect(stderr).toMatch(/default\.holds\.yaml:2:3 UNKNOWN_KEY/);
    }
    expect((await unhold(desk, "shop")).code).toBe(4);
    expect(await desk.read(pathOf(desk))).toBe(broken);
    const json = await hold(desk, "shop", ...LATE, "--format", "json");
    expect(json.stderr).toBe("");
    expect(JSON.parse(json.stdout)).toMatchObject({ verdict: "invalid", problems: [{}, {}, {}] });
  });

  it("is busy while somebody else changes the holds", async () => {
    const desk = await deskWith({});
    await desk.write({ [`${pathOf(desk)}.lock`]: "" });
    const { code, stderr } = await hold(desk, "shop", ...LATE);
    expect(code).toBe(5);
    expect(stderr).toContain("somebody else is changing the holds");
  });

  it.each([
    ["nothing is named", [...LATE], /hold needs to know which distribution\n {2}name its identifier/],
    [
      "both are named",
      ["shop", "--all", ...LATE],
      /--all means everything, shop included\n {2}use --all, or name/,
    ],
    ["there is no reason", ["shop", "--for", "2h"], /hold needs a reason\n {2}use --reason/],
    ["the reason is empty", ["shop", "--for", "2h", "--reason", " "], /reason/],
    ["there is no end", ["shop", "--reason", "x"], /hold needs an end.*\n {2}use --for 2h/],
    ["it could be no identifier", ["-shop", ...LATE], /unknown option/],
    ["it is no identifier", ["a b", ...LATE], /identifier/],
    ["a list is to hold as well", ["shop", "--list"], /--list only shows what is held/],
    ["the project is empty", ["shop", ...LATE, "--project", ""], /It is empty/],
  ])("holds nothing and says what to do when %s", async (_, args, message) => {
    const desk = await deskWith({});
    const { code, stdout, stderr } = await hold(desk, ...args);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(message);
    expect((await desk.files()).filter((path) => path.endsWith(".yaml"))).toEqual([]);
  });
});

describe("unhold", () => {
  it("ends the hold on exactly that, and says which it was", async () => {
    const desk = await deskWith({});
    await hold(desk, "shop", ...LATE);
    await hold(desk, "shop", ...LATE, "--project", "web");
    const { code, stdout } = await unhold(desk, "shop");
    expect({ code, stdout }).toEqual({ code: 0, stdout: `ended shop until ${LATER} by ann: incident 42\n` });
    expect(await held(desk)).toMatchObject([{ identifier: "shop", project: "web" }]);
  });

  it("says what it did as JSON", async () => {
    const desk = await deskWith({});
    await hold(desk, "--all", ...LATE);
    const { stdout } = await unhold(desk, "--all", "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({ holds: [], ended: [{ all: true }] });
  });

  it("says when there is no such hold, and which there is", async () => {
    const desk = await deskWith({});
    await hold(desk, "shop", ...LATE);
    const close = await unhold(desk, "shopp");
    expect(close.code).toBe(1);
    expect(close.stderr).toMatch(
      /no hold on shopp in .*\n {2}did you mean shop\?; a hold in git is ended in git/,
    );
    expect((await unhold(desk, "payments")).stderr).toContain("`distro-sync hold --list` shows");
    expect((await unhold(desk)).stderr).toMatch(/unhold needs to know which distribution/);
  });
});

describe("until when something is held", () => {
  it.each([
    [{ for: "90m" }, NOW + 5_400_000],
    [{ for: "2h" }, NOW + 7_200_000],
    [{ for: "3d" }, NOW + 259_200_000],
    [{ until: "2026-11-24T05:00:00+01:00" }, Date.UTC(2026, 10, 24, 4)],
  ])("is %j from now on", (flags, until) => {
    expect(untilOf(flags, NOW)).toBe(until);
  });

  it.each([
    [{ for: "2" }, "is not a duration that a hold can have"],
    [{ for: "400d" }, "is not a duration that a hold can have"],
    [{ until: "tomorrow" }, "is not a time"],
    [{ until: "2026-11-24T05:00:00" }, "is not a time"],
    [{ until: "2026-11-24T02:59:59Z" }, "has passed"],
    [{ for: "2h", until: "2026-11-24T05:00:00Z" }, "each name an end"],
  ])("cannot be %j", (flags, message) => {
    expect(() => untilOf(flags, NOW)).toThrow(message);
  });
});

describe("what is held", () => {
  it.each([
    ["everything, in a project", undefined, { all: true as const, project: "web" }, "wherever it belongs"],
    [
      "in two places",
      "shop",
      { environmentId: "e1", environment: "staging" },
      "alone says where the distribution belongs",
    ],
  ])("cannot be %s", (_, identifier, flags, message) => {
    expect(() => heldOf(identifier, flags, "hold")).toThrow(message);
  });

  it("is shown with those that are over, and without what could turn a terminal", () => {
    const over = { who: { identifier: "shop" }, until: NOW - 1, reason: "\u001b[2J" } as const;
    expect(renderHolds({ place: "x", holds: [over] }, NOW, PLAIN)).toBe(
      "shop (ended 2026-11-24T02:59:59.999Z): \\u001b[2J\n",
    );
  });
});
