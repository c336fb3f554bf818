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

/** When which pass was made, of what, and how it ended: for a report that is looked at later. */
export function renderPass({ pass, source, verdict, mode }: Report, style: Style): string {
  const ended = VERDICTS_THAT_ARE_FINE.has(verdict) ? style.create(verdict) : style.bad(verdict);
  if (pass === undefined) return `${ended} (${mode})\n`;
  const { id, trigger, workspace, startedAt, endedAt, requests, throttled, quotaRemaining } = pass;
  const origin = [
    ...(source?.generation === undefined ? [] : [`generation ${source.generation}`]),
    ...(source?.commit === undefined ? [] : [`commit ${source.commit}`]),
  ];
  const lines = [
    `${style.strong(workspace.name)} on ${workspace.api}: ${ended}`,
    `pass ${id} (${trigger}), ${startedAt} to ${endedAt}`,
    ...(origin.length === 0 ? [] : [origin.join(", ")]),
    [
      count(requests, "request"),
      ...(throttled === 0 ? [] : [`${throttled} answered 429`]),
      ...(quotaRemaining === undefined ? [] : [`${quotaRemaining} left of Buddy's quota`]),
    ].join(", "),
  ];
  return `${lines.join("\n")}\n`;
}

const VERDICTS_THAT_ARE_FINE: ReadonlySet<Report["verdict"]> = new Set(["in-sync", "applied", "pending"]);

/** One line for a change that ended, and one for each of its routes that did not end well. */
export function renderOutcome(outcome: Outcome, style: Style): string {
  const { identifier, where, routes, reason, remedy, distribution, id } = outcome;
  const made = routes.filter((route) => route.status === "applied").length;
  const what = routes.length === 0 ? "" : ` with ${made} of ${count(routes.length, "route")}`;
  const how = distribution === "adopted" ? ", found again after a lost answer" : "";
  const who = id === undefined ? "" : style.faint(` (id ${id})`);
  const lines = [`${markOf(outcome, style)} ${identifier} (${where})${what}${who}${how}`];
  if (reason !== undefined) lines.push(`    ${reason}`);
  if (remedy !== undefined) lines.push(`    ${remedy}`);
  for (const route of routes) {
    if (id === undefined || route.status === "applied") continue;
    const why = route.reason === undefined ? "" : `: ${route.reason}`;
    lines.push(`    ${mark(route.status, style)} ${route.route}${why}`);
  }
  return lines.join("\n");
}

/** Counts what is there now, whatever its change was called: a distribution without its routes was created all the same. */
function renderOutcomes(outcomes: readonly Outcome[], style: Style): string {
  const lines = outcomes
    .filter(({ status }) => status !== "applied")
    .map((outcome) => renderOutcome(outcome, style));
  const number = (is: (outcome: Outcome) => boolean) => outcomes.filter(is).length;
  const created = number(({ distribution }) => distribution === "created" || distribution === "adopted");
  const finished = number(({ distribution, status }) => distribution === "finished" && status === "applied");
  const incomplete = number((outcome) => isIncomplete(outcome));
  const routes = outcomes
    .flatMap((outcome) => outcome.routes)
    .filter(({ status }) => status === "applied").length;
  const parts = [
    `${count(created, "distribution")} and ${count(routes, "route")} created`,
    ...(finished === 0 ? [] : [`${finished} finished`]),
    ...(incomplete === 0 ? [] : [`${incomplete} incomplete (the next pass goes on with them)`]),
    ...countsOf(outcomes.filter(({ status, id }) => status !== "applied" && id === undefined)),
  ];
  return [...lines, `${style.strong("Applied:")} ${parts.join(", ")}.`].join("\n");
}

/** `2 failed`, `1 skipped`: in the order in which they come. */
function countsOf(outcomes: readonly Outcome[]): readonly string[] {
  const counts = new Map<OutcomeStatus, number>();
  for (const { status } of outcomes) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, number]) => `${number} ${status}`);
}

/** It is there, and lacks something that it was created for. */
function isIncomplete({ id, status }: Outcome): boolean {
  return id !== undefined && status !== "applied";
}

function markOf(outcome: Outcome, style: Style): string {
  if (isIncomplete(outcome)) return style.bad("incomplete");
  if (outcome.distribution === "finished") return style.create("finished");
  return mark(outcome.status, style);
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
