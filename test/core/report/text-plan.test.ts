import { describe, expect, it } from "vitest";
import type { Block } from "../../../lib/core/plan/block.ts";
import type { Plan, PlanApproval } from "../../../lib/core/plan/plan.ts";
import { PLAIN } from "../../../lib/core/report/style.ts";
import { renderPlan } from "../../../lib/core/report/text-plan.ts";
import {
  change,
  environment,
  plan,
  project,
  route,
  updateChange,
  WORKSPACE,
} from "../../support/builders.ts";
import { EVERYTHING } from "../everything.ts";
import { INVISIBLE, TAGS } from "./tags.ts";

const LEFT = { key: "workspace#legacy", identifier: "legacy", where: "workspace", detail: "…" };

const { summary: NOTHING } = plan();

describe("renderPlan", () => {
  it("shows what a reviewer has to see", () => {
    const changes = [
      change({
        name: "Shop",
        disabled: true,
        permissions: {
          others: "READ_ONLY",
          users: [
            { id: 1, email: "dev@example.com", access_level: "MANAGE" },
            { id: 5, access_level: "DENIED" },
          ],
          groups: [
            { id: 7, name: "admins", access_level: "MANAGE" },
            { id: 9, access_level: "DENIED" },
          ],
        },
        routes: [
          route({
            path: "/api",
            targets: {
              Default: { type: "EXTERNAL", external_url: "https://backend.example.com" },
              "CONTINENT-Europe": { type: "SANDBOX", sandbox: { id: "ynjuqe2kov258", endpoint: "www" } },
              "COUNTRY-PL": { type: "TUNNEL", tunnel: { id: "office", tunnel_id: "pl" } },
            },
          }),
          route({
            subdomain: "",
            type: "REDIRECT",
            targets: { Default: { type: "ARTIFACT", artifact: { id: "site", version: "1.0.0" } } },
          }),
          route({ path: "/old", targets: { Default: { type: "ARTIFACT", artifact: { id: "site" } } } }),
        ],
      }),
      change({
        key: "environment:e1#shop",
        scope: environment("e1"),
        where: "environment web/staging",
        permissions: {},
        resumes: "rm1P93jG",
        source: "staging.yaml:7",
      }),
    ];
    const text = renderPlan(
      plan({
        changes,
        unchanged: [
          {
            key: "project:web#blog",
            scope: project("web"),
            identifier: "blog",
            where: "project web",
            id: "a",
            source: "blog.yaml:1",
            verified: false,
          },
        ],
        leftAlone: [
          {
            key: "workspace#legacy",
            identifier: "leg\u001b[31macy",
            where: "workspace",
            reason: "not-in-manifests",
            detail: "live in Buddy, and no manifest mentions it",
          },
          {
            key: "workspace#api",
            identifier: "api",
            where: "workspace",
            reason: "scope-unreadable",
            detail: "GET … was answered 403",
          },
        ],
        summary: { ...NOTHING, create: 1, finish: 1, routes: 3, unchanged: 1, leftAlone: 2 },
      }),
      PLAIN,
    );
    expect(text).toMatchInlineSnapshot(`
      "my-company on https://api.buddy.works, policy create-only

      + shop  (workspace)                create  shop.yaml:1
          name Shop
          disabled
          access others READ_ONLY, dev@example.com MANAGE, user 5 DENIED, group admins MANAGE, group 9 DENIED
          www.example.com/api → https://backend.example.com  DIRECT_PROXY
            CONTINENT-Europe → sandbox ynjuqe2kov258, endpoint www
            COUNTRY-PL       → tunnel pl of agent office
          example.com/ → artifact site, version 1.0.0  REDIRECT
          www.example.com/old → artifact site  DIRECT_PROXY
      + shop  (environment web/staging)  finish  staging.yaml:7
          created by an earlier pass that was cut short (id rm1P93jG)

      = blog  (project web)              exists

      · leg\\u001b[31macy  (workspace)    not-in-manifests: live in Buddy, and no manifest mentions it
      · api  (workspace)                 scope-unreadable: GET … was answered 403

      Plan: incomplete, 1 distribution and 3 routes to create, 1 distribution to finish, 2 existing, 2 left alone (1 because a call failed).
      Digest: sha256:0000000000000000000000000000000000000000000000000000000000000000
      "
    `);
  });

  it("shows the access of users alone, of groups alone, and of nobody", () => {
    const users = change({ permissions: { users: [{ id: 5, access_level: "DENIED" }] } });
    const groups = change({ permissions: { groups: [{ id: 9, access_level: "MANAGE" }] } });
    const nobody = change({ permissions: {} });
    const text = renderPlan(plan({ changes: [users, groups, nobody] }), PLAIN);
    expect(text).toContain("    access user 5 DENIED\n");
    expect(text).toContain("    access group 9 MANAGE\n");
  });

  it("says nothing of failures when what is left alone was seen", () => {
    const leftAlone = [{ ...LEFT, reason: "exists-unmanaged" as const }];
    const text = renderPlan(plan({ leftAlone, summary: { ...NOTHING, leftAlone: 1 } }), PLAIN);
    expect(text).toContain("1 left alone.\n");
  });

  it("asks to check what only looks like ours, and counts what is to be finished", () => {
    const presumed = change({ resumes: "rm1P93jG", presumed: true, routes: [route()] });
    const text = renderPlan(plan({ changes: [presumed] }), PLAIN);
    expect(text).toContain("looks like what an earlier pass began (id rm1P93jG): check that it is");
    expect(text).toContain("Plan: 1 distribution to finish with 1 route, 1 existing.");
  });

  it("says when there is nothing to do, without a digest that nobody needs", () => {
    expect(renderPlan(plan(), PLAIN)).toMatchInlineSnapshot(`
      "my-company on https://api.buddy.works, policy create-only

      Plan: nothing to create, 0 existing.
      "
    `);
  });

  it("counts unmentioned objects when they are many", () => {
    const leftAlone = Array.from({ length: 11 }, (_, index) => ({
      key: `workspace#old-${index}`,
      identifier: `old-${index}`,
      where: "workspace",
      reason: "not-in-manifests" as const,
      detail: "…",
    }));
    const text = renderPlan(plan({ leftAlone }), PLAIN);
    expect(text).toContain("11 live distributions that no manifest mentions");
    expect(text).not.toContain("old-3");
  });

  it("tells once what happened to many, and that the plan is incomplete", () => {
    const leftAlone = Array.from({ length: 4 }, () => ({
      ...LEFT,
      reason: "scope-unreadable" as const,
      detail: "503",
    }));
    const text = renderPlan(plan({ leftAlone }), PLAIN);
    expect(text.match(/503/g)).toHaveLength(1);
    expect(text).toContain("· 4 manifests  (workspace)");
    expect(text).toContain("Plan: incomplete, nothing to create");
  });

  it("says what is blocked, and how to unblock it", () => {
    const text = renderPlan(
      plan({
        changes: [change()],
        blocks: [
          { code: "LIMIT_CREATES", message: "too many", remedy: "raise it", keys: ["workspace#shop"] },
        ],
        summary: { ...NOTHING, create: 1, blocked: 1 },
      }),
      TAGS,
    );
    expect(text).toContain("<faint>shop.yaml:1</faint>  <bad>blocked by LIMIT_CREATES</bad>\n");
    expect(text).toContain("<bad>blocked</bad> LIMIT_CREATES too many\n  raise it");
    expect(text).toContain("<bad>1 blocked</bad>");
  });

  it("keeps a line readable next to a very long label", () => {
    const long = change({ identifier: "x".repeat(90) });
    const lines = renderPlan(plan({ changes: [long, change({ scope: WORKSPACE })] }), PLAIN).split("\n");
    expect(lines.find((line) => line.startsWith("+ shop"))?.length).toBeLessThan(80);
  });

  it("says what is in sync and what was only listed", () => {
    const about = { scope: WORKSPACE, where: "workspace", id: "a", source: "a.yaml:1" };
    const unchanged = [
      {
        ...about,
        key: "workspace#a",
        identifier: "a",
        verified: true,
        both: ["name", "route a.example.com/"],
      },
      { ...about, key: "workspace#b", identifier: "b", id: "b", verified: true },
      { ...about, key: "workspace#c", identifier: "c", id: "c", verified: false },
    ];
    const summary = { ...NOTHING, unchanged: 3, unverified: 1 };
    expect(renderPlan(plan({ policy: "upsert", unchanged, summary }), PLAIN)).toMatchInlineSnapshot(`
      "my-company on https://api.buddy.works, policy upsert

      = a  (workspace)  in sync, changed alike in git and in Buddy: name, route a.example.com/
      = b  (workspace)  in sync
      = c  (workspace)  exists

      Plan: nothing to do, 3 existing (1 not compared).
      "
    `);
    expect(renderPlan(plan({ unchanged, summary }), PLAIN)).toContain("nothing to create, 3 existing.\n");
  });

  it("counts everything that would be done", () => {
    const summary = { ...NOTHING, update: 2, adopt: 1, disown: 1, disable: 1, delete: 3, routes: 1 };
    const lastLine = (counts: Partial<typeof NOTHING>) =>
      renderPlan(plan({ policy: "sync", summary: { ...NOTHING, ...counts } }), PLAIN)
        .split("\n")
        .at(-2);
    expect(lastLine(summary)).toBe(
      "Plan: 1 route to create, 2 to update, 1 to adopt, 1 to disown, 1 to disable, 3 to delete, 0 existing.",
    );
    expect(lastLine({ update: 1 })).toBe("Plan: 1 to update, 0 existing.");
    expect(lastLine({ create: 1, finish: 1, update: 1, routes: 4 })).toBe(
      "Plan: 1 distribution and 4 routes to create, 1 distribution to finish, 1 to update, 0 existing.",
    );
    expect(lastLine({ finish: 1, update: 1, routes: 2 })).toBe(
      "Plan: 2 routes to create, 1 distribution to finish, 1 to update, 0 existing.",
    );
    expect(lastLine({ leftAlone: 3, drift: 2 })).toBe(
      "Plan: nothing to do, 0 existing, 3 left alone (2 changed in Buddy).",
    );
  });

  it("shows drift field by field", () => {
    const leftAlone = [
      {
        ...LEFT,
        reason: "drift" as const,
        detail: "changed in Buddy since it was applied",
        source: "legacy.yaml:1",
        fields: [{ field: "name", moved: "theirs", from: "Hand-made", to: "Legacy" }] as const,
        routes: [
          {
            kind: "update",
            moved: "theirs",
            id: "r1",
            from: route({
              targets: { Default: { type: "EXTERNAL", external_url: "https://other.example.com" } },
            }),
            to: route(),
          },
        ] as const,
      },
    ];
    expect(
      renderPlan(plan({ leftAlone, summary: { ...NOTHING, leftAlone: 1, drift: 1 } }), PLAIN),
    ).toMatchInlineSnapshot(`
      "my-company on https://api.buddy.works, policy create-only

      · legacy  (workspace)  drift: changed in Buddy since it was applied
          name  Hand-made → Legacy
          ~ www.example.com/  https://other.example.com → https://backend.example.com

      Plan: nothing to create, 0 existing, 1 left alone (1 changed in Buddy).
      "
    `);
  });

  it("tells once what kept many removals back", () => {
    const leftAlone = Array.from({ length: 4 }, () => ({
      ...LEFT,
      reason: "incomplete-read" as const,
      detail: "GET … was answered 503",
    }));
    expect(renderPlan(plan({ leftAlone }), PLAIN)).toContain(
      "· 4 distributions  (workspace)  incomplete-read: GET … was answered 503",
    );
  });

  it("names the reason of each that is left alone", () => {
    const reasons = ["foreign", "create-only", "orphaned", "protected", "quarantined", "kept-live"] as const;
    const leftAlone = reasons.map((reason) => ({ ...LEFT, reason }));
    const text = renderPlan(plan({ leftAlone }), TAGS);
    for (const reason of reasons) expect(text).toContain(`<warn>${reason}</warn>: …`);
  });

  describe("when rules refuse something", () => {
    const NOW = Date.UTC(2026, 10, 24, 12, 0, 30);
    const exposure: Block = {
      code: "EXPOSURE",
      exposure: "default-target",
      message: "the default target of routes would change: www.example.com/",
      remedy: "approve this plan",
      keys: ["workspace#shop"],
    };
    const held: Block = {
      code: "HELD",
      message: "shop is held until tomorrow: incident",
      remedy: "wait",
      keys: ["workspace#shop"],
    };
    const refused = (blocks: readonly Block[], approval?: PlanApproval) =>
      plan({
        policy: "upsert",
        changes: [updateChange()],
        blocks,
        ...(approval === undefined ? {} : { approval }),
        summary: { ...NOTHING, update: 1, blocked: 1 },
      });

    it("says which change, by what, and ends with the approval to commit", () => {
      expect(renderPlan(refused([exposure, held]), PLAIN, { now: NOW })).toMatchInlineSnapshot(`
        "my-company on https://api.buddy.works, policy upsert

        ~ shop  (workspace)  update  shop.yaml:1  blocked by EXPOSURE, HELD

        blocked EXPOSURE default-target the default target of routes would change: www.example.com/
          approve this plan
        blocked HELD shop is held until tomorrow: incident
          wait

        Plan: 1 to update, 1 existing, 1 blocked.
        Digest: sha256:0000000000000000000000000000000000000000000000000000000000000000

        To approve exactly this plan, once and for a day, fill this in and commit it:
        # approvals/0000000000000000000000000000000000000000000000000000000000000000.yaml, in the folder of manifests
        by: # who decided
        reason: # why
        until: 2026-11-25T12:00:00.000Z
        lifts: [EXPOSURE]
        "
      `);
    });

    it("offers an approval that counts when it is committed at once", () => {
      const text = renderPlan(refused([exposure]), PLAIN, { now: NOW });
      const until = Date.parse(/^until: (.*)$/m.exec(text)?.[1] ?? "");
      expect(until).toBeGreaterThan(NOW);
      expect(until).toBeLessThanOrEqual(NOW + 86_400_000);
    });

    it("offers none for what no approval lifts, nor to who does not say when it is", () => {
      expect(renderPlan(refused([held]), PLAIN, { now: NOW })).not.toContain("approve exactly");
      expect(renderPlan(refused([exposure]), PLAIN)).not.toContain("approve exactly");
      expect(renderPlan(plan(), PLAIN, { now: NOW })).not.toContain("approve exactly");
    });

    it("shows an approval in force, and keeps what it lifts in the one that is offered for the rest", () => {
      const conflict: Block = {
        code: "CONFLICT",
        message: "both",
        remedy: "decide",
        keys: ["workspace#shop"],
      };
      const approval: PlanApproval = {
        by: "dev@example.com",
        reason: "the new backend is live",
        until: "2026-11-25T09:00:00.000Z",
        source: "distributions/approvals/0.yaml",
        lifts: [exposure],
      };
      const text = renderPlan(refused([conflict], approval), TAGS, { now: NOW });
      expect(text).toContain(
        "<create>approved</create> by dev@example.com until 2026-11-25T09:00:00.000Z: the new backend is live  <faint>distributions/approvals/0.yaml</faint>\n" +
          "  lifts EXPOSURE default-target the default target of routes would change: www.example.com/\n",
      );
      expect(text).toContain("lifts: [EXPOSURE, CONFLICT]");
    });
  });

  it("shows nothing that could move the cursor, from wherever it comes", () => {
    const sly = (value: unknown): unknown => {
      if (typeof value === "string") return `${value}\u001b[2J\u202e\r\u2028`;
      if (Array.isArray(value)) return value.map(sly);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(
        Object.entries(value).map(([key, part]) => [key, WORDS.has(key) ? part : sly(part)]),
      );
    };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of the same shape
    const shown = renderPlan(sly(EVERYTHING) as Plan, PLAIN, { now: 0 });
    expect(shown).not.toMatch(INVISIBLE);
    expect(shown).toContain("\\u001b[2J");
  });
});

/** Keys whose values are words of the program, which decide how the rest is read. */
const WORDS: ReadonlySet<string> = new Set([
  "action",
  "change",
  "field",
  "moved",
  "policy",
  "digest",
  "code",
  "exposure",
  "reason",
  "scope",
  "access_level",
  "others",
]);
