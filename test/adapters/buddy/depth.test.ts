import { describe, expect, it } from "vitest";
import { decodeGroups, decodeMembers } from "../../../lib/adapters/buddy/lookups.ts";
import {
  decodeCreated,
  decodeDistribution,
  decodeDistributions,
  decodeEnvironments,
  decodeUpdated,
} from "../../../lib/adapters/buddy/wire.ts";
import { decodeUpdatedRoute } from "../../../lib/adapters/buddy/wire-route.ts";
import { shallow } from "../../../lib/adapters/http/fields.ts";
import { reasonOf } from "../../../lib/adapters/http/reasons.ts";
import { route } from "../../support/builders.ts";

/** A list in a list in a list: so many levels. */
function nested(levels: number): unknown {
  return JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);
}

const DEEP = nested(100_000);
const SHOP = { id: "x1", identifier: "shop", name: "shop", routes: [] };
const LIVE = { id: "r1", domain: "example.com", type: "DIRECT_PROXY", targets: {} };

describe("a value that is nested", () => {
  it("may have 64 levels", () => {
    expect(() => shallow(nested(64), "it")).not.toThrow();
    expect(() => shallow(nested(65), "it")).toThrow("`it[0][0][0]…` is nested deeper than 64 levels");
  });

  it("is named by the beginning of its path, without what is no plain word", () => {
    const value = { fine: nested(5), users: [{}, { "a b\n": { c: DEEP } }] };
    expect(() => shallow(value, "permissions")).toThrow("`permissions.users[1].*…` is nested");
  });

  it("is no harm to the list that it stands in", () => {
    const more = { name: DEEP, disabled: DEEP, url: DEEP, routes: DEEP };
    expect(decodeDistributions({ distributions: [{ ...SHOP, ...more }], more: DEEP })).toEqual([
      { id: "x1", identifier: "shop", name: "shop" },
    ]);
  });

  it("in the place of a name does not make a thing nameless", () => {
    for (const identifier of [DEEP, [], {}])
      expect(() => decodeDistributions({ distributions: [{ ...SHOP, identifier }] })).toThrow(
        "`identifier` of a distribution is not a text",
      );
    expect(() => decodeEnvironments({ environments: [{ id: "e", identifier: DEEP }] })).toThrow(
      "is not a text",
    );
    expect(() => decodeMembers({ members: [{ id: 1, email: DEEP }] })).toThrow("is not a text");
    expect(() => decodeGroups({ groups: [{ id: 1, name: DEEP }] })).toThrow("is not a text");
    expect(decodeGroups({ groups: [{ id: 1, name: null }] })).toEqual(new Map());
  });

  it.each(["identifier", "name", "scope", "project", "environment", "permissions"])(
    "makes a distribution unreadable in its %s",
    (field) => {
      expect(() => decodeDistribution({ ...SHOP, [field]: DEEP }, "x1")).toThrow(
        `\`${field}[0][0][0]…\` is nested`,
      );
    },
  );

  it("makes it unreadable in what of a route is kept, and nowhere else", () => {
    const routes = [LIVE, { ...LIVE, targets: { Default: { x: DEEP } } }];
    expect(() => decodeDistribution({ ...SHOP, routes }, "x1")).toThrow(
      "`routes[1].targets.Default.x…` is nested",
    );
    expect(decodeDistribution({ ...SHOP, tomorrow: DEEP }, "x1")).toMatchObject({ id: "x1", routes: [] });
  });

  it("is no answer to a write", () => {
    const sent = route();
    const live = { ...sent, id: "r1" };
    expect(() => decodeUpdatedRoute({ ...LIVE, targets: { Default: { x: DEEP } } }, live, sent)).toThrow(
      "is nested",
    );
    expect(() => decodeUpdated({ name: DEEP }, "x1", { name: "Shop" })).toThrow(
      '`name` was sent as "Shop" and answered otherwise',
    );
    const created = { scope: { kind: "workspace" }, identifier: "shop", name: "shop" } as const;
    expect(() => decodeCreated({ id: "x1", identifier: DEEP }, created)).toThrow("answered otherwise");
    expect(() => decodeUpdated({ permissions: DEEP }, "x1", { permissions: { others: "DENIED" } })).toThrow(
      "is nested",
    );
  });

  it("is left out of what Buddy says of an error", () => {
    const said = JSON.stringify({ errors: [{ message: "HERE" }, { message: "no such thing" }] });
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const bytes = (text: string) => ({ bytes: new TextEncoder().encode(text) });
    expect(reasonOf(bytes(said.replace('"HERE"', deep)), (text) => text)).toBe("no such thing");
    expect(reasonOf(bytes(deep), (text) => text)).toBe("[".repeat(200));
  });
});
