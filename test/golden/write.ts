import type { SeedDistribution } from "../../lib/emulator/seed.ts";

/** How worlds write their files: JSON is YAML, too. */

export type Text = Readonly<Record<string, unknown>>;

export const WORKSPACE = { scope: "WORKSPACE" } as const;
export const PROJECT = { scope: "PROJECT", project_name: "web" } as const;
export const STAGING = { scope: "ENVIRONMENT", project_name: "web", environment: "staging" } as const;

/** A manifest of a distribution of the workspace; `more` overrides and adds. */
export function manifest(identifier: string, more: Text = {}): Text {
  return { identifier, ...WORKSPACE, ...more };
}

/** `shop.example.com/api`, or `example.com/` for the domain itself; the target is `https://TO.example.net`. */
export function route(address: string, to = "a", more: Text = {}): Text {
  const { subdomain, path, ...rest } = liveRoute(address, to);
  return {
    ...rest,
    ...(subdomain === null ? {} : { subdomain }),
    ...(path === "" ? {} : { path }),
    ...more,
  };
}

export function routes(...addresses: readonly string[]): { readonly routes: readonly Text[] } {
  return { routes: addresses.map((address) => route(address)) };
}

export function external(to: string) {
  return { type: "EXTERNAL", external_url: `https://${to}.example.net` } as const;
}

/** The same route as it stands in Buddy. */
export function liveRoute(address: string, to = "a", type = "DIRECT_PROXY") {
  const [, host = "", path = "/"] = /^([^/]*)(\/.*)?$/.exec(address) ?? [];
  const [, subdomain = null, domain = host] = /^(?:(.+)\.)?([^.]+\.[^.]+)$/.exec(host) ?? [];
  return { domain, subdomain, path: path === "/" ? "" : path, type, targets: { Default: external(to) } };
}

/** Made by hand, with these routes. */
export function live(identifier: string, ...addresses: readonly string[]): SeedDistribution {
  return { identifier, routes: addresses.map((address) => liveRoute(address)) };
}

export function yaml(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

export function manifests(...all: readonly Text[]): { readonly "distributions/all.yaml": string } {
  return { "distributions/all.yaml": yaml(all) };
}

/** The configuration of the workspace; `more` is of the file as a whole. */
export function config(policy: string, workspace: Text = {}, more: Text = {}) {
  const entry = { workspace: "my-company", policy, ...workspace };
  return { "distro-sync.yaml": yaml({ workspaces: [entry], ...more }) };
}

/** Limits that nothing is over, for worlds that are about something else. */
export const LAX = {
  limits: {
    creates: 100,
    removals: "100%",
    max_removals: 100,
    updates: "100%",
    route_removals: "100%",
    max_route_removals: 100,
    allow: [
      "last-route",
      "apex",
      "wildcard",
      "root-path",
      "default-target",
      "domain-change",
      "others-widened",
    ],
  },
};
