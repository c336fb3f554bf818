import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, digestOf } from "../../../lib/core/plan/digest.ts";
import { change, plan, route } from "../../support/builders.ts";

const hash = (text: string) => createHash("sha256").update(text).digest("hex");
const digest = (overrides: Parameters<typeof plan>[0]) => digestOf(plan(overrides), hash);

describe("digestOf", () => {
  it("does not depend on file names, lines, words for people, or how a user was named", () => {
    const byEmail = change({
      permissions: { users: [{ id: 1, email: "dev@example.com", access_level: "MANAGE" }] },
      source: "a.yaml:1",
    });
    const byId = change({
      permissions: { users: [{ id: 1, access_level: "MANAGE" }] },
      source: "b/c.yaml:99",
      where: "the workspace",
    });
    expect(digest({ changes: [byEmail] })).toBe(digest({ changes: [byId] }));
  });

  it.each([
    ["instance", { instance: "other" }],
    ["workspace", { workspace: { api: "https://api.eu.buddy.works", name: "my-company" } }],
    ["identifier", { changes: [change({ identifier: "blog" })] }],
    ["name", { changes: [change({ name: "Blog" })] }],
    ["disabled", { changes: [change({ disabled: true })] }],
    ["route", { changes: [change({ routes: [route({ path: "/api" })] })] }],
    ["access", { changes: [change({ permissions: { others: "MANAGE" } })] }],
    ["group", { changes: [change({ permissions: { groups: [{ id: 7, access_level: "MANAGE" }] } })] }],
    ["what it resumes", { changes: [change({ resumes: "rm1P93jG" })] }],
  ])("depends on the %s", (_, overrides) => {
    expect(digest(overrides)).not.toBe(digest({ changes: [change()] }));
  });

  it("is a sha256 in lower-case hex", () => {
    expect(digest({})).toMatch(/^sha256:[0-9a-f]{64}$/);
  });
});

describe("canonicalJson", () => {
  it("orders the keys of objects and not the items of lists", () => {
    expect(canonicalJson({ b: [2, 1], a: { d: null, c: "x" } })).toBe('{"a":{"c":"x","d":null},"b":[2,1]}');
  });

  it("is what JSON would be, for any data", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
