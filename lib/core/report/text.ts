import { formatProblem } from "../domain/problem.ts";
import { printable } from "../domain/wording.ts";
import type { Outcome, OutcomeStatus, Report } from "./report.ts";
import { count, type Style } from "./style.ts";

/** Everything about a pass except its plan: notices, problems, the outcome of each change, and why the pass failed. */
export function renderReport(report: Report, style: Style): string {
  const { problems, outcomes, failure, notices } = report;
  const sections = [
    notices.map((notice) => `${style.warn("note:")} ${printable(notice)}`).join("\n"),
    problems.map((problem) => printable(formatProblem(problem))).join("\n"),
    problems.length === 0 ? "" : `${count(problems.length, "problem")}; nothing was written.`,
    outcomes.length === 0 ? "" : renderOutcomes(outcomes, style),
    failure === undefined ? "" : renderFailure(failure, style),
  ].filter((section) => section !== "");
  return sections.length === 0 ? "" : `${sections.join("\n\n")}\n`;
}

/** Which pass a stored report is about: its time, its source and its verdict. */
export function renderPass({ pass, source, verdict, mode }: Report, style: Style): string {
  const ended = VERDICTS_THAT_ARE_FINE.has(verdict) ? style.create(verdict) : style.bad(verdict);
  if (pass === undefined) return `${ended} (${mode})\n`;
  const { id, trigger, workspace, startedAt, endedAt, requests, throttled, quotaRemaining } = pass;
  const origin = [
    ...(source?.generation === undefined ? [] : [`generation ${source.generation}`]),
    ...(source?.commit === undefined ? [] : [`commit ${printable(source.commit)}`]),
  ];
  const about = `pass ${printable(id)} (${printable(trigger)})`;
  const lines = [
    `${style.strong(printable(workspace.name))} on ${printable(workspace.api)}: ${ended}`,
    `${about}, ${printable(startedAt)} to ${printable(endedAt)}`,
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

function renderFailure(
  { kind, message, remedy, resumeAt }: NonNullable<Report["failure"]>,
  style: Style,
): string {
  const lines = [`${style.bad(kind)}: ${printable(message)}`];
  if (remedy !== undefined) lines.push(`  ${printable(remedy)}`);
  if (resumeAt !== undefined) lines.push(`  resumes at ${printable(resumeAt)}: the next pass does the rest`);
  return lines.join("\n");
}

/** Each change that was not applied, then the counts of what was done. */
export function renderOutcomes(outcomes: readonly Outcome[], style: Style): string {
  const lines = outcomes
    .filter(({ status }) => status !== "applied")
    .map((outcome) => renderOutcome(outcome, style));
  const done = [...createdOf(outcomes), ...othersOf(outcomes)];
  const incomplete = outcomes.filter(isIncomplete).length;
  const parts = [
    ...(done.length === 0 ? ["nothing"] : done),
    ...(incomplete === 0 ? [] : [`${incomplete} incomplete (the next pass continues them)`]),
    ...countsOf(
      outcomes.filter((one) => one.status !== "applied" && !isIncomplete(one)).map(({ status }) => status),
    ),
  ];
  return [...lines, `${style.strong("Applied:")} ${parts.join(", ")}.`].join("\n");
}

/** One line for a change, why it ended that way, and one line for each of its routes that was not applied. */
export function renderOutcome(outcome: Outcome, style: Style): string {
  const { routes, reason, remedy } = outcome;
  const lines = [renderHeadline(outcome, style)];
  if (reason !== undefined) lines.push(`    ${printable(reason)}`);
  if (remedy !== undefined) lines.push(`    ${printable(remedy)}`);
  for (const route of routes) {
    // Where nothing was begun, the first line covers most routes.
    const isShown = isBegun(outcome) || (outcome.action !== "create" && route.reason !== undefined);
    if (route.status === "applied" || !isShown) continue;
    const why = route.reason === undefined ? "" : `: ${printable(route.reason)}`;
    lines.push(`    ${mark(route.status, style)} ${printable(route.route)}${why}`);
  }
  return lines.join("\n");
}

/** Only the first line of {@link renderOutcome}. */
export function renderHeadline(outcome: Outcome, style: Style): string {
  const { identifier, where, action, routes, distribution, id } = outcome;
  const done = routes.filter((route) => route.status === "applied").length;
  const noun = action === "create" ? "route" : "route change";
  const what = routes.length === 0 ? "" : ` with ${done} of ${count(routes.length, noun)}`;
  const how = action === "create" && distribution === "adopted" ? ", found again after a lost answer" : "";
  const who = id === undefined ? "" : style.faint(` (id ${printable(id)})`);
  return `${markOf(outcome, style)} ${printable(identifier)} (${printable(where)})${what}${who}${how}`;
}

/** A distribution counts as created even if its routes were not. */
function createdOf(outcomes: readonly Outcome[]): readonly string[] {
  const created = outcomes.filter(({ action }) => action === "create");
  if (created.length === 0) return [];
  const number = (is: (outcome: Outcome) => boolean) => created.filter(is).length;
  const made = number(({ distribution }) => distribution === "created" || distribution === "adopted");
  const finished = number(({ distribution, status }) => distribution === "finished" && status === "applied");
  const routes = created.flatMap((outcome) => outcome.routes.filter(({ status }) => status === "applied"));
  return [
    `${count(made, "distribution")} and ${count(routes.length, "route")} created`,
    ...(finished === 0 ? [] : [`${finished} finished`]),
  ];
}

function othersOf(outcomes: readonly Outcome[]): readonly string[] {
  return countsOf(
    outcomes.filter(({ action, status }) => action !== "create" && status === "applied").map(wordOf),
  );
}

/** `2 failed`, `1 skipped`: in the order in which they come. */
function countsOf(words: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, number]) => `${number} ${word}`);
}

/** Part of it was written, and part of it was not. */
function isIncomplete(outcome: Outcome): boolean {
  const { action, status } = outcome;
  if (status === "applied" || !isBegun(outcome)) return false;
  return action === "create" || (action === "update" && status !== "unknown");
}

function isBegun({ action, id, wrote }: Outcome): boolean {
  return action === "create" ? id !== undefined : wrote;
}

function markOf(outcome: Outcome, style: Style): string {
  const { action, status } = outcome;
  if (status === "applied") return style.create(wordOf(outcome));
  const marked = isIncomplete(outcome) ? style.bad("incomplete") : mark(status, style);
  return action === "create" ? marked : `${marked} ${action}`;
}

/** The result of an applied change, in one word. */
function wordOf({ action, distribution }: Outcome): string {
  if (distribution === "adopted" && action === "create") return "created";
  return distribution === "absent" ? "already gone" : distribution;
}

function mark(status: Exclude<OutcomeStatus, "applied">, style: Style): string {
  switch (status) {
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
