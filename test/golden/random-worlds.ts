import type { Edit, Step, World } from "./world.ts";
import {
  config,
  LAX,
  live,
  liveRoute,
  manifest,
  manifests,
  PROJECT,
  route,
  STAGING,
  type Text,
  WORKSPACE,
} from "./write.ts";

/** So many worlds, the same in every run. */
export function randomWorlds(count: number): readonly World[] {
  return Array.from({ length: count }, (_, at) => randomWorld(at + 1));
}

function randomWorld(seed: number): World {
  const pick = picker(seed);
  const workspace = {
    on_remove: pick.of(["retain", "disable", "delete"]),
    quarantine_days: pick.of([0, 1]),
    ...(pick.chance(0.6) ? LAX : {}),
    ...(pick.chance(0.2) ? { deep_check: 2 } : {}),
  };
  const policy = pick.of(["create-only", "upsert", "upsert", "sync", "sync", "sync"]);
  const personality = {
    uniqueness: pick.of(["none", "409", "400"] as const),
    unfilteredList: pick.of(["workspace", "everything"] as const),
    ids: pick.of(["string", "number"] as const),
    paging: pick.of(["none", "none", 2] as const),
    permissionsUpdate: pick.of(["replace", "merge"] as const),
  };
  let wanted = PLACES.map((place) => (pick.chance(0.7) ? wantedAt(place, pick) : undefined));
  const steps: Step[] = [];
  for (let count = 2 + pick.below(3); count > 0; count -= 1) {
    steps.push(...passOf(pick), { wait: pick.of(["1h", "1h", "30h"]) });
    const at = pick.below(PLACES.length);
    const place = PLACES[at] ?? PLACES[0];
    wanted = wanted.with(at, pick.chance(0.3) ? undefined : wantedAt(place, pick));
    if (pick.chance(0.7)) steps.push({ write: filesOf(wanted) });
    if (pick.chance(0.6)) steps.push({ edit: editOf(pick) });
  }
  steps.push({ clearFaults: true }, { wait: "1h" }, { run: "plan --detailed-exitcode" });
  return {
    name: `random ${seed}`,
    files: {
      ...config(policy, workspace),
      ...filesOf(wanted.map((_, at) => (at % 2 === 0 ? wantedAt(PLACES[at] ?? PLACES[0], pick) : undefined))),
    },
    personality,
    live: pick.chance(0.5)
      ? [live("shop", "b.example.com/"), { ...live("blog", "e.example.com/"), project: "web" }]
      : [],
    steps,
  };
}

const PLACES = [
  { identifier: "shop", at: WORKSPACE, host: "a" },
  { identifier: "blog", at: WORKSPACE, host: "b" },
  { identifier: "shop", at: PROJECT, host: "c" },
  { identifier: "shop", at: STAGING, host: "d" },
  { identifier: "blog", at: PROJECT, host: "e" },
] as const;

type Picker = ReturnType<typeof picker>;

function wantedAt({ identifier, at, host }: (typeof PLACES)[number], pick: Picker): Text {
  const renamed = pick.chance(0.1);
  const paths = ["/", "/api", "/new"].filter(() => pick.chance(0.5));
  const owner = pick.chance(0.1) ? "b" : host;
  const domain = pick.of(["example.com", "example.com", "example.org"]);
  const sync = {
    ...(pick.chance(0.15) ? { protect: true } : {}),
    ...(pick.chance(0.3) ? { adopt: true } : {}),
    ...(pick.chance(0.2) ? { on_remove: pick.of(["retain", "disable", "delete"]) } : {}),
    ...(renamed ? { previously: [identifier] } : {}),
  };
  return manifest(renamed ? `${identifier}-2` : identifier, {
    ...at,
    ...(pick.chance(0.5) ? { name: pick.of(["One", "Two", "Three"]) } : {}),
    ...(pick.chance(0.2) ? { disabled: pick.chance(0.5) } : {}),
    ...(pick.chance(0.4)
      ? {
          permissions: {
            others: pick.of(["DENIED", "READ_ONLY", "MANAGE"]),
            ...(pick.chance(0.4) ? { users: [{ email: "dev@example.com", access_level: "MANAGE" }] } : {}),
            ...(pick.chance(0.3) ? { groups: [{ name: "developers", access_level: "READ_WRITE" }] } : {}),
          },
        }
      : {}),
    ...(pick.chance(0.8)
      ? { routes: paths.map((path) => route(`${owner}.${domain}${path}`, pick.of(["x", "y", "z"]))) }
      : {}),
    sync,
  });
}

function filesOf(wanted: readonly (Text | undefined)[]) {
  return manifests(...wanted.filter((one) => one !== undefined));
}

function editOf(pick: Picker): Edit {
  const identifier = pick.of(["shop", "blog", "shop-2"]);
  return pick.of<() => Edit>([
    () => ({ put: live(identifier, `${pick.of(["a", "b", "f"])}.example.com/by-hand`) }),
    () => ({ remove: identifier }),
    () => ({ patch: identifier, with: { name: pick.of(["One", "Theirs"]) } }),
    () => ({ patch: identifier, with: { disabled: pick.chance(0.5) } }),
    () => ({ patch: identifier, with: { permissions: { others: pick.of(["DENIED", "MANAGE"]) } } }),
    () => ({ patch: identifier, with: { identifier: `${identifier}-moved` } }),
    () => ({ addRoute: identifier, route: liveRoute(`${pick.of(["a", "b"])}.example.com/added`) }),
    () => ({
      setRoute: identifier,
      nth: 0,
      with: { targets: liveRoute("x", pick.of(["x", "theirs"])).targets },
    }),
    () => ({ dropRoute: identifier, nth: 0 }),
  ])();
}

function passOf(pick: Picker): readonly Step[] {
  const apply: Step = { run: "apply --yes" };
  return pick.of<() => readonly Step[]>([
    () => [apply],
    () => [apply],
    () => [
      { run: "plan --detailed-exitcode" },
      { approve: ["EXPOSURE", "CONFLICT", "LIMIT_REMOVALS", "LIMIT_ROUTE_REMOVALS"] },
      apply,
    ],
    () => [
      { pass: "plan", scheduled: true },
      { pass: "apply", scheduled: true },
    ],
    () => [{ fault: faultOf(pick) }, apply, { clearFaults: true }],
    () => [
      {
        meanwhile: editOf(pick),
        before: pick.of(["POST", "PATCH", "GET /distributions/shop"]),
        nth: 1 + pick.below(2),
      },
      apply,
    ],
    () => [{ run: "adopt --all --yes" }, { run: "why shop" }],
    () => [{ run: "disown shop --yes" }, apply],
    () => [{ run: "export" }, apply],
  ])();
}

function faultOf(pick: Picker): string {
  const call = pick.of(["POST", "PATCH", "PUT", "DELETE", "POST /routes", "GET /distributions/*", "GET"]);
  const times = pick.of(["", "2 ", "x3 ", "x* "]);
  const end = pick.of([
    "before reset",
    "after reset",
    "before status 500",
    "after status 500",
    "before status 400",
    "before status 403",
    "after not-json",
  ]);
  return `${call} ${times}${end}`;
}

/** Mulberry32: small, and good enough to spread worlds. */
function picker(seed: number) {
  let state = seed * 0x9e3779b9;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    chance: (share: number) => next() < share,
    of<T>(items: readonly T[]): T {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error("nothing to pick from");
      return item;
    },
  };
}
