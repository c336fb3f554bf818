import { describe, expect, it } from "vitest";
import { StateBusyError } from "../../lib/errors.ts";
import type { State } from "../../lib/ports.ts";
import { manifest, open, writesOf } from "../support/shops.ts";

const lost = () => Promise.reject(new StateBusyError("another pass has taken over"));

/** The same state, whose right to write is lost after so many confirmations. */
function losing(state: State, confirmations: number): State {
  let confirmed = 0;
  return {
    read: () => state.read(),
    foreign: () => state.foreign(),
    open: async () => {
      const ledger = await state.open();
      const right = async () => (confirmed >= confirmations ? lost() : undefined);
      return {
        ...ledger,
        confirm: async () => {
          await right();
          confirmed += 1;
        },
        record: async (event) => {
          await right();
          await ledger.record(event);
        },
      };
    },
  };
}

describe("the right to write", () => {
  const manifests = { "a.yaml": manifest("a", ["/x"]), "b.yaml": manifest("b") };

  it("that is gone before the first write leaves nothing written, and the pass says busy", async () => {
    const shop = await open({ manifests });
    const report = await shop.pass({ state: losing(shop.state, 0), concurrency: 1 });
    expect(report).toMatchObject({
      verdict: "busy",
      failure: { kind: "busy", message: "another pass has taken over" },
      outcomes: [
        { key: "workspace#a", status: "skipped", wrote: false },
        { key: "workspace#b", status: "skipped", wrote: false },
      ],
    });
    expect(writesOf(shop)).toEqual([]);
  });

  it("is confirmed after every wait, just before a write goes out", async () => {
    const shop = await open({ manifests });
    const confirming: State = {
      ...shop.state,
      open: async () => ({ ...(await shop.state.open()), confirm: lost }),
    };
    const report = await shop.pass({ state: confirming, concurrency: 1 });
    expect(report.verdict).toBe("busy");
    expect(writesOf(shop)).toEqual([]);
  });

  it("that cannot be confirmed, because the state does not answer, leaves nothing written, and nobody says otherwise", async () => {
    const shop = await open({ manifests });
    const silent = () => Promise.reject(new Error("lease.json could not be written; try again later"));
    const state: State = {
      ...shop.state,
      open: async () => ({ ...(await shop.state.open()), confirm: silent }),
    };
    const report = await shop.pass({ state, concurrency: 1 });
    expect(report).toMatchObject({
      verdict: "error",
      failure: { kind: "error", message: expect.stringContaining("lease.json could not be written") },
      outcomes: [
        { key: "workspace#a", status: "skipped", wrote: false },
        { key: "workspace#b", status: "skipped", wrote: false },
      ],
    });
    expect(writesOf(shop)).toEqual([]);
  });

  it("is noticed to be gone by the record before each write, also when it is only to disable and the clock stood still", async () => {
    const shop = await open({ manifests: { "a.yaml": manifest("a", ["/x"], "disabled: true\n") } });
    shop.emulator.fault({
      kind: "status",
      status: 403,
      when: "before",
      match: { method: "PATCH" },
      times: 1,
    });
    expect((await shop.pass()).verdict).toBe("partial");
    const before = writesOf(shop).length;
    shop.clock.advance(60_000);
    const sealed: State = {
      ...shop.state,
      open: async () => ({ ...(await shop.state.open()), record: lost }),
    };
    expect((await shop.pass({ state: sealed })).verdict).toBe("busy");
    expect(writesOf(shop)).toHaveLength(before);
    expect((await shop.pass()).verdict).toBe("applied");
    expect(writesOf(shop)).toHaveLength(before + 1);
  });

  it("that is lost on the way ends the pass as partial, and the next one does the rest", async () => {
    const shop = await open({ manifests });
    const report = await shop.pass({ state: losing(shop.state, 1), concurrency: 1 });
    expect(report.verdict).toBe("partial");
    expect(writesOf(shop)).toHaveLength(1);
    expect((await shop.pass()).verdict).toBe("applied");
    expect(writesOf(shop)).toHaveLength(3);
    expect((await shop.pass()).verdict).toBe("in-sync");
  });
});
