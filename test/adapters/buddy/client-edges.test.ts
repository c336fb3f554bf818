import { describe, expect, it } from "vitest";
import type { Call } from "../../../lib/adapters/buddy/call.ts";
import { connect } from "../../../lib/adapters/buddy/client.ts";
import { StateBusyError } from "../../../lib/errors.ts";
import { HELD } from "../../support/write-right.ts";
import { failureOf, TOKEN, world } from "./world.ts";

/** Small differences of the client: found by breaking the code (docs/mutation.md). */

const ENDPOINT = "https://api.example.com";
const LIST: Call = {
  segments: ["distributions"],
  scope: { kind: "workspace" },
  permission: "DISTRIBUTION_READ",
};
const PATH = "/workspaces/my-company/distributions";
const asIs = (body: unknown) => body;

/** A Buddy without a network: each answer in its turn, and the last one again and again. */
function answering(...answers: readonly (() => Response)[]) {
  const urls: string[] = [];
  const fetch: typeof globalThis.fetch = async (input) => {
    urls.push(input instanceof Request ? input.url : String(input));
    const next = answers[Math.min(urls.length, answers.length) - 1];
    if (next === undefined) throw new Error("nothing is answered");
    return next();
  };
  return { urls, fetch };
}

const status = (code: number) => () => Response.json({}, { status: code });
const lost = (cause: Error) => (): never => {
  throw new TypeError("fetch failed", { cause });
};
const RESET = lost(Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET", syscall: "read" }));
const TIMEOUT = lost(new DOMException("The operation timed out", "TimeoutError"));

describe("client: an address", () => {
  it("ends with its path where there is no query", async () => {
    const { urls, fetch } = answering(status(200));
    const { reading } = connect(world({ endpoint: ENDPOINT, fetch }));
    await reading.get(LIST, asIs);
    await reading.get({ ...LIST, query: { page: "2" } }, asIs);
    expect(urls).toEqual([`${ENDPOINT}${PATH}`, `${ENDPOINT}${PATH}?page=2`]);
  });

  it("is told with a sign in the place of half a character", async () => {
    const { reading } = connect(world({ endpoint: ENDPOINT }));
    const error = await failureOf(reading.get({ ...LIST, segments: ["a\ud800b"] }, asIs));
    expect(error.call).toBe("GET /workspaces/my-company/a%EF%BF%BDb");
  });

  it("that cannot be written takes no retries from the others", async () => {
    const { urls, fetch } = answering(status(503), status(200));
    const { reading } = connect(world({ endpoint: ENDPOINT, fetch }));
    for (let times = 0; times < 5; times += 1)
      expect((await failureOf(reading.get({ ...LIST, segments: [".."] }, asIs))).failure).toBe("refused");
    await reading.get(LIST, asIs);
    expect(urls).toHaveLength(2);
  });
});

describe("client: looking for one object", () => {
  it("is a GET that gives what is there, or undefined", async () => {
    const { fetch } = answering(() => Response.json({ id: "x1" }), status(404));
    const options = world({ endpoint: ENDPOINT, fetch });
    const { reading } = connect(options);
    expect(await reading.find(LIST, asIs)).toEqual({ id: "x1" });
    expect(await reading.find(LIST, asIs)).toBeUndefined();
    expect(options.lines).toMatchObject([
      ["request", { method: "GET", status: 200 }],
      ["request", { method: "GET", status: 404 }],
    ]);
  });
});

describe("client: the log of requests", () => {
  it("has what is left of the quota where Buddy tells it, and how long the answer took", async () => {
    const slowly = (headers: Record<string, string>) => () => {
      void options.clock.sleep(7);
      return Response.json({}, { headers });
    };
    const { fetch } = answering(slowly({ "x-rate-limit-remaining": "41" }), slowly({}));
    const options = world({ endpoint: ENDPOINT, fetch });
    const { reading } = connect(options);
    await reading.get(LIST, asIs);
    await reading.get(LIST, asIs);
    expect(options.lines).toStrictEqual([
      ["request", { method: "GET", path: PATH, n: 1, status: 200, ms: 7, remaining: 41 }],
      ["request", { method: "GET", path: PATH, n: 2, status: 200, ms: 7 }],
    ]);
  });

  it("has how long it took until there was no answer", async () => {
    const { fetch } = answering(() => {
      void options.clock.sleep(7);
      return RESET();
    });
    const options = world({ endpoint: ENDPOINT, fetch });
    await failureOf(connect(options).writing(HELD).post(LIST, {}, asIs));
    expect(options.lines).toStrictEqual([
      ["request", { method: "POST", path: PATH, n: 1, failure: "connection", ms: 7 }],
    ]);
  });

  it("has no request that could not be written, whose fault is passed on as it is", async () => {
    const { urls, fetch } = answering(status(200));
    const options = world({ endpoint: ENDPOINT, fetch });
    const call = connect(options).writing(HELD).post(LIST, { large: 1n }, asIs);
    await expect(call).rejects.toThrow(TypeError);
    expect(options.lines).toEqual([]);
    expect(urls).toEqual([]);
  });
});

describe("client: what is lost on the way", () => {
  it.each([
    ["reset", RESET],
    ["too late", TIMEOUT],
  ])("is asked for again, a little later each time: %s", async (_, answer) => {
    const { urls, fetch } = answering(answer);
    const options = world({ endpoint: ENDPOINT, fetch });
    const { reading, writing } = connect(options);
    expect(await failureOf(reading.get(LIST, asIs))).toMatchObject({
      failure: "unreachable",
      effect: "none",
    });
    expect(options.clock.sleeps).toEqual([100, 200, 400]);
    expect(urls).toHaveLength(4);
    expect(await failureOf(writing(HELD).patch(LIST, {}, asIs))).toMatchObject({ effect: "unknown" });
    expect(urls).toHaveLength(8);
  });

  it("stays open when the right to write is lost before it can be sent again", async () => {
    const { urls, fetch } = answering(status(502));
    const { writing } = connect(world({ endpoint: ENDPOINT, fetch }));
    let confirmed = 0;
    const confirm = async () => {
      confirmed += 1;
      if (confirmed > 1) throw new StateBusyError("another pass writes");
    };
    expect(await failureOf(writing({ confirm }).patch(LIST, {}, asIs))).toMatchObject({
      failure: "taken-over",
      effect: "unknown",
    });
    expect([urls.length, confirmed]).toEqual([1, 2]);
  });
});

describe("client: the right to write and the token", () => {
  it("are asked for once a request: a right that is refused is not asked for again", async () => {
    let confirmed = 0;
    const confirm = async () => {
      confirmed += 1;
      throw new StateBusyError("another pass writes");
    };
    const { writing } = connect(world({ endpoint: ENDPOINT, fetch: answering(status(200)).fetch }));
    expect(await failureOf(writing({ confirm }).patch(LIST, {}, asIs))).toMatchObject({ effect: "none" });
    expect(confirmed).toBe(1);
  });

  it("are not asked for anew after an answer that refuses no token", async () => {
    const asked: boolean[] = [];
    const tokens = {
      token: async ({ fresh }: { readonly fresh: boolean }) => {
        asked.push(fresh);
        return TOKEN;
      },
    };
    const { fetch } = answering(status(200), status(403), status(404));
    const { reading } = connect(world({ endpoint: ENDPOINT, fetch, tokens }));
    await reading.get(LIST, asIs);
    await failureOf(reading.get(LIST, asIs));
    expect(await reading.find(LIST, asIs)).toBeUndefined();
    expect(asked).toEqual([false]);
  });
});
