import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../../lib/core/domain/canonical-json.ts";
import { digestOf } from "../../../lib/core/plan/digest.ts";
import type { Change, FieldChange, PlannedPermissions } from "../../../lib/core/plan/plan.ts";
import { idsOnly, isFailure, LEFT_ALONE_REASONS } from "../../../lib/core/plan/plan.ts";
import { change, plan } from "../../support/builders.ts";
import { update } from "./changes.ts";

/** What a digest must not miss: found by breaking the code (docs/mutation.md). */

const hash = (text: string) => createHash("sha256").update(text).digest("hex");
const digest = (one: Change) => digestOf(plan({ changes: [one] }), hash);

const DANA = { id: 1, access_level: "MANAGE" } as const;
const LEE = { id: 2, access_level: "READ_ONLY" } as const;
const ACCESS: PlannedPermissions = { others: "DENIED", users: [DANA, LEE], groups: [DANA] };

describe("the digest of what is created with permissions", () => {
  const created = (permissions: PlannedPermissions, identifier = "shop") =>
    digest(change({ permissions, identifier }));

  it.each<readonly [string, PlannedPermissions]>([
    ["everybody", { ...ACCESS, others: "MANAGE" }],
    ["a user", { ...ACCESS, users: [DANA] }],
    ["what a user may do", { ...ACCESS, users: [DANA, { ...LEE, access_level: "MANAGE" }] }],
    ["a group", { ...ACCESS, groups: [] }],
    ["all groups", { others: "DENIED", users: [DANA, LEE] }],
    ["all users", { others: "DENIED", groups: [DANA] }],
  ])("is another one when the access is another for %s", (_, permissions) => {
    expect(created(permissions)).not.toBe(created(ACCESS));
  });

  it("is another one for another distribution with the same access", () => {
    expect(created(ACCESS, "blog")).not.toBe(created(ACCESS));
  });

  it("is the same in whatever order they stand, and whatever the manifest calls them", () => {
    const users = [LEE, { ...DANA, email: "dana@example.com" }];
    expect(created({ ...ACCESS, users })).toBe(created(ACCESS));
  });
});

describe("the digest of what is updated", () => {
  it.each<readonly [FieldChange, FieldChange]>([
    [
      { field: "users", from: [], to: [DANA], moved: "ours" },
      { field: "users", from: [], to: [LEE], moved: "ours" },
    ],
    [
      { field: "groups", from: [DANA], to: [], moved: "ours" },
      { field: "groups", from: [LEE], to: [], moved: "ours" },
    ],
    [
      { field: "name", from: "A", to: "B", moved: "ours" },
      { field: "name", from: "A", to: "C", moved: "ours" },
    ],
    [
      { field: "identifier", from: "a", to: "b", moved: "ours" },
      { field: "identifier", from: "c", to: "b", moved: "ours" },
    ],
  ])("is another one when a field is to become, or was, another: %j", (one, other) => {
    expect(digest(update("shop", { fields: [one] }))).not.toBe(digest(update("shop", { fields: [other] })));
  });
});

describe("canonicalJson", () => {
  it("puts keys in order at every depth", () => {
    expect(canonicalJson({ b: 1, a: { d: [2], c: {} } })).toBe('{"a":{"c":{},"d":[2]},"b":1}');
  });
});

describe("idsOnly", () => {
  it("keeps what Buddy takes and nothing that the manifest called it", () => {
    const named = { users: [{ ...DANA, email: "dana@example.com" }], groups: [{ ...LEE, name: "admins" }] };
    expect(idsOnly({ others: "DENIED", ...named })).toStrictEqual({
      others: "DENIED",
      users: [DANA],
      groups: [LEE],
    });
    expect(idsOnly({})).toStrictEqual({});
  });
});

describe("isFailure", () => {
  it("is true of what could not be seen, and false of everything else", () => {
    const failures = LEFT_ALONE_REASONS.filter((reason) => isFailure(reason));
    expect(failures).toEqual(["incomplete-read", "unconfirmed", "scope-unreadable", "lookup-failed"]);
    expect(LEFT_ALONE_REASONS.every((reason) => typeof isFailure(reason) === "boolean")).toBe(true);
  });
});
