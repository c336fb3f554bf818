import { createHash } from "node:crypto";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  assemblePlan,
  createChange,
  decidedPlan,
  isRemoval,
  type PlanInput,
} from "../../../lib/core/plan/assemble.ts";
import type { Block } from "../../../lib/core/plan/block.ts";
import { leaveAlone } from "../../../lib/core/plan/left-alone.ts";
import {
  blockReasons,
  type Change,
  isFailure,
  LEFT_ALONE_REASONS,
  type LeftAlone,
  type Plan,
  type PlanApproval,
  type Unchanged,
} from "../../../lib/core/plan/plan.ts";
import { planSchema } from "../../../lib/core/plan/schema.ts";
import { change, desired, environment, route, WORKSPACE } from "../../support/builders.ts";
import { adopt, disable, disown, gone, remove, update } from "./changes.ts";

type Given = Partial<PlanInput & Pick<Plan, "blocks" | "approval">>;

function assemble({ blocks = [], approval, ...overrides }: Given = {}) {
  const undecided = assemblePlan({
    instance: "test",
    workspace: { api: "https://api.buddy.works", name: "my-company" },
    policy: "sync",
    changes: [],
    unchanged: [],
    leftAlone: [],
    hash: (text) => createHash("sha256").update(text).digest("hex"),
    ...overrides,
  });
  return decidedPlan(undecided, approval === undefined ? { blocks } : { blocks, approval });
}

function created(identifier: string, overrides: Parameters<typeof change>[0] = {}) {
  return change({ key: `workspace#${identifier}`, identifier, ...overrides });
}

function unchanged(identifier: string, verified = true): Unchanged {
  const where = "workspace";
  return {
    key: `workspace#${identifier}`,
    scope: WORKSPACE,
    identifier,
    where,
    id: "a",
    source: "a:1",
    verified,
  };
}

function leftAlone(id?: string, overrides: Partial<LeftAlone> = {}): LeftAlone {
  return {
    key: "workspace#legacy",
    identifier: "legacy",
    where: "workspace",
    reason: "not-in-manifests",
    detail: "live",
    ...(id === undefined ? {} : { id }),
    ...overrides,
  };
}

function block(...keys: readonly string[]): Block {
  return { code: "HELD", message: "held until tomorrow", remedy: "wait", keys };
}

/** One of each kind; their keys are in the order of the alphabet. */
const EACH: readonly Change[] = [
  disable("a"),
  remove("b"),
  adopt("c"),
  disown("d"),
  update("e", { routes: [gone(route())] }),
  created("f"),
];

describe("assemblePlan", () => {
  it("does not depend on the order in which things were found", () => {
    const ordered = JSON.stringify(
      assemble({
        changes: EACH,
        unchanged: [unchanged("x"), unchanged("y")],
        leftAlone: [leftAlone("x"), leftAlone("y")],
      }),
    );
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...EACH], { minLength: EACH.length }),
        fc.shuffledSubarray(["x", "y"], { minLength: 2 }),
        (changes, order) => {
          const shuffled = assemble({
            changes,
            unchanged: order.map((name) => unchanged(name)),
            leftAlone: order.map((id) => leftAlone(id)),
          });
          expect(JSON.stringify(shuffled)).toBe(ordered);
        },
      ),
    );
  });

  it("puts removals last, and all else in the order of the keys", () => {
    const { changes } = assemble({ changes: EACH });
    expect(changes.map(({ action }) => action)).toEqual([
      "adopt",
      "disown",
      "update",
      "create",
      "disable",
      "delete",
    ]);
  });

  it("puts what is left in the order of the keys, and of the ids where those are the same", () => {
    const plan = assemble({
      leftAlone: [
        leftAlone("y"),
        leftAlone("z", { key: "workspace#a" }),
        leftAlone(),
        leftAlone("x"),
        leftAlone(),
      ],
    });
    expect(plan.leftAlone.map(({ id }) => id)).toEqual(["z", undefined, undefined, "x", "y"]);
  });

  it("counts what it holds", () => {
    const plan = assemble({
      changes: [
        ...EACH,
        created("g", { routes: [route(), route({ path: "/api" })] }),
        created("h", { resumes: "a", routes: [route()] }),
        update("i", {
          routes: [
            { kind: "add", to: route(), moved: "ours" },
            {
              kind: "replace",
              id: "r",
              from: route(),
              to: route({ domain: "example.org" }),
              moved: "ours",
            },
            { kind: "update", id: "s", from: route(), to: route(), moved: "ours" },
          ],
        }),
      ],
      unchanged: [unchanged("x"), unchanged("y", false), unchanged("z", false)],
      leftAlone: [leftAlone("x"), leftAlone("y", { reason: "drift" })],
      blocks: [block("workspace#a", "workspace#b"), block("workspace#b")],
    });
    expect(plan.summary).toEqual({
      create: 2,
      finish: 1,
      update: 2,
      adopt: 1,
      disown: 1,
      disable: 1,
      delete: 1,
      routes: 5,
      unchanged: 3,
      unverified: 2,
      leftAlone: 2,
      drift: 1,
      blocked: 2,
    });
  });

  it("holds what was decided about it", () => {
    const approval: PlanApproval = {
      by: "dev@example.com",
      reason: "the new backend is live",
      until: "2026-11-25T09:30:00.000Z",
      source: "approvals/0.yaml",
      lifts: [block("workspace#f")],
    };
    const plan = assemble({ changes: EACH, blocks: [block("workspace#a")], approval });
    expect(plan.blocks).toEqual([block("workspace#a")]);
    expect(plan.approval).toEqual(approval);
    expect(assemble()).not.toHaveProperty("approval");
  });

  it("keeps its digest whatever is decided, left alone or unchanged", () => {
    const { digest } = assemble({ changes: EACH });
    const other = assemble({
      changes: EACH,
      unchanged: [unchanged("x")],
      leftAlone: [leftAlone()],
      blocks: [block("workspace#a")],
    });
    expect(other.digest).toBe(digest);
    expect(assemble({ changes: EACH, policy: "upsert" }).digest).not.toBe(digest);
  });

  it("fits the published schema", () => {
    const validate = new Ajv({ allErrors: true, strict: false, formats: { "date-time": true } }).compile(
      planSchema,
    );
    const plan = assemble({
      changes: EACH,
      unchanged: [unchanged("x")],
      leftAlone: [leftAlone("x")],
      blocks: [block("workspace#a")],
    });
    expect(validate(plan), JSON.stringify(validate.errors)).toBe(true);
  });
});

describe("createChange", () => {
  it("names a distribution after its identifier where the manifest gives no name", () => {
    expect(createChange({ desired: desired(), routes: [route()] }, new Map())).toEqual({
      action: "create",
      key: "workspace#shop",
      scope: WORKSPACE,
      identifier: "shop",
      where: "workspace",
      name: "shop",
      routes: [route()],
      declared: {},
      protect: false,
      source: "shop.yaml:1",
    });
  });

  it("carries what the manifest says of it, what was resolved, and what it goes on with", () => {
    const wanted = desired({
      scope: environment("e1"),
      environmentName: "web/staging",
      name: "Shop",
      disabled: true,
      routes: [route()],
      protect: true,
      onRemove: "retain",
    });
    const missing = { desired: wanted, routes: [], resumes: "a", presumed: true } as const;
    expect(createChange(missing, new Map([["environment:e1#shop", { others: "DENIED" }]]))).toEqual({
      action: "create",
      key: "environment:e1#shop",
      scope: environment("e1"),
      identifier: "shop",
      where: "environment web/staging",
      name: "Shop",
      disabled: true,
      permissions: { others: "DENIED" },
      routes: [],
      resumes: "a",
      presumed: true,
      declared: {
        name: "Shop",
        disabled: true,
        permissions: { others: "DENIED" },
        routes: [route()],
      },
      protect: true,
      onRemove: "retain",
      source: "shop.yaml:1",
    });
  });
});

describe("isRemoval", () => {
  it("is what takes something away from those who use it", () => {
    expect(EACH.filter(isRemoval).map(({ action }) => action)).toEqual(["disable", "delete"]);
  });
});

describe("isFailure", () => {
  it("tells what could not be seen from what was seen and left alone", () => {
    expect(LEFT_ALONE_REASONS.filter(isFailure)).toEqual([
      "incomplete-read",
      "unconfirmed",
      "scope-unreadable",
      "lookup-failed",
    ]);
  });
});

describe("blockReasons", () => {
  it("says of each change that is blocked why", () => {
    expect(blockReasons({ blocks: [block("a", "b")] })).toEqual(
      new Map([
        ["a", "held until tomorrow"],
        ["b", "held until tomorrow"],
      ]),
    );
  });
});

describe("what is created", () => {
  it("has no key for what the manifest does not say", () => {
    const made = createChange({ desired: desired(), routes: [route()] }, new Map());
    expect(Object.keys(made).toSorted()).toEqual([
      "action",
      "declared",
      "identifier",
      "key",
      "name",
      "protect",
      "routes",
      "scope",
      "source",
      "where",
    ]);
  });
});

describe("what is left alone", () => {
  const assembled = (all: readonly LeftAlone[]) => assemble({ leftAlone: all });
  const foreign = (id?: string) => leaveAlone(desired(), "foreign", "another's", id);

  it("is counted as drift only where that is the reason", () => {
    const drift = leaveAlone(desired(), "drift", "changed in Buddy", "c");
    expect(assembled([foreign("a"), foreign("b"), drift]).summary).toMatchObject({ leftAlone: 3, drift: 1 });
  });

  it.each(["A", "a"])("stands before one of the same key with an id, whatever that is: %s", (id) => {
    const ids = [
      [foreign(id), foreign()],
      [foreign(), foreign(id)],
    ].map((all) => assembled(all).leftAlone.map((one) => one.id));
    expect(ids).toEqual([
      [undefined, id],
      [undefined, id],
    ]);
  });
});
