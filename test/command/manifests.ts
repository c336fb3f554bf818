/** A manifest of a distribution of the workspace, with one route. */
export function manifest(identifier: string): string {
  return `identifier: ${identifier}
scope: WORKSPACE
routes:
  - domain: example.com
    subdomain: ${identifier}
    type: DIRECT_PROXY
    targets:
      Default: { type: EXTERNAL, external_url: "https://${identifier}.example.net" }
`;
}

/** So many manifests in one list: `site-0`, `site-1`, … without routes. */
export function manyManifests(count: number): string {
  return Array.from(
    { length: count },
    (_, index) => `- { identifier: site-${index}, scope: WORKSPACE }\n`,
  ).join("");
}
