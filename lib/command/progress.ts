import type { Outcome } from "../core/report/report.ts";
import { renderHeadline, renderOutcome } from "../core/report/text.ts";
import type { Log } from "../ports.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Tells a person what is going on, on stderr: each change as it ends, each wait that lasts, and with `verbose` each
 * request. Events that nobody waits for are not shown. Why a change did not end well is told once, by the report.
 */
export function progress(terminal: Terminal, options: { readonly verbose: boolean }): Log {
  const { err, errStyle } = terminal;
  return (event, fields) => {
    if (event === "request") {
      if (options.verbose) err(`${errStyle.faint(requestLine(fields))}\n`);
    } else if (event === "rate-limit.wait") {
      err(`${errStyle.warn("waiting")} until ${timeOf(fields.until)}: ${String(fields.reason)}\n`);
    } else if (isOutcomeEvent(fields)) {
      const { done, of, outcome } = fields;
      const told = outcome.status === "applied" ? renderOutcome : renderHeadline;
      err(`[${done}/${of}] ${told(outcome, errStyle)}\n`);
    }
  };
}

/** `2026-11-24T04:00:00Z`, as reports have it. */
function timeOf(until: unknown): string {
  return new Date(Number(until)).toISOString().replace(/\.\d+Z$/, "Z");
}

/** `GET /workspaces/my-company/distributions 200 34 ms` */
function requestLine({ method, path, status, failure, ms }: Readonly<Record<string, unknown>>): string {
  const end = status === undefined ? failure : status;
  return `${String(method)} ${String(path)} ${String(end)} ${String(ms)} ms`;
}

type OutcomeEvent = { readonly done: number; readonly of: number; readonly outcome: Outcome };

/** Events of this shape come from apply alone, which is where their type is kept. */
function isOutcomeEvent(fields: Readonly<Record<string, unknown>>): fields is OutcomeEvent {
  return (
    typeof fields.done === "number" && typeof fields.of === "number" && typeof fields.outcome === "object"
  );
}
