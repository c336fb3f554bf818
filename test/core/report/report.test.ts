import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { BLOCK_CODES } from "../../../lib/core/plan/block.ts";
import {
  aboutChange,
  DISTRIBUTION_OUTCOMES,
  exitCodeOf,
  type FailureKind,
  OUTCOME_STATUSES,
  type Report,
  reportOf,
  VERDICTS,
  type Verdict,
} from "../../../lib/core/report/report.ts";
import { reportSchema } from "../../../lib/core/report/schema.ts";
import { block, change, deleteChange, outcome, plan, updateChange } from "../../support/builders.ts";
import { EVERYTHING } from "../everything.ts";

function verdict(account: Partial<Report>): Verdict {
  return reportOf({ mode: "apply", problems: [], notices: [], ...account }).verdict;
}

const problem = { file: "a.yaml", line: 1, column: 1, code: "UNKNOWN_KEY", message: "…" } as const;
const leftAlone = { key: "workspace#shop", identifier: "shop", where: "workspace", detail: "…" };
const limit = block("LIMIT_CREATES");

describe("reportOf", () => {
  it("is in sync when the plan has no changes", () => {
    expect(verdict({ plan: plan() })).toBe("in-sync");
    expect(verdict({ mode: "plan" })).toBe("in-sync");
  });

  it("is pending when changes were only planned, and applied when all of them were carried out", () => {
    expect(verdict({ mode: "plan", plan: plan({ changes: [change()] }) })).toBe("pending");
    expect(verdict({ plan: plan({ changes: [change()] }), outcomes: [outcome()] })).toBe("applied");
  });

  it("is partial when something was written and something was not", () => {
    const failed = outcome({ status: "failed", wrote: false });
    expect(verdict({ plan: plan(), outcomes: [outcome(), failed] })).toBe("partial");
    expect(verdict({ plan: plan(), outcomes: [outcome({ status: "failed", wrote: true })] })).toBe("partial");
    expect(
      verdict({
        plan: plan({ leftAlone: [{ ...leftAlone, reason: "scope-unreadable" }] }),
        outcomes: [outcome()],
      }),
    ).toBe("partial");
    for (const kind of ["out-of-time", "interrupted"] as const)
      expect(verdict({ outcomes: [outcome()], failure: { kind, message: "…" } })).toBe("partial");
  });

  it("is an error when nothing was written and something failed", () => {
    expect(verdict({ plan: plan(), outcomes: [outcome({ status: "failed", wrote: false })] })).toBe("error");
    expect(verdict({ plan: plan({ leftAlone: [{ ...leftAlone, reason: "lookup-failed" }] }) })).toBe("error");
    for (const kind of ["error", "out-of-time", "interrupted"] as const)
      expect(verdict({ failure: { kind, message: "…" } })).toBe("error");
  });

  it("is invalid when a person must fix the source", () => {
    expect(verdict({ problems: [problem] })).toBe("invalid");
    expect(verdict({ failure: { kind: "source", message: "…" } })).toBe("invalid");
  });

  it("is blocked when a rule refused, which is not a failure", () => {
    const blocked = plan({ changes: [change()], blocks: [limit] });
    expect(verdict({ mode: "plan", plan: blocked })).toBe("blocked");
    expect(verdict({ plan: blocked, outcomes: [outcome({ status: "blocked", wrote: false })] })).toBe(
      "blocked",
    );
  });

  it("is busy when another pass took over before anything was written, and partial afterwards", () => {
    const failure = { kind: "busy", message: "…" } as const;
    const skipped = outcome({ status: "skipped", wrote: false });
    const blocked = outcome({ status: "blocked", wrote: false });
    expect(verdict({ plan: plan(), outcomes: [skipped, blocked], failure })).toBe("busy");
    expect(verdict({ plan: plan(), outcomes: [outcome(), skipped], failure })).toBe("partial");
    const doubtful = outcome({ status: "unknown", wrote: false });
    expect(verdict({ plan: plan(), outcomes: [doubtful, skipped], failure })).toBe("error");
  });

  it("says busy, stale, superseded, paused and declined as they are", () => {
    for (const kind of ["busy", "stale", "superseded", "paused", "declined"] as const) {
      expect(verdict({ plan: plan({ changes: [change()] }), failure: { kind, message: "…" } })).toBe(kind);
    }
  });

  it("leaves alone what is not ours without calling that a failure", () => {
    expect(verdict({ plan: plan({ leftAlone: [{ ...leftAlone, reason: "exists-unmanaged" }] }) })).toBe(
      "in-sync",
    );
  });
});

describe("drift that is only reported", () => {
  const drifted = plan({ leftAlone: [{ ...leftAlone, reason: "drift" }] });

  it("is pending for who plans, and no business of who applies", () => {
    expect(verdict({ mode: "plan", plan: drifted })).toBe("pending");
    expect(verdict({ plan: drifted })).toBe("in-sync");
    const both = { ...drifted, changes: [updateChange()] };
    expect(verdict({ plan: both, outcomes: [outcome({ action: "update" })] })).toBe("applied");
  });
});

describe("a plan that takes something away", () => {
  const changes = [updateChange(), deleteChange({ key: "workspace#blog" })];
  const updated = outcome({ action: "update", distribution: "updated" });
  const kept = outcome({ action: "delete", status: "skipped", distribution: "unchanged", wrote: false });

  it("is partial when its removals were dropped because something failed", () => {
    expect(verdict({ plan: plan({ changes }), outcomes: [updated, kept] })).toBe("partial");
    const failed = { ...updated, status: "failed", wrote: false } as const;
    expect(verdict({ plan: plan({ changes }), outcomes: [failed, kept] })).toBe("error");
  });

  it("is an error when it could not see what it would have to see", () => {
    expect(verdict({ plan: plan({ leftAlone: [{ ...leftAlone, reason: "incomplete-read" }] }) })).toBe(
      "error",
    );
  });

  it.each(BLOCK_CODES)("is blocked by %s, which is no failure", (code) => {
    const blocks = [block(code)];
    expect(verdict({ mode: "plan", plan: plan({ changes, blocks }) })).toBe("blocked");
    const refused = { ...kept, status: "blocked" } as const;
    expect(verdict({ plan: plan({ changes, blocks }), outcomes: [updated, refused] })).toBe("blocked");
  });

  it("is applied when an approval lifts all that refused it", () => {
    const approval = { by: "a", reason: "b", until: "c", source: "d", lifts: [limit] };
    expect(verdict({ plan: plan({ changes, approval }), outcomes: [updated, updated] })).toBe("applied");
  });
});

describe("a report", () => {
  it("fits the published schema, with a plan and without", () => {
    const validate = new Ajv({ allErrors: true, strict: false, validateFormats: false }).compile(
      reportSchema,
    );
    const ended = outcome({
      ...aboutChange(change()),
      id: "a",
      distribution: "adopted",
      reason: "…",
      remedy: "…",
    });
    const ends = (
      [
        ["update", "updated"],
        ["update", "unchanged"],
        ["adopt", "adopted"],
        ["disown", "disowned"],
        ["disable", "disabled"],
        ["delete", "deleted"],
        ["delete", "absent"],
        ["delete", "unknown"],
        ["create", "finished"],
      ] as const
    ).map(([action, distribution]) => outcome({ action, distribution }));
    const reports = [
      reportOf({ mode: "apply", problems: [], notices: [], plan: EVERYTHING, outcomes: ends }),
      reportOf({ mode: "plan", problems: [{ ...problem, remedy: "…" }], notices: ["…"] }),
      reportOf({
        mode: "apply",
        problems: [],
        notices: [],
        plan: plan({ changes: [change()] }),
        outcomes: [ended],
      }),
      reportOf({
        mode: "apply",
        problems: [],
        notices: [],
        failure: { kind: "out-of-time", message: "…", resumeAt: "2026-11-24T12:00:00.000Z" },
      }),
    ];
    const pass = {
      id: "20261124T120000Z-1",
      trigger: "schedule",
      instance: "default",
      workspace: { api: "https://api.buddy.works", name: "my-company" },
      startedAt: "2026-11-24T12:00:00.000Z",
      endedAt: "2026-11-24T12:00:01.000Z",
      requests: 3,
      throttled: 0,
      quotaRemaining: 997,
    };
    const source = { commit: "abc", generation: 1, release: "sha256:00", publishedAt: pass.startedAt };
    const recorded = { ...reportOf({ mode: "apply", problems: [], notices: [], source }), pass };
    for (const report of [...reports, recorded].map(printed))
      expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  });

  it("knows each word of the types, and no other", () => {
    const { properties } = reportSchema;
    const { failure, outcomes } = properties;
    const kinds: Readonly<Record<FailureKind, true>> = {
      error: true,
      source: true,
      trust: true,
      busy: true,
      superseded: true,
      paused: true,
      stale: true,
      declined: true,
      "out-of-time": true,
      interrupted: true,
    };
    expect([...failure.properties.kind.enum].toSorted()).toEqual(Object.keys(kinds).toSorted());
    expect(properties.verdict.enum).toBe(VERDICTS);
    expect(outcomes.items.properties.status.enum).toBe(OUTCOME_STATUSES);
    expect(outcomes.items.properties.distribution.enum).toBe(DISTRIBUTION_OUTCOMES);
    const published = JSON.parse(readFileSync("schema/report.schema.json", "utf8"));
    expect(published).toMatchObject(
      JSON.parse(JSON.stringify({ properties: { failure, verdict: properties.verdict, outcomes } })),
    );
  });
});

/** What is undefined is not there. */
function printed(report: Report): unknown {
  return JSON.parse(JSON.stringify(report));
}

describe("exitCodeOf", () => {
  it.each([
    ["in-sync", 0],
    ["applied", 0],
    ["error", 1],
    ["declined", 1],
    ["blocked", 3],
    ["invalid", 4],
    ["busy", 5],
    ["stale", 5],
    ["superseded", 5],
    ["paused", 3],
    ["partial", 6],
  ] as const)("%s: %d", (word, code) => {
    expect(exitCodeOf(word, { detailed: false })).toBe(code);
    expect(exitCodeOf(word, { detailed: true })).toBe(code);
  });

  it("tells pending changes from none only when asked to", () => {
    expect(exitCodeOf("pending", { detailed: true })).toBe(2);
    expect(exitCodeOf("pending", { detailed: false })).toBe(0);
  });
});
