import type { Step, World } from "./world.ts";
import {
  config,
  LAX,
  live,
  liveRoute,
  manifest,
  manifests,
  PROJECT,
  route,
  routes,
  STAGING,
} from "./write.ts";

/** Blocks of the plan, what lifts them, and who may decide. */

const APPLY: Step = { run: "apply --yes" };
const PLAN: Step = { run: "plan --detailed-exitcode" };
const SIX = ["a", "b", "c", "d", "e", "f"];

/** Applied as they are, then written anew and applied again, then approved. */
function changed(
  name: string,
  before: readonly Record<string, unknown>[],
  after: readonly Record<string, unknown>[],
  {
    workspace = {},
    lifts,
  }: { readonly workspace?: Record<string, unknown>; readonly lifts: readonly string[] },
): World {
  return {
    name,
    files: { ...config("sync", workspace), ...manifests(...before) },
    steps: [
      APPLY,
      { wait: "1h" },
      { write: after.length === 0 ? { "distributions/all.yaml": "[]\n" } : manifests(...after) },
      PLAN,
      APPLY,
      { approve: lifts },
      { run: "apply --yes --plan {digest}" },
      { wait: "1h" },
      PLAN,
    ],
  };
}

const all = (...names: readonly string[]) => names.map((name) => manifest(name));
const named = (name: string) => SIX.map((one) => manifest(one, { name }));

const EXPOSED: Readonly<
  Record<string, readonly [readonly Record<string, unknown>[], readonly Record<string, unknown>[]]>
> = {
  "last-route": [[manifest("shop", routes("shop.example.com/api"))], [manifest("shop", { routes: [] })]],
  apex: [
    [manifest("shop", routes("example.com/api", "example.com/b", "www.example.com/c", "www.example.com/d"))],
    [manifest("shop", routes("example.com/b", "www.example.com/c", "www.example.com/d"))],
  ],
  wildcard: [
    [manifest("shop", routes("*.example.com/api", "*.example.com/b", "a.example.com/c", "a.example.com/d"))],
    [manifest("shop", routes("*.example.com/b", "a.example.com/c", "a.example.com/d"))],
  ],
  "root-path": [
    [manifest("shop", routes("a.example.com/", "a.example.com/b", "a.example.com/c", "a.example.com/d"))],
    [manifest("shop", routes("a.example.com/b", "a.example.com/c", "a.example.com/d"))],
  ],
  "default-target": [
    [manifest("shop", routes("a.example.com/"))],
    [manifest("shop", { routes: [route("a.example.com/", "elsewhere")] })],
  ],
  "domain-change": [
    [manifest("shop", routes("a.example.com/"))],
    [manifest("shop", routes("a.example.org/"))],
  ],
  "others-widened": [
    [manifest("shop", { permissions: { others: "DENIED" } })],
    [manifest("shop", { permissions: { others: "MANAGE" } })],
  ],
};

const CONFLICT: readonly Step[] = [
  APPLY,
  { wait: "1h" },
  { edit: { patch: "shop", with: { name: "Theirs" } } },
  { write: manifests(manifest("shop", { name: "Ours" })) },
];

const HOLDING: Step = { run: "hold shop --for 2h --reason incident --by ops" };

export const DECISION_WORLDS: readonly World[] = [
  changed("LIMIT_CREATES", [manifest("z")], all(...SIX, "z"), {
    workspace: { limits: { creates: 3 } },
    lifts: ["LIMIT_CREATES"],
  }),
  changed("LIMIT_REMOVALS of all", all("a"), [], {
    workspace: { on_remove: "delete", quarantine_days: 0 },
    lifts: ["LIMIT_REMOVALS"],
  }),
  changed("LIMIT_REMOVALS of a share", all(...SIX), all("a", "b"), {
    workspace: { on_remove: "disable" },
    lifts: ["LIMIT_REMOVALS"],
  }),
  changed("LIMIT_UPDATES", named("Before"), named("After"), { lifts: ["LIMIT_UPDATES"] }),
  changed(
    "LIMIT_ROUTE_REMOVALS",
    [manifest("shop", routes("a.example.com/a", "a.example.com/b", "a.example.com/c", "a.example.com/d"))],
    [manifest("shop", routes("a.example.com/a"))],
    { lifts: ["LIMIT_ROUTE_REMOVALS", "EXPOSURE"] },
  ),
  changed(
    "an approval that lifts only a part",
    [manifest("shop", routes("a.example.com/"))],
    [manifest("shop", { routes: [], permissions: { others: "MANAGE" } })],
    {
      workspace: { limits: { route_removals: "0%" } },
      lifts: ["EXPOSURE"],
    },
  ),
  ...Object.entries(EXPOSED).map(([name, [before, after]]) =>
    changed(`EXPOSURE ${name}`, before, after, { lifts: ["EXPOSURE"] }),
  ),
  {
    name: "LIMIT_REMOVALS_A_DAY",
    files: {
      ...config("sync", {
        on_remove: "delete",
        quarantine_days: 0,
        limits: { removals: "50%", max_removals: 2 },
      }),
      ...manifests(...all(...SIX)),
    },
    steps: [
      APPLY,
      { write: manifests(...all("a", "b", "c", "d")) },
      { wait: "1h" },
      APPLY,
      { write: manifests(...all("a", "b", "c")) },
      { wait: "1h" },
      PLAN,
      APPLY,
      { wait: "1d" },
      APPLY,
    ],
  },
  {
    name: "CONFLICT, then git takes over what Buddy has",
    files: { ...config("sync"), ...manifests(manifest("shop", { name: "Shop" })) },
    steps: [
      ...CONFLICT,
      PLAN,
      APPLY,
      { write: manifests(manifest("shop", { name: "Theirs" })) },
      APPLY,
      PLAN,
    ],
  },
  {
    name: "CONFLICT that is approved",
    files: { ...config("upsert"), ...manifests(manifest("shop", { name: "Shop" })) },
    steps: [...CONFLICT, PLAN, { approve: ["CONFLICT"] }, APPLY, PLAN],
  },
  {
    name: "CONFLICT in a route",
    files: { ...config("sync", LAX), ...manifests(manifest("shop", routes("a.example.com/"))) },
    steps: [
      APPLY,
      { wait: "1h" },
      { edit: { setRoute: "shop", nth: 0, with: { targets: liveRoute("x", "theirs").targets } } },
      { write: manifests(manifest("shop", { routes: [route("a.example.com/", "ours")] })) },
      PLAN,
      APPLY,
    ],
  },
  {
    name: "HELD by the command, then ended",
    files: { ...config("sync"), ...manifests(manifest("shop")) },
    steps: [HOLDING, { run: "hold --list" }, PLAN, APPLY, { run: "why shop" }, { run: "unhold shop" }, APPLY],
  },
  {
    name: "HELD ends by itself",
    files: { ...config("sync"), ...manifests(manifest("shop"), manifest("blog")) },
    steps: [HOLDING, APPLY, { wait: "3h" }, APPLY, { run: "hold --list" }],
  },
  {
    name: "HELD in git, for everything",
    files: {
      ...config("create-only"),
      ...manifests(manifest("shop")),
      "distributions/holds.yaml": "- { all: true, until: 2026-11-24T12:00:00Z, reason: freeze }\n",
    },
    steps: [PLAN, APPLY, { approve: ["FROZEN"] }, APPLY, { wait: "4h" }, APPLY],
  },
  {
    name: "HELD in a project, an environment, and elsewhere",
    files: {
      ...config("sync"),
      ...manifests(manifest("shop"), manifest("shop", PROJECT), manifest("shop", STAGING)),
      "distributions/holds.yaml":
        "- { identifier: shop, project: web, until: 2026-11-24T12:00:00Z, reason: a }\n- { identifier: shop, project: web, environment: staging, until: 2026-11-24T12:00:00Z, reason: b }\n- { identifier: shop, project: shop, until: 2026-11-24T12:00:00Z, reason: c }\n",
    },
    steps: [PLAN, APPLY],
  },
  {
    name: "HELD by all and by the environment's id",
    files: { ...config("sync"), ...manifests(manifest("shop"), manifest("shop", STAGING)) },
    steps: [
      { run: "hold shop --environment-id 3a4KbBQl --until 2026-11-24T12:00:00Z --reason x" },
      APPLY,
      { run: "hold --all --for 1h --reason y" },
      PLAN,
      { run: "unhold --all" },
      { run: "unhold --all" },
    ],
  },
  {
    name: "HOLDS_UNREADABLE",
    files: { ...config("sync"), ...manifests(manifest("shop")) },
    steps: [
      HOLDING,
      { spoil: ".holds.yaml", with: "shop\n" },
      PLAN,
      APPLY,
      { run: "hold --list" },
      HOLDING,
      { run: "unhold shop" },
    ],
  },
  {
    name: "FROZEN by a window, and approved",
    files: {
      ...config("sync", {}, { windows: [{ deny: "0 8 * * *", duration: "8h" }] }),
      ...manifests(manifest("shop")),
    },
    steps: [PLAN, APPLY, { approve: ["FROZEN"] }, PLAN, APPLY],
  },
  {
    name: "FROZEN until the window ends",
    files: {
      ...config("create-only", {}, { windows: [{ deny: "0 8 * * *", duration: "2h", timezone: "UTC" }] }),
      ...manifests(manifest("shop")),
    },
    steps: [APPLY, { wait: "2h" }, APPLY],
  },
  {
    name: "FROZEN outside of what is allowed",
    files: {
      ...config(
        "upsert",
        {},
        { windows: [{ allow: "0 12 * * *", duration: "1h", timezone: "Europe/Warsaw" }] },
      ),
      ...manifests(manifest("shop")),
    },
    steps: [APPLY, { wait: "2h" }, APPLY],
  },
  {
    name: "an approval is used once",
    files: { ...config("sync"), ...manifests(manifest("shop", routes("a.example.com/"))) },
    steps: [
      APPLY,
      { wait: "1h" },
      { write: manifests(manifest("shop", { routes: [route("a.example.com/", "b")] })) },
      PLAN,
      { approve: ["EXPOSURE"], until: "20h" },
      APPLY,
      { wait: "1h" },
      { edit: { setRoute: "shop", nth: 0, with: { targets: liveRoute("x", "a").targets } } },
      PLAN,
      APPLY,
    ],
  },
  {
    name: "an approval that is over, and one that is too long",
    files: { ...config("sync"), ...manifests(manifest("shop", { permissions: { others: "DENIED" } })) },
    steps: [
      APPLY,
      { wait: "1h" },
      { write: manifests(manifest("shop", { permissions: { others: "MANAGE" } })) },
      PLAN,
      { approve: ["EXPOSURE"], until: "48h" },
      PLAN,
      { approve: ["EXPOSURE"], until: "1h" },
      { wait: "2h" },
      APPLY,
    ],
  },
  {
    name: "an approval of another plan",
    files: { ...config("sync"), ...manifests(manifest("shop", routes("a.example.com/"))) },
    steps: [
      APPLY,
      { write: manifests(manifest("shop", { routes: [] })) },
      { wait: "1h" },
      PLAN,
      { approve: ["EXPOSURE"] },
      { write: manifests(manifest("shop", { routes: [] }), manifest("blog")) },
      APPLY,
    ],
  },
  {
    name: "a route that a blocked change would have given is not counted on",
    files: {
      ...config("sync"),
      ...manifests(
        manifest("shop", routes("a.example.com/x", "a.example.com/y", "b.example.com/")),
        manifest("blog"),
      ),
    },
    steps: [
      APPLY,
      { wait: "1h" },
      { run: "hold blog --for 2h --reason incident" },
      {
        write: manifests(
          manifest("shop", routes("b.example.com/")),
          manifest("blog", routes("a.example.com/x", "a.example.com/y")),
        ),
      },
      PLAN,
      APPLY,
    ],
  },
  {
    name: "a blocked adoption",
    files: { ...config("sync"), ...manifests(manifest("shop", { sync: { adopt: true } })) },
    live: [live("shop")],
    steps: [HOLDING, PLAN, APPLY, { wait: "3h" }, APPLY],
  },
];
