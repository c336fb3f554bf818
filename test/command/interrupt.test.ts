import { createServer, type Server } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { deskWith, writesOf } from "./desk.ts";
import { gateBefore } from "./gate.ts";
import { manifest, manyManifests } from "./manifests.ts";
import { type Child, start } from "./process.ts";

/** Under it a pass sends five requests, and would then wait for an hour. */
const AN_HOUR = { quota: { limit: 105, windowSeconds: 3_600, headers: true } };
const TEN = { "distributions/many.yaml": manyManifests(10) };
const ONE = { "distributions/shop.yaml": manifest("shop") };
const BUCKET = "s3://distro-sync-test";
const AWS = {
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "nobody",
  AWS_SECRET_ACCESS_KEY: "nothing",
};
const PATIENT = ["--deadline", "86400"];

describe.each(["SIGINT", "SIGTERM"] as const)("a process that waits, and gets %s", (signal) => {
  it("ends in the middle of a wait for the quota, and says what was written and what was not", async () => {
    const desk = await deskWith(TEN, { personality: AN_HOUR });
    const child = start(desk, ["apply", "--yes", ...PATIENT]);
    await child.says("waiting until");
    child.kill(signal);
    const { code, stdout, stderr } = await child.ended;
    expect(code).toBe(6);
    expect(writesOf(desk.emulator)).toHaveLength(4);
    expect(stdout).toContain("Applied: 4 distributions and 0 routes created");
    expect(stdout).toContain("skipped site-9 (workspace)");
    expect(stdout.trimEnd().split("\n").slice(-2)).toEqual([
      "interrupted: the pass was told to end; what it had written by then is recorded",
      "  run it again: the next pass finds out what is there, and goes on from that",
    ]);
    expect(stderr).toContain("interrupted: finishing what is being written; interrupt again to end");
    // The inventory knows them, and its lock is given back.
    const files = await desk.files();
    expect(files.filter((path) => path.endsWith(".lock"))).toEqual([]);
    const inventory = await desk.read(files.find((path) => path.endsWith(".jsonl")) ?? "");
    expect(inventory.match(/"event":"completed"/g)).toHaveLength(4);
  });

  it("ends in the middle of what a 429 asks for, with nothing written", async () => {
    const desk = await deskWith(ONE);
    const headers = { "Retry-After": "100" };
    desk.emulator.fault({ kind: "status", status: 429, headers, when: "before" });
    const child = start(desk, ["plan", "--format", "json"]);
    await child.says("waiting until");
    child.kill(signal);
    const { code, stdout } = await child.ended;
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: "error",
      failure: { kind: "interrupted", message: "the pass was told to end; nothing was written" },
    });
    expect(desk.emulator.log).toHaveLength(1);
  });

  it("ends at once when the next signal comes, whichever it is", async () => {
    const desk = await deskWith(ONE);
    const gate = await gateBefore(desk.emulator.url);
    const child = start(desk, ["apply", "--yes"], { BUDDY_API_ENDPOINT: gate.url });
    await gate.waiting;
    child.kill(signal);
    await child.says("interrupted");
    child.kill(signal === "SIGINT" ? "SIGTERM" : "SIGINT");
    expect((await child.ended).code).toBeNull();
  });

  it("ends although a store in the cloud does not answer", async () => {
    let child: Child | undefined;
    const store = await silent(() => child?.kill(signal));
    const desk = await deskWith(ONE);
    child = start(desk, ["plan", "--state", BUCKET], { ...AWS, AWS_ENDPOINT_URL: store });
    expect((await child.ended).code).toBe(1);
  });

  it("ends the emulator, which has nothing to account for", async () => {
    const desk = await deskWith({});
    const child = start(desk, ["emulator"]);
    await child.begun;
    child.kill(signal);
    expect((await child.ended).code).toBe(0);
  });
});

describe("a command that is told to end", () => {
  it.each([["plan"], ["apply", "--yes"], ["export"], ["why", "shop"]])(
    "gives up a read that is not answered: %s %s",
    async (...args) => {
      const interruption = new AbortController();
      const desk = await deskWith(ONE, { onStall: () => interruption.abort() });
      desk.emulator.fault({ kind: "time-out", when: "before" });
      const { code, stdout, stderr } = await desk.run(args, { signal: interruption.signal });
      expect(code).toBe(1);
      expect(stdout + stderr).toMatch(/told to end/);
      expect(desk.emulator.log).toHaveLength(1);
    },
  );

  it("does not look again for what a lost POST has made: the next pass finds out", async () => {
    const interruption = new AbortController();
    const desk = await deskWith(ONE, {
      onAnswer: ({ n, method }) => {
        if (method === "GET" && n > 2) interruption.abort();
      },
    });
    desk.emulator.fault({ kind: "reset", match: { method: "POST" }, when: "before" });
    const { code, stdout } = await desk.run(["apply", "--yes", "--format", "json"], {
      signal: interruption.signal,
    });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      failure: { kind: "interrupted" },
      outcomes: [{ identifier: "shop", status: "unknown" }],
    });
    expect(desk.emulator.log.map(({ method }) => method)).toEqual(["GET", "POST", "GET"]);
  });

  it.each([
    ["reading the token", "plan", "--token-ssm", "/token"],
    ["reading the state", "plan", "--state", BUCKET],
    ["opening the state", "apply", "--yes", "--state", BUCKET],
    ["hold", "hold", "shop", "--for", "1h", "--reason", "incident", "--state", BUCKET],
    ["disown", "disown", "shop", "--yes", "--state", BUCKET],
    ["publish", "publish", "--to", BUCKET, "--generation", "1", "--config", "release.yaml"],
  ])("ends a wait for a store in the cloud: %s in %s", async (what, ...args) => {
    const interruption = new AbortController();
    const store = await silent(() => interruption.abort());
    const desk = await deskWith({
      ...ONE,
      "release.yaml": "workspaces: [{ workspace: my-company, source: release }]\n",
    });
    const env = { ...AWS, AWS_ENDPOINT_URL: store };
    const { code, stdout, stderr } = await desk.run(args, { env, signal: interruption.signal });
    expect(code).toBe(1);
    const told = what.endsWith("state")
      ? "the pass was told to end"
      : `${what} was given up: the process was told`;
    expect(stdout + stderr).toContain(told);
    expect(desk.emulator.log).toEqual([]);
  });
});

describe("a wait of more than two minutes, without --deadline", () => {
  const headers = { "Retry-After": "1080" };

  it.each([["plan"], ["apply", "--yes"], ["export"], ["why", "shop"]])(
    "ends %s %s with 1, and names the deadline that would wait",
    async (...args) => {
      const desk = await deskWith(ONE);
      desk.emulator.fault({ kind: "status", status: 429, headers, when: "before" });
      const { code, stdout, stderr } = await desk.run(args);
      expect(code).toBe(1);
      expect(stdout + stderr).toMatch(
        /Buddy lets nothing through before 20\S+Z, and without a deadline no wait is longer than 2 minutes\n {2}to wait for that, use --deadline (?:1380|1440)\n/,
      );
      expect(desk.emulator.log).toHaveLength(1);
    },
  );

  it("ends an apply with 6 once something was written", async () => {
    const desk = await deskWith(TEN, { personality: AN_HOUR });
    const { code, stdout } = await desk.run(["apply", "--yes", "--format", "json"]);
    expect(code).toBe(6);
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: "partial",
      failure: {
        kind: "out-of-time",
        resumeAt: expect.stringMatching(/^20/),
        remedy: expect.stringMatching(/^to wait for that, use --deadline \d{4}$/),
      },
    });
    expect(writesOf(desk.emulator)).toHaveLength(4);
  });

  it("is waited for when it is named, and a shorter one in any case", async () => {
    const desk = await deskWith(ONE);
    const child = (args: readonly string[]) => start(desk, ["plan", ...args]);
    desk.emulator.fault({ kind: "status", status: 429, headers, when: "before" });
    const patient = child(["--deadline", "1440"]);
    await patient.says("waiting until");
    patient.kill("SIGINT");
    await patient.ended;
    desk.emulator.fault({ kind: "status", status: 429, headers: { "Retry-After": "119" }, when: "before" });
    const short = child([]);
    await short.says("waiting until");
    short.kill("SIGINT");
    expect((await short.ended).code).toBe(1);
  });

  it("is not begun when the deadline would not suffice, which is not told to be raised", async () => {
    const desk = await deskWith(ONE);
    desk.emulator.fault({ kind: "status", status: 429, headers, when: "before" });
    const { code, stdout, stderr } = await desk.run(["plan", "--deadline", "60"]);
    expect(code).toBe(1);
    expect(stdout + stderr).toContain("it could not go before");
    expect(stdout + stderr).not.toContain("use --deadline");
  });
});

/** A server that takes requests and answers none; it tells of the first. */
async function silent(onRequest: () => void): Promise<string> {
  const server: Server = createServer();
  server.once("request", onRequest);
  server.on("request", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the server does not listen");
  return `http://127.0.0.1:${address.port}`;
}
