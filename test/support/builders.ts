import type { Actual, Bucket, Desired, Route, Summary } from "../../lib/core/distribution.ts";
import type { Owned } from "../../lib/core/inventory.ts";
import type { CreateChange, Plan } from "../../lib/core/plan/plan.ts";
import type { Outcome } from "../../lib/core/report/outcome.ts";

export const WORKSPACE: Bucket = { scope: "WORKSPACE" };

export function project(name: string): Bucket {
  return { scope: "PROJECT", project: name };
}

export function environment(environmentId: string): Bucket {
  return { scope: "ENVIRONMENT", environmentId };
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

export function desired(overrides: Partial<Desired<Bucket>> = {}): Desired<Bucket> {
  return {
    bucket: WORKSPACE,
    identifier: "shop",
    protect: false,
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
    bucket: WORKSPACE,
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
    bucket: WORKSPACE,
    identifier: "shop",
    where: "workspace",
    name: "shop",
    routes: [],
    protect: false,
    source: "shop.yaml:1",
    ...overrides,
  };
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
    left: [],
    summary: {
      create: changes.filter(({ resumes }) => resumes === undefined).length,
      finish: changes.filter(({ resumes }) => resumes !== undefined).length,
      routes: changes.reduce((sum, { routes }) => sum + routes.length, 0),
      unchanged: 0,
      left: 0,
      blocked: 0,
    },
    ...overrides,
  };
}
