import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics } from "@aws-lambda-powertools/metrics";
import { afterEach, describe, expect, it, vi } from "vitest";
import { METRICS, measuredByName } from "../../lib/deployment.ts";
import { handleBatch } from "../../lib/function/batch.ts";
import { embeddedMetrics } from "../../lib/function/metrics.ts";
import { powertoolsLog } from "../../lib/function/start.ts";
import { outcome } from "../support/builders.ts";
import { memoryQueue } from "./memory-queue.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

/** What is written to stdout and stderr until the test ends, line by line, as CloudWatch gets it. */
function written(): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = [];
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, "write").mockImplementation((text) => {
      lines.push(JSON.parse(String(text)) as Record<string, unknown>);
      return true;
    });
  }
  return lines;
}

const BODIES: Readonly<Record<string, string>> = {
  m1: "nobody can read this",
  m2: '{"trigger":"push","key":"state/lease.json"}',
};

describe("the log", () => {
  it("writes lines of JSON, with a level that fits the event, and none for requests", () => {
    const lines = written();
    const log = powertoolsLog(new Logger({ serviceName: METRICS.service, logLevel: "INFO" }));
    log("request", { method: "GET" });
    log("change.started", { key: "a" });
    log("change.applied", { key: "a" });
    log("change.failed", { key: "b" });
    log("change.skipped", { key: "c" });
    log("pass.finished", { failed: false, verdict: "applied" });
    log("pass.finished", { failed: true, verdict: "error" });
    expect(lines.map(({ level, message }) => `${String(level)} ${String(message)}`)).toEqual([
      "INFO change.applied",
      "ERROR change.failed",
      "WARN change.skipped",
      "INFO pass.finished",
      "ERROR pass.finished",
    ]);
    expect(lines[0]).toMatchObject({ service: "distro-sync", key: "a" });
  });

  it("has a line for each request at level DEBUG", () => {
    const lines = written();
    powertoolsLog(new Logger({ logLevel: "DEBUG" }))("request", { method: "GET", status: 200 });
    expect(lines).toMatchObject([{ level: "DEBUG", message: "request", method: "GET", status: 200 }]);
  });

  it("names the message that comes back or is ignored, under a key that the logger does not use itself", async () => {
    const lines = written();
    const records = ["m1", "m2"].map((id) => ({
      id,
      receipt: `receipt-${id}`,
      body: BODIES[id] ?? "",
      receives: 1,
    }));
    await handleBatch(records, {
      workspaces: ["a"],
      fromGithub: [],
      queue: memoryQueue(),
      log: powertoolsLog(new Logger({ logLevel: "INFO" })),
      pass: async () => undefined,
    });
    expect(lines.map(({ message, messageId }) => [message, messageId])).toEqual([
      ["message.ignored", "m2"],
      ["message.returned", "m1"],
    ]);
  });

  it("writes an outcome without its routes, which may be many", () => {
    const lines = written();
    const routes = (["applied", "applied", "failed"] as const).map((status, n) => ({
      route: `www.example.com/${n}`,
      status,
    }));
    const told = outcome({ status: "failed", reason: "refused", routes });
    powertoolsLog(new Logger({ logLevel: "INFO" }))("change.failed", { done: 1, of: 2, outcome: told });
    expect(lines).toMatchObject([
      { key: told.key, status: "failed", reason: "refused", done: 1, of: 2, routes: 3, routesApplied: 2 },
    ]);
  });
});

describe("the metrics", () => {
  it("are one line of CloudWatch's embedded format for each pass, with the workspace as dimension", () => {
    const lines = written();
    const measure = embeddedMetrics(
      new Metrics({ namespace: METRICS.namespace, serviceName: METRICS.service }),
      { byName: true },
    );
    measure("a", { PassSuccess: 1, PassDuration: 2_500, ApiCalls: 12 });
    measure("b", { PassSuccess: 0 });
    expect(lines).toMatchObject([
      {
        _aws: {
          Timestamp: expect.any(Number),
          CloudWatchMetrics: [
            {
              Namespace: "DistroSync",
              Dimensions: [["service", "Workspace"]],
              Metrics: [
                { Name: "PassSuccess", Unit: "Count" },
                { Name: "PassDuration", Unit: "Milliseconds" },
                { Name: "ApiCalls", Unit: "Count" },
              ],
            },
          ],
        },
        service: "distro-sync",
        Workspace: "a",
        PassSuccess: 1,
        PassDuration: 2_500,
        ApiCalls: 12,
      },
      {
        Workspace: "b",
        PassSuccess: 0,
        _aws: { CloudWatchMetrics: [{ Metrics: [{ Name: "PassSuccess" }] }] },
      },
    ]);
    expect(lines).toHaveLength(2);
    expect(lines[1]).not.toHaveProperty("ApiCalls");
  });

  it("do not distinguish many workspaces, since each would cost as much as the first", () => {
    expect([measuredByName(1), measuredByName(10), measuredByName(11)]).toEqual([true, true, false]);
    const lines = written();
    const metrics = new Metrics({ namespace: METRICS.namespace, serviceName: METRICS.service });
    embeddedMetrics(metrics, { byName: false })("a", { PassSuccess: 1 });
    expect(lines).toMatchObject([{ _aws: { CloudWatchMetrics: [{ Dimensions: [["service"]] }] } }]);
    expect(lines[0]).not.toHaveProperty("Workspace");
  });
});
