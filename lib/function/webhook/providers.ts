import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { isRecord } from "../../core/domain/canonical-json.ts";
import { type JsonRecord, textAt } from "../request.ts";
import { type HookDecision, type HookRequest, ignored, refused } from "./delivery.ts";
import type { BuddyHook, GithubHook } from "./dependencies.ts";

/**
 * Verifies a delivery of GitHub's webhook: https://docs.github.com/webhooks/webhook-events-and-payloads#push (November 2026).
 * It looks at nothing else before the signature is verified.
 */
export async function verifyGithub({ header, body }: HookRequest, hook: GithubHook): Promise<HookDecision> {
  const signature = header("x-hub-signature-256");
  if (signature === undefined || !isSignature(signature)) {
    return refused(401, "there is not exactly one signature of the form sha256=");
  }
  if (!(await hook.secret.satisfies((secret) => isSigned(body, signature, secret)))) {
    return refused(401, "the signature does not match the secret");
  }

  // The signature covers the body alone, so only the form of the headers can be checked.
  const event = header("x-github-event");
  const delivery = header("x-github-delivery");
  if (event === undefined || !WORD.test(event) || delivery === undefined || !DELIVERY.test(delivery)) {
    return refused(400, "X-GitHub-Event or X-GitHub-Delivery is missing, repeated, or malformed");
  }
  if (event === "ping") return ignored(200, "the webhook works");
  if (event !== "push") return ignored(202, "not a push");
  if (!JSON_TYPE.test(header("content-type") ?? "")) {
    return refused(415, "the content type is not application/json: select it in the settings of the webhook");
  }
  return verifyPush(body, delivery, hook);
}

const WORD = /^[a-z_]{1,64}$/;
/** A UUID; checked only as far as it must be safe in a key. */
const DELIVERY = /^[0-9A-Za-z-]{1,64}$/;
const JSON_TYPE = /^application\/json(?:;|$)/i;

function verifyPush(body: Uint8Array, delivery: string, { repository, branch }: GithubHook): HookDecision {
  const payload = payloadOf(body);
  const from = textAt(payload, "repository", "full_name");
  const ref = textAt(payload, "ref");
  const commit = textAt(payload, "after");
  if (payload === undefined || from === undefined || ref === undefined || commit === undefined) {
    return refused(400, "the body is not the JSON of a push");
  }
  if (from.toLowerCase() !== repository.toLowerCase()) return ignored(202, "a push to another repository");
  if (ref !== `refs/heads/${branch}`) return ignored(202, "a push to another branch, or of a tag");
  if (payload.deleted === true || /^0+$/.test(commit)) return ignored(202, "the branch was deleted");
  if (!COMMIT.test(commit)) return refused(400, "the commit is not 40 hexadecimal digits");
  return {
    kind: "push",
    // The id is not signed: whoever repeats a delivery can change its id, but not its body.
    ids: [delivery, payloadDigest(body)],
    passRequest: { trigger: "push", commit, at: delivery },
  };
}

const COMMIT = /^[0-9a-f]{40}$/;

/**
 * Verifies a delivery of Buddy's webhook: https://buddy.works/docs/api/webhooks/create and /get (November 2026). Its body is not
 * signed but contains the secret, so whoever sees one delivery can forge others. All that they can do is ask for a pass.
 */
export async function verifyBuddy({ body }: HookRequest, { secret }: BuddyHook): Promise<HookDecision> {
  const payload = payloadOf(body);
  const given = SECRET_KEYS.flatMap((key) => textAt(payload, key) ?? []);
  if (payload === undefined || given.length === 0) return refused(401, "there is no secret in the body");
  if (!(await secret.satisfies((due) => given.some((one) => isSame(one, due))))) {
    return refused(401, "the secret in the body is wrong");
  }
  // No page says how a body names its event. The events EXECUTION_… have an execution; without one, it is PUSH.
  if (Object.hasOwn(payload, "execution")) return ignored(202, "not a push");
  const digest = payloadDigest(body);
  return { kind: "push", ids: [digest], passRequest: { trigger: "push", at: digest } };
}

/**
 * The pages say that `secret_key` is "sent in the payload", but not under which name. It is most likely its own; the secret
 * proves the same under each of these.
 */
const SECRET_KEYS = ["secret_key", "secret", "token"] as const;

/** The JSON object in a body; undefined for anything else, or for text that is not UTF-8. */
function payloadOf(body: Uint8Array): JsonRecord | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the text has the form of GitHub's signature. */
function isSignature(text: string): boolean {
  return /^sha256=[0-9a-f]{64}$/.test(text);
}

/**
 * Whether this is the signature of these bytes under the secret. It uses node:crypto because the bytes matter: GitHub's own
 * library takes text, and decoding changes a body that is not UTF-8.
 */
export function isSigned(body: Uint8Array, signature: string, secret: string): boolean {
  if (!isSignature(signature)) return false;
  const due = createHmac("sha256", secret).update(body).digest();
  return timingSafeEqual(due, Buffer.from(signature.slice("sha256=".length), "hex"));
}

/** Takes the same time wherever the two differ, and whatever their lengths. */
function isSame(text: string, secret: string): boolean {
  return timingSafeEqual(sha256(text), sha256(secret));
}

function payloadDigest(body: Uint8Array): string {
  return sha256(body).toString("hex");
}

function sha256(content: string | Uint8Array): Buffer {
  return createHash("sha256").update(content).digest();
}
