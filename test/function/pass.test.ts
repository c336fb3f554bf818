import { describe, expect, it } from "vitest";
import type { Report } from "../../lib/core/report/report.ts";
import { violations } from "../command/schemas.ts";
import { manifest } from "../support/shops.ts";
import { type Desk, deskWith, PAUSE_PARAMETER, TOKEN_PARAMETER } from "./desk.ts";
import { s3BusEvent, schedulerEvent, sqsEvent } from "./events.ts";

const SHOPS = { "a.yaml": manifest("a", ["/x"]), "b.yaml": manifest("b") };
const WAKE = { trigger: "schedule", workspace: "my-company", at: "2026-11-24T10:15:00Z" };
const SCHEDULED = sqsEvent({ id: "m1", body: WAKE, group: "workspace-my-company" });

const writesOf = ({ emulator }: Desk) => emulator.log.filter(({ method }) => method !== "GET");
const lineOf = ({ lines }: Desk, event: string) => lines.find((line) => line.event === event)?.fields;

describe("a message of the queue", () => {
  it("makes a pass whose report is stored, measured, announced and logged", async () => {
    const desk = await deskWith({ manifests: SHOPS });
    expect(await desk.invoke(SCHEDULED)).toEqual({ batchItemFailures: [] });
    expect(writesOf(desk)).toHaveLength(3);

    const [report] = desk.reports();
    expect(report).toMatchObject({
      mode: "apply",
      verdict: "applied",
      pass: {
        id: expect.stringMatching(/^20261124T000000000Z-[0-9a-f]{8}$/),
        trigger: "schedule",
        instance: "test",
        workspace: { api: desk.emulator.url, name: "my-company" },
        startedAt: "2026-11-24T00:00:00.000Z",
        requests: desk.emulator.log.length,
        throttled: 0,
        quotaRemaining: expect.any(Number),
      },
    });
    const counts = { desired: 2, drift: 2, created: 2, failed: 0, unknown: 0, invalid: 0 };
    expect(desk.announced).toMatchObject([
      {
        id: report?.pass?.id,
        workspace: "my-company",
        verdict: "applied",
        exitCode: 0,
        incomplete: false,
        counts,
        report: expect.stringMatching(/^state\/test\/.*\/my-company\/reports\/2026-11-24\/.*\.json$/),
      },
    ]);
    expect(desk.measured).toEqual([
      {
        workspace: "my-company",
        values: {
          PassSuccess: 1,
          PassDuration: expect.any(Number),
          DesiredCount: 2,
          Drift: 2,
          Created: 2,
          Failed: 0,
          Invalid: 0,
          Unknown: 0,
          ApiCalls: desk.emulator.log.length,
          Throttled: 0,
          QuotaRemaining: expect.any(Number),
        },
      },
    ]);
    const finished = desk.lines.filter(({ event }) => event === "pass.finished");
    expect(finished).toHaveLength(1);
    expect(finished[0]?.fields).toMatchObject({
      workspace: "my-company",
      verdict: "applied",
      failed: false,
      counts,
    });
  });

  it("that is delivered twice makes a second pass that writes nothing", async () => {
    const desk = await deskWith({ manifests: SHOPS });
    await desk.invoke(SCHEDULED);
    await desk.invoke(SCHEDULED);
    expect(desk.reports().map(({ verdict }) => verdict)).toEqual(["applied", "in-sync"]);
    expect(writesOf(desk)).toHaveLength(3);
  });

  it("comes back when its pass fails, after the report is stored", async () => {
    const desk = await deskWith({ manifests: SHOPS });
    desk.emulator.fault({ when: "before", kind: "status", status: 403, times: Number.POSITIVE_INFINITY });
    expect(await desk.invoke(SCHEDULED)).toEqual({ batchItemFailures: [{ itemIdentifier: "m1" }] });
    expect(desk.reports()).toMatchObject([{ verdict: "error" }]);
    expect(desk.measured).toMatchObject([{ values: { PassSuccess: 0, Failed: 1 } }]);
    expect(desk.announced).toMatchObject([{ verdict: "error", exitCode: 1 }]);
    expect(lineOf(desk, "pass.finished")).toMatchObject({ failed: true });
    expect(desk.queue.postponed).toEqual([{ receipt: "receipt-m1", seconds: 60 }]);
  });

  it("does not come back when the manifests are invalid, since a repetition changes nothing", async () => {
    const desk = await deskWith({ manifests: { "a.yaml": "identifer: a\n" } });
    expect(await desk.invoke(SCHEDULED)).toEqual({ batchItemFailures: [] });
    expect(desk.reports()).toMatchObject([{ verdict: "invalid" }]);
    expect(desk.measured).toMatchObject([
      { values: { PassSuccess: 0, Failed: 0, Invalid: expect.any(Number) } },
    ]);
    expect(lineOf(desk, "pass.finished")).toMatchObject({ problems: desk.reports()[0]?.problems });
    expect(desk.emulator.log).toEqual([]);
  });

  it("of one workspace does not wait for the failure of another", async () => {
    const desk = await deskWith({ manifests: SHOPS, workspaces: ["a", "b", "c"] });
    desk.emulator.fault({
      match: { path: /^\/workspaces\/b\// },
      when: "before",
      kind: "status",
      status: 404,
      times: Number.POSITIVE_INFINITY,
    });
    const batch = sqsEvent(
      ...["a", "b", "c"].map((workspace) => ({
        id: `m-${workspace}`,
        body: { trigger: "schedule", workspace },
        group: `workspace-${workspace}`,
      })),
    );
    expect(await desk.invoke(batch)).toEqual({ batchItemFailures: [{ itemIdentifier: "m-b" }] });
    const successes = new Map(desk.measured.map(({ workspace, values }) => [workspace, values.PassSuccess]));
    expect(successes).toEqual(
      new Map([
        ["a", 1],
        ["b", 0],
        ["c", 1],
      ]),
    );
  });
});

describe("a workspace whose quota is used up", () => {
  const limited = async () => {
    const desk = await deskWith({ manifests: SHOPS, workspaces: ["a", "b"] });
    const headers = { "Retry-After": "600" };
    const path = /^\/workspaces\/a\//;
    desk.emulator.fault({ match: { path }, when: "before", kind: "status", status: 429, headers });
    return desk;
  };
  const pushTo = (workspace: string) => ({
    id: `m-${workspace}`,
    body: { trigger: "push", workspace },
    group: `workspace-${workspace}`,
  });

  it("does not delay what came with it: its pass continues by itself when the quota resets", async () => {
    const desk = await limited();
    const begun = desk.clock.now();
    expect(await desk.invoke(sqsEvent(pushTo("a"), pushTo("b")))).toEqual({ batchItemFailures: [] });
    expect(desk.clock.now() - begun).toBeLessThan(120_000);
    expect(desk.emulator.distributions("b")).toHaveLength(2);
    expect(desk.schedules.made).toMatchObject([
      { at: new Date("2026-11-24T00:10:00Z"), request: { trigger: "continuation", workspace: "a" } },
    ]);
  });

  it("is waited for if nothing came with it", async () => {
    const desk = await limited();
    expect(await desk.invoke(sqsEvent(pushTo("a")))).toEqual({ batchItemFailures: [] });
    expect(desk.emulator.distributions("a")).toHaveLength(2);
    expect(desk.schedules.made).toEqual([]);
  });
});

describe("the report", () => {
  it("matches its schema", async () => {
    const desk = await deskWith({ manifests: SHOPS });
    await desk.invoke(SCHEDULED);
    await desk.invoke(SCHEDULED, { remainingMs: 1_000 });
    desk.parameters.set(PAUSE_PARAMETER, "moving house");
    await desk.invoke(SCHEDULED);
    expect(desk.reports().map(({ verdict }) => verdict)).toEqual(["applied", "error", "paused"]);
    for (const report of desk.reports()) {
      expect(await violations("report", JSON.stringify(report))).toBeUndefined();
    }
  });

  it("is stored even if the token is missing", async () => {
    const desk = await deskWith({ manifests: SHOPS });
    desk.parameters.delete(TOKEN_PARAMETER);
    expect(await desk.invoke(SCHEDULED)).toMatchObject({ batchItemFailures: [{}] });
    expect(desk.reports()).toMatchObject([{ verdict: "error", pass: { requests: 0 } }]);
    expect(JSON.stringify(desk.reports())).toContain(`the parameter ${TOKEN_PARAMETER} is not there`);
  });

  it("that cannot be stored makes the pass fail, and leaves its verdict as it was", async () => {
    const desk = await deskWith({ manifests: SHOPS });
    desk.objects.before = (call) => {
      if (/^PUT .*\/reports\//.test(call)) throw new Error("the bucket is full");
    };
    expect(await desk.invoke(SCHEDULED)).toEqual({ batchItemFailures: [{ itemIdentifier: "m1" }] });
    expect(writesOf(desk)).toHaveLength(3);
    expect(desk.measured).toMatchObject([{ values: { PassSuccess: 0, Failed: 1, Created: 2 } }]);
    expect(desk.announced).toMatchObject([{ verdict: "applied" }]);
    expect(desk.announced[0]).not.toHaveProperty("report");
    expect(lineOf(desk, "report.lost")).toMatchObject({ reason: "the bucket is full" });
    expect(lineOf(desk, "pass.finished")).toMatchObject({ failed: true, verdict: "applied" });
  });

  it("is enough: an event that cannot be sent is logged, and the pass succeeds", async () => {
    const desk = await deskWith({
      manifests: SHOPS,
      announce: async () => {
        throw new Error("no bus");
      },
    });
    expect(await desk.invoke(SCHEDULED)).toEqual({ batchItemFailures: [] });
    expect(lineOf(desk, "event.lost")).toMatchObject({ reason: "no bus" });
  });

  it("is stored when the state cannot be read, and nothing is written", async () => {
    const desk = await deskWith({ manifests: SHOPS });
    desk.objects.before = (call) => {
      if (!call.includes("/reports/")) throw new Error("AccessDenied");
    };
    expect(await desk.invoke(SCHEDULED)).toMatchObject({ batchItemFailures: [{}] });
    expect(desk.reports()).toMatchObject([{ verdict: "error" }]);
    expect(writesOf(desk)).toEqual([]);
  });
});

describe("the pause switch", () => {
  it("stops a pass before anything is read, and the report has the reason", async () => {
    const desk = await deskWith({ manifests: SHOPS });
    desk.parameters.set(PAUSE_PARAMETER, "migration of the shop, ask ops");
    expect(await desk.invoke(SCHEDULED)).toEqual({ batchItemFailures: [] });
    expect(desk.reports()).toMatchObject([
      {
        verdict: "paused",
        failure: {
          kind: "paused",
          message: "passes are paused: migration of the shop, ask ops",
          remedy: expect.stringContaining(`--name ${PAUSE_PARAMETER} --value off`),
        },
      },
    ]);
    expect(desk.measured).toMatchObject([{ values: { PassSuccess: 0, Failed: 0 } }]);
    expect(desk.emulator.log).toEqual([]);
    expect(desk.readings).toEqual([`plain ${PAUSE_PARAMETER}`]);
  });

  it("that cannot be read prevents every write", async () => {
    const desk = await deskWith({ manifests: SHOPS });
    desk.parameters.delete(PAUSE_PARAMETER);
    expect(await desk.invoke(SCHEDULED)).toMatchObject({ batchItemFailures: [{}] });
    expect(desk.reports()).toMatchObject([{ verdict: "error" }]);
    expect(desk.emulator.log).toEqual([]);
  });

  it.each(["", "Off", "off ", "OFF", "false"])("still pauses with the value %j", async (value) => {
    const desk = await deskWith({ manifests: SHOPS });
    desk.parameters.set(PAUSE_PARAMETER, value);
    await desk.invoke(SCHEDULED);
    expect(desk.reports()).toMatchObject([{ verdict: "paused" }]);
  });
});

describe("an invocation near its end", () => {
  it("begins nothing, and a continuation makes the pass", async () => {
    const desk = await deskWith({ manifests: SHOPS });
    expect(await desk.invoke(SCHEDULED, { remainingMs: 29_000 })).toEqual({ batchItemFailures: [] });
    expect(desk.emulator.log).toEqual([]);
    expect(desk.reports()).toMatchObject([
      {
        failure: { kind: "out-of-time" },
        notices: ["a continuation that waits in the queue does the rest"],
      },
    ]);
    expect(desk.announced).toMatchObject([{ incomplete: true }]);
    expect(desk.measured).toMatchObject([{ values: { PassSuccess: 0, Failed: 0 } }]);
    expect(desk.queue.sent).toMatchObject([
      { request: { trigger: "continuation", workspace: "my-company", round: 1 }, cause: "m1 continued" },
    ]);
    await desk.invoke(
      sqsEvent({ id: "m2", body: desk.queue.sent[0]?.request, group: "workspace-my-company" }),
    );
    expect(desk.reports().map(({ verdict }) => verdict)).toEqual(["error", "applied"]);
  });

  it("stops at the quota, and continues when the quota resets", async () => {
    const shops = Array.from({ length: 12 }, (_, n) => [`s${n}.yaml`, manifest(`s${n}`)] as const);
    const desk = await deskWith({
      manifests: Object.fromEntries(shops),
      personality: { quota: { limit: 110, windowSeconds: 3_600, headers: true } },
    });
    expect(await desk.invoke(SCHEDULED)).toEqual({ batchItemFailures: [] });
    expect(desk.schedules.made).toMatchObject([
      { at: new Date("2026-11-24T01:00:00Z"), request: { trigger: "continuation", round: 1 } },
    ]);
    const written = writesOf(desk).length;
    expect(written).toBeGreaterThan(0);
    expect(written).toBeLessThan(12);
    expect(desk.measured).toMatchObject([{ values: { Failed: 0, Created: written } }]);
  });

  it("comes back when its continuation cannot be put into the queue", async () => {
    const desk = await deskWith({ manifests: SHOPS });
    desk.queue.refusing = true;
    expect(await desk.invoke(SCHEDULED, { remainingMs: 1_000 })).toMatchObject({ batchItemFailures: [{}] });
    expect(desk.reports()).toMatchObject([
      { notices: ["the continuation is lost: the queue takes nothing"] },
    ]);
  });
});

describe("another pass that is writing", () => {
  it("makes a continuation wait, and nothing is written meanwhile", async () => {
    const desk = await deskWith({ manifests: SHOPS });
    let second: Promise<unknown> | undefined;
    desk.objects.after = async (call) => {
      if (second !== undefined || !/^PUT .*lease/.test(call)) return;
      second = desk.invoke(SCHEDULED);
      await second;
    };
    await desk.invoke(SCHEDULED);
    expect(await second).toEqual({ batchItemFailures: [] });
    expect(
      desk
        .reports()
        .map(({ verdict }) => verdict)
        .toSorted(),
    ).toEqual(["applied", "busy"]);
    expect(desk.schedules.made).toMatchObject([
      { request: { trigger: "continuation", workspace: "my-company" } },
    ]);
    expect(writesOf(desk)).toHaveLength(3);
  });
});

describe("a hundred triggers, repeated and shuffled", () => {
  it("have the same effect and the same number of writes as one", async () => {
    const one = await deskWith({ manifests: SHOPS });
    await one.invoke(SCHEDULED);
    const many = await deskWith({ manifests: SHOPS });
    const triggers = Array.from({ length: 100 }, (_, n) => {
      const trigger = ["schedule", "push", "deploy", "continuation"][n % 4];
      return {
        id: `m${n % 60}`,
        body: { trigger, workspace: "my-company", at: `${n % 30}` },
        group: `g${n % 3}`,
      };
    });
    // By a step that has no factor in common with a hundred, which visits each once.
    const shuffled = triggers.map((_, n) => triggers[(n * 37) % 100] ?? triggers[0]);
    for (let begin = 0; begin < 100; begin += 10) {
      await many.invoke(sqsEvent(...shuffled.slice(begin, begin + 10).flatMap((message) => message ?? [])));
    }
    const live = ({ emulator }: Desk) =>
      emulator.distributions().map(({ identifier, routes }) => ({ identifier, routes: routes.length }));
    expect(live(many)).toEqual(live(one));
    expect(writesOf(many)).toHaveLength(writesOf(one).length);
    expect(many.reports()).toHaveLength(10);
  });
});

describe("the token", () => {
  it("is read once for all invocations within 300 s, and again after that", async () => {
    const desk = await deskWith({ manifests: SHOPS });
    const read = () => desk.readings.filter((one) => one.startsWith("secret")).length;
    await desk.invoke(SCHEDULED);
    await desk.invoke(SCHEDULED);
    expect(read()).toBe(1);
    desk.clock.advance(301_000);
    await desk.invoke(SCHEDULED);
    expect(read()).toBe(2);
  });

  it("is read again when Buddy refuses it, and the pass continues", async () => {
    const desk = await deskWith({ manifests: SHOPS });
    await desk.invoke(SCHEDULED);
    desk.emulator.setToken("another-token");
    desk.parameters.set(TOKEN_PARAMETER, "another-token");
    await desk.invoke(SCHEDULED);
    expect(desk.reports().map(({ verdict }) => verdict)).toEqual(["applied", "in-sync"]);
  });
});

describe("an event that bypasses the queue", () => {
  it("of Scheduler is put into the queue", async () => {
    const desk = await deskWith({ manifests: SHOPS });
    expect(await desk.invoke(schedulerEvent())).toEqual({ enqueued: 1 });
    expect(desk.queue.sent).toMatchObject([{ request: { trigger: "schedule", at: "2026-11-24T10:15:00Z" } }]);
    expect(desk.emulator.log).toEqual([]);
  });

  it("of S3 is put into the queue for the workspace of the object, without the object", async () => {
    const desk = await deskWith({ manifests: SHOPS, workspaces: ["a", "b"] });
    expect(await desk.invoke(s3BusEvent("releases/b/current.json"))).toEqual({ enqueued: 1 });
    expect(desk.queue.sent).toMatchObject([
      { request: { trigger: "push", workspace: "b", at: "00617F08299329D189" } },
    ]);
    expect(desk.queue.sent[0]?.request).not.toHaveProperty("key");
  });

  it.each(["state/test/x/lease.json", "releases/b/7-abc/index.json", "releases/unknown/current.json"])(
    "of S3 about %s wakes nobody, so that what a pass writes does not make another",
    async (key) => {
      const desk = await deskWith({ manifests: SHOPS, workspaces: ["a", "b"] });
      expect(await desk.invoke(s3BusEvent(key))).toEqual({ enqueued: 0 });
      expect(desk.queue.sent).toEqual([]);
    },
  );

  it("fails when the queue refuses it, so that AWS sends it again", async () => {
    const desk = await deskWith({ manifests: SHOPS });
    desk.queue.refusing = true;
    await expect(desk.invoke(schedulerEvent())).rejects.toThrow("the queue takes nothing");
  });
});

describe("a caller", () => {
  it("gets the plan of the only workspace, and nothing is written or measured", async () => {
    const desk = await deskWith({ manifests: SHOPS });
    const report = (await desk.invoke({})) as Report;
    expect(report).toMatchObject({ mode: "plan", verdict: "pending", plan: { summary: { create: 2 } } });
    expect(writesOf(desk)).toEqual([]);
    expect(desk.measured).toEqual([]);
    expect(desk.reports()).toMatchObject([{ mode: "plan", pass: { trigger: "manual" } }]);
  });

  it("gets the report of an apply", async () => {
    const desk = await deskWith({ manifests: SHOPS, workspaces: ["a", "b"] });
    expect(await desk.invoke({ workspace: "b", mode: "apply" })).toMatchObject({
      verdict: "applied",
      pass: { workspace: { name: "b" } },
    });
    expect(desk.emulator.distributions("a")).toEqual([]);
    expect(desk.emulator.distributions("b")).toHaveLength(2);
  });

  it("gets an error for a pass that failed, after its report is stored", async () => {
    const desk = await deskWith({ manifests: SHOPS });
    desk.emulator.setToken("another-token");
    await expect(desk.invoke({ mode: "apply" })).rejects.toThrow(
      /^the pass of my-company ended as error: .* \(its report is state\/test\/.*\.json\)$/,
    );
    expect(desk.reports()).toHaveLength(1);
  });

  it("gets an error that lists the workspaces if it names none of them", async () => {
    const desk = await deskWith({ manifests: SHOPS, workspaces: ["a", "b"] });
    await expect(desk.invoke({})).rejects.toThrow("the event names no workspace; deployed: a, b");
    await expect(desk.invoke({ workspace: "__proto__", mode: "apply" })).rejects.toThrow(
      "the event names a workspace that is not deployed; deployed: a, b",
    );
    expect(desk.emulator.log).toEqual([]);
  });

  it("gets the report of an apply that a continuation completes", async () => {
    const desk = await deskWith({ manifests: SHOPS });
    const report = (await desk.invoke({ mode: "apply" }, { remainingMs: 10_000 })) as Report;
    expect(report.failure?.kind).toBe("out-of-time");
    expect(desk.queue.sent).toHaveLength(1);
  });

  it("gets an error for a plan that had too little time, since plans have no continuation", async () => {
    const desk = await deskWith({ manifests: SHOPS });
    await expect(desk.invoke({}, { remainingMs: 10_000 })).rejects.toThrow(
      "this invocation had too little time left to begin the pass",
    );
    expect(desk.queue.sent).toEqual([]);
  });
});
