import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { isRecord } from "../../core/domain/canonical-json.ts";
import { type JsonRecord, textAt } from "../request.ts";
import type { HookSecret } from "./dependencies.ts";
import { type HookDecision, type HookRequest, nothing, refused } from "./webhook.ts";

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

/** The JSON object in a body; undefined when it is anything else, or not UTF-8. */
function payloadOf(body: Uint8Array): JsonRecord | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The form of GitHub's signature; nothing else is compared with anything. */
function isSignature(text: string): boolean {
  return /^sha256=[0-9a-f]{64}$/.test(text);
}

/**
 * Whether the signature is that of these bytes under the secret. It is made with node:crypto because the bytes count:
 * GitHub's own library takes a text, and a body that is not UTF-8 is another one once it was decoded.
 */
export function isSigned(body: Uint8Array, signature: string, secret: string): boolean {
  if (!isSignature(signature)) return false;
  const due = createHmac("sha256", secret).update(body).digest();
  return timingSafeEqual(due, Buffer.from(signature.slice("sha256=".length), "hex"));
}

/** Takes the same time wherever the two differ, and however long they are. */
function isSame(text: string, secret: string): boolean {
  return timingSafeEqual(sha256(text), sha256(secret));
}

/** What a body is known by. */
function payloadDigest(body: Uint8Array): string {
  return sha256(body).toString("hex");
}

function sha256(content: string | Uint8Array): Buffer {
  return createHash("sha256").update(content).digest();
}
