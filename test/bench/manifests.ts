import type { Route, Scope } from "../../lib/core/domain/distribution.ts";
import type { AppliedFields } from "../../lib/core/domain/inventory.ts";

/** What the n-th manifest is about: nothing has to be parsed to know what a workspace would list. */
export function subject(number: number): { readonly identifier: string; readonly scope: Scope } {
  return { identifier: `shop-${number}`, scope: scopeOf(number) };
}

/** The n-th manifest: two routes, in one of three scopes, and in the ways in which people write YAML. */
export function manifest(number: number): string {
  const { identifier, scope } = subject(number);
  return `${number % 10 === 0 ? "# A shop of its own.\n" : ""}identifier: ${identifier}
${number % 4 === 0 ? `name: "Shop ${number}"\n` : ""}${scopeLines(scope)}routes:
${firstRoute(number)}  - domain: example.org
    path: /${identifier}
    type: CACHED_PROXY
    targets: { Default: { type: EXTERNAL, external_url: https://s${number}.example.net } }
`;
}

/** What the inventory has of the n-th manifest once it was applied. */
export function applied(number: number): AppliedFields {
  const { identifier } = subject(number);
  const targets: Route["targets"] = {
    Default: { type: "EXTERNAL", external_url: `https://s${number}.example.net` },
  };
  return {
    name: number % 4 === 0 ? `Shop ${number}` : identifier,
    routes: [
      { domain: "example.org", subdomain: "", path: `/${identifier}`, type: "CACHED_PROXY", targets },
      { domain: "example.com", subdomain: `s${number}`, path: "/", type: "DIRECT_PROXY", targets },
    ],
  };
}

/** So many manifests in files that hold `perFile` each: one as it is, several as a list. */
export function files(
  count: number,
  perFile: number,
): readonly { readonly path: string; readonly text: string }[] {
  const all = Array.from({ length: count }, (_, number) => manifest(number));
  if (perFile === 1) return all.map((text, number) => ({ path: `distributions/shop-${number}.yaml`, text }));
  return Array.from({ length: Math.ceil(count / perFile) }, (_, index) => ({
    path: `distributions/shops-${index}.yaml`,
    text: all
      .slice(index * perFile, (index + 1) * perFile)
      .map(listItem)
      .join(""),
  }));
}

/** Without a route: what it costs to create is one call. */
export function bareManifest(number: number): string {
  return `identifier: shop-${number}\nscope: PROJECT\nproject_name: web\n`;
}

function scopeOf(number: number): Scope {
  if (number % 5 === 0) return { kind: "workspace" };
  return number % 5 === 1
    ? { kind: "environment", environmentId: "3a4KbBQl" }
    : { kind: "project", project: "web" };
}

function scopeLines(scope: Scope): string {
  switch (scope.kind) {
    case "workspace":
      return "scope: WORKSPACE\n";
    case "project":
      return `scope: PROJECT\nproject_name: ${scope.project}\n`;
    case "environment":
      return `scope: ENVIRONMENT\nenvironment_id: ${scope.environmentId}\n`;
    default:
      return scope satisfies never;
  }
}

function firstRoute(number: number): string {
  const target =
    number % 3 === 0
      ? `    targets:
      Default:
        type: EXTERNAL
        external_url: https://s${number}.example.net
`
      : `    targets: { Default: { type: EXTERNAL, external_url: https://s${number}.example.net } }
`;
  return `  - domain: example.com
    subdomain: s${number}
    type: DIRECT_PROXY
${target}`;
}

function listItem(text: string): string {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return lines.map((line, index) => `${index === 0 ? "- " : "  "}${line}\n`).join("");
}
