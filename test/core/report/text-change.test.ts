import { describe, expect, it } from "vitest";
import type { LiveRoute } from "../../../lib/core/domain/distribution.ts";
import { movesOf } from "../../../lib/core/plan/moves.ts";
import type { Change, RouteChange } from "../../../lib/core/plan/plan.ts";
import { PLAIN, type Style } from "../../../lib/core/report/style.ts";
import { renderChange } from "../../../lib/core/report/text-change.ts";
import { renderPlan } from "../../../lib/core/report/text-plan.ts";
import {
  adoptChange,
  change,
  deleteChange,
  disableChange,
  disownChange,
  plan,
  route,
  updateChange,
} from "../../support/builders.ts";
import { FIELDS, ROUTES, STRANGE } from "../everything.ts";
import { TAGS } from "./tags.ts";

const shown = (one: Change, style: Style = PLAIN) => renderChange(one, { width: 0, blockedBy: [] }, style);

const external = (address: string) => ({ type: "EXTERNAL", external_url: address }) as const;

const updated = (from: Partial<LiveRoute>, to: Parameters<typeof route>[0] = {}) =>
  shown(
    updateChange({
      routes: [{ kind: "update", moved: "ours", id: "r1", from: { ...route(), ...from }, to: route(to) }],
    }),
  );

describe("an update", () => {
  it("is shown field by field, with who changed it", () => {
    expect(shown(updateChange({ fields: FIELDS }))).toMatchInlineSnapshot(`
      "~ shop  (workspace)  update  shop.yaml:1
          identifier  shop-old → shop  (changed in git)
          name  Shop → Shop 2  (changed in git)
          disabled  true → false  (changed in Buddy)
          others  READ_ONLY → MANAGE  (changed in both)
          others  unknown → MANAGE  (changed in git)
          users  (changed in git)
            ~ dev@example.com READ_ONLY → MANAGE
            + user 2 DENIED
            - user 5 MANAGE
          groups  (changed in git)
            + group admins MANAGE
            - group 9 MANAGE"
    `);
  });

  it("is shown route by route, with the old target and the new", () => {
    expect(shown(updateChange({ routes: ROUTES }))).toMatchInlineSnapshot(`
      "~ shop  (workspace)  update  shop.yaml:1
          + www.example.com/new → https://backend.example.com  DIRECT_PROXY  (changed in git)
          ~ www.example.com/  https://old.example.com → https://backend.example.com  (changed in Buddy)
          ~ www.example.org/moved becomes www.example.com/moved  (changed in git)
            + www.example.com/moved → https://backend.example.com  DIRECT_PROXY
            - www.example.org/moved → https://backend.example.com  DIRECT_PROXY
          - strange.example.com/  TELEPORT  (changed in both)
              COUNTRY-PL → {"crater":7,"type":"MOON"}"
    `);
  });

  it("that renames says so in its title, and not again", () => {
    const [renamed] = FIELDS;
    const fields = renamed === undefined ? [] : [renamed];
    expect(shown(updateChange({ renames: "shop-old", fields }))).toBe(
      "~ shop-old → shop  (workspace)  update  shop.yaml:1",
    );
  });

  it("that renames what somebody else renamed shows what it is called now", () => {
    const fields = [{ field: "identifier", moved: "conflict", from: "store", to: "shop" }] as const;
    expect(shown(updateChange({ renames: "shop-old", fields }))).toContain(
      "\n    identifier  store → shop  (changed in both)",
    );
  });

  it("of a name that Buddy has already says that the inventory lags behind", () => {
    expect(shown(updateChange({ renames: "shop-old" }))).toContain(
      "Buddy has the new identifier already; only the inventory is updated",
    );
  });

  it("puts a name whose ends could not be seen in quotation marks", () => {
    const fields = [{ field: "name", moved: "ours", from: "Shop ", to: "a → b" }] as const;
    expect(shown(updateChange({ fields }))).toContain('name  "Shop " → "a → b"  ');
  });

  it("of a route shows its type, and each region that differs", () => {
    const from = {
      type: "REDIRECT",
      targets: {
        Default: external("https://backend.example.com"),
        "COUNTRY-PL": external("https://pl.example.com"),
        "COUNTRY-DE": external("https://de.example.com"),
        "COUNTRY-FR": external("https://fr.example.com"),
      },
    };
    const targets = {
      Default: external("https://backend.example.com"),
      "COUNTRY-FR": external("https://fr.example.com"),
      "COUNTRY-PL": external("https://pl2.example.com"),
      "COUNTRY-US": external("https://us.example.com"),
    };
    expect(updated(from, { targets })).toMatchInlineSnapshot(`
      "~ shop  (workspace)  update  shop.yaml:1
          ~ www.example.com/  (changed in git)
              type  REDIRECT → DIRECT_PROXY
              ~ COUNTRY-PL  https://pl.example.com → https://pl2.example.com
              + COUNTRY-US → https://us.example.com
              - COUNTRY-DE → https://de.example.com"
    `);
  });

  it("of a route that has no default yet adds one", () => {
    expect(updated({ targets: {} })).toContain(
      "~ www.example.com/  (changed in git)\n        + Default → https://backend.example.com",
    );
  });

  it("of a route whose live target nobody knows shows it as it came", () => {
    const strange = { Default: { type: "EXTERNAL", external_url: 7 }, ...STRANGE.targets };
    expect(updated({ targets: strange })).toMatchInlineSnapshot(`
      "~ shop  (workspace)  update  shop.yaml:1
          ~ www.example.com/  {"external_url":7,"type":"EXTERNAL"} → https://backend.example.com  (changed in git)
              - COUNTRY-PL → {"crater":7,"type":"MOON"}"
    `);
  });

  it.each([
    [{ type: "TUNNEL", tunnel: null }, '{"tunnel":null,"type":"TUNNEL"}'],
    [{ type: "SANDBOX", sandbox: { id: "a" } }, '{"sandbox":{"id":"a"},"type":"SANDBOX"}'],
    [{ type: "ARTIFACT", artifact: 7 }, '{"artifact":7,"type":"ARTIFACT"}'],
    [{ type: "TUNNEL", tunnel: { id: 1, tunnel_id: 2 }, more: true }, "tunnel 2 of agent 1"],
  ])("shows the target %j in words only where it has all that they need", (target, words) => {
    expect(updated({ targets: { Default: target } })).toContain(`  ${words} → https://backend.example.com`);
  });

  it("is set off by what it does", () => {
    expect(
      shown(updateChange({ fields: FIELDS.slice(2, 7), routes: ROUTES.slice(1) }), TAGS),
    ).toMatchInlineSnapshot(`
      "<warn>~ shop  (workspace)</warn>  update  <faint>shop.yaml:1</faint>
          name  Shop → Shop 2  <faint>(changed in git)</faint>
          disabled  true → false  <warn>(changed in Buddy)</warn>
          others  READ_ONLY → MANAGE  <bad>(changed in both)</bad>
          others  unknown → MANAGE  <faint>(changed in git)</faint>
          users  <faint>(changed in git)</faint>
            <warn>~ dev@example.com READ_ONLY → MANAGE</warn>
            <create>+ user 2 DENIED</create>
            <bad>- user 5 MANAGE</bad>
          <warn>~</warn> www.example.com/  https://old.example.com → https://backend.example.com  <warn>(changed in Buddy)</warn>
          <warn>~</warn> www.example.org/moved becomes www.example.com/moved  <faint>(changed in git)</faint>
            <create>+</create> www.example.com/moved → https://backend.example.com  <faint>DIRECT_PROXY</faint>
            <bad>-</bad> www.example.org/moved → https://backend.example.com  <faint>DIRECT_PROXY</faint>
          <bad>-</bad> strange.example.com/  <faint>TELEPORT</faint>  <bad>(changed in both)</bad>
              COUNTRY-PL → {"crater":7,"type":"MOON"}"
    `);
  });
});

describe("an adoption", () => {
  it("says that nothing is written now, and what will be", () => {
    const fields = FIELDS.slice(2, 3);
    expect(shown(adoptChange({ fields, routes: ROUTES.slice(0, 1) }))).toMatchInlineSnapshot(`
      "> shop  (workspace)  adopt  shop.yaml:1
          it exists (id rm1P93jG) and becomes ours; this pass writes nothing to it; the next pass updates what differs:
          name  Shop → Shop 2
          + www.example.com/new → https://backend.example.com  DIRECT_PROXY"
    `);
  });

  it("says when there will be nothing to write", () => {
    expect(shown(adoptChange())).toContain("this pass writes nothing to it; it matches its manifest");
  });
});

describe("a removal", () => {
  it("by disown leaves it as it is, and names the commits", () => {
    expect(
      shown(disownChange({ declaredIn: "1a2b3c4d5e6f70718293a4b5c6d7e8f901234567", goneIn: "5d6e7f8" })),
    ).toMatchInlineSnapshot(`
      "< shop  (workspace)  disown  declared until 1a2b3c4, gone in 5d6e7f8
          it stays in Buddy as it is, and is no longer ours"
    `);
  });

  it("by disabling says when it will be deleted, and what answers nothing any more", () => {
    const deleteAfter = "2026-12-01T09:30:00.000Z";
    expect(
      shown(disableChange({ routes: [route(), STRANGE], deleteAfter, goneIn: "5d6e7f8" })),
    ).toMatchInlineSnapshot(`
      "! shop  (workspace)  disable  gone in 5d6e7f8
          it will be deleted after 2026-12-01T09:30:00.000Z, unless its manifest comes back
          - www.example.com/ → https://backend.example.com  DIRECT_PROXY
          - strange.example.com/  TELEPORT
              COUNTRY-PL → {"crater":7,"type":"MOON"}"
    `);
    expect(shown(disableChange())).toContain("it stays disabled until somebody decides");
  });

  it("by deletion says what answers nothing any more, or that nothing answered already", () => {
    const routes = [route()];
    expect(shown(deleteChange({ routes, declaredIn: "release 7" }))).toMatchInlineSnapshot(`
      "- shop  (workspace)  delete  declared until release 7
          - www.example.com/ → https://backend.example.com  DIRECT_PROXY"
    `);
    expect(shown(deleteChange({ enabled: false }))).toMatchInlineSnapshot(`
      "- shop  (workspace)  delete
          it is disabled already"
    `);
  });
});

describe("a route that goes from one distribution to another", () => {
  const api = route({ path: "/api" });
  const from = updateChange({
    key: "workspace#shop",
    routes: [{ kind: "remove", id: "r1", from: api, moved: "ours" }],
  });
  const to = change({ key: "project:web#blog", identifier: "blog", where: "project web", routes: [api] });
  const moves = movesOf([from, to]);

  it("is named where it goes, and where it comes from: with the scope if that is another one", () => {
    expect(renderChange(from, { width: 0, blockedBy: [], moves }, PLAIN)).toMatchInlineSnapshot(`
      "~ shop  (workspace)  update  shop.yaml:1
          - www.example.com/api → https://backend.example.com  DIRECT_PROXY  (changed in git)
          www.example.com/api goes to blog (project web)"
    `);
    expect(renderChange(to, { width: 0, blockedBy: [], moves }, PLAIN)).toMatchInlineSnapshot(`
      "+ blog  (project web)  create  shop.yaml:1
          name shop
          www.example.com/api → https://backend.example.com  DIRECT_PROXY
          www.example.com/api comes from shop (workspace)"
    `);
  });

  it("is not named with what it does not concern", () => {
    expect(renderChange(disownChange({ key: "other" }), { width: 0, blockedBy: [], moves }, PLAIN)).toBe(
      shown(disownChange({ key: "other" })),
    );
  });

  it("is named in a plan without its scope where that is the same", () => {
    const blog = updateChange({
      key: "workspace#blog",
      identifier: "blog",
      routes: [{ kind: "add", to: api, moved: "ours" }],
    });
    const text = renderPlan(plan({ changes: [blog, from] }), PLAIN);
    expect(text).toContain("    www.example.com/api comes from shop\n");
    expect(text).toContain("    www.example.com/api goes to blog\n");
  });
});

describe("every change", () => {
  it("has a sign of its own", () => {
    const changes = [
      change(),
      updateChange(),
      adoptChange(),
      disownChange(),
      disableChange(),
      deleteChange(),
    ];
    expect(changes.map((one) => shown(one, TAGS).split("\n")[0]).join("\n")).toMatchInlineSnapshot(`
      "<create>+ shop  (workspace)</create>  create  <faint>shop.yaml:1</faint>
      <warn>~ shop  (workspace)</warn>  update  <faint>shop.yaml:1</faint>
      <create>> shop  (workspace)</create>  adopt  <faint>shop.yaml:1</faint>
      <warn>< shop  (workspace)</warn>  disown
      <bad>! shop  (workspace)</bad>  disable
      <bad>- shop  (workspace)</bad>  delete"
    `);
  });

  it("names the rules that keep it from being carried out", () => {
    expect(
      renderChange(deleteChange(), { width: 0, blockedBy: ["LIMIT_REMOVALS", "FROZEN"] }, PLAIN),
    ).toMatch(/^- shop {2}\(workspace\) {2}delete {2}blocked by LIMIT_REMOVALS, FROZEN/);
  });
});

describe("a word that nobody knows", () => {
  it("makes no change look like another", () => {
    const bored = { ...updateChange(), action: "bored" } as unknown as Change;
    expect(() => shown(bored)).toThrow(TypeError);
    const odd = { change: "bored", moved: "ours" } as unknown as RouteChange;
    expect(() => shown(updateChange({ routes: [odd] }))).not.toThrow();
    const fields = [{ field: "bored", moved: "ours" }] as unknown as typeof FIELDS;
    expect(() => shown(updateChange({ fields }))).toThrow(TypeError);
  });
});
