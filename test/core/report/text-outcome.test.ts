import { describe, expect, it } from "vitest";
import type { OutcomeStatus } from "../../../lib/core/report/report.ts";
import { PLAIN } from "../../../lib/core/report/style.ts";
import { renderHeadline, renderOutcome, renderOutcomes } from "../../../lib/core/report/text.ts";
import { outcome } from "../../support/builders.ts";
import { INVISIBLE, TAGS } from "./tags.ts";

describe("renderOutcome", () => {
  it("says what was done", () => {
    const words = [
      outcome({ id: "a", distribution: "finished" }),
      outcome({ id: "a", action: "update", distribution: "updated" }),
      outcome({ id: "a", action: "update", distribution: "unchanged", wrote: false }),
      outcome({ id: "a", action: "adopt", distribution: "adopted", wrote: false }),
      outcome({ id: "a", action: "disown", distribution: "disowned", wrote: false }),
      outcome({ id: "a", action: "disable", distribution: "disabled" }),
      outcome({ id: "a", action: "delete", distribution: "deleted" }),
      outcome({ id: "a", action: "delete", distribution: "absent", wrote: false, reason: "somebody did" }),
    ];
    expect(words.map((one) => renderOutcome(one, PLAIN)).join("\n")).toMatchInlineSnapshot(`
      "finished shop (workspace) (id a)
      updated shop (workspace) (id a)
      unchanged shop (workspace) (id a)
      adopted shop (workspace) (id a)
      disowned shop (workspace) (id a)
      disabled shop (workspace) (id a)
      deleted shop (workspace) (id a)
      already gone shop (workspace) (id a)
          somebody did"
    `);
  });

  it("says what was to be done and was not", () => {
    const words = (["skipped", "blocked", "failed", "conflict", "unknown"] as const).map((status) =>
      outcome({ id: "a", action: "delete", status, distribution: "unchanged", wrote: false }),
    );
    expect(words.map((one) => renderOutcome(one, PLAIN)).join("\n")).toMatchInlineSnapshot(`
      "skipped delete shop (workspace) (id a)
      blocked delete shop (workspace) (id a)
      failed delete shop (workspace) (id a)
      conflict delete shop (workspace) (id a)
      unknown delete shop (workspace) (id a)"
    `);
  });

  it("accounts for each route of an update that was done in part", () => {
    const half = outcome({
      id: "a",
      action: "update",
      status: "failed",
      distribution: "updated",
      routes: [
        { route: "www.example.com/", status: "applied" },
        { route: "www.example.com/api", status: "failed", reason: "PUT … was answered 400: no" },
        { route: "www.example.com/old", status: "skipped" },
      ],
      reason: "a route was refused",
    });
    expect(renderOutcome(half, PLAIN)).toMatchInlineSnapshot(`
      "incomplete update shop (workspace) with 1 of 3 route changes (id a)
          a route was refused
          failed www.example.com/api: PUT … was answered 400: no
          skipped www.example.com/old"
    `);
  });

  it("does not repeat for each route that nothing was begun", () => {
    const blocked = outcome({
      id: "a",
      action: "update",
      status: "blocked",
      distribution: "unchanged",
      wrote: false,
      routes: [
        { route: "www.example.com/", status: "blocked" },
        { route: "www.example.com/api", status: "failed", reason: "refused" },
      ],
    });
    expect(renderOutcome(blocked, PLAIN)).toMatchInlineSnapshot(`
      "blocked update shop (workspace) with 0 of 2 route changes (id a)
          failed www.example.com/api: refused"
    `);
  });

  it("shows nothing that could move the cursor", () => {
    const sly = outcome({
      identifier: "a\u001b[2J",
      where: "project \u202eb",
      id: "c\r",
      status: "failed",
      reason: "d\u0007",
      remedy: "e\u2028",
      routes: [{ route: "f\u001b", status: "failed", reason: "g\u009b" }],
    });
    expect(renderOutcome(sly, PLAIN)).not.toMatch(INVISIBLE);
  });

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

describe("renderHeadline", () => {
  it("is one line, whatever there is to say", () => {
    const failed = outcome({
      id: "a",
      status: "failed",
      routes: [{ route: "x/", status: "failed" }],
      reason: "why",
    });
    expect(renderHeadline(failed, PLAIN)).toBe("incomplete shop (workspace) with 0 of 1 route (id a)");
  });
});

describe("renderOutcomes", () => {
  it("counts what was done, whatever it was, and what was not", () => {
    const outcomes = [
      outcome({ id: "a", routes: [{ route: "x/", status: "applied" }] }),
      outcome({ id: "b", action: "update", distribution: "updated" }),
      outcome({ id: "c", action: "update", distribution: "updated" }),
      outcome({ id: "d", action: "adopt", distribution: "adopted", wrote: false }),
      outcome({ id: "e", action: "disable", distribution: "disabled" }),
      outcome({ id: "f", action: "delete", distribution: "absent", wrote: false }),
      outcome({ id: "g", action: "update", status: "conflict", distribution: "unchanged", wrote: false }),
      outcome({ id: "h", action: "update", status: "unknown", distribution: "unknown", wrote: true }),
    ];
    expect(renderOutcomes(outcomes, PLAIN)).toMatchInlineSnapshot(`
      "conflict update shop (workspace) (id g)
      unknown update shop (workspace) (id h)
      Applied: 1 distribution and 1 route created, 2 updated, 1 adopted, 1 disabled, 1 already gone, 1 conflict, 1 unknown."
    `);
  });

  it("says that nothing was done", () => {
    const blocked = outcome({ id: "a", action: "delete", status: "blocked", wrote: false });
    expect(renderOutcomes([blocked], PLAIN)).toMatchInlineSnapshot(`
      "blocked delete shop (workspace) (id a)
      Applied: nothing, 1 blocked."
    `);
  });

  it("shows a status that nobody knows as it is", () => {
    expect(renderOutcome(outcome({ status: "bored" as OutcomeStatus }), PLAIN)).toContain("bored");
  });

  it("sets off what was done, and what was not", () => {
    const applied = { route: "x/", status: "applied" } as const;
    const marks = (["applied", "blocked", "failed"] as const).map((status) =>
      outcome({ action: "delete", distribution: "deleted", status, routes: [applied] }),
    );
    expect(marks.map((one) => renderHeadline(one, TAGS)).join("\n")).toMatchInlineSnapshot(`
      "<create>deleted</create> shop (workspace) with 1 of 1 route change
      <warn>blocked</warn> delete shop (workspace) with 1 of 1 route change
      <bad>failed</bad> delete shop (workspace) with 1 of 1 route change"
    `);
  });
});
