import { defined } from "../../core/domain/defined.ts";
import {
  type HookDecision,
  type HookProvider,
  type HookRequest,
  type Push,
  readRequest,
  refused,
} from "./delivery.ts";
import type { WebhookDependencies } from "./dependencies.ts";
import { verifyBuddy, verifyGithub } from "./providers.ts";

/** The response in the form that an HTTP API expects. */
export type WebhookResponse = { readonly statusCode: number; readonly body?: string };

/**
 * Receives pushes at a public address, and puts a pass request into the queue for each that is genuine. The event is a hint and
 * never data: all that it can cause is a pass.
 */
export function webhook(dependencies: WebhookDependencies): (event: unknown) => Promise<WebhookResponse> {
  return async (event) => {
    const request = readRequest(event);
    if (request.kind === "refused") return respond(request, "none", dependencies);
    const { provider } = request;
    try {
      const decision = await verify(request, dependencies);
      return decision.kind === "push"
        ? await accept(decision, provider, dependencies)
        : respond(decision, provider, dependencies);
    } catch (error) {
      // Nothing was enqueued or remembered, so the sender may send it again.
      dependencies.log("webhook.failed", { provider, ...failure(error) });
      return { statusCode: 503 };
    }
  };
}

async function verify(request: HookRequest, { github, buddy }: WebhookDependencies): Promise<HookDecision> {
  switch (request.provider) {
    case "github":
      return github === undefined ? refused(404, SWITCHED_OFF) : verifyGithub(request, github);
    case "buddy":
      return buddy === undefined ? refused(404, SWITCHED_OFF) : verifyBuddy(request, buddy);
    default:
      return request.provider satisfies never;
  }
}

const SWITCHED_OFF = "the webhook is not switched on";

function respond(
  decision: Exclude<HookDecision, Push>,
  provider: HookProvider | "none",
  { log }: WebhookDependencies,
): WebhookResponse {
  const { kind, status, reason } = decision;
  switch (kind) {
    case "refused":
      log("webhook.refused", { provider, status, reason });
      return { statusCode: status };
    case "ignored":
      log("webhook.ignored", { provider, status, reason });
      return { statusCode: status, body: reason };
    default:
      return kind satisfies never;
  }
}

/**
 * Enqueues a pass request, and only then remembers the delivery, so that one that could not be enqueued is accepted when it comes
 * again. Two at the same time may both get that far: the queue drops the second as a repetition, and an extra pass does no harm.
 */
async function accept(
  push: Push,
  provider: HookProvider,
  dependencies: WebhookDependencies,
): Promise<WebhookResponse> {
  const { ids, passRequest } = push;
  const { deliveries, enqueue, log } = dependencies;
  const about = {
    provider,
    delivery: passRequest.at,
    ...defined({ commit: passRequest.commit }),
  };
  for (const id of ids) {
    if (await deliveries.isKnown(provider, id)) {
      log("webhook.repeated", about);
      return { statusCode: 200, body: "this delivery was received before" };
    }
  }
  await enqueue(passRequest);
  log("webhook.enqueued", about);
  try {
    for (const id of ids) await deliveries.remember(provider, id, passRequest);
  } catch (error) {
    log("webhook.forgotten", { ...about, ...failure(error) });
  }
  return { statusCode: 202, body: "a pass was requested" };
}

function failure(error: unknown): { readonly failed: true; readonly reason: string } {
  return { failed: true, reason: error instanceof Error ? error.message : String(error) };
}
