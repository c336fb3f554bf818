import { textAt } from "../record.ts";
import { payloadOf } from "./payload.ts";
import { isSignature, isSigned, payloadDigest } from "./proof.ts";
import type { HookRequest } from "./request.ts";
import type { HookSecret } from "./secret.ts";
import { type HookDecision, nothing, refused } from "./verdict.ts";

export type GithubHook = {
  readonly secret: HookSecret;
  /** OWNER/NAME, in any case. */
  readonly repository: string;
  readonly branch: string;
};

/**
 * A delivery of GitHub's webhook: https://docs.github.com/webhooks/webhook-events-and-payloads#push (November 2026).
 * Nothing of it is looked at before its signature holds.
 */
export async function judgeGithub({ header, body }: HookRequest, hook: GithubHook): Promise<HookDecision> {
  const signature = header("x-hub-signature-256");
  if (signature === undefined || !isSignature(signature)) {
    return refused(401, "there is no signature of the form sha256=, or more than one");
  }
  if (!(await hook.secret.satisfies((secret) => isSigned(body, signature, secret)))) {
    return refused(401, "the signature is not that of the secret");
  }

  // The signature is of the body alone. The headers are taken for what they say, and only in their form.
  const event = header("x-github-event");
  const delivery = header("x-github-delivery");
  if (event === undefined || !WORD.test(event) || delivery === undefined || !DELIVERY.test(delivery)) {
    return refused(400, "X-GitHub-Event or X-GitHub-Delivery is missing, or there more than once");
  }
  if (event === "ping") return nothing(200, "the webhook works");
  if (event !== "push") return nothing(202, "not a push");
  if (!JSON_TYPE.test(header("content-type") ?? "")) {
    return refused(
      415,
      "the content type is not application/json: choose that one in the webhook's settings",
    );
  }
  return judgePush(body, delivery, hook);
}

const WORD = /^[a-z_]{1,64}$/;
/** A UUID, and no more than it takes to be a safe key. */
const DELIVERY = /^[0-9A-Za-z-]{1,64}$/;
const JSON_TYPE = /^application\/json(?:;|$)/i;

function judgePush(body: Uint8Array, delivery: string, { repository, branch }: GithubHook): HookDecision {
  const payload = payloadOf(body);
  const from = textAt(payload, "repository", "full_name");
  const ref = textAt(payload, "ref");
  const commit = textAt(payload, "after");
  if (payload === undefined || from === undefined || ref === undefined || commit === undefined) {
    return refused(400, "the body is not the JSON of a push");
  }
  if (from.toLowerCase() !== repository.toLowerCase()) return nothing(202, "a push to another repository");
  if (ref !== `refs/heads/${branch}`) return nothing(202, "a push to another branch, or of a tag");
  if (payload.deleted === true || /^0+$/.test(commit)) return nothing(202, "the branch was deleted");
  if (!COMMIT.test(commit)) return refused(400, "the commit is not 40 hexadecimal digits");
  return {
    kind: "push",
    // The delivery's id is not signed: somebody who sends a delivery again can give it another one, but no other body.
    ids: [delivery, payloadDigest(body)],
    wake: { trigger: "push", commit, at: delivery },
  };
}

const COMMIT = /^[0-9a-f]{40}$/;
