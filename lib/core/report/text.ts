import { printable } from "../invisible.ts";
import { formatProblem } from "../problem.ts";
import type { Report } from "./report.ts";
import { count, type Style } from "./style.ts";
import { renderOutcomes } from "./text-outcome.ts";

/** What is to be said of a pass besides its plan: problems, what became of each change, and why it ended. */
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

/** When which pass was made, of what, and how it ended: for a report that is looked at later. */
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
  if (resumeAt !== undefined) lines.push(`  go on at ${printable(resumeAt)}: the next pass does the rest`);
  return lines.join("\n");
}
