import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../../lib/core/domain/canonical-json.ts";
import { digestOf, fieldEffect } from "../../../lib/core/plan/digest.ts";
import type { Change, FieldChange, RouteChange, UpdateChange } from "../../../lib/core/plan/plan.ts";
import {
  adoptChange,
  change,
  deleteChange,
  disableChange,
  disownChange,
  plan,
  project,
  route,
  updateChange,
} from "../../support/builders.ts";

const hash = (text: string) => createHash("sha256").update(text).digest("hex");
const digest = (overrides: Parameters<typeof plan>[0]) => digestOf(plan(overrides), hash);
const of = (...changes: readonly Change[]) => digest({ changes });

const MANAGES = { id: 1, access_level: "MANAGE" } as const;
const READS = { id: 5, access_level: "READ_ONLY" } as const;
const NAME: FieldChange = { field: "name", from: "Old", to: "Shop", moved: "ours" };
const USERS: FieldChange = { field: "users", from: [], to: [MANAGES], moved: "ours" };
const ADD: RouteChange = { kind: "add", to: route(), moved: "ours" };
const UPDATE: RouteChange = {
  kind: "update",
  id: "r",
  from: route(),
  to: route({ type: "REDIRECT" }),
  moved: "ours",
};

describe("digestOf", () => {
  it("is a sha256 in lower-case hex", () => {
    expect(digest({})).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it("does not depend on file names, lines, words for people, or how a user was named", () => {
    const permissions = (label: object, other: object) => ({
      users: [{ ...MANAGES, ...label }],
      groups: [{ ...READS, ...other }],
    });
    const named = permissions({ email: "dev@example.com" }, { name: "admins" });
    expect(of(change({ permissions: named, source: "a.yaml:1" }))).toBe(
      of(change({ permissions: permissions({}, {}), source: "b/c.yaml:99", where: "the workspace" })),
    );
    for (const make of [updateChange, adoptChange]) {
      const [users, groups] = [
        { field: "users", from: [], to: named.users, moved: "ours" } as const,
        { field: "groups", from: [], to: named.groups, moved: "ours" } as const,
      ];
      const plain = [
        { ...users, to: [MANAGES] },
        { ...groups, to: [READS] },
      ];
      expect(of(make({ fields: [users, groups], source: "a.yaml:1" }))).toBe(
        of(make({ fields: plain, source: "b/c.yaml:99", where: "the workspace" })),
      );
    }
  });

  it("does not depend on the order of grants, in the manifest or in Buddy's list", () => {
    const [one, other] = [
      [MANAGES, READS, { id: 5, access_level: "DENIED" } as const],
      [{ id: 5, access_level: "DENIED" } as const, READS, MANAGES],
    ];
    expect(of(change({ permissions: { users: one, groups: one } }))).toBe(
      of(change({ permissions: { users: other, groups: other } })),
    );
    for (const field of ["users", "groups"] as const) {
      expect(of(updateChange({ fields: [{ field, from: one, to: other, moved: "ours" }] }))).toBe(
        of(updateChange({ fields: [{ field, from: other, to: one, moved: "ours" }] })),
      );
    }
  });

  it("does not depend on commits, nor on when something will be deleted", () => {
    const about = { where: "the workspace", declaredIn: "1a2b3c4", goneIn: "5d6e7f8" };
    expect(of(disownChange(about))).toBe(of(disownChange()));
    expect(of(deleteChange(about))).toBe(of(deleteChange()));
    expect(of(disableChange({ ...about, deleteAfter: "2026-12-01T09:30:00.000Z" }))).toBe(
      of(disableChange()),
    );
  });

  it("does not depend on the order of keys", () => {
    const { action, ...rest } = updateChange({ fields: [NAME], routes: [ADD] });
    expect(of({ ...rest, action })).toBe(of({ action, ...rest }));
  });

  it.each([
    ["instance", { instance: "other" }],
    ["address", { workspace: { api: "https://api.eu.buddy.works", name: "my-company" } }],
    ["workspace", { workspace: { api: "https://api.buddy.works", name: "other" } }],
    ["policy", { policy: "sync" as const }],
  ])("depends on the %s", (_, overrides) => {
    expect(digest(overrides)).not.toBe(digest({}));
  });

  it.each<[string, Parameters<typeof change>[0]]>([
    ["identifier", { identifier: "blog" }],
    ["name", { name: "Blog" }],
    ["scope", { scope: project("web") }],
    ["switch", { disabled: true }],
    ["routes", { routes: [route({ path: "/api" })] }],
    ["access of others", { permissions: { others: "MANAGE" } }],
    ["access of users", { permissions: { users: [MANAGES] } }],
    ["access of groups", { permissions: { groups: [MANAGES] } }],
    ["protection", { protect: true }],
    ["what it resumes", { resumes: "rm1P93jG" }],
    ["whether it only looks like ours", { presumed: true }],
  ])("depends, of a creation, on the %s", (_, overrides) => {
    expect(of(change(overrides))).not.toBe(of(change()));
  });

  it.each<[string, Partial<UpdateChange>]>([
    ["object", { id: "another" }],
    ["earlier identifier", { renames: "old-shop" }],
    ["protection", { protect: true }],
    ["fields", { fields: [] }],
    ["value that is live", { fields: [{ ...NAME, from: "Older" }] }],
    ["value that is declared", { fields: [{ ...NAME, to: "The shop" }] }],
    ["side that has moved", { fields: [{ ...NAME, moved: "theirs" }] }],
    ["users that are live", { fields: [NAME, { ...USERS, from: [READS] }] }],
    ["users that are declared", { fields: [NAME, { ...USERS, to: [READS] }] }],
    ["routes", { routes: [] }],
    ["route that is added", { routes: [{ ...ADD, to: route({ path: "/api" }) }] }],
    ["route that is live", { routes: [ADD, { ...UPDATE, from: route({ type: "CLOAKING" }) }] }],
    ["kind of a change of a route", { routes: [{ ...UPDATE, kind: "replace" }] }],
    ["route that is removed", { routes: [{ kind: "remove", id: "r", from: route(), moved: "ours" }] }],
  ])("depends, of an update or an adoption, on the %s", (_, overrides) => {
    const given = { fields: [NAME], routes: [ADD] };
    expect(of(updateChange({ ...given, ...overrides }))).not.toBe(of(updateChange(given)));
    if ("renames" in overrides) return;
    const { fields = given.fields, routes = given.routes, protect = false, id = "rm1P93jG" } = overrides;
    expect(of(adoptChange({ fields, routes, protect, id }))).not.toBe(of(adoptChange(given)));
  });

  it("depends on what is done with an object", () => {
    const all = [
      of(),
      of(change()),
      of(updateChange()),
      of(adoptChange()),
      of(disownChange()),
      of(disableChange()),
      of(deleteChange()),
      of(deleteChange(), change()),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it("depends, of a removal, on the object, its name, its routes and whether it answers", () => {
    for (const make of [disownChange, disableChange, deleteChange]) {
      expect(of(make({ id: "another" }))).not.toBe(of(make()));
      expect(of(make({ name: "Shop" }))).not.toBe(of(make()));
    }
    expect(of(disableChange({ routes: [route()] }))).not.toBe(of(disableChange()));
    expect(of(deleteChange({ routes: [route()] }))).not.toBe(of(deleteChange()));
    expect(of(deleteChange({ enabled: false }))).not.toBe(of(deleteChange({ enabled: true })));
  });
});

describe("fieldEffect", () => {
  it.each<FieldChange>([
    { field: "identifier", from: "old-shop", to: "shop", moved: "ours" },
    { field: "name", from: "Old", to: "Shop", moved: "theirs" },
    { field: "disabled", from: true, to: false, moved: "ours" },
    { field: "others", to: "MANAGE", moved: "conflict" },
  ])("is all of a change of the $field", (field) => {
    expect(fieldEffect(field)).toEqual(field);
  });

  it.each(["users", "groups"] as const)("is the ids and levels of %s, in their order", (field) => {
    const to = [
      { ...READS, email: "dev@example.com" },
      { ...MANAGES, name: "admins" },
    ];
    expect(fieldEffect({ field, from: [READS, MANAGES], to, moved: "ours" })).toEqual({
      field,
      from: [MANAGES, READS],
      to: [MANAGES, READS],
      moved: "ours",
    });
  });
});

describe("canonicalJson", () => {
  it("orders the keys of objects and not the items of lists", () => {
    expect(canonicalJson({ b: [2, 1], a: { d: null, c: "x" } })).toBe('{"a":{"c":"x","d":null},"b":[2,1]}');
  });

  it("takes `__proto__` for a key like any other", () => {
    expect(canonicalJson(JSON.parse('{"b":1,"__proto__":2}'))).toBe('{"__proto__":2,"b":1}');
  });

  it("is what JSON would be, for any data", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
