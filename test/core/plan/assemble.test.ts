import { createHash } from "node:crypto";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assemblePlan, type PlanInput } from "../../../lib/core/plan/assemble.ts";
import { isFailure, type Left } from "../../../lib/core/plan/plan.ts";
import { planSchema } from "../../../lib/core/plan/schema.ts";
import { desired, environment, project, route, WORKSPACE } from "../../support/builders.ts";

const missing = (identifier: string) => ({ desired: desired({ identifier }), routes: [route()] });
const unchanged = (identifier: string) => {
  return {
    key: `workspace#${identifier}`,
    bucket: WORKSPACE,
    identifier,
    where: "workspace",
    id: "a",
    source: "a:1",
  };
};
const left = (id?: string): Left => ({
  key: "workspace#legacy",
  identifier: "legacy",
  where: "workspace",
  reason: "not-in-manifests",
  detail: "live",
  ...(id === undefined ? {} : { id }),
});

function assemble(overrides: Partial<PlanInput> = {}) {
  return assemblePlan({
    instance: "test",
    workspace: { api: "https://api.buddy.works", name: "my-company" },
    limits: { creates: 50 },
    differences: { missing: [], unchanged: [], left: [], finished: [] },
    permissions: new Map(),
    left: [],
    hash: (text) => createHash("sha256").update(text).digest("hex"),
    ...overrides,
  });
}

const differences = (overrides: Partial<PlanInput["differences"]>) => ({
  differences: { missing: [], unchanged: [], left: [], finished: [], ...overrides },
});

describe("assemblePlan", () => {
  it("does not depend on the order in which things were found", () => {
    const identifiers = ["a", "B", "c", "d-1", "d_1"];
    fc.assert(
      fc.property(fc.shuffledSubarray(identifiers, { minLength: 5 }), (order) => {
        const shuffled = assemble(
          differences({ missing: order.map(missing), unchanged: order.map(unchanged) }),
        );
        const ordered = assemble(
          differences({ missing: identifiers.map(missing), unchanged: identifiers.map(unchanged) }),
        );
        expect(JSON.stringify(shuffled)).toBe(JSON.stringify(ordered));
      }),
    );
  });

  it("names a distribution after its identifier where the manifest gives no name", () => {
    expect(assemble(differences({ missing: [missing("shop")] })).changes).toMatchObject([
      { key: "workspace#shop", name: "shop", source: "shop.yaml:1", where: "workspace" },
    ]);
  });

  it("carries what the manifest says of it, and what was resolved", () => {
    const wanted = desired({
      bucket: environment("e1"),
      environmentName: "web/staging",
      name: "Shop",
      disabled: true,
      protect: true,
    });
    const plan = assemble({
      ...differences({ missing: [{ desired: wanted, routes: [], resumes: "a" }] }),
      permissions: new Map([["environment:e1#shop", { others: "DENIED" }]]),
    });
    expect(plan.changes).toEqual([
      {
        action: "create",
        key: "environment:e1#shop",
        bucket: environment("e1"),
        identifier: "shop",
        where: "environment web/staging",
        name: "Shop",
        disabled: true,
        permissions: { others: "DENIED" },
        routes: [],
        resumes: "a",
        protect: true,
        source: "shop.yaml:1",
      },
    ]);
  });

  it("counts what it holds", () => {
    const plan = assemble({
      ...differences({
        missing: [missing("a"), missing("b")],
        unchanged: [unchanged("c")],
        left: [left("x")],
      }),
      left: [left(), left("y")],
      limits: { creates: 1 },
    });
    expect(plan.summary).toEqual({ create: 2, finish: 0, routes: 2, unchanged: 1, left: 3, blocked: 2 });
    expect(plan.left.map(({ id }) => id)).toEqual([undefined, "x", "y"]);
  });

  it("fits the published schema", () => {
    const validate = new Ajv({ allErrors: true, strict: false }).compile(planSchema);
    const plan = assemble({
      ...differences({
        missing: [
          missing("a"),
          { desired: desired({ bucket: project("web") }), routes: [], resumes: "b", presumed: true },
        ],
        unchanged: [unchanged("c")],
        left: [left("x")],
      }),
      permissions: new Map([
        ["workspace#a", { users: [{ id: 1, email: "dev@example.com", access_level: "MANAGE" as const }] }],
      ]),
      limits: { creates: 0 },
    });
    expect(validate(plan), JSON.stringify(validate.errors)).toBe(true);
  });
});

describe("isFailure", () => {
  it("tells what could not be seen from what was seen and left alone", () => {
    const reasons = ["unconfirmed", "bucket-unreadable", "lookup-failed"] as const;
    expect(reasons.every(isFailure)).toBe(true);
    expect((["exists-unmanaged", "ambiguous", "not-in-manifests"] as const).some(isFailure)).toBe(false);
  });
});
