import { createHmac } from "node:crypto";
import { ParameterError } from "../../lib/adapters/aws/parameters.ts";
import { VARIABLES } from "../../lib/deployment.ts";
import { webhookDependencies } from "../../lib/function/webhook/dependencies.ts";
import { type WebhookResponse, webhook } from "../../lib/function/webhook/webhook.ts";
import { type MemoryObjects, memoryObjects } from "../support/memory-objects.ts";
import { type VirtualClock, virtualClock } from "../support/virtual-clock.ts";
import { type MemoryQueue, memoryQueue } from "./memory-queue.ts";

export const GITHUB_SECRET = "correct-horse-battery-staple";
export const BUDDY_SECRET = "023bd610-7738-47a5-b0c4-5e887431ffcf";
export const COMMIT = "0123456789abcdef0123456789abcdef01234567";
export const DELIVERY = "72d3162e-cc78-11e3-81ab-4c9367dc0958";

const GITHUB_PARAMETER = "/distro-sync/webhook/github";
const BUDDY_PARAMETER = "/distro-sync/webhook/buddy";

export const ENVIRONMENT = {
  [VARIABLES.webhookGithub]: GITHUB_PARAMETER,
  [VARIABLES.webhookBuddy]: BUDDY_PARAMETER,
  [VARIABLES.repository]: "My-Company/routing",
  [VARIABLES.branch]: "main",
} as const;

type Line = readonly [event: string, fields: Readonly<Record<string, unknown>>];

export type Desk = {
  readonly handle: (event: unknown) => Promise<WebhookResponse>;
  readonly clock: VirtualClock;
  /** What Parameter Store holds; an error is what it answers. */
  readonly secrets: { github: string | ParameterError; buddy: string | ParameterError };
  /** The parameters that were read, in order. */
  readonly readings: string[];
  readonly objects: MemoryObjects;
  readonly queue: MemoryQueue;
  readonly lines: Line[];
};

/** A verifier with both webhooks switched on, and all that it has of the world. */
export function desk(env: Readonly<Record<string, string | undefined>> = ENVIRONMENT): Desk {
  const clock = virtualClock();
  const secrets: Desk["secrets"] = { github: GITHUB_SECRET, buddy: BUDDY_SECRET };
  const readings: string[] = [];
  const objects = memoryObjects();
  const queue = memoryQueue();
  const lines: Line[] = [];
  const parameters = {
    read: async (name: string, { secret }: { readonly secret: boolean }) => {
      readings.push(name);
      if (!secret) throw new Error(`${name} is read as if it were no secret`);
      const value = name === GITHUB_PARAMETER ? secrets.github : secrets.buddy;
      if (typeof value === "string") return value;
      throw value;
    },
  };
  const log = (event: string, fields: Line[1]) => void lines.push([event, fields]);
  return {
    handle: webhook(webhookDependencies(env, { parameters, objects, queue, clock, log })),
    clock,
    secrets,
    readings,
    objects,
    queue,
    lines,
  };
}

export const throttled = () =>
  new ParameterError("the parameter could not be read: throttled", "unavailable");

/** The parts of GitHub's push that matter, and some that do not. */
export function push(fields: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    ref: "refs/heads/main",
    before: "f".repeat(40),
    after: COMMIT,
    deleted: false,
    repository: { id: 1, full_name: "my-company/Routing" },
    pusher: { name: "dev", email: "dev@example.com" },
    ...fields,
  });
}

export function signature(body: string | Uint8Array, secret: string = GITHUB_SECRET): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}

/** A delivery of GitHub's as API Gateway hands it on; a header that is undefined is left out. */
export function fromGithub(
  body: string | Uint8Array = push(),
  headers: Readonly<Record<string, string | undefined>> = {},
): Readonly<Record<string, unknown>> {
  return request("/github", body, {
    "content-type": "application/json",
    "x-github-event": "push",
    "x-github-delivery": DELIVERY,
    "x-hub-signature-256": signature(body),
    ...headers,
  });
}

export function fromBuddy(body: string | Uint8Array): Readonly<Record<string, unknown>> {
  return request("/buddy", body, { "content-type": "application/json" });
}

/** An event of an HTTP API, payload format 2.0: bytes come in base64, text as it is. */
export function request(
  path: string,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, unknown>> {
  const isBase64Encoded = typeof body !== "string";
  return {
    version: "2.0",
    routeKey: `POST ${path}`,
    rawPath: `/prod${path}`,
    rawQueryString: "",
    headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)),
    requestContext: { http: { method: "POST", path: `/prod${path}` } },
    body: isBase64Encoded ? Buffer.from(body).toString("base64") : body,
    isBase64Encoded,
  };
}
