import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** The form of GitHub's signature; nothing else is compared with anything. */
export function isSignature(text: string): boolean {
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
export function isSame(text: string, secret: string): boolean {
  return timingSafeEqual(sha256(text), sha256(secret));
}

/** What a body is known by. */
export function payloadDigest(body: Uint8Array): string {
  return sha256(body).toString("hex");
}

function sha256(content: string | Uint8Array): Buffer {
  return createHash("sha256").update(content).digest();
}
