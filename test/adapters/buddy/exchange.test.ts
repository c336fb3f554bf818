import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { exchange } from "../../../lib/adapters/buddy/exchange.ts";
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
    const state = { settled: false };
    const answer = exchange(fetch, {
      url,
      method: "GET",
      headers: {},
      timeoutMs: 300,
    }).finally(() => {
      state.settled = true;
    });
    while (!state.settled) {
      collect();
      await setImmediate();
    }
    expect(await answer).toMatchObject({ status: 200, body: { lost: "not finished in time" } });
  });
});
