import { onTestFinished } from "vitest";
import { type Workshop, type WorkshopOptions, workshop } from "./workshop.ts";

/** A workshop for the test that asks for it, closed when the test ends. */
export async function open(options: WorkshopOptions): Promise<Workshop> {
  const shop = await workshop(options);
  onTestFinished(() => shop.close());
  return shop;
}

/** The calls that the emulator got, as `POST /distributions 201`, below the workspace and with the query. */
export function callsOf({ emulator }: Workshop): readonly string[] {
  return emulator.log.map(({ method, path, query, status }) => {
    const below = path.replace(/^\/workspaces\/[^/]+/, "");
    return `${method} ${below}${query === "" ? "" : `?${query}`} ${status ?? "-"}`;
  });
}

export function writesOf(shop: Workshop): readonly string[] {
  return callsOf(shop).filter((call) => !call.startsWith("GET"));
}

/** A manifest of the workspace with routes at these paths of one host. */
export function manifest(identifier: string, paths: readonly string[] = [], more = ""): string {
  const routes = paths.map(
    (path) => `
  - domain: example.com
    subdomain: ${identifier}
    path: ${path}
    type: DIRECT_PROXY
    targets:
      Default: { type: EXTERNAL, external_url: https://backend.example.com }`,
  );
  const scope = more.includes("scope:") ? "" : "scope: WORKSPACE\n";
  return `identifier: ${identifier}\n${scope}${more}${paths.length === 0 ? "" : `routes:${routes.join("")}\n`}`;
}
