import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { exchange } from "../../../lib/adapters/http/exchange.ts";
import { serve } from "./server.ts";

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
