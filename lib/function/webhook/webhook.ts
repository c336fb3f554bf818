import { isRecord } from "../../core/domain/canonical-json.ts";
import type { Wake } from "../../deployment.ts";
import type { Log } from "../../ports.ts";
import { textAt } from "../request.ts";
import type { Deliveries } from "./dependencies.ts";
import { type BuddyHook, type GithubHook, judgeBuddy, judgeGithub } from "./providers.ts";

/** What the verifier has of the world. Buddy's token is not part of it. */
export type WebhookTools = {
  /** Absent: there is no such webhook. */
  readonly github?: GithubHook;
  readonly buddy?: BuddyHook;
  readonly deliveries: Deliveries;
  readonly enqueue: (wake: Wake) => Promise<void>;
  readonly log: Log;
};

/** As an HTTP API takes it. */
export type WebhookResponse = { readonly statusCode: number; readonly body?: string };

/**
 * Takes pushes from a public address, and puts into the queue what is proven to be one. The event is a hint and never data:
 * all that it can bring about is a pass.
 */
export function webhook(tools: WebhookTools): (event: unknown) => Promise<WebhookResponse> {
  return async (event) => {
    const request = readRequest(event);
    if (request.kind === "refused") return respond(request, "none", tools);
    const { provider } = request;
    try {
      const verdict = await judge(request, tools);
      return verdict.kind === "push"
        ? await take(verdict, provider, tools)
        : respond(verdict, provider, tools);
    } catch (error) {
      // Nothing was enqueued, and nothing remembered: whoever sends it again is heard.
      tools.log("webhook.failed", { provider, ...failure(error) });
      return { statusCode: 503 };
    }
  };
}

async function judge(request: HookRequest, { github, buddy }: WebhookTools): Promise<HookDecision> {
  switch (request.provider) {
    case "github":
      return github === undefined ? refused(404, SWITCHED_OFF) : judgeGithub(request, github);
    case "buddy":
      return buddy === undefined ? refused(404, SWITCHED_OFF) : judgeBuddy(request, buddy);
    default:
      return request.provider satisfies never;
  }
}

const SWITCHED_OFF = "the webhook is not switched on";

function respond(
  verdict: Exclude<HookDecision, Push>,
  provider: HookProvider | "none",
  { log }: WebhookTools,
): WebhookResponse {
  const { kind, status, why } = verdict;
  switch (kind) {
    case "refused":
      log("webhook.refused", { provider, status, why });
      return { statusCode: status };
    case "nothing":
      log("webhook.ignored", { provider, status, why });
      return { statusCode: status, body: why };
    default:
      return kind satisfies never;
  }
}

/**
 * Remembered only once it is in the queue, so that a delivery that could not be enqueued is taken when it comes again. Of
 * two at the same time both may get that far: the queue takes the second for a repetition, and a pass too many does no harm.
 */
async function take(push: Push, provider: HookProvider, tools: WebhookTools): Promise<WebhookResponse> {
  const { ids, wake } = push;
  const { deliveries, enqueue, log } = tools;
  const about = {
    provider,
    delivery: wake.at,
    ...(wake.commit === undefined ? {} : { commit: wake.commit }),
  };
  for (const id of ids) {
    if (await deliveries.isKnown(provider, id)) {
      log("webhook.repeated", about);
      return { statusCode: 200, body: "this delivery has been here before" };
    }
  }
  await enqueue(wake);
  log("webhook.enqueued", about);
  try {
    for (const id of ids) await deliveries.remember(provider, id, wake);
  } catch (error) {
    log("webhook.forgotten", { ...about, ...failure(error) });
  }
  return { statusCode: 202, body: "a pass is due" };
}

function failure(error: unknown): { readonly failed: true; readonly reason: string } {
  return { failed: true, reason: error instanceof Error ? error.message : String(error) };
}

export type HookProvider = "github" | "buddy";

/** A request as it was sent: nothing of it is to be believed. */
export type HookRequest = {
  readonly kind: "request";
  readonly provider: HookProvider;
  /**
   * By its name in lower case, in which API Gateway gives all of them. Two headers of one name come as one, with a comma
   * between them.
   */
  readonly header: (name: string) => string | undefined;
  /** The bytes that came over the wire. */
  readonly body: Uint8Array;
};

/** An event of an HTTP API of API Gateway, payload format 2.0; anything else is refused. */
function readRequest(event: unknown): HookRequest | Refused {
  const method = textAt(event, "requestContext", "http", "method");
  const path = textAt(event, "rawPath");
  if (!isRecord(event) || method === undefined || path === undefined) {
    return refused(400, "the event is not a request of an HTTP API");
  }
  const provider = PROVIDERS.find((name) => path.endsWith(`/${name}`));
  if (provider === undefined) return refused(404, "the path is that of no webhook");
  if (method !== "POST") return refused(405, "the method is not POST");
  const body = bodyOf(textAt(event, "body") ?? "", { isEncoded: event.isBase64Encoded === true });
  if (body === undefined) return refused(413, `the body is larger than ${LARGEST_BODY} bytes`);
  return { kind: "request", provider, header: (name) => textAt(event, "headers", name), body };
}

/** A path ends with one of them, and begins with the stage, which may have any name. */
const PROVIDERS: readonly HookProvider[] = ["github", "buddy"];

/** A push of thousands of commits can be larger: the schedule finds it. */
const LARGEST_BODY = 1024 * 1024;

/** Undefined when it is too large: measured before it is decoded, and again after. */
function bodyOf(text: string, { isEncoded }: { readonly isEncoded: boolean }): Uint8Array | undefined {
  if (text.length > (isEncoded ? Math.ceil(LARGEST_BODY / 3) * 4 : LARGEST_BODY)) return undefined;
  const bytes = Buffer.from(text, isEncoded ? "base64" : "utf8");
  return bytes.byteLength > LARGEST_BODY ? undefined : bytes;
}

/** What a delivery comes to. */
export type HookDecision = Refused | Nothing | Push;

/** Only the log is told why. */
export type Refused = {
  readonly kind: "refused";
  readonly status: 400 | 401 | 404 | 405 | 413 | 415;
  readonly why: string;
};

/** It is from whom it says, and no reason for a pass. */
export type Nothing = { readonly kind: "nothing"; readonly status: 200 | 202; readonly why: string };

type Push = {
  readonly kind: "push";
  /** What it is known by: a delivery of which one is known has been here before. */
  readonly ids: readonly string[];
  readonly wake: Wake;
};

export function refused(status: Refused["status"], why: string): Refused {
  return { kind: "refused", status, why };
}

export function nothing(status: Nothing["status"], why: string): Nothing {
  return { kind: "nothing", status, why };
}
