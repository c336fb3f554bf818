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

/** What somebody does in Buddy meanwhile: a call of theirs, below the workspace, which the log of requests does not show. */
export async function byHand(
  { emulator }: Workshop,
  method: "POST" | "PATCH" | "PUT" | "DELETE",
  path: string,
  body?: object,
): Promise<void> {
  const before = [...emulator.log];
  const answer = await fetch(`${emulator.url}/workspaces/my-company${path}`, {
    method,
    headers: { Authorization: "Bearer emulator-token", "Content-Type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  emulator.clearLog();
  for (const entry of before) (emulator.log as (typeof entry)[]).push(entry);
}
