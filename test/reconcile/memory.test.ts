import { describe, expect, it } from "vitest";
import { manifest, open, writesOf } from "../support/shops.ts";

const SHOP = { "shop.yaml": manifest("shop") };

describe("the generation of the source", () => {
  it("that is older than one a pass was begun with is superseded: nothing is asked, nothing is written", async () => {
    const shop = await open({ manifests: SHOP });
    await shop.pass({ manifests: {}, origin: { generation: 8, commit: "bbb" } });
    const before = shop.emulator.log.length;
    const report = await shop.pass({ origin: { generation: 7, commit: "aaa" } });
    expect(report).toMatchObject({
      verdict: "superseded",
      failure: {
        kind: "superseded",
        message:
          "the source is generation 7, and a pass was begun with a newer one (generation 8, commit bbb)",
      },
      source: { generation: 7, commit: "aaa" },
    });
    expect(shop.emulator.log).toHaveLength(before);
  });

  it("that is the same, or newer, is applied", async () => {
    const shop = await open({ manifests: SHOP });
    await shop.pass({ manifests: {}, origin: { generation: 8 } });
    expect((await shop.pass({ origin: { generation: 8 } })).verdict).toBe("applied");
    expect((await shop.pass({ origin: { generation: 9 } })).verdict).toBe("in-sync");
    expect((await shop.pass({ origin: { generation: 8 } })).verdict).toBe("superseded");
  });

  it("is remembered once, and by passes that apply alone", async () => {
    const shop = await open({ manifests: SHOP });
    await shop.pass({ mode: { plan: true }, origin: { generation: 3 } });
    expect(shop.state.events).toEqual([]);
    await shop.pass({ manifests: {}, origin: { generation: 3, commit: "abc" } });
    await shop.pass({ manifests: {}, origin: { generation: 3, commit: "abc" } });
    expect(shop.state.events).toEqual([
      { event: "intended", at: expect.any(Number), generation: 3, commit: "abc" },
    ]);
  });

  it("is told in the report, with the release and when it was published", async () => {
    const shop = await open({ manifests: SHOP });
    const origin = {
      generation: 3,
      commit: "abc",
      release: "sha256:00",
      publishedAt: Date.UTC(2026, 10, 24),
    };
    expect((await shop.pass({ origin })).source).toEqual({
      generation: 3,
      commit: "abc",
      release: "sha256:00",
      publishedAt: "2026-11-24T00:00:00.000Z",
    });
  });
});

describe("a quota that is smaller than the reserve, with a window that is longer than a pass", () => {
  const MINUTE = 60_000;

  it("is learnt over two passes, so that the next ones get on", async () => {
    const manifests = Object.fromEntries(
      Array.from({ length: 60 }, (_, n) => [`${n}.yaml`, manifest(`shop-${n}`)]),
    );
    const shop = await open({
      manifests,
      personality: { quota: { limit: 40, windowSeconds: 3_600, headers: true } },
    });
    const verdicts: string[] = [];
    for (let pass = 0; pass < 8 && verdicts.at(-1) !== "in-sync"; pass += 1) {
      const report = await shop.pass({ deadline: shop.clock.now() + 14 * MINUTE });
      verdicts.push(report.verdict);
      const resumeAt = Date.parse(report.failure?.resumeAt ?? "");
      // As a continuation does: the next pass begins when the quota does.
      if (resumeAt > shop.clock.now()) shop.clock.advance(resumeAt - shop.clock.now() + 1_000);
    }
    expect(verdicts).toEqual(["error", "partial", "applied", "in-sync"]);
    expect(writesOf(shop)).toHaveLength(60);
    expect(shop.emulator.log.filter(({ status }) => status === 429)).toEqual([]);
  });

  it("is forgotten by the next pass that does not meet its end: what a later one meets may be the rest of a large one", async () => {
    const shop = await open({
      manifests: SHOP,
      personality: { quota: { limit: 90, windowSeconds: 60, headers: true } },
    });
    await shop.pass({ deadline: shop.clock.now() + MINUTE / 4 });
    shop.clock.advance(MINUTE);
    expect((await shop.pass()).verdict).toBe("applied");
    expect(
      shop.state.events.filter(({ event }) => event === "exhausted" || event === "replenished"),
    ).toMatchObject([{ event: "exhausted" }, { event: "replenished" }]);
    await shop.pass();
    expect(shop.state.events.filter(({ event }) => event === "replenished")).toHaveLength(1);
  });

  it("is not taken for small when the memory is old: the reserve for people stays", async () => {
    const shop = await open({
      manifests: SHOP,
      personality: { quota: { limit: 90, windowSeconds: 3_600, headers: true } },
    });
    await shop.pass({ deadline: shop.clock.now() + 14 * MINUTE });
    shop.clock.advance(5 * 60 * MINUTE);
    const report = await shop.pass({ deadline: shop.clock.now() + 14 * MINUTE });
    expect(report.failure?.kind).toBe("out-of-time");
    expect(writesOf(shop)).toEqual([]);
  });
});
