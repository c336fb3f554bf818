import { describe, expect, it } from "vitest";
import { exitCodeOf, type Report } from "../../lib/core/report/report.ts";
import type { Log, State } from "../../lib/ports.ts";
import { manifest, open, writesOf } from "../support/shops.ts";
import type { Workshop } from "../support/workshop.ts";

const exitOf = ({ verdict }: Report) => exitCodeOf(verdict, { detailed: false });

/** An interruption when the n-th request of such a method has been answered, or was lost. */
function interruptAt(method: string, nth = 1): { readonly signal: AbortSignal; readonly log: Log } {
  const interrupted = new AbortController();
  let seen = 0;
  const log: Log = (event, fields) => {
    if (event === "request" && fields.method === method && ++seen === nth) interrupted.abort();
  };
  return { signal: interrupted.signal, log };
}

function methods({ emulator }: Workshop): readonly string[] {
  return emulator.log.map(({ method }) => method);
}

describe("an interruption", () => {
  it("while Buddy is read ends the pass with 1, and plans nothing", async () => {
    const shop = await open({ manifests: { "a.yaml": manifest("a") } });
    await shop.pass();
    shop.emulator.clearLog();
    const report = await shop.pass({ policy: "upsert", mode: { plan: true }, ...interruptAt("GET") });
    expect(report).toMatchObject({
      verdict: "error",
      failure: { kind: "interrupted", message: "the pass was told to end; nothing was written" },
    });
    expect(report).not.toHaveProperty("plan");
    expect(methods(shop)).toEqual(["GET"]);
    expect(exitOf(report)).toBe(1);
  });

  it("while a lost POST is looked for ends the ten seconds that a list may need", async () => {
    const shop = await open({ manifests: { "a.yaml": manifest("a", ["/x"]), "b.yaml": manifest("b") } });
    shop.emulator.fault({ kind: "reset", match: { method: "POST" }, when: "before" });
    const begun = shop.clock.now();
    const report = await shop.pass({ concurrency: 1, ...interruptAt("GET", 2) });
    expect(report.outcomes).toMatchObject([
      { identifier: "a", status: "unknown", wrote: false },
      { identifier: "b", status: "skipped", reason: "the pass was interrupted" },
    ]);
    expect(report.failure?.kind).toBe("interrupted");
    expect(exitOf(report)).toBe(1);
    expect(methods(shop)).toEqual(["GET", "POST", "GET"]);
    expect(shop.clock.now() - begun).toBeLessThan(1_000);
    expect((await shop.pass()).verdict).toBe("applied");
    expect(shop.emulator.distributions()).toHaveLength(2);
  });

  it("of the wait after which a list shows what an earlier pass began creates nothing", async () => {
    const shop = await open({ manifests: { "a.yaml": manifest("a") } });
    await shop.killedPass({ call: 2, when: "before" });
    const begun = shop.clock.now();
    const interrupted = new AbortController();
    const report = await shop.pass({
      signal: interrupted.signal,
      log: (event) => {
        if (event === "change.started") interrupted.abort();
      },
    });
    expect(report.outcomes).toMatchObject([{ identifier: "a", status: "skipped", wrote: false }]);
    expect([report.failure?.kind, exitOf(report)]).toEqual(["interrupted", 1]);
    expect(shop.clock.now()).toBe(begun);
    expect(writesOf(shop)).toEqual([]);
  });

  it("in the middle of a creation writes what belongs to it, which waits for nothing", async () => {
    const shop = await open({
      manifests: { "a.yaml": manifest("a", ["/x", "/y"]), "b.yaml": manifest("b") },
    });
    const report = await shop.pass({ concurrency: 1, ...interruptAt("POST") });
    expect(report.outcomes).toMatchObject([
      { identifier: "a", status: "applied" },
      { identifier: "b", status: "skipped" },
    ]);
    expect(report.failure).toMatchObject({
      kind: "interrupted",
      message: "the pass was told to end; what it had written by then is recorded",
    });
    expect(exitOf(report)).toBe(6);
  });

  it("leaves a creation in the middle where the rest would have to wait, and the next pass goes on", async () => {
    const shop = await open({
      manifests: { "a.yaml": manifest("a", ["/x", "/y"]) },
      personality: { quota: { limit: 102, windowSeconds: 600, headers: true } },
    });
    const report = await shop.pass({ concurrency: 1, ...interruptAt("POST") });
    expect(report.outcomes).toMatchObject([{ identifier: "a", status: "skipped", wrote: true }]);
    expect([report.failure?.kind, exitOf(report)]).toEqual(["interrupted", 6]);
    expect((await shop.pass()).verdict).toBe("applied");
    expect(shop.emulator.distributions()).toMatchObject([{ routes: [{}, {}] }]);
  });

  it("after the last change says nothing of itself", async () => {
    const shop = await open({ manifests: { "a.yaml": manifest("a") } });
    const report = await shop.pass(interruptAt("POST"));
    expect(report.verdict).toBe("applied");
    expect(report).not.toHaveProperty("failure");
  });

  it("between taking a route away and adding it elsewhere adds it", async () => {
    const route =
      "  - { domain: example.com, path: /moved, type: DIRECT_PROXY, targets: { Default: { type: EXTERNAL, external_url: https://b.example.com } } }\n";
    const of = (identifier: string, routes: string) =>
      `identifier: ${identifier}\nscope: WORKSPACE\nroutes:${routes === "" ? " []" : `\n${routes}`}\n`;
    const shop = await open({
      manifests: { "a.yaml": of("a", ""), "b.yaml": of("b", route) },
      personality: { uniqueness: "409" },
    });
    await shop.pass({ policy: "sync" });
    shop.clock.advance(60_000);
    shop.emulator.clearLog();
    const manifests = { "a.yaml": of("a", route), "b.yaml": of("b", "") };
    await shop.pass({ policy: "sync", concurrency: 1, manifests, ...interruptAt("DELETE") });
    expect(writesOf(shop).at(-1)).toMatch(/^POST .*\/routes 201$/);
    expect(shop.emulator.distributions().map(({ routes }) => routes.length)).toEqual([1, 0]);
  });

  it("gives up a state that does not open, and closes it should it open later", async () => {
    const shop = await open({ manifests: { "a.yaml": manifest("a") } });
    const interrupted = new AbortController();
    let openLate = () => {};
    let closed = false;
    const state: State = {
      ...shop.state,
      open: async () => {
        await new Promise<void>((resolve) => {
          openLate = resolve;
          interrupted.abort();
        });
        const ledger = await shop.state.open();
        return {
          ...ledger,
          close: async () => {
            closed = true;
            await ledger.close();
          },
        };
      },
    };
    const report = await shop.pass({ state, signal: interrupted.signal });
    expect(report).toMatchObject({ verdict: "error", failure: { kind: "interrupted" } });
    expect(closed).toBe(false);
    openLate();
    await expect.poll(() => closed).toBe(true);
    expect((await shop.pass()).verdict).toBe("applied");
  });

  it("gives up reading the state, and the holds", async () => {
    const forever = () => new Promise<never>(() => {});
    const shop = await open({ manifests: { "a.yaml": manifest("a") } });
    for (const stuck of [{ state: { ...shop.state, read: forever } }, { holds: { read: forever } }]) {
      const signal = AbortSignal.abort();
      const report = await shop.pass({ mode: { plan: true }, signal, ...stuck });
      expect(report).toMatchObject({ verdict: "error", failure: { kind: "interrupted" } });
    }
  });

  it("at the question is not told as a no", async () => {
    const shop = await open({ manifests: { "a.yaml": manifest("a") } });
    const interrupted = new AbortController();
    const approve = async () => {
      interrupted.abort();
      return false;
    };
    const report = await shop.pass({ mode: { apply: { approve } }, signal: interrupted.signal });
    expect(report).toMatchObject({ verdict: "error", failure: { kind: "interrupted" } });
    expect(report.plan?.changes).toHaveLength(1);
  });
});
