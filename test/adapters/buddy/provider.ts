import { buddyProvider } from "../../../lib/adapters/buddy/provider.ts";
import type { ActualRoute, Route, Scope } from "../../../lib/core/domain/distribution.ts";
import { type Received, serve } from "./server.ts";
import { world } from "./world.ts";

export const WORKSPACE: Scope = { kind: "workspace" };
export const PROJECT: Scope = { kind: "project", project: "web" };
export const ENVIRONMENT: Scope = { kind: "environment", environmentId: "3a4KbBQl" };

/** A provider whose Buddy answers as the test says. */
export async function against(answer: Parameters<typeof serve>[0]) {
  const { url, received } = await serve(answer);
  return { received, provider: buddyProvider(world({ endpoint: url })) };
}

export const calls = (received: readonly Received[]) =>
  received.map(({ method, url }) => `${method} ${url.replace("/workspaces/my-company", "")}`);

export const bodies = (received: readonly Received[]): unknown[] =>
  received.map(({ body }): unknown => JSON.parse(body));

export function route(overrides: Partial<Route> = {}): Route {
  return {
    domain: "example.com",
    subdomain: "www",
    path: "/api",
    type: "DIRECT_PROXY",
    targets: { Default: { type: "EXTERNAL", external_url: "https://backend.example.com" } },
    ...overrides,
  };
}

/** The same, as it is read. */
export function live(overrides: Partial<ActualRoute> = {}): ActualRoute {
  return { ...route(), id: "r1", ...overrides };
}
