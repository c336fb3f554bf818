import { formatProblem } from "../problem.ts";
import type { Outcome, OutcomeStatus } from "./outcome.ts";
import type { Report } from "./report.ts";
import { count, type Style } from "./style.ts";

/** What is to be said of a pass besides its plan: problems, what became of each change, and why it ended. */
export function renderReport(report: Report, style: Style): string {
  const { problems, outcomes, failure, notices } = report;
  const sections = [
    notices.map((notice) => `${style.warn("note:")} ${notice}`).join("\n"),
    problems.map(formatProblem).join("\n"),
    problems.length === 0 ? "" : `${count(problems.length, "problem")}; nothing was written.`,
    outcomes.length === 0 ? "" : renderOutcomes(outcomes, style),
    failure === undefined ? "" : renderFailure(failure, style),
  ].filter((section) => section !== "");
  return sections.length === 0 ? "" : `${sections.join("\n\n")}\n`;
}

/** One line for a change that ended, and one for each of its routes that did not end well. */
export function renderOutcome(outcome: Outcome, style: Style): string {
  const { identifier, where, status, routes, reason, remedy, adopted, id } = outcome;
  const made = routes.filter((route) => route.status === "applied").length;
  const what = routes.length === 0 ? "" : ` with ${made} of ${count(routes.length, "route")}`;
  const how = adopted === true ? ", found again after a lost answer" : "";
  const who = id === undefined ? "" : style.faint(` (id ${id})`);
  const lines = [`${mark(status, style)} ${identifier} (${where})${what}${who}${how}`];
  if (reason !== undefined) lines.push(`    ${reason}`);
  if (remedy !== undefined) lines.push(`    ${remedy}`);
  for (const route of routes) {
    if (id === undefined || route.status === "applied") continue;
    lines.push(
      `    ${mark(route.status, style)} ${route.route}${route.reason === undefined ? "" : `: ${route.reason}`}`,
    );
  }
  return lines.join("\n");
}

function renderOutcomes(outcomes: readonly Outcome[], style: Style): string {
  const lines = outcomes
    .filter(({ status }) => status !== "applied")
    .map((outcome) => renderOutcome(outcome, style));
  const counts = new Map<OutcomeStatus, number>();
  for (const { status } of outcomes) counts.set(status, (counts.get(status) ?? 0) + 1);
  const routes = outcomes
    .flatMap((outcome) => outcome.routes)
    .filter(({ status }) => status === "applied").length;
  const applied = counts.get("applied") ?? 0;
  const others = [...counts]
    .filter(([status]) => status !== "applied")
    .map(([status, number]) => `${number} ${status}`);
  const parts = [`${count(applied, "distribution")} and ${count(routes, "route")} created`, ...others];
  return [...lines, `${style.strong("Applied:")} ${parts.join(", ")}.`].join("\n");
}

function renderFailure(
  { kind, message, remedy, resumeAt }: NonNullable<Report["failure"]>,
  style: Style,
): string {
  const lines = [`${style.bad(kind)}: ${message}`];
  if (remedy !== undefined) lines.push(`  ${remedy}`);
  if (resumeAt !== undefined) lines.push(`  go on at ${resumeAt}: the next pass does the rest`);
  return lines.join("\n");
}

function mark(status: OutcomeStatus, style: Style): string {
  switch (status) {
    case "applied":
      return style.create("created");
    case "blocked":
    case "skipped":
      return style.warn(status);
    case "failed":
    case "conflict":
    case "unknown":
      return style.bad(status);
    default:
      return status satisfies never;
  }
}
