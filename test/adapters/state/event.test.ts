import { describe, expect, it } from "vitest";
import { isEvent } from "../../../lib/adapters/state/event.ts";
import { project, route, WORKSPACE } from "../../support/builders.ts";

const subject = { scope: WORKSPACE, identifier: "shop", at: 1 } as const;
const fields = {
  name: "Shop",
  disabled: false,
  permissions: {
    others: "READ_ONLY",
    users: [{ id: 1, access_level: "MANAGE" }],
    groups: [{ id: 7, access_level: "a level that is new" }],
  },
  routes: [route(), route({ path: "/api", targets: {} })],
};

describe("an entry of a journal", () => {
  it.each([
    { event: "intended", at: 1, generation: 7, commit: "0123abc" },
    { event: "replenished", at: 1 },
    { event: "exhausted", at: 1, resumeAt: 2 },
    { event: "approved", at: 1, digest: "sha256:00" },
    { event: "verified", at: 1, through: "workspace#shop" },
    { event: "counted", at: 1, key: "workspace#shop" },
    { event: "begun", ...subject },
    { event: "withdrawn", ...subject, scope: project("web") },
    { event: "disabling", ...subject, scope: { kind: "environment", environmentId: "e1" } },
    { event: "created", ...subject, id: "a", origin: "created", protect: true },
    { event: "created", ...subject, id: "a", origin: "adopted", protect: false },
    { event: "routing", ...subject, route: "www.example.com/" },
    { event: "completed", ...subject, applied: { name: "Shop" } },
    { event: "completed", ...subject, applied: fields, commit: "abc" },
    { event: "completed", ...subject, applied: { name: "Shop", permissions: {}, routes: [] } },
    { event: "updating", ...subject, fields },
    { event: "refused", ...subject, route: route() },
    { event: "renamed", ...subject, from: "old-shop" },
    { event: "declared", ...subject, protect: true },
    { event: "declared", ...subject, protect: false, onRemove: "retain" },
    { event: "removing", ...subject, as: "disable" },
    { event: "removing", ...subject, as: "delete" },
    { event: "quarantined", ...subject },
    { event: "removed", ...subject },
    { event: "disowned", ...subject },
  ])("is $event, whole", (entry) => {
    expect(isEvent(entry)).toBe(true);
    expect(isEvent(JSON.parse(JSON.stringify(entry)))).toBe(true);
  });

  const without = (name: string) => ({ event: name, ...subject });
  const applied = (what: object) => ({ event: "completed", ...subject, applied: { name: "Shop", ...what } });

  it.each([
    ["nothing", {}],
    ["a list", []],
    ["null", null],
    ["an event that nobody knows", { event: "exploded", ...subject }],
    ["one without a time", { event: "replenished" }],
    ["one at a time that no date has", { event: "replenished", at: 8.65e15 }],
    ["one at no number", { event: "replenished", at: "1" }],
    ["one without a scope", { event: "begun", identifier: "shop", at: 1 }],
    ["one of a project without a name", { event: "begun", ...subject, scope: { kind: "project" } }],
    ["one of an environment without an id", { event: "begun", ...subject, scope: { kind: "environment" } }],
    ["one of another scope", { event: "begun", ...subject, scope: { scope: "GALAXY" } }],
    ["one without an identifier", { event: "removed", scope: WORKSPACE, at: 1 }],
    ["a generation that is none", { event: "intended", at: 1, generation: "7" }],
    ["a commit that could turn a terminal", { event: "intended", at: 1, generation: 7, commit: "\u001b[2J" }],
    ["an end of the quota without a time", { event: "exhausted", at: 1 }],
    ["an approval without a digest", { event: "approved", at: 1 }],
    ["a verification without a key", { event: "verified", at: 1, through: 7 }],
    ["a count without a key", { event: "counted", at: 1 }],
    ["a creation without all it needs", without("created")],
    ["a creation of another origin", { ...without("created"), id: "a", origin: "found", protect: true }],
    [
      "a creation with an id that is a number",
      { ...without("created"), id: 1, origin: "created", protect: true },
    ],
    ["a route without its key", without("routing")],
    ["a completion of nothing", without("completed")],
    ["a completion without a name", applied({ name: undefined })],
    ["a completion with a strange commit", { ...applied({}), commit: "a b" }],
    ["a field that is of another type", applied({ disabled: "yes" })],
    ["permissions that are a list", applied({ permissions: [] })],
    ["access for others that is no word", applied({ permissions: { others: 1 } })],
    ["users that are no list", applied({ permissions: { users: {} } })],
    ["a user without a level", applied({ permissions: { users: [{ id: 1 }] } })],
    ["a group by its name", applied({ permissions: { groups: [{ id: "1", access_level: "MANAGE" }] } })],
    ["routes that are no list", applied({ routes: {} })],
    ["a route that is null", applied({ routes: [null] })],
    ["a route without a path", applied({ routes: [{ ...route(), path: undefined }] })],
    ["a route whose targets are a list", applied({ routes: [{ ...route(), targets: [] }] })],
    ["a route to a target that is a text", applied({ routes: [{ ...route(), targets: { Default: "x" } }] })],
    ["an update of nothing", without("updating")],
    ["a refusal of no route", without("refused")],
    ["a rename from nothing", without("renamed")],
    ["a declaration that says nothing", without("declared")],
    ["a declaration of an unknown end", { ...without("declared"), protect: false, onRemove: "explode" }],
    ["a removal that does not say how", without("removing")],
  ])("is not %s", (_, entry) => {
    expect(isEvent(entry)).toBe(false);
  });
});
