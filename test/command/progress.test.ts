import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { progress } from "../../lib/command/requests.ts";
import { terminalOf } from "../../lib/command/terminal.ts";
import type { Log } from "../../lib/ports.ts";
import { redactor } from "../../lib/redact.ts";
import { outcome } from "../support/builders.ts";

describe("progress", () => {
  it("says until when a pass waits, as a time that people can read", () => {
    const { log, shown } = watched({ verbose: false });
    log("rate-limit.wait", { until: Date.UTC(2026, 10, 24, 4, 0, 30, 250), reason: "60 requests a minute" });
    expect(shown()).toBe("waiting until 2026-11-24T04:00:30Z: 60 requests a minute\n");
  });

  it("shows requests only when it is to be verbose, with what became of them", () => {
    const request = { method: "GET", path: "/a", n: 1, ms: 34 };
    const quiet = watched({ verbose: false });
    quiet.log("request", { ...request, status: 200 });
    expect(quiet.shown()).toBe("");
    const verbose = watched({ verbose: true });
    verbose.log("request", { ...request, status: 200 });
    verbose.log("request", { ...request, failure: "timeout" });
    expect(verbose.shown()).toBe("GET /a 200 34 ms\nGET /a timeout 34 ms\n");
  });

  it("shows a change as it ends, and leaves to the report why one did not end well", () => {
    const { log, shown } = watched({ verbose: false });
    const note = "somebody deleted it since the plan was made";
    log("change.applied", {
      done: 1,
      of: 2,
      outcome: outcome({ id: "a", action: "delete", distribution: "absent", reason: note }),
    });
    log("change.failed", {
      done: 2,
      of: 2,
      outcome: outcome({ id: "b", action: "update", status: "failed", wrote: false, reason: "refused" }),
    });
    expect(shown()).toBe(
      `[1/2] already gone shop (workspace) (id a)\n    ${note}\n[2/2] failed update shop (workspace) (id b)\n`,
    );
  });

  it("keeps quiet about events that nobody waits for", () => {
    const { log, shown } = watched({ verbose: true });
    log("change.started", { key: "workspace#shop" });
    expect(shown()).toBe("");
  });
});

function watched(options: { readonly verbose: boolean }): {
  readonly log: Log;
  readonly shown: () => string;
} {
  const stderr = new PassThrough();
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr };
  const log = progress(terminalOf(streams, { color: false, hides: redactor() }), options);
  return { log, shown: () => String(stderr.read() ?? "") };
}
