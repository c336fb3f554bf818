import { textAt } from "../record.ts";
import { payloadOf } from "./payload.ts";
import { isSame, payloadDigest } from "./proof.ts";
import type { HookRequest } from "./request.ts";
import type { HookSecret } from "./secret.ts";
import { type HookDecision, nothing, refused } from "./verdict.ts";

export type BuddyHook = { readonly secret: HookSecret };

/**
 * A delivery of Buddy's webhook: https://buddy.works/docs/api/webhooks/create and /get (November 2026). Its body is not
 * signed: it holds the secret, so that whoever sees one delivery can make any. That is no more than asking for a pass.
 */
export async function judgeBuddy({ body }: HookRequest, { secret }: BuddyHook): Promise<HookDecision> {
  const payload = payloadOf(body);
  const given = SECRET_KEYS.flatMap((key) => textAt(payload, key) ?? []);
  if (payload === undefined || given.length === 0) return refused(401, "there is no secret in the body");
  if (!(await secret.satisfies((due) => given.some((one) => isSame(one, due))))) {
    return refused(401, "the secret in the body is another one");
  }
  // No page says how a body names its event. Those of EXECUTION_… tell of the execution; what does not is of PUSH.
  if (Object.hasOwn(payload, "execution")) return nothing(202, "not a push");
  const digest = payloadDigest(body);
  return { kind: "push", ids: [digest], wake: { trigger: "push", at: digest } };
}

/**
 * The pages say that `secret_key` is "sent in the payload", and not under which name: its own, most likely. A secret proves
 * the same under each of them.
 */
const SECRET_KEYS = ["secret_key", "secret", "token"] as const;
