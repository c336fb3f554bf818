import { describe, expect, it } from "vitest";
import { type Report, reportOf } from "../../lib/core/report/report.ts";
import { answerOf } from "../../lib/function/handler.ts";
import { change, outcome, plan } from "../support/builders.ts";

const many = (n: number, length: number) =>
  Array.from({ length: n }, (_, index) => change({ key: `workspace#${index}`, name: "ł".repeat(length) }));

describe("the answer", () => {
  const finished = (report: Report) => ({ report, key: "state/reports/1.json", failed: false });

  it("is the whole report if Lambda can return it", () => {
    const report = reportOf({
      mode: "plan",
      problems: [],
      notices: [],
      plan: plan({ changes: many(100, 100) }),
    });
    expect(answerOf(finished(report))).toEqual(report);
  });

  it("leaves out a plan that is too large, and says where it is", () => {
    // Counted in bytes: these are two each.
    const report = reportOf({
      mode: "apply",
      problems: [],
      notices: ["as before"],
      plan: plan({ changes: many(10_000, 300) }),
      outcomes: [outcome()],
    });
    const answer = answerOf(finished(report));
    expect(answer).not.toHaveProperty("plan");
    expect(answer).toMatchObject({ verdict: report.verdict, outcomes: report.outcomes });
    expect(answer.notices).toEqual([
      "as before",
      "the answer would be too large with the plan; the whole report is state/reports/1.json",
    ]);
  });

  it("leaves out problems and outcomes too if they are too large", () => {
    const outcomes = many(10_000, 1).map(({ key }) => outcome({ key, reason: "ł".repeat(300) }));
    const report = reportOf({ mode: "apply", problems: [], notices: [], plan: plan(), outcomes });
    const answer = answerOf(finished(report));
    expect(JSON.stringify(answer).length).toBeLessThan(1_000);
    expect(answer).toMatchObject({ outcomes: [], verdict: report.verdict });
    expect(answer.notices[0]).toMatch(/^the answer would be too large with the plan, problems and outcomes/);
  });
});
