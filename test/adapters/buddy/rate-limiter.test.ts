import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type RateLimiter,
  type RateLimiterOptions,
  rateLimiter,
} from "../../../lib/adapters/buddy/rate-limiter.ts";
import { failureOf, fakeClock, type LogLine, NOON } from "./world.ts";

type Answer = { readonly status: number; readonly headers: Headers };

const PLAIN: Answer = { status: 200, headers: new Headers() };

function setUp(overrides: Partial<RateLimiterOptions> = {}) {
  const clock = fakeClock();
  const lines: LogLine[] = [];
  const log = (event: string, fields: Readonly<Record<string, unknown>>) => void lines.push([event, fields]);
  return { clock, lines, limiter: rateLimiter({ clock, random: () => 0.5, log, ...overrides }) };
}

/** A request whose answer the test gives. */
function manual(limiter: RateLimiter) {
  const request = { sent: false, answer: (_given: Answer) => {}, fail: () => {} };
  const done = limiter.run(
    "GET /",
    () =>
      new Promise<Answer>((resolve, reject) => {
        request.sent = true;
        request.answer = resolve;
        request.fail = () => reject(new Error("lost"));
      }),
  );
  void Promise.allSettled([done]);
  return request;
}

/** Minutes after noon. */
function reset(minutes: number): number {
  return NOON + minutes * 60_000;
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

function quota(remaining: number, resetAt: number, status = 200, extra: Record<string, string> = {}): Answer {
  return {
    status,
    headers: new Headers({
      "x-rate-limit-remaining": String(remaining),
      "x-rate-limit-reset": String(resetAt / 1_000),
      ...extra,
    }),
  };
}

/** A server that counts: `size` requests a window of `length` ms, 429 beyond. */
function countingServer(clock: { now(): number }, size: number, length: number) {
  let windowEnd = clock.now() + length;
  let left = size;
  const server = {
    answers: [] as number[],
    lowest: size,
    answer(): Answer {
      if (clock.now() >= windowEnd) {
        windowEnd = clock.now() + length;
        left = size;
      }
      const status = left > 0 ? 200 : 429;
      left = Math.max(0, left - 1);
      server.lowest = Math.min(server.lowest, left);
      server.answers.push(status);
      return quota(left, windowEnd, status);
    },
  };
  return server;
}

describe("rateLimiter: how many at a time", () => {
  it("sends the first request alone", async () => {
    const { limiter } = setUp();
    const requests = Array.from({ length: 6 }, () => manual(limiter));
    await settle();
    expect(requests.map(({ sent }) => sent)).toEqual([true, false, false, false, false, false]);
    requests[0]?.answer(PLAIN);
    await settle();
    expect(requests.map(({ sent }) => sent)).toEqual([true, true, true, true, true, false]);
  });

  it("sends the next one alone too when the first got no answer or was told 401", async () => {
    const { limiter } = setUp();
    const requests = Array.from({ length: 5 }, () => manual(limiter));
    await settle();
    requests[0]?.fail();
    await settle();
    requests[1]?.answer({ status: 401, headers: new Headers() });
    await settle();
    expect(requests.map(({ sent }) => sent)).toEqual([true, true, true, false, false]);
    requests[2]?.answer(PLAIN);
    await settle();
    expect(requests.every(({ sent }) => sent)).toBe(true);
  });

  it.each([
    [undefined, 4],
    [1, 1],
    [10, 10],
    [1e9, 10],
    [0, 4],
    [-3, 4],
    [Number.NaN, 4],
    [2.5, 4],
  ])("takes a concurrency of %s for %s", async (concurrency, expected) => {
    const { limiter } = setUp(concurrency === undefined ? {} : { concurrency });
    await limiter.run("GET /", async () => PLAIN);
    const requests = Array.from({ length: 20 }, () => manual(limiter));
    await settle();
    expect(requests.filter(({ sent }) => sent)).toHaveLength(expected);
  });

  it("serves in the order of asking", async () => {
    const { limiter } = setUp({ concurrency: 1 });
    const order: number[] = [];
    await Promise.all(
      [1, 2, 3, 4].map((n) =>
        limiter.run("GET /", async () => {
          order.push(n);
          return PLAIN;
        }),
      ),
    );
    expect(order).toEqual([1, 2, 3, 4]);
  });
});

describe("rateLimiter: the quota", () => {
  it("gets 3,001 requests through 1,000 a minute in three minutes, without a 429 and above the reserve", async () => {
    const { limiter, clock } = setUp();
    const server = countingServer(clock, 1_000, 60_000);
    await Promise.all(Array.from({ length: 3_001 }, () => limiter.run("GET /", async () => server.answer())));
    expect(server.answers.filter((status) => status === 429)).toEqual([]);
    expect(server.lowest).toBe(100);
    expect(clock.now() - NOON).toBe(180_000);
  });

  it("leaves a tenth of a quota that begins below 200, once it has seen one begin", async () => {
    const { limiter, clock } = setUp();
    const server = countingServer(clock, 60, 60_000);
    for (let n = 0; n < 100; n += 1) await limiter.run("GET /", async () => server.answer());
    expect(server.answers.filter((status) => status === 429)).toEqual([]);
    // The first window is left at once, since 59 may be what others left of a thousand.
    expect(clock.now() - NOON).toBe(120_000);
    expect(server.lowest).toBe(5);
  });

  it("goes back to the whole reserve when a window begins large again", async () => {
    const { limiter, clock } = setUp();
    await limiter.run("GET /", async () => quota(50, reset(1)));
    await limiter.run("GET /", async () => quota(60, reset(2)));
    await limiter.run("GET /", async () => quota(6, reset(2)));
    await limiter.run("GET /", async () => quota(999, reset(3)));
    await limiter.run("GET /", async () => quota(100, reset(3)));
    await limiter.run("GET /", async () => quota(999, reset(4)));
    expect(clock.sleeps).toEqual([60_000, 60_000, 60_000]);
  });

  it("counts the requests that are under way against what remains", async () => {
    const { limiter, clock } = setUp({ concurrency: 10 });
    await limiter.run("GET /", async () => quota(103, NOON + 60_000));
    const requests = Array.from({ length: 10 }, () => manual(limiter));
    await settle();
    expect(requests.filter(({ sent }) => sent)).toHaveLength(3);
    expect(clock.sleeps).toEqual([]);
    for (const [index, request] of requests.slice(0, 3).entries())
      request.answer(quota(102 - index, NOON + 60_000));
    await settle();
    expect(clock.sleeps).toEqual([60_000]);
  });

  it("believes the lowest count of a window, since answers overtake each other", async () => {
    const { limiter, clock } = setUp();
    await limiter.run("GET /", async () => quota(101, NOON + 60_000));
    await limiter.run("GET /", async () => quota(100, NOON + 60_000));
    const late = limiter.run("GET /", async () => quota(999, NOON + 120_000));
    await late;
    expect(clock.sleeps).toEqual([60_000]);
  });

  it("slows down when somebody else uses the same quota", async () => {
    const { limiter, clock } = setUp();
    await limiter.run("GET /", async () => quota(900, NOON + 60_000));
    await limiter.run("GET /", async () => quota(99, NOON + 60_000));
    await limiter.run("GET /", async () => quota(999, NOON + 120_000));
    expect(clock.sleeps).toEqual([60_000]);
  });

  it("is not impressed by a limit of 1", async () => {
    const { limiter, clock } = setUp();
    for (let n = 0; n < 50; n += 1)
      await limiter.run("GET /", async () =>
        quota(999 - n, NOON + 60_000, 200, { "x-rate-limit-limit": "1" }),
      );
    expect(clock.sleeps).toEqual([]);
  });

  it("sends one a second at the reserve when the reset cannot be used", async () => {
    const { limiter, clock } = setUp();
    for (let n = 0; n < 4; n += 1) await limiter.run("GET /", async () => quota(50, NOON - 60_000));
    expect(clock.sleeps).toEqual([1_000, 1_000, 1_000]);
  });

  it("sends a burst of 1,000 and then one a second while no answer tells the quota", async () => {
    const { limiter, clock } = setUp({ concurrency: 1 });
    const at: number[] = [];
    await Promise.all(
      Array.from({ length: 1_005 }, () =>
        limiter.run("GET /", async () => {
          at.push(clock.now() - NOON);
          return PLAIN;
        }),
      ),
    );
    expect(at.filter((time) => time === 0)).toHaveLength(1_000);
    expect(at.slice(1_000)).toEqual([1_000, 2_000, 3_000, 4_000, 5_000]);
  });

  it("leaves the burst behind as soon as an answer tells the quota", async () => {
    const { limiter, clock } = setUp();
    for (let n = 0; n < 1_500; n += 1)
      await limiter.run("GET /", async () => (n === 0 ? quota(9_999, NOON + 60_000) : PLAIN));
    expect(clock.sleeps).toEqual([]);
  });

  it.each([
    ["near the end of the quota", quota(50, reset(1))],
    ["after a 429", quota(500, reset(1), 429)],
  ])("waits an hour at most %s when the clock is set back by a day", async (_, answer) => {
    const clock = fakeClock();
    let back = 0;
    const { limiter } = setUp({ clock: { now: () => clock.now() - back, sleep: clock.sleep } });
    await limiter.run("GET /", async () => answer);
    back = 86_400_000;
    await limiter.run("GET /", async () => PLAIN);
    expect(clock.sleeps.reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(3_600_000);
  });

  it("only ever waits between nothing and an hour, whatever the headers say", async () => {
    const junk = fc.oneof(
      fc.constantFrom("NaN", "-1", "0", "", "1e9", "9".repeat(30), "Wed, 21 Oct 2115 07:28:00 GMT"),
      fc.integer({ min: -1e10, max: 1e13 }).map(String),
    );
    const headers = fc.record(
      {
        date: fc.constantFrom("junk", new Date(NOON - 3_600_000).toUTCString(), new Date(NOON).toUTCString()),
        "x-rate-limit-remaining": junk,
        "x-rate-limit-reset": junk,
        "retry-after": junk,
      },
      { requiredKeys: [] },
    );
    const answers = fc.array(fc.record({ status: fc.constantFrom(200, 429, 503), headers }), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(answers, async (given) => {
        const { limiter, clock } = setUp();
        for (const { status, headers: fields } of given)
          await limiter.run("GET /", async () => ({ status, headers: new Headers(fields) }));
        expect(clock.sleeps.every((wait) => wait >= 0 && wait <= 3_600_000)).toBe(true);
      }),
    );
  });
});

const throttled = (headers: Record<string, string>): Answer => ({
  status: 429,
  headers: new Headers({ date: new Date(NOON).toUTCString(), ...headers }),
});

describe("rateLimiter: 429", () => {
  it.each([
    ["Retry-After in seconds", { "retry-after": "7" }, 7_000],
    ["Retry-After as a date", { "retry-after": new Date(NOON + 9_000).toUTCString() }, 9_000],
    ["the reset alone", { "x-rate-limit-reset": String(NOON / 1_000 + 30) }, 30_000],
    ["the later of the two", { "retry-after": "7", "x-rate-limit-reset": String(NOON / 1_000 + 30) }, 30_000],
    ["an hour at most", { "retry-after": "Wed, 21 Oct 2115 07:28:00 GMT" }, 3_600_000],
    ["a first back-off when nothing is said", {}, 100],
    ["a first back-off when nonsense is said", { "retry-after": "-5", "x-rate-limit-reset": "NaN" }, 100],
  ])("holds everybody for %s", async (_, headers, expected) => {
    const { limiter, clock } = setUp();
    await limiter.run("GET /", async () => throttled(headers));
    const at = await Promise.all(
      [1, 2, 3].map(async () => {
        await limiter.run("GET /", async () => PLAIN);
        return clock.now() - NOON;
      }),
    );
    expect(at).toEqual([expected, expected, expected]);
  });

  it("backs off further while nothing is said", async () => {
    const { limiter, clock } = setUp();
    for (let n = 0; n < 4; n += 1) await limiter.run("GET /", async () => throttled({}));
    await limiter.run("GET /", async () => PLAIN);
    expect(clock.sleeps).toEqual([100, 200, 400, 800]);
  });

  it("sends one alone after the hold", async () => {
    const { limiter } = setUp();
    await limiter.run("GET /", async () => PLAIN);
    await limiter.run("GET /", async () => throttled({ "retry-after": "7" }));
    const requests = Array.from({ length: 3 }, () => manual(limiter));
    await settle();
    expect(requests.map(({ sent }) => sent)).toEqual([true, false, false]);
  });

  it("tells until when it holds", async () => {
    const { limiter, clock } = setUp();
    await limiter.run("GET /", async () => throttled({ "retry-after": "7" }));
    expect(limiter.heldUntil()).toBe(NOON + 7_000);
    await clock.sleep(7_000);
    expect(limiter.heldUntil()).toBeUndefined();
  });
});

describe("rateLimiter: deadline and notices", () => {
  it("sends nothing when the wait would cross the deadline, and says when to go on", async () => {
    const { limiter, clock } = setUp({ deadline: NOON + 20_000 });
    await limiter.run("GET /a", async () => quota(10, NOON + 60_000));
    let sent = 0;
    const calls = ["GET /b", "GET /c"].map((call) =>
      failureOf(
        limiter.run(call, async () => {
          sent += 1;
          return PLAIN;
        }),
      ),
    );
    expect(await Promise.all(calls)).toMatchObject([
      { failure: "out-of-time", call: "GET /b", effect: "none", resumeAt: NOON + 60_000 },
      { failure: "out-of-time", call: "GET /c", effect: "none", resumeAt: NOON + 60_000 },
    ]);
    expect(sent).toBe(0);
    expect(clock.sleeps).toEqual([]);
  });

  it("waits when the quota starts anew before the deadline", async () => {
    const { limiter, clock } = setUp({ deadline: NOON + 61_000 });
    await limiter.run("GET /", async () => quota(10, NOON + 60_000));
    await limiter.run("GET /", async () => quota(999, NOON + 120_000));
    expect(clock.sleeps).toEqual([60_000]);
  });

  it("sends nothing at or after the deadline", async () => {
    const { limiter } = setUp({ deadline: NOON });
    expect(await failureOf(limiter.run("GET /", async () => PLAIN))).toMatchObject({
      failure: "out-of-time",
    });
  });

  it("announces a hold of more than a second once, however many wait", async () => {
    const { limiter, lines } = setUp();
    await limiter.run("GET /", async () => quota(10, NOON + 60_000));
    await Promise.all([1, 2, 3].map(() => limiter.run("GET /", async () => quota(999, NOON + 120_000))));
    expect(lines).toEqual([["rate-limit.wait", { until: NOON + 60_000, reason: "quota" }]]);
  });

  it("does not announce a short one", async () => {
    const { limiter, lines } = setUp();
    await limiter.run("GET /", async () => ({ status: 429, headers: new Headers({ "retry-after": "1" }) }));
    await limiter.run("GET /", async () => PLAIN);
    expect(lines).toEqual([]);
  });

  it("names a 429 as the reason", async () => {
    const { limiter, lines } = setUp();
    await limiter.run("GET /", async () => ({ status: 429, headers: new Headers({ "retry-after": "5" }) }));
    await limiter.run("GET /", async () => PLAIN);
    expect(lines).toEqual([["rate-limit.wait", { until: NOON + 5_000, reason: "throttled" }]]);
  });

  it("fails the waiting ones when the clock cannot sleep, and serves later ones", async () => {
    const clock = { now: () => NOON, sleep: async () => Promise.reject(new Error("no timer")) };
    const { limiter } = setUp({ clock });
    await limiter.run("GET /", async () => ({ status: 429, headers: new Headers({ "retry-after": "5" }) }));
    await expect(limiter.run("GET /", async () => PLAIN)).rejects.toThrow("no timer");
  });
});
