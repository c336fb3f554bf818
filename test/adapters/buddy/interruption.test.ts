import { describe, expect, it } from "vitest";
import type { Call } from "../../../lib/adapters/buddy/call.ts";
import { type ClientOptions, connect } from "../../../lib/adapters/buddy/client.ts";
import { rateLimiter } from "../../../lib/adapters/buddy/rate-limiter.ts";
import { type Attempt, retrier } from "../../../lib/adapters/buddy/retry.ts";
import { ProviderError } from "../../../lib/errors.ts";
import { virtualClock } from "../../support/virtual-clock.ts";
import { HELD } from "../../support/write-right.ts";
import { serve } from "./server.ts";
import { failureOf, NOON, world } from "./world.ts";

const LIST: Call = { segments: ["distributions"], scope: { kind: "workspace" }, permission: "READ" };
const PLAIN = { status: 200, headers: new Headers() };
const throttled = (seconds: number) => ({
  status: 429,
  headers: new Headers({ "retry-after": String(seconds) }),
});
const asIs = (body: unknown) => body;
const settle = () => new Promise((resolve) => setImmediate(resolve));

function setUp(options: Partial<Parameters<typeof rateLimiter>[0]> = {}) {
  const clock = virtualClock(NOON);
  const interrupted = new AbortController();
  const { signal } = interrupted;
  const pace = rateLimiter({ clock, random: () => 0.5, log: () => {}, signal, ...options });
  return { clock, interrupted, signal, pace };
}

/** A request that is under way until the test answers it. */
function manual(pace: ReturnType<typeof rateLimiter>, kind: "read" | "write") {
  const request = { sent: false, answer: () => {}, lose: () => {} };
  const done = pace.run(
    `${kind} it`,
    () =>
      new Promise<typeof PLAIN>((resolve, reject) => {
        request.sent = true;
        request.answer = () => resolve(PLAIN);
        request.lose = () => reject(new Error("lost"));
      }),
    kind,
  );
  void Promise.allSettled([done]);
  return { request, failed: () => failureOf(done) };
}

describe("an interruption, and what waits to be sent", () => {
  it.each(["read", "write"] as const)("gives up a %s that waits for the rate limit", async (kind) => {
    const { clock, interrupted, pace } = setUp();
    await pace.run("GET /", async () => throttled(1_800));
    const waiting = failureOf(pace.run("it", async () => PLAIN, kind));
    interrupted.abort();
    expect(await waiting).toMatchObject({ failure: "interrupted", effect: "none", call: "it" });
    expect(clock.now()).toBe(NOON);
  });

  it("reads nothing more, also what would have its turn", async () => {
    const { interrupted, pace } = setUp();
    await pace.run("GET /", async () => PLAIN);
    interrupted.abort();
    expect(await failureOf(pace.run("GET /b", async () => PLAIN))).toMatchObject({ failure: "interrupted" });
  });

  it("sends the writes of what is under way, as long as none of them has to wait", async () => {
    const { clock, interrupted, pace } = setUp();
    await pace.run("GET /", async () => PLAIN);
    interrupted.abort();
    expect(await pace.run("POST /a", async () => PLAIN, "write")).toBe(PLAIN);
    expect(await pace.run("POST /b", async () => throttled(1), "write")).toMatchObject({ status: 429 });
    const waiting = pace.run("POST /c", async () => PLAIN, "write");
    expect(await failureOf(waiting)).toMatchObject({ failure: "interrupted" });
    expect(clock.now()).toBe(NOON);
  });

  it("sends them for ten seconds", async () => {
    const { clock, interrupted, pace } = setUp();
    await pace.run("GET /", async () => PLAIN);
    interrupted.abort();
    clock.advance(9_999);
    expect(await pace.run("POST /a", async () => PLAIN, "write")).toBe(PLAIN);
    clock.advance(1);
    const late = pace.run("POST /b", async () => PLAIN, "write");
    expect(await failureOf(late)).toMatchObject({ failure: "interrupted" });
  });

  it("sends none once one of them is not answered", async () => {
    const { interrupted, pace } = setUp({ concurrency: 1 });
    await pace.run("GET /", async () => PLAIN);
    const first = manual(pace, "write");
    const second = manual(pace, "write");
    await settle();
    interrupted.abort();
    await settle();
    first.request.lose();
    expect(await second.failed()).toMatchObject({ failure: "interrupted" });
    expect([first.request.sent, second.request.sent]).toEqual([true, false]);
  });

  it("waits for a write that is on its way, and lets the next one follow it", async () => {
    const { interrupted, pace } = setUp({ concurrency: 1 });
    await pace.run("GET /", async () => PLAIN);
    const [write, read, next] = [manual(pace, "write"), manual(pace, "read"), manual(pace, "write")];
    interrupted.abort();
    expect(await read.failed()).toMatchObject({ failure: "interrupted" });
    write.request.answer();
    await settle();
    expect(next.request.sent).toBe(true);
  });
});

describe("a wait that is too long", () => {
  it("is not begun, and says when Buddy lets something through", async () => {
    const { clock, pace } = setUp({ longestWaitMs: 120_000 });
    await pace.run("GET /", async () => throttled(121));
    const error = await failureOf(pace.run("GET /b", async () => PLAIN));
    expect(error).toMatchObject({ failure: "out-of-time", effect: "none", resumeAt: NOON + 121_000 });
    expect(error.message).toContain(
      "before 2026-11-24T12:02:01.000Z, and without a deadline no wait is longer than 2 min",
    );
    expect(clock.now()).toBe(NOON);
  });

  it("is one of more than what is allowed, and not several of that", async () => {
    const { clock, pace } = setUp({ longestWaitMs: 120_000 });
    for (let round = 1; round <= 3; round += 1) {
      await pace.run("GET /", async () => throttled(120));
      await pace.run("GET /", async () => PLAIN);
    }
    expect(clock.now()).toBe(NOON + 360_000);
  });
});

describe("an interruption, and what may be repeated", () => {
  const down = (effect: "none" | "unknown") =>
    new ProviderError("down", { failure: "server", call: "PUT /", effect });

  it.each([
    ["none", "interrupted"],
    ["unknown", "server"],
  ] as const)("ends the wait for the next try: with effect %s as %s", async (effect, failure) => {
    const clock = virtualClock(NOON);
    const interrupted = new AbortController();
    let tries = 0;
    const run = retrier({ clock, random: () => 0.5, signal: interrupted.signal }).run(
      async (): Promise<Attempt<never>> => {
        tries += 1;
        setImmediate(() => interrupted.abort());
        return { ok: false, error: down(effect), again: "later" };
      },
    );
    expect(await failureOf(run)).toMatchObject({ failure, effect });
    expect(tries).toBe(1);
  });

  it("makes no further try at once either", async () => {
    const signal = AbortSignal.abort();
    let tries = 0;
    const run = retrier({ clock: virtualClock(), random: () => 0.5, signal }).run(
      async (): Promise<Attempt<never>> => {
        tries += 1;
        return { ok: false, error: down("none"), again: "at-once" };
      },
    );
    expect((await failureOf(run)).failure).toBe("interrupted");
    expect(tries).toBe(1);
  });

  it("tells a fault of the clock as it is", async () => {
    const clock = { now: () => NOON, sleep: () => Promise.reject(new Error("no timer")) };
    const run = retrier({ clock, random: () => 0.5, signal: new AbortController().signal }).run(
      async (): Promise<Attempt<never>> => ({ ok: false, error: down("none"), again: "later" }),
    );
    await expect(run).rejects.toThrow("no timer");
  });
});

describe("an interruption, and a request under way", () => {
  const clients = (options: ClientOptions) => {
    const { reading, writing } = connect(options);
    return { reading, writing: writing(HELD) };
  };

  it.each(["before its headers", "in its body"])("gives up a read that hangs %s", async (where) => {
    const interrupted = new AbortController();
    const { url, received } = await serve((_, __, response) => {
      if (where === "in its body") {
        response.writeHead(200, { "content-type": "application/json" });
        response.write("{");
      }
      setImmediate(() => interrupted.abort());
      return undefined;
    });
    const { reading } = clients(world({ endpoint: url, signal: interrupted.signal }));
    expect(await failureOf(reading.get(LIST, asIs))).toMatchObject({
      failure: "interrupted",
      effect: "none",
    });
    expect(received).toHaveLength(1);
  });

  it("waits for the answer of a write", async () => {
    const interrupted = new AbortController();
    const { url } = await serve((_, __, response) => {
      interrupted.abort();
      setImmediate(() => response.writeHead(201, { "content-type": "application/json" }).end('{"id":"x1"}'));
      return undefined;
    });
    const { writing } = clients(world({ endpoint: url, signal: interrupted.signal }));
    expect(await writing.post(LIST, {}, asIs)).toEqual({ id: "x1" });
  });

  it("waits no longer for a token, or for the right to write", async () => {
    const { url, received } = await serve(() => ({}));
    const forever = () => new Promise<never>(() => {});
    const interrupted = new AbortController();
    const clock = virtualClock(NOON);
    const options = { ...world({ endpoint: url }), clock, signal: interrupted.signal };
    const asking = [
      connect({ ...options, tokens: { token: forever } }).reading.get(LIST, asIs),
      connect(options).writing({ confirm: forever }).post(LIST, {}, asIs),
    ].map((call) => failureOf(call));
    await settle();
    interrupted.abort();
    for (const error of await Promise.all(asking))
      expect(error).toMatchObject({ failure: "interrupted", effect: "none" });
    expect(received).toEqual([]);
  });
});
