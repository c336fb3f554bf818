import { describe, expect, it } from "vitest";
import type { Owned } from "../../../lib/core/domain/inventory.ts";
import { PLAIN } from "../../../lib/core/report/style.ts";
import { renderWhy } from "../../../lib/core/report/text-why.ts";
import type { Why, WhyLive } from "../../../lib/core/report/why.ts";
import {
  actual,
  block,
  change,
  liveRoute,
  owned,
  route,
  updateChange,
  WORKSPACE,
} from "../../support/builders.ts";

const LIVE: WhyLive = {
  kind: "live",
  actual: actual({
    name: "Shop",
    disabled: false,
    permissions: { others: "READ_ONLY" },
    routes: [liveRoute()],
  }),
};

function why(overrides: Partial<Why> = {}): Why {
  return {
    key: "workspace#shop",
    identifier: "shop",
    where: "workspace",
    reason: "not-planned",
    live: LIVE,
    leftAlone: [],
    blocks: [],
    lifted: [],
    ...overrides,
  };
}

const OURS: Owned = owned({
  touchedAt: Date.UTC(2026, 10, 24),
  commit: "1a2b3c4",
  applied: { name: "Shop", disabled: true, permissions: { others: "MANAGE" }, routes: [route()] },
});

describe("an explanation", () => {
  it("says in a few lines what is desired, live, applied and owned, and what comes of it", () => {
    const one = why({
      reason: "HELD",
      source: "distributions/shop.yaml:2",
      owned: OURS,
      change: updateChange({
        fields: [{ field: "name", from: "Shop", to: "Shop 2", moved: "ours" }],
        source: "distributions/shop.yaml:2",
      }),
      blocks: [
        { code: "HELD", message: "held until noon: incident", remedy: "wait", keys: ["workspace#shop"] },
      ],
      lifted: [block("EXPOSURE")],
    });
    expect(renderWhy(one, PLAIN)).toMatchInlineSnapshot(`
      "shop  (workspace)
        reason   HELD
        desired  distributions/shop.yaml:2
        live     id rm1P93jG, name Shop, enabled, others READ_ONLY, 1 route
        applied  2026-11-24T00:00:00.000Z, commit 1a2b3c4, name Shop, disabled, others MANAGE, 1 route
        owned    by us, id rm1P93jG, created by us
        approved EXPOSURE
        ~ shop  (workspace)  update  distributions/shop.yaml:2  blocked by HELD
            name  Shop → Shop 2  (changed in git)
        blocked HELD held until noon: incident
          wait"
    `);
  });

  it("says what is left alone and why", () => {
    const leftAlone = {
      key: "workspace#shop",
      identifier: "shop",
      where: "workspace",
      reason: "orphaned",
      detail: "no manifest mentions it",
    } as const;
    expect(renderWhy(why({ reason: "orphaned", leftAlone: [leftAlone] }), PLAIN)).toMatchInlineSnapshot(`
      "shop  (workspace)
        reason   orphaned
        desired  no manifest asks for it
        live     id rm1P93jG, name Shop, enabled, others READ_ONLY, 1 route
        applied  nothing by us
        owned    not by us
        · shop  (workspace)  orphaned: no manifest mentions it"
    `);
  });

  it.each([
    ["read and compared", { verified: true }, "it matches its manifest"],
    ["known from a list", { verified: false }, "this pass did not read it"],
    [
      "what both sides have come to",
      { verified: true, both: ["name"] },
      "git and Buddy changed to the same value: name",
    ],
  ])("tells of what asks for nothing whether it was %s", (_, how, text) => {
    const unchanged = {
      key: "k",
      scope: WORKSPACE,
      identifier: "shop",
      where: "workspace",
      id: "1",
      source: "s:1",
      ...how,
    };
    expect(renderWhy(why({ reason: "in-sync", unchanged }), PLAIN)).toContain(text);
  });

  it("tells apart what is not there and what could not be read", () => {
    expect(renderWhy(why({ reason: "create", change: change(), live: { kind: "absent" } }), PLAIN)).toContain(
      "live     does not exist",
    );
    const unreadable = { kind: "unreadable", detail: "403" } as const;
    expect(renderWhy(why({ live: unreadable }), PLAIN)).toContain("live     not known: 403");
  });

  it("says all that the inventory has on it", () => {
    const row = owned({
      protect: true,
      onRemove: "delete",
      quarantinedAt: 0,
      complete: false,
      pending: { name: "Shop" },
      origin: "adopted",
    });
    expect(renderWhy(why({ owned: row }), PLAIN)).toContain(
      "owned    by us, id rm1P93jG, adopted by us, protected, on_remove delete, disabled because no manifest mentions it, since 1970-01-01T00:00:00.000Z, unfinished: a pass was cut short, an update began, and its end was not recorded",
    );
    expect(renderWhy(why({ reason: "begun", begunAt: 0 }), PLAIN)).toContain(
      "we began to create it at 1970-01-01T00:00:00.000Z",
    );
  });

  it("says little of what little is known of", () => {
    const { identifier: _identifier, ...nameless } = actual({ name: "Untitled" });
    const text = renderWhy(
      why({ live: { kind: "live", actual: nameless }, owned: owned({ applied: { name: "shop" } }) }),
      PLAIN,
    );
    expect(text).toContain("live     id rm1P93jG, without an identifier, name Untitled, 0 routes");
    expect(text).toContain("applied  1970-01-01T00:00:00.000Z, name shop");
    expect(text).toContain("desired  no manifest asks for it");
  });

  it("shows no word of a live state that it does not know", () => {
    expect(renderWhy(why({ live: { kind: "bored" } as unknown as WhyLive }), PLAIN)).toContain("shop");
  });
});
