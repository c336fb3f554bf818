import type {
  Actual,
  ActualRoute,
  Desired,
  Route,
  Scope,
  Summary,
} from "../../lib/core/domain/distribution.ts";
import type { Owned } from "../../lib/core/domain/inventory.ts";
import type { Block, BlockCode } from "../../lib/core/plan/block.ts";
import type {
  AdoptChange,
  Change,
  CreateChange,
  DeleteChange,
  DisableChange,
  DisownChange,
  Plan,
  UpdateChange,
} from "../../lib/core/plan/plan.ts";
import type { Outcome } from "../../lib/core/report/report.ts";

export const WORKSPACE: Scope = { kind: "workspace" };

export function project(name: string): Scope {
  return { kind: "project", project: name };
}

export function environment(environmentId: string): Scope {
  return { kind: "environment", environmentId };
}

export function route(overrides: Partial<Route> = {}): Route {
  return {
    domain: "example.com",
    subdomain: "www",
    path: "/",
    type: "DIRECT_PROXY",
    targets: { Default: { type: "EXTERNAL", external_url: "https://backend.example.com" } },
    ...overrides,
  };
}

/** As Buddy reports it. */
export function liveRoute(overrides: Partial<ActualRoute> = {}): ActualRoute {
  return { ...route(), id: "dybEM2bg", ...overrides };
}

export function desired(overrides: Partial<Desired<Scope>> = {}): Desired<Scope> {
  return {
    scope: WORKSPACE,
    identifier: "shop",
    protect: false,
    adopt: false,
    previously: [],
    source: { file: "shop.yaml", line: 1, path: [] },
    ...overrides,
  };
}

export function summary(overrides: Partial<Summary> = {}): Summary {
  return { id: "rm1P93jG", identifier: "shop", name: "shop", ...overrides };
}

export function actual(overrides: Partial<Actual> = {}): Actual {
  return { ...summary(), scope: "WORKSPACE", routes: [], ...overrides };
}

export function owned(overrides: Partial<Owned> = {}): Owned {
  return {
    scope: WORKSPACE,
    identifier: "shop",
    id: "rm1P93jG",
    origin: "created",
    protect: false,
    complete: true,
    touchedAt: 0,
    ...overrides,
  };
}

export function change(overrides: Partial<CreateChange> = {}): CreateChange {
  return {
    action: "create",
    key: "workspace#shop",
    scope: WORKSPACE,
    identifier: "shop",
    where: "workspace",
    name: "shop",
    routes: [],
    declared: {},
    protect: false,
    source: "shop.yaml:1",
    ...overrides,
  };
}

const ABOUT = {
  key: "workspace#shop",
  scope: WORKSPACE,
  identifier: "shop",
  where: "workspace",
  name: "shop",
  id: "rm1P93jG",
} as const;

export function updateChange(overrides: Partial<UpdateChange> = {}): UpdateChange {
  return {
    action: "update",
    ...ABOUT,
    fields: [],
    routes: [],
    declared: {},
    protect: false,
    source: "shop.yaml:1",
    ...overrides,
  };
}

export function adoptChange(overrides: Partial<AdoptChange> = {}): AdoptChange {
  return {
    action: "adopt",
    ...ABOUT,
    fields: [],
    routes: [],
    declared: {},
    protect: false,
    source: "shop.yaml:1",
    ...overrides,
  };
}

export function disownChange(overrides: Partial<DisownChange> = {}): DisownChange {
  return { action: "disown", ...ABOUT, ...overrides };
}

export function disableChange(overrides: Partial<DisableChange> = {}): DisableChange {
  return { action: "disable", ...ABOUT, routes: [], ...overrides };
}

export function deleteChange(overrides: Partial<DeleteChange> = {}): DeleteChange {
  return { action: "delete", ...ABOUT, routes: [], enabled: true, ...overrides };
}

export function outcome(overrides: Partial<Outcome> = {}): Outcome {
  return {
    key: "workspace#shop",
    identifier: "shop",
    where: "workspace",
    action: "create",
    status: "applied",
    distribution: "created",
    wrote: true,
    routes: [],
    ...overrides,
  };
}

export function block(code: BlockCode, overrides: Partial<Omit<Block, "code" | "exposure">> = {}): Block {
  const refusal = { message: "…", remedy: "…", keys: ["workspace#shop"], ...overrides };
  return code === "EXPOSURE" ? { ...refusal, code, exposure: "apex" } : { ...refusal, code };
}

export function plan(overrides: Partial<Plan> = {}): Plan {
  const changes = overrides.changes ?? [];
  return {
    version: 1,
    instance: "test",
    workspace: { api: "https://api.buddy.works", name: "my-company" },
    policy: "create-only",
    digest: `sha256:${"0".repeat(64)}`,
    changes,
    blocks: [],
    unchanged: [],
    leftAlone: [],
    summary: summaryOf(changes),
    ...overrides,
  };
}

function summaryOf(changes: readonly Change[]): Plan["summary"] {
  const count = (action: Change["action"]) => changes.filter((one) => one.action === action).length;
  const created = changes.filter((one) => one.action === "create");
  const finish = created.filter(({ resumes }) => resumes !== undefined).length;
  return {
    create: created.length - finish,
    finish,
    update: count("update"),
    adopt: count("adopt"),
    disown: count("disown"),
    disable: count("disable"),
    delete: count("delete"),
    routes: created.reduce((sum, { routes }) => sum + routes.length, 0),
    unchanged: 0,
    unverified: 0,
    leftAlone: 0,
    drift: 0,
    blocked: 0,
  };
}
