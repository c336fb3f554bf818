import type { Wake } from "../deployment.ts";
import type { Log } from "../ports.ts";
import { type BuddyHook, judgeBuddy } from "./webhook/buddy.ts";
import type { Deliveries } from "./webhook/deliveries.ts";
import { type GithubHook, judgeGithub } from "./webhook/github.ts";
import { type HookProvider, type HookRequest, readRequest } from "./webhook/request.ts";
import { type HookDecision, type Push, refused } from "./webhook/verdict.ts";

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
