import { describe, expect, it } from "vitest";
import { reportOf } from "../../../lib/core/report/report.ts";
import { PLAIN, type Style } from "../../../lib/core/report/style.ts";
import { renderOutcome, renderPass, renderReport } from "../../../lib/core/report/text.ts";
import { renderPlan } from "../../../lib/core/report/text-plan.ts";
import { change, environment, outcome, plan, project, route, WORKSPACE } from "../../support/builders.ts";

const LEFT = { key: "workspace#legacy", identifier: "legacy", where: "workspace", detail: "…" };

const TAGS: Style = {
  create: (text) => `<create>${text}</create>`,
  warn: (text) => `<warn>${text}</warn>`,
  bad: (text) => `<bad>${text}</bad>`,
  strong: (text) => `<strong>${text}</strong>`,
  faint: (text) => `<faint>${text}</faint>`,
};

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

describe("renderPlan", () => {
  it("shows what a reviewer has to see", () => {
    const changes = [
      change({
        name: "Shop",
        disabled: true,
        permissions: {
          others: "READ_ONLY",
          users: [
            { id: 1, email: "dev@example.com", access_level: "MANAGE" },
            { id: 5, access_level: "DENIED" },
          ],
          groups: [
            { id: 7, name: "admins", access_level: "MANAGE" },
            { id: 9, access_level: "DENIED" },
          ],
        },
        routes: [
          route({
            path: "/api",
            targets: {
              Default: { type: "EXTERNAL", external_url: "https://backend.example.com" },
              "CONTINENT-Europe": { type: "SANDBOX", sandbox: { id: "ynjuqe2kov258", endpoint: "www" } },
              "COUNTRY-PL": { type: "TUNNEL", tunnel: { id: "office", tunnel_id: "pl" } },
            },
          }),
          route({
            subdomain: "",
            type: "REDIRECT",
            targets: { Default: { type: "ARTIFACT", artifact: { id: "site", version: "1.0.0" } } },
          }),
          route({ path: "/old", targets: { Default: { type: "ARTIFACT", artifact: { id: "site" } } } }),
        ],
      }),
      change({
        key: "environment:e1#shop",
        bucket: environment("e1"),
        where: "environment web/staging",
        permissions: {},
        resumes: "rm1P93jG",
        source: "staging.yaml:7",
      }),
    ];
    const text = renderPlan(
      plan({
        changes,
        unchanged: [
          {
            key: "project:web#blog",
            bucket: project("web"),
            identifier: "blog",
            where: "project web",
            id: "a",
            source: "blog.yaml:1",
          },
        ],
        left: [
          {
            key: "workspace#legacy",
            identifier: "leg\u001b[31macy",
            where: "workspace",
            reason: "not-in-manifests",
            detail: "live in Buddy, and no manifest mentions it",
          },
          {
            key: "workspace#api",
            identifier: "api",
            where: "workspace",
            reason: "bucket-unreadable",
            detail: "GET … was answered 403",
          },
        ],
        summary: { create: 1, finish: 1, routes: 3, unchanged: 1, left: 2, blocked: 0 },
      }),
      PLAIN,
    );
    expect(text).toMatchInlineSnapshot(`
      "my-company on https://api.buddy.works, policy create-only

      + shop  (workspace)                create  shop.yaml:1
          name Shop
          disabled
          access others READ_ONLY, dev@example.com MANAGE, user 5 DENIED, group admins MANAGE, group 9 DENIED
          www.example.com/api → https://backend.example.com  DIRECT_PROXY
            CONTINENT-Europe → sandbox ynjuqe2kov258, endpoint www
            COUNTRY-PL       → tunnel pl of agent office
          example.com/ → artifact site, version 1.0.0  REDIRECT
          www.example.com/old → artifact site  DIRECT_PROXY
      + shop  (environment web/staging)  finish  staging.yaml:7
          created by an earlier pass that was cut short (id rm1P93jG)

      = blog  (project web)              exists

      · leg�[31macy  (workspace)         not-in-manifests: live in Buddy, and no manifest mentions it
      · api  (workspace)                 bucket-unreadable: GET … was answered 403

      Plan: incomplete, 1 distribution and 3 routes to create, 1 distribution to finish, 1 existing, 2 left alone (1 because a call failed).
      Digest: sha256:0000000000000000000000000000000000000000000000000000000000000000
      "
    `);
  });

  it("shows the access of users alone, of groups alone, and of nobody", () => {
    const users = change({ permissions: { users: [{ id: 5, access_level: "DENIED" }] } });
    const groups = change({ permissions: { groups: [{ id: 9, access_level: "MANAGE" }] } });
    const nobody = change({ permissions: {} });
    const text = renderPlan(plan({ changes: [users, groups, nobody] }), PLAIN);
    expect(text).toContain("    access user 5 DENIED\n");
    expect(text).toContain("    access group 9 MANAGE\n");
  });

  it("says nothing of failures when what is left alone was seen", () => {
    const left = [{ ...LEFT, reason: "exists-unmanaged" as const }];
    const text = renderPlan(
      plan({ left, summary: { create: 0, finish: 0, routes: 0, unchanged: 0, left: 1, blocked: 0 } }),
      PLAIN,
    );
    expect(text).toContain("1 left alone.\n");
  });

  it("asks to check what only looks like ours, and counts what is to be finished", () => {
    const presumed = change({ resumes: "rm1P93jG", presumed: true, routes: [route()] });
    const text = renderPlan(plan({ changes: [presumed] }), PLAIN);
    expect(text).toContain("looks like what an earlier pass began (id rm1P93jG): check that it is");
    expect(text).toContain("Plan: 1 distribution to finish with 1 route, 0 existing.");
  });

  it("says when there is nothing to do, without a digest that nobody needs", () => {
    expect(renderPlan(plan(), PLAIN)).toMatchInlineSnapshot(`
      "my-company on https://api.buddy.works, policy create-only

      Plan: nothing to create, 0 existing.
      "
    `);
  });

  it("counts unmentioned objects when they are many", () => {
    const left = Array.from({ length: 11 }, (_, index) => ({
      key: `workspace#old-${index}`,
      identifier: `old-${index}`,
      where: "workspace",
      reason: "not-in-manifests" as const,
      detail: "…",
    }));
    const text = renderPlan(plan({ left }), PLAIN);
    expect(text).toContain("11 live distributions that no manifest mentions");
    expect(text).not.toContain("old-3");
  });

  it("tells once what happened to many, and that the plan is incomplete", () => {
    const left = Array.from({ length: 4 }, () => ({
      ...LEFT,
      reason: "bucket-unreadable" as const,
      detail: "503",
    }));
    const text = renderPlan(plan({ left }), PLAIN);
    expect(text.match(/503/g)).toHaveLength(1);
    expect(text).toContain("· 4 manifests  (workspace)");
    expect(text).toContain("Plan: incomplete, nothing to create");
  });

  it("says what is blocked, and how to unblock it", () => {
    const text = renderPlan(
      plan({
        changes: [change()],
        blocks: [
          { code: "LIMIT_CREATES", message: "too many", remedy: "raise it", keys: ["workspace#shop"] },
        ],
        summary: { create: 1, finish: 0, routes: 0, unchanged: 0, left: 0, blocked: 1 },
      }),
      TAGS,
    );
    expect(text).toContain("<bad>blocked</bad> LIMIT_CREATES too many\n  raise it");
    expect(text).toContain("<bad>1 blocked</bad>");
  });

  it("keeps a line readable next to a very long label", () => {
    const long = change({ identifier: "x".repeat(90) });
    const lines = renderPlan(plan({ changes: [long, change({ bucket: WORKSPACE })] }), PLAIN).split("\n");
    expect(lines.find((line) => line.startsWith("+ shop"))?.length).toBeLessThan(80);
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
      Applied: 2 distributions and 2 routes created, 1 incomplete (the next pass goes on with them), 1 blocked.
      "
    `);
  });

  it("counts what was finished apart from what was created", () => {
    const outcomes = [
      outcome({ id: "a", distribution: "finished", routes: [{ route: "x/", status: "applied" }] }),
    ];
    const report = reportOf({ mode: "apply", problems: [], notices: [], plan: plan(), outcomes });
    expect(renderReport(report, PLAIN)).toBe("Applied: 0 distributions and 1 route created, 1 finished.\n");
    expect(renderOutcome(outcome({ id: "a", distribution: "finished" }), PLAIN)).toBe(
      "finished shop (workspace) (id a)",
    );
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
        go on at 2026-11-24T12:00:00.000Z: the next pass does the rest
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

describe("renderOutcome", () => {
  it("says when a lost answer was made good", () => {
    expect(renderOutcome(outcome({ id: "rm1P93jG", distribution: "adopted" }), TAGS)).toBe(
      "<create>created</create> shop (workspace)<faint> (id rm1P93jG)</faint>, found again after a lost answer",
    );
  });

  it("does not list the routes of a distribution that is not there", () => {
    const { id: _, ...absent } = outcome({
      id: "rm1P93jG",
      status: "unknown",
      routes: [{ route: "a.example.com/", status: "blocked" }],
    });
    expect(renderOutcome(absent, TAGS)).toBe("<bad>unknown</bad> shop (workspace) with 0 of 1 route");
  });
});
