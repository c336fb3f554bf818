import { describe, expect, it } from "vitest";
import { EMPTY_INVENTORY } from "../../../lib/core/domain/inventory.ts";
import type { DiffRules, ReadResult } from "../../../lib/core/plan/classify.ts";
import { classifyAll } from "../../../lib/core/plan/classify.ts";
import { diff } from "../../../lib/core/plan/diff.ts";
import { leaveAlone, twinsOf, unmanagedLive } from "../../../lib/core/plan/left-alone.ts";
import { type Match, matcher, matchesOurCreate } from "../../../lib/core/plan/match.ts";
import type { LeftAlone } from "../../../lib/core/plan/plan.ts";
import { removalsOf } from "../../../lib/core/plan/removals.ts";
import { actual, desired, owned, summary } from "../../support/builders.ts";

/** Small differences that decide what is said of a manifest's distribution: found by breaking the code (docs/mutation.md). */

const ID = "rm1P93jG";

function differences(match: Match, read?: ReadResult, rules: Partial<DiffRules> = {}, wanted = desired()) {
  return classifyAll([wanted], () => match, new Map(read === undefined ? [] : [[ID, read]]), {
    policy: "sync",
    inventory: EMPTY_INVENTORY,
    adopts: () => true,
    foreign: new Map(),
    consistentAt: 0,
    ...rules,
  });
}

describe("why something is left alone", () => {
  const unmanaged: Match = { kind: "unmanaged", id: ID };
  const moved = { actual: actual({ scope: "PROJECT", project: "web" }) };
  const ours = (row = owned()) => ({
    ...EMPTY_INVENTORY,
    owned: new Map([[`workspace#${row.identifier}`, row]]),
  });
  const said = (leftAlone: readonly LeftAlone[]) =>
    leftAlone.map(({ reason, detail }) => `${reason}: ${detail}`);

  it("is said of what a manifest has", () => {
    const onlyCreating = { policy: "create-only" } as const;
    const changed = ours(owned({ applied: { name: "Old" } }));
    const drifted = {
      desired: desired({ name: "Shop" }),
      actual: actual({ name: "By hand" }),
      row: owned({ applied: { name: "Shop" } }),
    };
    expect([
      ...said(differences(unmanaged, undefined, { adopts: () => false }).leftAlone),
      ...said(differences(unmanaged, undefined, onlyCreating).leftAlone),
      ...said(differences(unmanaged, undefined, { foreign: new Map([[ID, "other-team"]]) }).leftAlone),
      ...said(differences(unmanaged, moved).leftAlone),
      ...said(differences({ kind: "ours", id: ID }, moved, { inventory: ours() }).leftAlone),
      ...said(differences({ kind: "ambiguous", ids: ["a", "b"] }).leftAlone),
      ...said(differences({ kind: "renamed", id: ID, from: "old-shop" }, undefined, onlyCreating).leftAlone),
      ...said(
        differences(
          { kind: "ours", id: ID },
          undefined,
          { ...onlyCreating, inventory: changed },
          desired({ name: "New" }),
        ).leftAlone,
      ),
      ...said(diff([drifted], new Map(), "report").leftAlone),
      ...said(twinsOf(desired(), { id: ID, twins: ["a"] })),
      ...said(unmanagedLive([], new Map([["workspace", [summary()]]]), new Set())),
    ]).toMatchInlineSnapshot(`
      [
        "exists-unmanaged: it exists and was not created by this installation; it is not touched unless its manifest says \`adopt: true\`",
        "exists-unmanaged: it exists and is nobody's, and only the policies upsert and sync adopt it",
        "foreign: it belongs to the instance other-team, which has to disown it first",
        "unconfirmed: reading it shows another one than the list does",
        "changed-live: it is ours, and was moved to another place in Buddy; move it back, or its manifest after it",
        "ambiguous: several live distributions have this identifier: a, b",
        "create-only: it is ours as old-shop, and only the policies upsert and sync rename it",
        "create-only: its manifest has changed since it was applied, and create-only changes nothing that exists",
        "drift: changed in Buddy since it was applied; a push or \`distro-sync apply\` changes it back, or take it over into the manifest",
        "ambiguous: it has the identifier of one of ours (id rm1P93jG); remove the one that should not be there",
        "not-in-manifests: live in Buddy, and no manifest mentions it",
      ]
    `);
  });

  it("is said of what no manifest has any more", () => {
    const leftOf = (row: Parameters<typeof owned>[0], read: ReadResult, policy: "sync" | "upsert" = "sync") =>
      said(
        removalsOf([owned(row)], new Map([[ID, read]]), {
          policy,
          onRemove: "delete",
          quarantineMs: 1000,
          now: 0,
          unread: undefined,
          commit: undefined,
        }).leftAlone,
      );
    const [enabled, disabled] = [{ actual: actual() }, { actual: actual({ disabled: true }) }];
    expect([
      ...leftOf({ protect: true }, enabled),
      ...leftOf({}, enabled, "upsert"),
      ...leftOf({}, { failed: "503" }),
      ...leftOf({}, { actual: actual({ identifier: "blog" }) }),
      ...leftOf({}, moved),
      ...leftOf({ quarantinedAt: 0 }, enabled),
      ...leftOf({ quarantinedAt: 0 }, disabled),
    ]).toMatchInlineSnapshot(`
      [
        "protected: no manifest mentions it, and it is protected; to remove it, first merge its manifest with \`protect: false\`",
        "orphaned: ours, and no manifest mentions it; only the policy sync removes, and \`distro-sync disown\` gives it up",
        "incomplete-read: 503",
        "changed-live: no manifest mentions it, and it is now called blog: somebody uses it for something else",
        "changed-live: no manifest mentions it, and it was moved to another place",
        "kept-live: no manifest mentions it, and somebody enabled it after we had disabled it; bring its manifest back, or \`distro-sync disown\` it",
        "quarantined: disabled, since no manifest mentions it; deleted after 1970-01-01T00:00:01.000Z",
      ]
    `);
  });
});

describe("what is ours", () => {
  const inventory = { ...EMPTY_INVENTORY, owned: new Map([["workspace#shop", owned()]]) };

  it("is not found where its scope was not listed", () => {
    expect(matcher(new Map(), new Map(), inventory)(desired())).toEqual({ kind: "missing" });
  });

  it("is unchanged on both sides where only the list shows it", () => {
    const [unchanged] = differences({ kind: "ours", id: ID }, undefined, { inventory }).unchanged;
    expect(unchanged).toMatchObject({ verified: false });
    expect(unchanged).not.toHaveProperty("both");
  });
});

describe("what is nobody's", () => {
  it("is compared with nothing that would be known of it", () => {
    const [one] = differences({ kind: "unmanaged", id: ID }, { actual: actual() }).comparable;
    expect(one).toStrictEqual({ desired: desired(), actual: actual() });
  });

  it("looks like ours whatever everybody may do with it, where the manifest does not say", () => {
    const live = actual({ permissions: { others: "MANAGE" } });
    expect(matchesOurCreate({ ...desired(), name: "shop" }, live)).toBe(true);
  });

  it("is left alone without an id where there is none", () => {
    expect(leaveAlone(desired(), "unconfirmed", "503")).not.toHaveProperty("id");
  });
});
