import { describe, expect, it } from "vitest";
import { approve, type DecisionRules, decide } from "../../../lib/core/decide/decide.ts";
import { DEFAULT_LIMITS } from "../../../lib/core/plan/limits.ts";
import { change, plan } from "../../support/builders.ts";
import { remove, update } from "../plan/changes.ts";
import { approval, block, DAY, DIGEST, HEX, HOUR, hold, NOON } from "./decided.ts";

const PATH = `distributions/approvals/${HEX}.yaml`;

/** A window that is open at noon. */
const NOON_WINDOW = { deny: "0 12 * * *", duration: "1h" } as const;

function rules(overrides: Partial<DecisionRules> = {}): DecisionRules {
  return {
    limits: DEFAULT_LIMITS,
    windows: [],
    holds: { kind: "known", holds: [] },
    approvals: [],
    used: new Map(),
    now: NOON,
    ...overrides,
  };
}

const CONTEXT = { owned: 100, live: new Map(), removals: [] };

describe("decide", () => {
  const CHANGES = [change(), update("blog")];
  const decided = (overrides: Partial<DecisionRules>, changes = CHANGES) =>
    decide(plan({ changes, digest: DIGEST }), rules(overrides), CONTEXT);

  it("refuses nothing where no rule does", () => {
    expect(decided({})).toEqual({ blocks: [], notices: [] });
  });

  it("refuses everything while some holds cannot be read, and still names those that can", () => {
    const holds = { kind: "unreadable", holds: [hold()], why: "the scope does not answer" } as const;
    expect(decided({ holds }).blocks).toMatchObject([
      { code: "HELD", keys: ["workspace#shop"] },
      {
        code: "HOLDS_UNREADABLE",
        message: "the holds could not be read: the scope does not answer",
        remedy: "repair the holds or the place that stores them; nothing is written until then",
        keys: ["workspace#blog", "workspace#shop"],
      },
    ]);
    expect(decided({ holds }, []).blocks).toEqual([]);
  });

  it("refuses everything while a window is closed", () => {
    expect(decided({ windows: [NOON_WINDOW] }).blocks).toMatchObject([
      {
        code: "FROZEN",
        message:
          "nothing is written now: the window `deny: 0 12 * * *` in UTC for 1h, until 2026-11-25T13:00:00.000Z",
        remedy: "wait for a pass at another time, or approve this plan",
        keys: ["workspace#blog", "workspace#shop"],
      },
    ]);
    expect(decided({ windows: [NOON_WINDOW] }, []).blocks).toEqual([]);
  });

  it("puts limits before holds before windows, and lifts what an approval names", () => {
    const limits = { ...DEFAULT_LIMITS, creates: 0 };
    const holds = { kind: "known", holds: [hold()] } as const;
    const approvals = [approval({ lifts: ["LIMIT_CREATES", "HELD"] })];
    const found = decided({ limits, holds, windows: [NOON_WINDOW], approvals });
    expect(found.blocks.map(({ code }) => code)).toEqual(["HELD", "FROZEN"]);
    expect(found.approval?.lifts.map(({ code }) => code)).toEqual(["LIMIT_CREATES"]);
  });

  it("gives the notices of holds before those of approvals", () => {
    const holds = { kind: "known", holds: [hold({ until: NOON })] } as const;
    const approvals = [approval({ until: NOON })];
    expect(decided({ holds, approvals, windows: [NOON_WINDOW] }).notices).toEqual([
      "the hold on shop ended at 2026-11-25T12:00:00.000Z: remove it from distributions/holds.yaml:1",
      `the approval ${PATH} ended at 2026-11-25T12:00:00.000Z: give it a later \`until\``,
    ]);
  });

  it("does not count on what a hold keeps back, and does count on what a window delays", () => {
    const host = { domain: "example.com", subdomain: "www", path: "/api" } as const;
    const route = { ...host, type: "DIRECT_PROXY", targets: {} } as const;
    const changes = [
      change({
        routes: [{ ...route, targets: { Default: { type: "EXTERNAL", external_url: "https://a.example" } } }],
      }),
      remove("blog", { routes: [route] }),
    ];
    const live = new Map([["workspace#blog", [route]]]);
    const exposures = (overrides: Partial<DecisionRules>) =>
      decide(plan({ changes }), rules(overrides), { ...CONTEXT, live }).blocks.filter(
        ({ code }) => code === "EXPOSURE",
      ).length;
    expect(exposures({})).toBe(0);
    expect(exposures({ windows: [NOON_WINDOW] })).toBe(0);
    expect(exposures({ holds: { kind: "known", holds: [hold()] } })).toBe(1);
  });
});

describe("approve", () => {
  const BLOCKS = [block("LIMIT_REMOVALS", "a", "b"), block("EXPOSURE", "a"), block("EXPOSURE", "c")];
  const approved = (overrides: Partial<Parameters<typeof approve>[1]> = {}) =>
    approve(BLOCKS, { digest: DIGEST, approvals: [approval()], used: new Map(), now: NOON, ...overrides });

  it("lifts exactly the blocks whose codes it names", () => {
    expect(approved({ approvals: [approval({ lifts: ["EXPOSURE", "LIMIT_REMOVALS"] })] })).toEqual({
      blocks: [],
      approval: {
        by: "the team on call",
        reason: "the old shop closes",
        until: "2026-11-25T13:00:00.000Z",
        source: PATH,
        lifts: BLOCKS,
      },
      notices: [],
    });
    expect(approved()).toMatchObject({
      blocks: [{ code: "LIMIT_REMOVALS" }],
      approval: { lifts: [{ code: "EXPOSURE" }, { code: "EXPOSURE" }] },
      notices: [expect.stringContaining("does not lift LIMIT_REMOVALS")],
    });
  });

  it("is not used up by a plan of which it lifts nothing", () => {
    const approvals = [approval({ lifts: ["FROZEN"] })];
    expect(approved({ approvals })).toEqual({
      blocks: BLOCKS,
      notices: [expect.stringContaining("does not lift LIMIT_REMOVALS, EXPOSURE")],
    });
    expect(approve([], { digest: DIGEST, approvals, used: new Map(), now: NOON })).toEqual({
      blocks: [],
      notices: [],
    });
  });

  it("says nothing about another plan", () => {
    const approvals = [approval({ digest: `sha256:${"0".repeat(64)}` })];
    expect(approved({ approvals })).toEqual({ blocks: BLOCKS, notices: [] });
  });

  it("lifts no hold, whatever it names", () => {
    const held = [block("HELD", "a"), block("HOLDS_UNREADABLE", "b")];
    const approvals = [approval({ lifts: ["HELD", "HOLDS_UNREADABLE"] })];
    expect(approve(held, { digest: DIGEST, approvals, used: new Map(), now: NOON })).toEqual({
      blocks: held,
      notices: [],
    });
  });

  it.each([
    ["a moment before its end", NOON + 1],
    ["a day before its end", NOON + DAY],
  ])("counts %s", (_, until) => {
    expect(approved({ approvals: [approval({ until })] }).approval).toBeDefined();
  });

  it.each([
    ["at its end", NOON, "ended at 2026-11-25T12:00:00.000Z: give it a later `until`"],
    [
      "more than a day before its end",
      NOON + DAY + 1,
      "more than a day from now: give it an earlier `until`",
    ],
  ])("does not count %s, and says so", (_, until, notice) => {
    expect(approved({ approvals: [approval({ until })] })).toEqual({
      blocks: BLOCKS,
      notices: [expect.stringContaining(notice)],
    });
  });

  it("works once (an approval that was used for another deletion: argo#25902)", () => {
    const used = new Map([[DIGEST, NOON - HOUR]]);
    expect(approved({ used })).toEqual({
      blocks: BLOCKS,
      notices: [
        `the approval ${PATH} was used at 2026-11-25T11:00:00.000Z, and works once: a new one has to end after 2026-11-26T11:00:00.000Z`,
      ],
    });
  });

  it("takes one for new that cannot have been the used one, since it ends too late for that", () => {
    const used = new Map([[DIGEST, NOON - HOUR]]);
    const ending = (until: number) => approved({ used, approvals: [approval({ until })] }).approval;
    expect(ending(NOON - HOUR + DAY)).toBeUndefined();
    expect(ending(NOON - HOUR + DAY + 1)).toBeDefined();
  });

  it("takes the first that counts, should there be two for one plan", () => {
    const approvals = [
      approval({ until: NOON - 1 }),
      approval({ by: "the owners" }),
      approval({ by: "somebody" }),
    ];
    expect(approved({ approvals }).approval?.by).toBe("the owners");
    expect(approved({ approvals }).notices).toHaveLength(1);
  });
});

describe("an approval of a plan that nothing refuses", () => {
  it("is not spoken of, also when it has ended", () => {
    const approvals = [approval({ until: NOON })];
    expect(approve([], { digest: DIGEST, approvals, used: new Map(), now: NOON })).toEqual({
      blocks: [],
      notices: [],
    });
  });
});
