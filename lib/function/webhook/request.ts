import { isRecord, textAt } from "../record.ts";
import { type Refused, refused } from "./verdict.ts";

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
export function readRequest(event: unknown): HookRequest | Refused {
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
