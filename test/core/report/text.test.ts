import { describe, expect, it } from "vitest";
import { reportOf } from "../../../lib/core/report/report.ts";
import { PLAIN } from "../../../lib/core/report/style.ts";
import { renderPass, renderReport } from "../../../lib/core/report/text.ts";
import { outcome, plan } from "../../support/builders.ts";
import { TAGS } from "./tags.ts";

describe("renderPass", () => {
  const pass = {
    id: "20261124T120000Z-1",
    trigger: "push",
    instance: "default",
    workspace: { api: "https://api.buddy.works", name: "my-company" },
    startedAt: "2026-11-24T12:00:00.000Z",
    endedAt: "2026-11-24T12:00:01.000Z",
    requests: 1,
    throttled: 0,
  };

  it("says which pass it was, of what, and how it ended", () => {
    const report = {
      ...reportOf({ mode: "apply", problems: [], notices: [], source: { generation: 7, commit: "abc" } }),
      pass: { ...pass, requests: 12, throttled: 2, quotaRemaining: 90 },
    };
    expect(renderPass(report, TAGS)).toMatchInlineSnapshot(`
      "<strong>my-company</strong> on https://api.buddy.works: <create>in-sync</create>
      pass 20261124T120000Z-1 (push), 2026-11-24T12:00:00.000Z to 2026-11-24T12:00:01.000Z
      generation 7, commit abc
      12 requests, 2 answered 429, 90 left of Buddy's quota
      "
    `);
  });

  it("leaves out what is not known", () => {
    const failure = { kind: "error", message: "…" } as const;
    const report = reportOf({ mode: "apply", problems: [], notices: [], failure, source: {} });
    expect(renderPass({ ...report, pass }, PLAIN)).toMatchInlineSnapshot(`
      "my-company on https://api.buddy.works: error
      pass 20261124T120000Z-1 (push), 2026-11-24T12:00:00.000Z to 2026-11-24T12:00:01.000Z
      1 request
      "
    `);
    expect(renderPass(report, PLAIN)).toBe("error (apply)\n");
  });
});

describe("renderReport", () => {
  it("lists every problem in one form, and says that nothing was written", () => {
    const problems = [
      { file: "a.yaml", line: 2, column: 5, code: "UNKNOWN_KEY", message: "no key", remedy: "write routes" },
      { file: "b.yaml", line: 1, column: 1, code: "EMPTY_FILE", message: "the file says nothing" },
    ] as const;
    expect(renderReport(reportOf({ mode: "plan", problems, notices: [] }), PLAIN)).toMatchInlineSnapshot(`
      "a.yaml:2:5 UNKNOWN_KEY no key — write routes
      b.yaml:1:1 EMPTY_FILE the file says nothing

      2 problems; nothing was written.
      "
    `);
  });

  it("accounts for every change that did not end well", () => {
    const outcomes = [
      outcome({ id: "rm1P93jG", routes: [{ route: "www.example.com/", status: "applied" }] }),
      outcome({
        id: "rm1P93jG",
        key: "workspace#blog",
        identifier: "blog",
        status: "failed",
        routes: [
          { route: "blog.example.com/", status: "applied" },
          { route: "blog.example.com/api", status: "failed", reason: "POST … was answered 400: no" },
          { route: "blog.example.com/old", status: "skipped" },
        ],
        reason: "2 of 3 routes are not there",
        remedy: "mend it",
      }),
      outcome({ identifier: "docs", status: "blocked", distribution: "absent", wrote: false }),
    ];
    const report = reportOf({ mode: "apply", problems: [], notices: [], plan: plan(), outcomes });
    expect(renderReport(report, PLAIN)).toMatchInlineSnapshot(`
      "incomplete blog (workspace) with 1 of 3 routes (id rm1P93jG)
          2 of 3 routes are not there
          mend it
          failed blog.example.com/api: POST … was answered 400: no
          skipped blog.example.com/old
      blocked docs (workspace)
      Applied: 2 distributions and 2 routes created, 1 incomplete (the next pass continues them), 1 blocked.
      "
    `);
  });

  it("counts what was finished apart from what was created", () => {
    const outcomes = [
      outcome({ id: "a", distribution: "finished", routes: [{ route: "x/", status: "applied" }] }),
    ];
    const report = reportOf({ mode: "apply", problems: [], notices: [], plan: plan(), outcomes });
    expect(renderReport(report, PLAIN)).toBe("Applied: 0 distributions and 1 route created, 1 finished.\n");
  });

  it("says why a pass ended early, and when to go on", () => {
    const failure = {
      kind: "out-of-time",
      message: "the rate limit is used up",
      remedy: "wait",
      resumeAt: "2026-11-24T12:00:00.000Z",
    } as const;
    const report = reportOf({
      mode: "apply",
      problems: [],
      notices: ["the inventory was unreadable"],
      failure,
    });
    expect(renderReport(report, PLAIN)).toMatchInlineSnapshot(`
      "note: the inventory was unreadable

      out-of-time: the rate limit is used up
        wait
        resumes at 2026-11-24T12:00:00.000Z: the next pass does the rest
      "
    `);
  });

  it("counts none where none was created, and says no more of a failure than is known", () => {
    const skipped = [
      outcome({ status: "skipped", distribution: "absent", wrote: false }),
      outcome({ status: "skipped", distribution: "absent", wrote: false }),
    ];
    const failure = { kind: "error", message: "the disk is full" } as const;
    const report = reportOf({
      mode: "apply",
      problems: [],
      notices: [],
      plan: plan(),
      outcomes: skipped,
      failure,
    });
    expect(renderReport(report, PLAIN)).toMatchInlineSnapshot(`
      "skipped shop (workspace)
      skipped shop (workspace)
      Applied: 0 distributions and 0 routes created, 2 skipped.

      error: the disk is full
      "
    `);
  });

  it("says nothing when there is nothing to say", () => {
    expect(renderReport(reportOf({ mode: "plan", problems: [], notices: [], plan: plan() }), PLAIN)).toBe("");
  });
});
