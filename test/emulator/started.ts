import { expect, onTestFinished } from "vitest";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../lib/emulator/emulator.ts";

export const WORKSPACE = "/workspaces/my-company";
export const DISTRIBUTIONS = `${WORKSPACE}/distributions`;

/** A running emulator that is closed when the test ends. */
export async function started(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.close());
  return emulator;
}

export type Received = { readonly status: number; readonly headers: Headers; readonly body: unknown };

/** Sends a request as a client with the right token does; the body of the answer is its JSON, or undefined. */
export async function send(
  { url }: Emulator,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Received> {
  const response = await fetch(`${url}${path}`, {
    method,
    redirect: "manual",
    headers: {
      Authorization: "Bearer emulator-token",
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === "" ? undefined : JSON.parse(text),
  };
}

/** The id in an answer, as the next path takes it. */
export function idOf({ body }: Received): string {
  if (typeof body === "object" && body !== null && "id" in body) return String(body.id);
  throw new Error(`There is no id in ${JSON.stringify(body)}`);
}

/** The list under this key of an answer. */
export function itemsOf({ body }: Received, key: string): readonly Readonly<Record<string, unknown>>[] {
  const items = Object.entries(body ?? {}).find(([name]) => name === key)?.[1] as unknown;
  if (!Array.isArray(items)) throw new Error(`There is no list of ${key} in ${JSON.stringify(body)}`);
  return items as readonly Readonly<Record<string, unknown>>[];
}

/** The identifiers in the answer to a list. */
export function identifiersOf(answer: Received): readonly unknown[] {
  return itemsOf(answer, "distributions").map(({ identifier }) => identifier);
}

/** Time that stands still until it is moved. */
export function stoppedClock(now = Date.UTC(2026, 10, 24)): {
  now(): number;
  advance(milliseconds: number): void;
} {
  let current = now;
  return {
    now: () => current,
    advance(milliseconds) {
      current += milliseconds;
    },
  };
}

/** The body of a refusal. */
export const ERRORS = { errors: [{ message: expect.any(String) as unknown }] };

export const EXTERNAL = { type: "EXTERNAL", external_url: "https://backend.example.com" } as const;

/** The body of a POST of a distribution. */
export function newDistribution(
  fields: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return { name: "Shop", scope: "WORKSPACE", identifier: "shop", ...fields };
}

/** The body of a POST of a route. */
export function newRoute(fields: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return { type: "DIRECT_PROXY", domain: "example.com", targets: { Default: EXTERNAL }, ...fields };
}
