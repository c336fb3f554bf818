import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { exchange, LostError } from "../../../lib/adapters/http/exchange.ts";
import { serve } from "../buddy/server.ts";

/** The collector, which is not there unless it is asked for. */
function collector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}

describe("exchange", () => {
  it("gives up a body that does not end, also when garbage was collected since its headers came", async () => {
    const { url } = await serve((_request, _nth, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write("{");
      return undefined;
    });
    const collect = collector();
    const state = { begun: false, settled: false };
    // Not before: collecting all the time, it would keep the headers from coming.
    const noticing: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      state.begun = true;
      return response;
    };
    const answer = exchange(noticing, {
      url,
      method: "GET",
      headers: {},
      timeoutMs: 1_000,
    }).finally(() => {
      state.settled = true;
    });
    answer.catch(() => {});
    while (!state.begun && !state.settled) await setImmediate();
    while (!state.settled) {
      collect();
      await setImmediate();
    }
    expect(await answer).toMatchObject({ status: 200, body: { lost: "not finished in time" } });
  });
});

const asking = (fetch: typeof globalThis.fetch, timeoutMs = 10_000) =>
  exchange(fetch, { url: "https://api.example.com/x", method: "GET", headers: {}, timeoutMs });

/** How a request is lost whose `fetch` fails with this. */
async function lossOf(error: unknown): Promise<LostError> {
  try {
    await asking(async () => {
      throw error;
    });
  } catch (lost) {
    if (lost instanceof LostError) return lost;
    throw lost;
  }
  throw new Error("an answer came");
}

const failed = (cause: unknown) => new TypeError("fetch failed", { cause });

/** A body of so many bytes, which tells whether what was left of it was given up. */
function bodyOf(bytes: number) {
  const state = { given: 0, cancelled: false };
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const size = Math.min(1024 * 1024, bytes - state.given);
      if (size === 0) return controller.close();
      state.given += size;
      return controller.enqueue(new Uint8Array(size));
    },
    cancel: () => {
      state.cancelled = true;
    },
  });
  return { state, stream };
}

const MOST = 20 * 1024 * 1024;

describe("exchange: a body", () => {
  it("is empty where the answer has none", async () => {
    const { body } = await asking(async () => new Response(null, { status: 204 }));
    expect(body).toEqual({ bytes: new Uint8Array() });
  });

  it("is read whole up to 20 MB, and not beyond", async () => {
    const [most, more] = [bodyOf(MOST), bodyOf(MOST + 1_024 * 1_024 * 5)];
    const whole = await asking(async () => new Response(most.stream));
    expect("bytes" in whole.body && whole.body.bytes.byteLength).toBe(MOST);
    expect((await asking(async () => new Response(more.stream))).body).toEqual({ lost: "too large" });
    expect(more.state).toMatchObject({ cancelled: true });
  });

  it("is cut short where it fails", async () => {
    const stream = new ReadableStream({ pull: (controller) => controller.error(new Error("reset")) });
    expect((await asking(async () => new Response(stream))).body).toEqual({ lost: "cut short" });
  });

  it("is not waited for when the time was over as it began", async () => {
    const late: typeof fetch = async (_, init) => {
      const signal = init?.signal;
      if (signal?.aborted === false)
        await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
      return new Response(new ReadableStream());
    };
    expect((await asking(late, 1)).body).toEqual({ lost: "not finished in time" });
  });
});

describe("exchange: no answer", () => {
  it("says how it was lost, and whether the request had left", async () => {
    const system = (fields: object) => failed(Object.assign(new Error("no"), fields));
    const told = async (error: unknown) => {
      const { name, how, sent, message } = await lossOf(error);
      return [name, how, sent, message];
    };
    expect(await told(system({ code: "ECONNRESET", syscall: "read" }))).toEqual([
      "LostError",
      "connection",
      true,
      "ECONNRESET",
    ]);
    expect(await told(system({ code: "ECONNREFUSED", syscall: "connect" }))).toEqual([
      "LostError",
      "connection",
      false,
      "ECONNREFUSED",
    ]);
    expect(await told(system({ code: "CERT_HAS_EXPIRED" }))).toEqual([
      "LostError",
      "certificate",
      false,
      "CERT_HAS_EXPIRED",
    ]);
    expect(await told(failed(new Error("unexpected redirect")))).toEqual([
      "LostError",
      "redirect",
      true,
      "the answer is a redirect, which is not followed",
    ]);
    expect(await told(failed(new DOMException("late", "TimeoutError")))).toEqual([
      "LostError",
      "timeout",
      true,
      "no answer within 10000 ms",
    ]);
  });

  it.each([
    ["nothing", failed(undefined)],
    ["a text", failed("reset")],
    ["a code that is a number", failed(Object.assign(new Error("no"), { code: 7 }))],
  ])("is a lost connection where the cause is %s", async (_, error) => {
    expect(await lossOf(error)).toMatchObject({
      how: "connection",
      sent: true,
      message: "the connection was lost",
    });
  });

  it("is understood from a cause that is its own", async () => {
    const error = new Error("round and round");
    error.cause = error;
    expect(await lossOf(error)).toMatchObject({ how: "connection", message: "the connection was lost" });
  });
});
