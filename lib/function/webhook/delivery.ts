import { isRecord } from "../../core/domain/canonical-json.ts";
import type { PassRequest } from "../../deployment.ts";
import { textAt } from "../request.ts";

/** Who sends a webhook. */
export type HookProvider = "github" | "buddy";

/** A request as it was sent. Nothing in it can be trusted yet. */
export type HookRequest = {
  readonly kind: "request";
  readonly provider: HookProvider;
  /** Takes the name in lower case, as API Gateway writes it. API Gateway joins two headers of one name with a comma. */
  readonly header: (name: string) => string | undefined;
  /** The bytes that came over the wire. */
  readonly body: Uint8Array;
};

/** Reads an event of an HTTP API of API Gateway, payload format 2.0; refuses anything else. */
export function readRequest(event: unknown): HookRequest | Refused {
  const method = textAt(event, "requestContext", "http", "method");
  const path = textAt(event, "rawPath");
  if (!isRecord(event) || method === undefined || path === undefined) {
    return refused(400, "the event is not a request of an HTTP API");
  }
  const provider = PROVIDERS.find((name) => path.endsWith(`/${name}`));
  if (provider === undefined) return refused(404, "no webhook has this path");
  if (method !== "POST") return refused(405, "the method is not POST");
  const body = bodyOf(textAt(event, "body") ?? "", { isEncoded: event.isBase64Encoded === true });
  if (body === undefined) return refused(413, `the body is larger than ${LARGEST_BODY} bytes`);
  return { kind: "request", provider, header: (name) => textAt(event, "headers", name), body };
}

/** A path ends with one of them. It begins with the stage, which may have any name. */
const PROVIDERS: readonly HookProvider[] = ["github", "buddy"];

/** A push of thousands of commits can be larger; the next scheduled pass applies it. */
const LARGEST_BODY = 1024 * 1024;

/** Undefined when the body is too large, before or after decoding. */
function bodyOf(text: string, { isEncoded }: { readonly isEncoded: boolean }): Uint8Array | undefined {
  if (text.length > (isEncoded ? Math.ceil(LARGEST_BODY / 3) * 4 : LARGEST_BODY)) return undefined;
  const bytes = Buffer.from(text, isEncoded ? "base64" : "utf8");
  return bytes.byteLength > LARGEST_BODY ? undefined : bytes;
}

/** What becomes of a delivery. */
export type HookDecision = Refused | Ignored | Push;

/** The reason goes into the log only. */
export type Refused = {
  readonly kind: "refused";
  readonly status: 400 | 401 | 404 | 405 | 413 | 415;
  readonly reason: string;
};

/** The sender is genuine, and nothing asks for a pass. */
export type Ignored = { readonly kind: "ignored"; readonly status: 200 | 202; readonly reason: string };

export type Push = {
  readonly kind: "push";
  /** The delivery is a repetition if any of these is known. */
  readonly ids: readonly string[];
  readonly passRequest: PassRequest;
};

export function refused(status: Refused["status"], reason: string): Refused {
  return { kind: "refused", status, reason };
}

export function ignored(status: Ignored["status"], reason: string): Ignored {
  return { kind: "ignored", status, reason };
}
