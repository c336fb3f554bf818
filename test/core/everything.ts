import type { LiveRoute } from "../../lib/core/domain/distribution.ts";
import type { Block } from "../../lib/core/plan/block.ts";
import { BLOCK_CODES } from "../../lib/core/plan/block.ts";
import type { FieldChange, Plan, RouteChange } from "../../lib/core/plan/plan.ts";
import { LEFT_ALONE_REASONS } from "../../lib/core/plan/plan.ts";
import {
  adoptChange,
  block,
  change,
  deleteChange,
  disableChange,
  disownChange,
  environment,
  plan,
  project,
  route,
  updateChange,
  WORKSPACE,
} from "../support/builders.ts";

/** One of each kind of difference. */
export const FIELDS: readonly FieldChange[] = [
  { field: "identifier", moved: "ours", from: "shop-old", to: "shop" },
  { field: "identifier", moved: "ours", to: "shop" },
  { field: "name", moved: "ours", from: "Shop", to: "Shop 2" },
  { field: "disabled", moved: "theirs", from: true, to: false },
  { field: "others", moved: "conflict", from: "READ_ONLY", to: "MANAGE" },
  { field: "others", moved: "ours", to: "MANAGE" },
  {
    field: "users",
    moved: "ours",
    from: [
      { id: 1, access_level: "READ_ONLY" },
      { id: 5, access_level: "MANAGE" },
      { id: 6, access_level: "MANAGE" },
    ],
    to: [
      { id: 1, email: "dev@example.com", access_level: "MANAGE" },
      { id: 2, access_level: "DENIED" },
      { id: 6, access_level: "MANAGE" },
    ],
  },
  {
    field: "groups",
    moved: "ours",
    from: [{ id: 9, access_level: "MANAGE" }],
    to: [{ id: 7, name: "admins", access_level: "MANAGE" }],
  },
];

/** A route as Buddy may have it: of a type and with a target that nobody knows, and without a default. */
export const STRANGE: LiveRoute = {
  domain: "example.com",
  subdomain: "strange",
  path: "/",
  type: "TELEPORT",
  targets: { "COUNTRY-PL": { type: "MOON", crater: 7 } },
};

export const ROUTES: readonly RouteChange[] = [
  { kind: "add", moved: "ours", to: route({ path: "/new" }) },
  {
    kind: "update",
    moved: "theirs",
    id: "r1",
    from: route({ targets: { Default: { type: "EXTERNAL", external_url: "https://old.example.com" } } }),
    to: route(),
  },
  {
    kind: "replace",
    moved: "ours",
    id: "r2",
    from: route({ domain: "example.org", path: "/moved" }),
    to: route({ path: "/moved" }),
  },
  { kind: "remove", moved: "conflict", id: "r3", from: STRANGE },
];

const about = { identifier: "blog", where: "workspace" } as const;

const blocks: readonly Block[] = BLOCK_CODES.map((code) => block(code));

/** A plan with all that a plan can hold. */
export const EVERYTHING: Plan = plan({
  policy: "sync",
  changes: [
    change({
      disabled: true,
      name: "Shop",
      permissions: {
        others: "READ_ONLY",
        users: [{ id: 1, email: "dev@example.com", access_level: "MANAGE" }],
        groups: [{ id: 7, name: "admins", access_level: "MANAGE" }],
      },
      routes: [route()],
    }),
    change({ scope: project("web"), resumes: "a", presumed: true }),
    updateChange({ renames: "shop-old", fields: FIELDS, routes: ROUTES }),
    adoptChange({ scope: environment("e1"), fields: FIELDS, routes: ROUTES }),
    disownChange({ declaredIn: "1a2b3c4", goneIn: "5d6e7f8" }),
    disableChange({ routes: [STRANGE], deleteAfter: "2026-12-01T09:30:00.000Z", goneIn: "5d6e7f8" }),
    deleteChange({ routes: [STRANGE], declaredIn: "1a2b3c4" }),
  ],
  blocks,
  approval: {
    by: "dev@example.com",
    reason: "the new backend is live",
    until: "2026-11-25T09:30:00.000Z",
    source: "distributions/approvals/0.yaml",
    lifts: blocks,
  },
  unchanged: [
    { ...about, key: "workspace#a", scope: WORKSPACE, id: "a", source: "a.yaml:1", verified: false },
    { ...about, key: "b", scope: WORKSPACE, id: "b", source: "b.yaml:1", verified: true, both: ["name"] },
  ],
  leftAlone: LEFT_ALONE_REASONS.map((reason) => ({
    ...about,
    key: `workspace#${reason}`,
    reason,
    detail: "…",
    ...(reason === "drift" ? { id: "c", source: "c.yaml:1", fields: FIELDS, routes: ROUTES } : {}),
  })),
});
