import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { OnRemove } from "../../../lib/core/domain/distribution.ts";
import { EMPTY_INVENTORY } from "../../../lib/core/domain/inventory.ts";
import { classifyAll, type ReadResult } from "../../../lib/core/plan/classify.ts";
import { diff } from "../../../lib/core/plan/diff.ts";
import type { Match } from "../../../lib/core/plan/match.ts";
import { POLICIES, type Policy } from "../../../lib/core/plan/plan.ts";
import { removalsOf } from "../../../lib/core/plan/removals.ts";
import { actual, desired, liveRoute, owned, route } from "../../support/builders.ts";

/** Executes every case of the table in lib/core/plan/README.md, and fails for a case that no row or two rows cover. */

const ID = "a";
const SHOP = { name: "Shop", routes: [route()] } as const;

const MATCHES: Readonly<Record<string, { readonly match: Match; readonly adopt?: true }>> = {
  missing: { match: { kind: "missing" } },
  ours: { match: { kind: "ours", id: ID } },
  renamed: { match: { kind: "renamed", id: ID, from: "shop-old" } },
  unfinished: { match: { kind: "unfinished", id: ID } },
  begun: { match: { kind: "begun", id: ID } },
  unmanaged: { match: { kind: "unmanaged", id: ID } },
  "unmanaged, adopt": { match: { kind: "unmanaged", id: ID }, adopt: true },
  elsewhere: { match: { kind: "elsewhere", candidates: [{ id: ID, scope: { kind: "workspace" } }] } },
  ambiguous: { match: { kind: "ambiguous", ids: [ID, "b"] } },
};

const ORPHANS: Readonly<Record<string, { readonly protect: boolean; readonly onRemove: OnRemove }>> = {
  "orphan, protect": { protect: true, onRemove: "delete" },
  "orphan, retain": { protect: false, onRemove: "retain" },
  "orphan, disable": { protect: false, onRemove: "disable" },
  "orphan, delete": { protect: false, onRemove: "delete" },
};

const READS: Readonly<Record<string, ReadResult | undefined>> = {
  same: { actual: actual({ id: ID, name: "Shop", disabled: false, routes: [liveRoute()] }) },
  differs: {
    actual: actual({ id: ID, identifier: "shop-was", name: "Old", disabled: false, routes: [] }),
  },
  gone: { gone: true },
  failed: { failed: "503" },
  "not read": undefined,
};

/** What the planner does in one case: an action, a reason why the distribution is left alone, or neither. */
function resultOf(match: string, read: string, policy: Policy): string {
  const found = READS[read];
  const orphan = ORPHANS[match];
  const applied = read === "differs" ? { name: "Old", routes: [] } : SHOP;
  const row = owned({ id: ID, applied, identifier: match === "renamed" ? "shop-old" : "shop" });
  const reads = new Map(found === undefined ? [] : [[ID, found]]);
  if (orphan !== undefined) {
    const rules = {
      policy,
      onRemove: orphan.onRemove,
      quarantineMs: 0,
      now: 1,
      unread: undefined,
      commit: undefined,
    };
    const { changes, leftAlone } = removalsOf([{ ...row, protect: orphan.protect }], reads, rules);
    return changes[0]?.action ?? leftAlone[0]?.reason ?? "forgotten";
  }
  const given = MATCHES[match];
  if (given === undefined) throw new Error(`no match is called ${match}`);
  const { match: kind, adopt = false } = given;
  // A begun creation is recognised by its name, so that one alone differs in it.
  const isOurs = ["ours", "renamed", "unfinished"].includes(match);
  const inventory = isOurs
    ? { ...EMPTY_INVENTORY, owned: new Map([[`workspace#${row.identifier}`, row]]) }
    : EMPTY_INVENTORY;
  const classified = classifyAll([desired({ ...SHOP, adopt })], () => kind, reads, {
    policy,
    inventory,
    adopts: (one) => one.adopt,
    foreign: new Map(),
    consistentAt: 1,
  });
  const compared = diff(classified.comparable, new Map(), "correct");
  const [created] = classified.missing;
  if (created !== undefined) return created.resumes === undefined ? "create" : "finish";
  const [left] = [...classified.leftAlone, ...compared.leftAlone];
  return compared.changes[0]?.action ?? left?.reason ?? "in sync";
}

type Row = {
  readonly match: string;
  readonly reads: readonly string[];
  readonly policies: readonly string[];
  readonly result: string;
};

const NAMES = [...Object.keys(MATCHES), ...Object.keys(ORPHANS)];

const ROWS: readonly Row[] = readFileSync("lib/core/plan/README.md", "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll("`", "")),
  )
  .filter(([match = ""]) => NAMES.includes(match))
  .map(([match = "", read = "", policy = "", result = ""]) => ({
    match,
    reads: read === "any" ? Object.keys(READS) : read.split(", "),
    policies: policy === "any" ? POLICIES : policy.split(", "),
    result,
  }));

const CASES = NAMES.flatMap((match) =>
  Object.keys(READS).flatMap((read) => POLICIES.map((policy) => [match, read, policy] as const)),
);

describe("the table of cases in lib/core/plan/README.md", () => {
  it.each(CASES)("has one row for %s, %s, %s, and it holds", (match, read, policy) => {
    const rows = ROWS.filter(
      (row) => row.match === match && row.reads.includes(read) && row.policies.includes(policy),
    );
    expect(rows.map(({ result }) => result)).toEqual([resultOf(match, read, policy)]);
  });

  it("names only reads and policies that exist", () => {
    expect(ROWS.flatMap(({ reads }) => reads).filter((read) => !(read in READS))).toEqual([]);
    const policies: readonly string[] = POLICIES;
    expect(ROWS.flatMap((row) => row.policies).filter((policy) => !policies.includes(policy))).toEqual([]);
  });
});
