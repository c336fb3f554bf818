import { describe, expect, it } from "vitest";
import { type State, StateBusyError } from "../../lib/ports.ts";
import { manifest, open, writesOf } from "../support/shops.ts";

const lost = () => Promise.reject(new StateBusyError("another pass has taken over"));

/** The same state, whose right to write is lost after so many confirmations. */
function losing(state: State, confirmations: number): State {
  let confirmed = 0;
  return {
    read: () => state.read(),
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
