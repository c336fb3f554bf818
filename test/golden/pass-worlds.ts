import type { Event, Step, World } from "./world.ts";
import {
  config,
  external,
  LAX,
  live,
  liveRoute,
  manifest,
  manifests,
  PROJECT,
  route,
  routes,
  STAGING,
  type Text,
} from "./write.ts";

/** What passes do under each policy, and how they end. */

const APPLY: Step = { run: "apply --yes" };
const PLAN: Step = { run: "plan --detailed-exitcode" };
const SHOP = manifest("shop", routes("shop.example.com/"));
const NOTHING: Event = { write: { "distributions/all.yaml": "[]\n" } };
const POLICIES = ["create-only", "upsert", "sync"];
const EVERYWHERE = [
  manifest("shop", { name: "Shop", ...routes("shop.example.com/", "shop.example.com/api") }),
  manifest("shop", {
    ...PROJECT,
    permissions: { others: "READ_ONLY", users: [{ email: "dev@example.com", access_level: "MANAGE" }] },
  }),
  manifest("shop", { ...STAGING, disabled: true, ...routes("staging.example.com/") }),
  manifest("shared", { scope: "ENVIRONMENT", environment: "shared" }),
];

/** One situation under each policy. */
const SITUATIONS: Readonly<
  Record<
    string,
    Omit<World, "name" | "files"> & { readonly first: readonly Text[]; readonly workspace?: Text }
  >
> = {
  "create, plan again": {
    first: EVERYWHERE,
    steps: [PLAN, APPLY, PLAN, { wait: "1h" }, APPLY, { run: "why shop" }],
  },
  "a manifest changes": {
    first: [SHOP],
    workspace: LAX,
    steps: [
      APPLY,
      { wait: "1h" },
      {
        write: manifests(
          manifest("shop", {
            name: "New",
            disabled: true,
            permissions: { others: "DENIED", groups: [{ name: "admins", access_level: "MANAGE" }] },
            ...routes("shop.example.org/", "shop.example.com/new"),
          }),
        ),
      },
      PLAN,
      APPLY,
      { wait: "1h" },
      PLAN,
    ],
  },
  "it is renamed": {
    first: [SHOP],
    workspace: LAX,
    steps: [
      APPLY,
      { wait: "1h" },
      {
        write: manifests(
          manifest("store", { sync: { previously: ["shop"] }, ...routes("shop.example.com/") }),
        ),
      },
      PLAN,
      { run: "why shop" },
      APPLY,
      { wait: "1h" },
      PLAN,
    ],
  },
  "Buddy's side drifts": {
    first: [SHOP, manifest("blog", { permissions: { others: "DENIED" } })],
    workspace: LAX,
    steps: [
      APPLY,
      { wait: "1h" },
      { edit: { patch: "shop", with: { name: "Theirs", disabled: true } } },
      { edit: { addRoute: "shop", route: liveRoute("shop.example.com/extra") } },
      { edit: { patch: "blog", with: { permissions: { others: "MANAGE" } } } },
      { pass: "plan", scheduled: true },
      { pass: "apply", scheduled: true },
      { pass: "plan", scheduled: false },
      APPLY,
      { wait: "1h" },
      { pass: "plan", scheduled: true },
    ],
  },
  "both sides move to the same": {
    first: [manifest("shop", { name: "Shop" })],
    steps: [
      APPLY,
      { wait: "1h" },
      { edit: { patch: "shop", with: { name: "New" } } },
      { write: manifests(manifest("shop", { name: "New" })) },
      PLAN,
      APPLY,
    ],
  },
  "it exists and is nobody's": {
    first: [manifest("shop", routes("shop.example.com/"))],
    live: [live("shop", "shop.example.com/", "old.example.com/"), live("extra")],
    steps: [
      PLAN,
      APPLY,
      { run: "why shop" },
      { run: "why extra" },
      { run: "adopt shop --yes" },
      { wait: "1h" },
      APPLY,
    ],
  },
  "a manifest adopts": {
    first: [manifest("shop", { name: "Shop", sync: { adopt: true }, ...routes("shop.example.com/") })],
    workspace: LAX,
    live: [live("shop", "old.example.com/")],
    steps: [PLAN, APPLY, { wait: "1h" }, PLAN, APPLY],
  },
  "its manifest goes, retained": {
    first: [SHOP, manifest("blog")],
    workspace: { ...LAX, on_remove: "retain" },
    steps: [
      APPLY,
      { wait: "1h" },
      { write: manifests(manifest("blog")) },
      PLAN,
      { run: "why shop" },
      APPLY,
      PLAN,
    ],
  },
  "its manifest goes, disabled, and comes back": {
    first: [SHOP, manifest("blog")],
    workspace: { ...LAX, on_remove: "disable" },
    steps: [
      APPLY,
      { wait: "1h" },
      { write: manifests(manifest("blog")) },
      PLAN,
      APPLY,
      { wait: "1h" },
      PLAN,
      { write: manifests(SHOP, manifest("blog")) },
      APPLY,
      { wait: "1h" },
      APPLY,
    ],
  },
  "its manifest goes, quarantined, deleted": {
    first: [SHOP, manifest("blog")],
    workspace: { ...LAX, on_remove: "delete", quarantine_days: 3 },
    steps: [
      APPLY,
      { wait: "1h" },
      { write: manifests(manifest("blog")) },
      PLAN,
      APPLY,
      { wait: "2d" },
      PLAN,
      { wait: "2d" },
      PLAN,
      APPLY,
      PLAN,
    ],
  },
  "its manifest goes, deleted at once": {
    first: [
      SHOP,
      manifest("blog", { sync: { on_remove: "retain" } }),
      manifest("docs", { sync: { protect: true } }),
      manifest("keep"),
    ],
    workspace: { ...LAX, on_remove: "delete", quarantine_days: 0 },
    steps: [APPLY, { wait: "1h" }, { write: manifests(manifest("keep")) }, PLAN, APPLY, PLAN],
  },
  "what was disabled is enabled again": {
    first: [SHOP, manifest("blog")],
    workspace: { ...LAX, on_remove: "delete" },
    steps: [
      APPLY,
      { wait: "1h" },
      { write: manifests(manifest("blog")) },
      APPLY,
      { wait: "1h" },
      { edit: { patch: "shop", with: { disabled: false } } },
      PLAN,
      APPLY,
      { run: "disown shop --yes" },
      PLAN,
    ],
  },
  "an orphan is renamed, moved and deleted in Buddy": {
    first: [manifest("a"), manifest("b"), manifest("c"), manifest("d")],
    workspace: { ...LAX, on_remove: "delete", quarantine_days: 0 },
    steps: [
      APPLY,
      { wait: "1h" },
      { write: manifests(manifest("d")) },
      { edit: { patch: "a", with: { identifier: "other" } } },
      { edit: { patch: "b", with: { scope: "PROJECT", project: "web" } } },
      { edit: { remove: "c" } },
      PLAN,
      APPLY,
      PLAN,
    ],
  },
  "one of ours is moved and another deleted in Buddy": {
    first: [manifest("a"), manifest("b")],
    workspace: LAX,
    steps: [
      APPLY,
      { wait: "1h" },
      { edit: { patch: "a", with: { scope: "PROJECT", project: "web" } } },
      { edit: { remove: "b" } },
      PLAN,
      APPLY,
    ],
  },
  "a route moves from one to another": {
    first: [manifest("shop", routes("a.example.com/", "b.example.com/")), manifest("blog")],
    workspace: LAX,
    steps: [
      APPLY,
      { wait: "1h" },
      {
        write: manifests(
          manifest("shop", routes("b.example.com/")),
          manifest("blog", routes("a.example.com/")),
        ),
      },
      PLAN,
      APPLY,
      { wait: "1h" },
      PLAN,
    ],
  },
  "a route moves to one that is new, from one that goes": {
    first: [manifest("shop", routes("a.example.com/")), manifest("blog")],
    workspace: { ...LAX, on_remove: "delete", quarantine_days: 0 },
    steps: [
      APPLY,
      { wait: "1h" },
      { write: manifests(manifest("blog"), manifest("store", routes("a.example.com/"))) },
      PLAN,
      APPLY,
      { wait: "1h" },
      PLAN,
    ],
  },
};

const situations = Object.entries(SITUATIONS).flatMap(([name, { first, workspace = {}, ...rest }]) =>
  POLICIES.map(
    (policy): World => ({
      name: `${policy}: ${name}`,
      files: { ...config(policy, workspace), ...manifests(...first) },
      ...rest,
    }),
  ),
);

/** Faults on the way of one creation and one update. */
const CREATE_FAULTS = [
  "POST /distributions before reset",
  "POST /distributions after reset",
  "POST /distributions after time-out",
  "POST /distributions after status 500",
  "POST /distributions before status 429 Retry-After=2",
  "POST /distributions x* before status 429 Retry-After=2",
  "POST /distributions before status 400",
  "POST /distributions before status 403",
  "POST /distributions before status 401",
  "POST /distributions after not-json",
  "POST /distributions after truncated",
  "POST /distributions x* after status 502",
  "POST /routes after reset",
  "POST /routes before status 400",
  "POST /routes x* before status 500",
  "GET /distributions before status 500",
  "GET /distributions x* before status 500",
  "GET /distributions before status 403",
  "GET /distributions before status 404",
  "GET /distributions after wrong-shape []",
  "GET /distributions before status 429 Retry-After=60",
  "GET /distributions before status 429 Retry-After=600",
  "GET /environments x* before status 500",
  "GET /members x* before status 403",
];
const UPDATE_FAULTS = [
  "GET /distributions/* x* before status 500",
  "GET /distributions/* 2 after not-json",
  "PATCH /distributions/* before status 400",
  "PATCH /distributions/* x* before status 500",
  "PATCH /distributions/* after reset",
  "PUT /distributions/*/routes/* before status 409",
  "PUT /distributions/*/routes/* x* after status 500",
  "POST /routes after status 500",
  "POST /routes before status 401",
  "DELETE /distributions/*/routes/* before status 403",
  "DELETE /distributions/*/routes/* after reset",
  "DELETE /distributions/* x* before status 500",
  "DELETE /distributions/* after reset",
];

const faults = [
  ...CREATE_FAULTS.map(
    (fault): World => ({
      name: `create, ${fault}`,
      files: { ...config("upsert"), ...manifests(...EVERYWHERE) },
      steps: [{ fault }, APPLY, { clearFaults: true }, { wait: "1h" }, APPLY, { wait: "1h" }, PLAN],
    }),
  ),
  ...UPDATE_FAULTS.map(
    (fault): World => ({
      name: `update, ${fault}`,
      files: {
        ...config("sync", { ...LAX, on_remove: "delete", quarantine_days: 0 }),
        ...manifests(
          manifest("shop", routes("a.example.com/", "b.example.com/", "c.example.com/")),
          manifest("blog"),
          manifest("old"),
        ),
      },
      steps: [
        APPLY,
        { wait: "1h" },
        {
          write: manifests(
            manifest("shop", {
              name: "New",
              routes: [route("a.example.com/", "b"), route("c.example.org/"), route("d.example.com/")],
            }),
            manifest("blog", { name: "Blog" }),
          ),
        },
        { fault },
        APPLY,
        { clearFaults: true },
        { wait: "1h" },
        APPLY,
      ],
    }),
  ),
];

/** What somebody does in Buddy between the plan and its application. */
const meanwhiles: readonly World[] = [
  {
    name: "somebody creates it meanwhile",
    files: { ...config("upsert"), ...manifests(SHOP, manifest("blog")) },
    steps: [
      { meanwhile: { put: live("shop") }, before: "POST /distributions", nth: 2 },
      APPLY,
      { wait: "1h" },
      PLAN,
    ],
  },
  {
    name: "somebody takes the route meanwhile",
    files: { ...config("upsert"), ...manifests(SHOP) },
    steps: [
      { meanwhile: { put: live("thief", "shop.example.com/") }, before: "POST /distributions/shop/routes" },
      APPLY,
      { wait: "1h" },
      PLAN,
      APPLY,
    ],
  },
  ...(["update", "disable", "delete", "adopt"] as const).flatMap((action) =>
    (["changed", "removed", "moved"] as const).map((what): World => {
      const edits = {
        changed: {
          patch: "shop",
          with: action === "delete" ? { disabled: true } : { name: "Meanwhile", identifier: "other" },
        },
        removed: { remove: "shop" },
        moved: { patch: "shop", with: { scope: "PROJECT", project: "web" } },
      } as const;
      const adopting = action === "adopt";
      const wanted = manifest("shop", { name: "Wanted", ...(adopting ? { sync: { adopt: true } } : {}) });
      const after = action === "update" || adopting ? [wanted, manifest("blog")] : [manifest("blog")];
      const remove =
        action === "disable" ? { on_remove: "disable" } : { on_remove: "delete", quarantine_days: 0 };
      return {
        name: `${action}, while it is ${what}`,
        files: {
          ...config("sync", { ...LAX, ...remove }),
          ...manifests(...(adopting ? [] : [manifest("shop")]), manifest("blog")),
        },
        ...(adopting ? { live: [live("shop")] } : {}),
        steps: [
          APPLY,
          { wait: "1h" },
          { write: manifests(...after) },
          { meanwhile: edits[what], before: "GET /distributions/shop", nth: 2 },
          APPLY,
          { wait: "1h" },
          PLAN,
        ],
      };
    }),
  ),
];

const PERSONALITIES = [
  { uniqueness: "none" },
  { uniqueness: "400" },
  { unfilteredList: "everything" },
  { paging: 1 },
  { paging: 2 },
  { ids: "number" },
  { routeUpdate: "PATCH" },
  { routeUpdate: "both" },
  { permissionsUpdate: "merge" },
  { externalUrls: "normalised" },
  { typeNames: "old" },
  { typeNames: "both" },
  { regionKeys: "Default" },
  { regionKeys: "default" },
  { quota: "small" },
  { quota: "none" },
  { quota: { limit: 5, windowSeconds: 60, headers: true } },
  { quota: { limit: 5, windowSeconds: 3_600, headers: true } },
  { quota: { limit: 5, windowSeconds: 30, headers: false } },
  { lagSeconds: 5 },
  { undocumentedFields: "refused" },
  { undocumentedFields: "accepted" },
] as const;

/** A day in the life of a workspace, for each of Buddy's habits. */
const personalities = PERSONALITIES.map(
  (personality): World => ({
    name: `a day with ${JSON.stringify(personality).replaceAll('"', "")}`,
    files: {
      ...config("sync", { ...LAX, on_remove: "delete", quarantine_days: 0 }),
      ...manifests(...EVERYWHERE),
    },
    personality,
    live: [live("extra", "extra.example.com/")],
    steps: [
      APPLY,
      { wait: "1h" },
      {
        write: manifests(
          manifest("shop", {
            name: "Shop",
            routes: [
              route("shop.example.com/", "b", {
                type: "CACHED_PROXY",
                targets: { Default: external("b"), "COUNTRY-PL": external("pl") },
              }),
              route("shop.example.com/new"),
            ],
          }),
          manifest("shop", { ...PROJECT, permissions: { others: "DENIED" } }),
          manifest("shop", { ...STAGING, disabled: false, ...routes("staging.example.com/") }),
        ),
      },
      APPLY,
      { wait: "1h" },
      PLAN,
    ],
  }),
);

const others: readonly World[] = [
  {
    name: "only yes goes on",
    files: { ...config("upsert"), ...manifests(SHOP) },
    steps: [
      { run: "apply" },
      { run: "apply", answer: "no\n" },
      { run: "apply", answer: "yes\n" },
      { run: "report last.json" },
    ],
  },
  {
    name: "stale: the plan is another one by now",
    files: { ...config("upsert"), ...manifests(SHOP) },
    steps: [
      PLAN,
      { write: manifests(SHOP, manifest("blog")) },
      { run: "apply --yes --plan {digest}" },
      { run: "report last.json" },
    ],
  },
  {
    name: "busy: another pass is writing",
    files: { ...config("upsert"), ...manifests(SHOP) },
    steps: [
      APPLY,
      { lock: true },
      PLAN,
      APPLY,
      { run: "report last.json" },
      { run: "disown shop --yes" },
      { lock: false },
      APPLY,
    ],
  },
  {
    name: "superseded: a newer generation was applied",
    files: { ...config("upsert"), ...manifests(SHOP) },
    steps: [
      { pass: "apply", scheduled: false, generation: 7 },
      { pass: "plan", scheduled: true, generation: 6 },
      { pass: "apply", scheduled: true, generation: 6 },
      { pass: "apply", scheduled: true, generation: 8 },
      APPLY,
    ],
  },
  {
    name: "commits of removals are named",
    files: { ...config("sync", { ...LAX, on_remove: "disable" }), ...manifests(SHOP, manifest("blog")) },
    steps: [
      { pass: "apply", scheduled: false, generation: 1 },
      { wait: "1h" },
      { write: manifests(manifest("blog")) },
      { pass: "plan", scheduled: false, generation: 2 },
      { pass: "apply", scheduled: false, generation: 2 },
    ],
  },
  ...["POST /distributions", "POST /distributions/shop/routes", "GET /distributions", "PATCH"].map(
    (interruptAt): World => ({
      name: `interrupted at ${interruptAt}`,
      files: { ...config("upsert"), ...manifests(...EVERYWHERE) },
      steps: [{ run: "apply --yes", interruptAt }, { wait: "1h" }, PLAN, APPLY],
    }),
  ),
  {
    name: "an inventory that cannot be believed",
    files: { ...config("sync", LAX), ...manifests(SHOP) },
    steps: [
      APPLY,
      { wait: "1h" },
      { spoil: ".jsonl", with: "nonsense\n" },
      PLAN,
      APPLY,
      PLAN,
      { run: "adopt --all --yes" },
    ],
  },
  {
    name: "another instance's is never taken",
    files: { ...config("upsert", {}, { instance: "first" }), ...manifests(SHOP) },
    steps: [
      APPLY,
      { wait: "1h" },
      { write: config("sync", {}, { instance: "second" }) },
      PLAN,
      { run: "adopt shop --yes" },
      { run: "adopt --all --yes" },
      { write: config("upsert", {}, { instance: "first" }) },
      { run: "disown shop --yes" },
      { write: config("sync", {}, { instance: "second" }) },
      { run: "adopt --all --yes" },
    ],
  },
  {
    name: "two live ones with one identifier, and a twin of ours",
    files: { ...config("sync", LAX), ...manifests(SHOP, manifest("blog")) },
    personality: { uniqueness: "none" },
    live: [live("shop"), live("shop")],
    steps: [PLAN, APPLY, { wait: "1h" }, { edit: { put: live("blog") } }, PLAN, APPLY],
  },
  {
    name: "a twin of one that is renamed",
    files: { ...config("sync", LAX), ...manifests(SHOP) },
    steps: [
      APPLY,
      { wait: "1h" },
      { edit: { put: live("store") } },
      { write: manifests(manifest("store", { sync: { previously: ["shop"] } })) },
      PLAN,
      APPLY,
    ],
  },
  {
    name: "an orphan while a list cannot be read",
    files: {
      ...config("sync", { ...LAX, on_remove: "delete", quarantine_days: 0 }),
      ...manifests(manifest("shop"), manifest("blog"), manifest("web", PROJECT)),
    },
    steps: [
      APPLY,
      { wait: "1h" },
      { write: manifests(manifest("blog"), manifest("web", PROJECT)) },
      { fault: "GET /distributions 2 x9 before status 500" },
      PLAN,
      APPLY,
      { clearFaults: true },
      { fault: "GET /distributions/* x* before status 500" },
      APPLY,
      { clearFaults: true },
      APPLY,
    ],
  },
  {
    name: "a budget for reading",
    files: {
      ...config("sync", { ...LAX, deep_check: 2 }),
      ...manifests(...["a", "b", "c", "d", "e"].map((one) => manifest(one))),
    },
    steps: [
      APPLY,
      { wait: "1h" },
      { edit: { patch: "e", with: { name: "Theirs" } } },
      PLAN,
      APPLY,
      PLAN,
      APPLY,
      {
        write: manifests(
          ...["a", "b", "c", "d", "e"].map((one) => manifest(one, one === "d" ? { name: "New" } : {})),
        ),
      },
      PLAN,
      APPLY,
    ],
  },
  {
    name: "a deadline",
    files: { ...config("upsert"), ...manifests(...EVERYWHERE) },
    personality: { quota: { limit: 4, windowSeconds: 600, headers: true } },
    steps: [
      { run: "apply --yes --deadline 60" },
      { run: "why shop --deadline 60" },
      { run: "export --dry-run --deadline 60" },
      { wait: "1h" },
      { run: "apply --yes --deadline 3600" },
    ],
  },
  {
    name: "no token, no workspace, no state in CI",
    files: { ...config("create-only"), ...manifests(SHOP) },
    steps: [
      { run: "plan", env: { BUDDY_TOKEN: undefined } },
      { run: "plan", env: { BUDDY_API_ENDPOINT: "https://buddy.example.com:80/x?y" } },
      { run: "plan --workspace other" },
      { run: "plan", env: { CI: "true" } },
      { run: "apply --yes", env: { CI: "true" } },
      { run: "disown --all --yes", env: { CI: "true" } },
    ],
  },
  {
    name: "command lines that mean nothing",
    files: manifests(SHOP),
    steps: [
      { run: "plan --nonsense" },
      { run: "plna" },
      { run: "plan --concurrency 99" },
      { run: "apply --yes --plan latest" },
      { run: "hold shop" },
      { run: "hold shop --for 2h" },
      { run: "hold shop --for never --reason x" },
      { run: "hold --all shop --for 2h --reason x" },
      { run: "hold --list shop" },
      { run: "unhold" },
      { run: "unhold shop" },
      { run: "adopt --yes" },
      { run: "adopt shop --all --yes" },
      { run: "disown --yes" },
      { run: "disown shop --yes" },
      { run: "disown shop" },
      { run: "why" },
      { run: "why nobody" },
      { run: "report nothing.json" },
      { run: "report distributions/all.yaml" },
      { run: "export --out distributions/all.yaml" },
      { run: "schema nothing" },
      { run: "schema report" },
    ],
  },
  {
    name: "release in several places",
    files: { ...config("sync"), ...manifests(...EVERYWHERE) },
    steps: [
      APPLY,
      { run: "disown shop --yes" },
      { run: "disown project:web#shop shared --yes" },
      { run: "disown --all", answer: "no\n" },
      { run: "disown --all", answer: "yes\n" },
      { run: "disown --all --yes" },
      PLAN,
    ],
  },
  {
    name: "adopt asks, and knows what there is",
    files: { ...config("sync"), ...manifests(SHOP, manifest("blog")) },
    live: [live("shop", "old.example.com/"), live("extra")],
    steps: [
      { run: "adopt shop", answer: "no\n" },
      { run: "adopt shop" },
      { run: "adopt extra --yes" },
      { run: "adopt sohp --yes" },
      { run: "adopt --all", answer: "yes\n" },
      PLAN,
    ],
  },
  {
    name: "export of everything, and again",
    files: { ...config("sync"), "distributions/none.yaml": "[]\n" },
    live: [
      live("shop", "shop.example.com/"),
      {
        ...live("web", "web.example.com/"),
        project: "web",
        disabled: true,
        permissions: { others: "DENIED", users: [{ id: 1, access_level: "MANAGE" }] },
      },
      { ...live("stage"), environment: "staging", project: "web" },
      { identifier: null, name: "Nameless" },
      live("Case"),
      live("case"),
      {
        identifier: "odd",
        routes: [
          { ...liveRoute("odd.example.com/"), type: "TOMORROW" },
          { ...liveRoute("x.example.com/"), domain: null },
        ],
      },
    ],
    steps: [
      { run: "export --dry-run" },
      { run: "export --project web --environment-id 3a4KbBQl" },
      PLAN,
      { run: "adopt --all --yes" },
      PLAN,
      { edit: { patch: "shop", with: { name: "Theirs" } } },
      { edit: { setRoute: "shop", nth: 0, with: { targets: liveRoute("x", "theirs").targets } } },
      { run: "export" },
      { run: "export --only shop nothing --out elsewhere" },
      { run: "export --dry-run" },
      PLAN,
    ],
  },
  {
    name: "export while something cannot be read",
    files: { ...config("sync"), ...manifests(SHOP, manifest("shop", STAGING)) },
    live: [live("shop", "shop.example.com/"), live("extra")],
    steps: [
      { fault: "GET /environments x* before status 500" },
      { run: "export --dry-run" },
      { clearFaults: true },
      { fault: "GET /distributions/* x* before status 500" },
      { run: "export --dry-run" },
      { clearFaults: true },
      { fault: "GET /distributions x* before status 403" },
      { run: "export --dry-run" },
    ],
  },
  {
    name: "a report of each verdict",
    files: Object.fromEntries(
      [
        "in-sync",
        "pending",
        "applied",
        "blocked",
        "invalid",
        "busy",
        "stale",
        "superseded",
        "paused",
        "declined",
        "partial",
        "error",
      ].map((verdict) => [
        `${verdict}.json`,
        JSON.stringify({ version: 1, mode: "apply", verdict, problems: [], outcomes: [], notices: [] }),
      ]),
    ),
    steps: [
      "in-sync",
      "pending",
      "applied",
      "blocked",
      "invalid",
      "busy",
      "stale",
      "superseded",
      "paused",
      "declined",
      "partial",
      "error",
    ].map((verdict) => ({ run: `report ${verdict}.json` })),
  },
  {
    name: "two workspaces in one configuration",
    files: {
      "distro-sync.yaml":
        '{"workspaces":[{"workspace":"my-company","policy":"upsert","manifests":"one"},{"workspace":"other","manifests":"two"}]}\n',
      "one/shop.yaml": '{"identifier":"shop","scope":"WORKSPACE"}\n',
      "two/shop.yaml": '{"identifier":"shop","scope":"WORKSPACE","scop":1}\n',
    },
    steps: [
      { run: "validate" },
      { run: "validate --workspace my-company" },
      PLAN,
      APPLY,
      { run: "plan --workspace other" },
    ],
  },
  {
    name: "plan writes itself to a file",
    files: { ...config("upsert"), ...manifests(SHOP) },
    steps: [
      { run: "plan --out plan.json" },
      { run: "plan --out missing/plan.json" },
      { run: "report plan.json" },
    ],
  },
  {
    name: "nothing to do",
    files: { ...config("sync"), ...manifests(SHOP) },
    steps: [APPLY, { wait: "1h" }, { run: "apply", answer: "\n" }, NOTHING, { run: "why shop" }],
  },
];

export const PASS_WORLDS: readonly World[] = [
  ...situations,
  ...faults,
  ...meanwhiles,
  ...personalities,
  ...others,
];
