import { on } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { GetScheduleCommand, ListSchedulesCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { bundle } from "../../bin/bundler.ts";
import { run } from "../../lib/command/program.ts";
import type { PassRequest } from "../../lib/deployment.ts";
import { serve } from "../adapters/buddy/server.ts";
import { CANARY, leaksIn } from "../command/canary.ts";
import { S3_TEST_EVENT, s3BusEvent, s3Records, schedulerEvent } from "../function/events.ts";
import { node24 } from "../function/runtime/node24.ts";
import { startSandbox } from "../function/runtime/sandbox.ts";
import { manifest } from "../support/shops.ts";
import { type Deployed, deploy, makeAsset } from "./deployed.ts";
import { connection } from "./moto.ts";

const node = await node24();
const SHOPS = { "a.yaml": manifest("a", ["/x"]), "b.yaml": manifest("b") };

/** What STS answers, which moto 5.2 does not know. */
const IDENTITY = `<GetWebIdentityTokenResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetWebIdentityTokenResult>\
<WebIdentityToken>eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhcm46YXdzIn0.c2lnbmF0dXJl</WebIdentityToken>\
<Expiration>2026-11-24T12:05:00Z</Expiration></GetWebIdentityTokenResult></GetWebIdentityTokenResponse>`;

let folder: string;
let built: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "distro-sync-bundle-"));
  ({ path: built } = await bundle("functions/reconcile.ts", folder));
});

afterAll(() => rm(folder, { recursive: true }));

type Options = Omit<Parameters<typeof deploy>[0], "node" | "bundle" | "manifests"> & {
  readonly manifests?: Readonly<Record<string, string>>;
};

const deployed = (options: Options = {}) =>
  deploy({ node: node ?? "", bundle: built, manifests: SHOPS, ...options });

const writesTo = ({ emulator }: Deployed) => emulator.log.filter(({ method }) => method !== "GET").length;
const callsFor = ({ calls }: Deployed, name: string) => calls.filter((call) => call.name === name);

async function putIntoQueue({ queueUrl }: Deployed, bodies: readonly { group: string; body: string }[]) {
  const entries = bodies.map(({ group, body }, n) => ({
    Id: String(n),
    MessageBody: body,
    MessageGroupId: group,
    MessageDeduplicationId: `${n}`,
  }));
  await new SQSClient(connection()).send(
    new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }),
  );
}

/** `distro-sync apply` with the same state, when it holds the lease and waits for somebody to agree to its plan. */
async function commandAtItsQuestion({ bucket, emulator }: Deployed) {
  const cwd = await makeAsset(built, SHOPS, undefined);
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const stdout = new PassThrough();
  const stderr = Object.assign(new PassThrough(), { isTTY: true });
  await writeFile(join(cwd, "distro-sync.yaml"), "instance: test\n");
  const ended = run({
    args: ["apply", "--state", `s3://${bucket}`],
    env: {
      BUDDY_TOKEN: "emulator-token",
      BUDDY_WORKSPACE: "my-company",
      BUDDY_API_ENDPOINT: emulator.url,
    },
    cwd,
    streams: { stdin, stdout, stderr },
    version: "1.2.3",
    signal: new AbortController().signal,
  });
  for await (const text of on(stderr, "data")) if (String(text).includes('Type "yes" to go on')) break;
  return { ended, answer: (text: string) => stdin.end(text) };
}

describe.skipIf(node === undefined)("the built function under Node 24", () => {
  it("gets from a Scheduler event to distributions, cold and warm, and writes nothing the second time", async () => {
    const world = await deployed();
    for (const verdict of ["applied", "in-sync"]) {
      // The time of the event tells one from the next.
      expect(await world.sandbox.invoke({ ...schedulerEvent(), time: verdict })).toEqual({
        response: { enqueued: 1 },
      });
      const batch = await world.poll();
      expect(batch.Records).toHaveLength(1);
      expect(await world.sandbox.invoke(batch)).toEqual({ response: { batchItemFailures: [] } });
      await world.remove(batch.Records);
      expect(await world.reports("my-company").latest()).toMatchObject({
        verdict,
        pass: { trigger: "schedule" },
      });
    }
    expect(world.emulator.distributions().map(({ identifier }) => identifier)).toEqual(["a", "b"]);
    expect(writesTo(world)).toBe(3);
    expect(callsFor(world, "events.PutEvents")).toHaveLength(2);
    expect(callsFor(world, "ssm.GetParameter").filter(({ body }) => body.includes("token"))).toHaveLength(1);
  });

  it("logs JSON: a line for each change, one for the pass, and one of metrics", async () => {
    const world = await deployed();
    await world.sandbox.invoke({ mode: "apply" });
    const lines = world.sandbox
      .output()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ message = "metrics" }) => String(message)).toSorted()).toEqual([
      "change.applied",
      "change.applied",
      "metrics",
      "pass.finished",
    ]);
  });

  it("makes passes of the messages that S3's events become", async () => {
    const world = await deployed({ workspaces: ["one", "two"], settings: { source: "prefix" } });
    const key = "manifests/two/a+b.yaml";
    const events = [
      s3Records({ key, bucket: world.bucket }),
      s3BusEvent("manifests/one/c.yaml", world.bucket),
    ];
    for (const event of events) {
      expect(await world.sandbox.invoke(event)).toEqual({ response: { enqueued: 1 } });
    }
    expect(await world.sandbox.invoke(S3_TEST_EVENT)).toEqual({ response: { enqueued: 0 } });
    expect(await world.sandbox.invoke(s3BusEvent("manifests/one/c.yaml", "another-bucket"))).toEqual({
      response: { enqueued: 0 },
    });
    const { Records } = await world.poll();
    expect(Records.map(({ body }) => (JSON.parse(body) as PassRequest).workspace ?? "").toSorted()).toEqual([
      "one",
      "two",
    ]);
  });

  it("puts one message for each workspace into its group", async () => {
    const names = Array.from({ length: 12 }, (_, n) => `w${n}`);
    const world = await deployed({ workspaces: names });
    await world.sandbox.invoke(schedulerEvent());
    expect(await world.sandbox.invoke(await world.poll())).toEqual({ response: { batchItemFailures: [] } });
    expect(callsFor(world, "sqs.SendMessageBatch").slice(1)).toHaveLength(2);
    expect(writesTo(world)).toBe(0);
  });

  it("gives back exactly the messages that failed, and carries out what follows them in their group", async () => {
    const world = await deployed({ workspaces: ["a", "b", "c"] });
    world.emulator.fault({
      match: { path: /^\/workspaces\/b\// },
      when: "before",
      kind: "status",
      status: 403,
      times: Number.POSITIVE_INFINITY,
    });
    const push = (workspace: string) => JSON.stringify({ trigger: "push", workspace });
    await putIntoQueue(world, [
      { group: "workspace-a", body: push("a") },
      { group: "workspace-b", body: push("b") },
      { group: "workspace-c", body: "{" },
      { group: "workspace-a", body: push("a") },
      { group: "workspace-c", body: push("c") },
    ]);
    const batch = await world.poll();
    const ids = batch.Records.map(({ messageId }) => messageId);
    const outcome = await world.sandbox.invoke(batch);
    const bodies = batch.Records.map(({ body }) => body);
    const expected = ids.filter((_, n) => bodies[n] === push("b") || bodies[n] === "{");
    expect(outcome).toEqual({
      response: { batchItemFailures: expected.map((itemIdentifier) => ({ itemIdentifier })) },
    });
    expect(expected).toHaveLength(2);
    expect(world.emulator.distributions("a")).toHaveLength(2);
    expect(world.emulator.distributions("c")).toHaveLength(2);
    const [visibility] = callsFor(world, "sqs.ChangeMessageVisibilityBatch");
    expect(visibility?.body.match(/"VisibilityTimeout":60\b/g)).toHaveLength(2);
  });

  it("answers a caller with the report", async () => {
    const world = await deployed();
    expect(await world.sandbox.invoke({})).toMatchObject({
      response: { mode: "plan", verdict: "pending", plan: { summary: { create: 2 } } },
    });
    expect(writesTo(world)).toBe(0);
    expect(await world.sandbox.invoke({ workspace: "my-company", mode: "apply" })).toMatchObject({
      response: { mode: "apply", verdict: "applied" },
    });
  });

  it("fails in Lambda's shape after it has kept the report, and serves the next invocation", async () => {
    const world = await deployed();
    world.emulator.setToken("another-token");
    expect(await world.sandbox.invoke({ mode: "apply" })).toMatchObject({
      error: {
        errorType: "PassError",
        errorMessage: expect.stringMatching(/^the pass of my-company ended as error/),
        trace: expect.any(Array),
      },
    });
    expect(await world.reports("my-company").latest()).toMatchObject({ verdict: "error" });
    world.emulator.setToken("emulator-token");
    expect(await world.sandbox.invoke({ mode: "apply" })).toMatchObject({ response: { verdict: "applied" } });
  });

  it("is never killed for want of time: it ends as incomplete, and its continuation waits", async () => {
    const world = await deployed();
    await putIntoQueue(world, [
      { group: "workspace-my-company", body: '{"trigger":"schedule","workspace":"my-company"}' },
    ]);
    expect(await world.sandbox.invoke(await world.poll(), { timeoutMs: 20_000 })).toEqual({
      response: { batchItemFailures: [] },
    });
    expect(await world.reports("my-company").latest()).toMatchObject({ failure: { kind: "out-of-time" } });
    expect(writesTo(world)).toBe(0);
    const [sent] = callsFor(world, "sqs.SendMessageBatch");
    expect(sent?.body).toContain('\\"trigger\\":\\"continuation\\"');
  });

  it("goes on by a schedule of its own when the quota begins anew after the end of the invocation", async () => {
    const shops = Array.from({ length: 12 }, (_, n) => [`s${n}.yaml`, manifest(`s${n}`)] as const);
    const world = await deployed({
      manifests: Object.fromEntries(shops),
      personality: { quota: { limit: 110, windowSeconds: 3_600, headers: true } },
    });
    const began = Date.now();
    const outcome = await world.sandbox.invoke({ mode: "apply" }, { timeoutMs: 60_000 });
    expect(outcome).toMatchObject({ response: { failure: { kind: "out-of-time" } } });
    const scheduler = new SchedulerClient(connection());
    const { Schedules: [made] = [] } = await scheduler.send(
      new ListSchedulesCommand({ GroupName: world.scheduleGroup }),
    );
    expect(made?.Name).toMatch(/^my-company-[0-9a-f]{12}-\d{8}T\d{6}Z$/);
    const schedule = await scheduler.send(
      new GetScheduleCommand({ GroupName: world.scheduleGroup, Name: made?.Name ?? "" }),
    );
    expect(schedule.Target?.SqsParameters).toEqual({ MessageGroupId: "workspace-my-company" });
    const [, when = ""] = /^at\((.*)\)$/.exec(schedule.ScheduleExpression ?? "") ?? [];
    expect(Date.parse(`${when}Z`)).toBeGreaterThan(began);
  });

  it("and the command do not write at once: what comes second says busy, and goes on when the other has ended", async () => {
    const world = await deployed();
    const command = await commandAtItsQuestion(world);
    expect(await world.sandbox.invoke({ mode: "apply" })).toMatchObject({
      response: {
        verdict: "busy",
        failure: { message: expect.stringMatching(/^another pass is writing \(process \d+ on /) },
      },
    });
    expect(writesTo(world)).toBe(0);

    command.answer("yes\n");
    expect(await command.ended).toBe(0);
    expect(writesTo(world)).toBe(3);
    expect(await world.sandbox.invoke({ mode: "apply" })).toMatchObject({ response: { verdict: "in-sync" } });
    expect(writesTo(world)).toBe(3);
  });

  it("obeys the pause switch", async () => {
    const world = await deployed();
    const off = new PutParameterCommand({ Name: world.pause, Value: "moving house", Overwrite: true });
    await new SSMClient(connection()).send(off);
    expect(await world.sandbox.invoke({ mode: "apply" })).toMatchObject({
      response: { verdict: "paused", failure: { message: "passes are paused: moving house" } },
    });
    expect(world.emulator.log).toEqual([]);
  });

  it("takes its token from Buddy for its own identity, where it is told to", async () => {
    const sts = await serve(() => ({ headers: { "content-type": "text/xml" }, body: IDENTITY }));
    const world = await deployed({
      settings: { token: { oidc: { provider_id: "123e4567-e89b-42d3-a456-426614174000" } } },
      env: { AWS_ENDPOINT_URL_STS: sts.url },
    });
    expect(await world.sandbox.invoke({ mode: "apply" })).toMatchObject({ response: { verdict: "applied" } });
    expect(sts.received).toHaveLength(1);
    expect(callsFor(world, "ssm.GetParameter")).toHaveLength(1);
  });

  it("says that it cannot reach GitHub, where the manifests are there, and writes nothing", async () => {
    const world = await deployed({
      settings: { source: "github" },
      github: { repository: "my-company/routing" },
      // Nothing leaves this machine: where the proxy should be there is nobody.
      env: { NODE_USE_ENV_PROXY: "1", HTTPS_PROXY: "http://127.0.0.1:1" },
    });
    expect(await world.sandbox.invoke({ mode: "apply" })).toMatchObject({
      response: {
        verdict: "invalid",
        failure: { kind: "source", message: expect.stringContaining("my-company/routing") },
      },
    });
    expect(world.emulator.log).toEqual([]);
  });

  it("answers hostile events with a named error each, and lives on", async () => {
    const world = await deployed();
    const hostile = [
      null,
      [],
      "apply",
      "x".repeat(6_000_000),
      7,
      { mode: "destroy" },
      { workspace: "other" },
      { Records: [null] },
      { Records: [{ eventSource: "aws:sns" }] },
      { source: "aws.ec2" },
      s3Records({ key: "%E0%A4%A", bucket: world.bucket }),
    ];
    for (const event of hostile) {
      expect(await world.sandbox.invoke(event)).toMatchObject({ error: { errorType: "EventError" } });
    }
    expect(await world.sandbox.invoke({ Records: [] })).toEqual({ response: { batchItemFailures: [] } });
    expect(await world.sandbox.invoke({})).toMatchObject({ response: { verdict: "pending" } });
  });

  it("shows the token nowhere: not in its output, its answers, S3, SQS or events", async () => {
    const world = await deployed({ token: CANARY });
    world.emulator.fault({
      match: { method: "POST" },
      when: "before",
      kind: "status",
      status: 422,
      body: { errors: [{ message: `invalid header: Bearer ${CANARY} ${encodeURIComponent(CANARY)}` }] },
      times: Number.POSITIVE_INFINITY,
    });
    const failing = await world.sandbox.invoke({ mode: "apply" });
    expect(failing).toMatchObject({ error: { errorType: "PassError" } });
    const plan = await world.sandbox.invoke({});
    const late = await world.sandbox.invoke({ mode: "apply" }, { timeoutMs: 20_000 });
    expect(late).toMatchObject({ response: { failure: { kind: "out-of-time" } } });
    expect(world.calls.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["s3.PUT", "sqs.SendMessageBatch", "events.PutEvents"]),
    );
    expect(await world.reports("my-company").latest()).toBeDefined();
    expect(leaksIn(JSON.stringify([failing, plan, late, world.calls]))).toEqual([]);
    expect(leaksIn(world.sandbox.output())).toEqual([]);
  });

  it("says at its start what the asset or the environment lacks", async () => {
    const without = await makeAsset(built, {}, undefined);
    const sandbox = await startSandbox({ node: node ?? "", folder: without, env: {} });
    onTestFinished(() => sandbox.close());
    expect(await sandbox.initError).toMatchObject({
      errorType: "SettingsError",
      errorMessage: expect.stringContaining("distro-sync.json beside the bundle cannot be read (ENOENT)"),
    });
    const config = { workspaces: [{ workspace: "a", token: { ssm: "/token" } }] };
    const bare = await startSandbox({
      node: node ?? "",
      folder: await makeAsset(built, {}, config),
      env: {},
    });
    onTestFinished(() => bare.close());
    expect(await bare.initError).toMatchObject({
      errorType: "EnvironmentError",
      errorMessage: expect.stringContaining("DISTRO_SYNC_"),
    });
  });
});
