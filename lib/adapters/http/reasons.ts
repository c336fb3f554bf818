import type { Answer } from "./exchange.ts";
import { fields, list, text } from "./fields.ts";

/**
 * What Buddy itself says about a failure, on one line and without secrets. `errors[].message` is its own shape; `error`
 * and `message` were seen by other clients; anything else, such as a proxy's page, is quoted from its beginning.
 */
export function reasonOf(body: Answer["body"], redact: (text: string) => string): string | undefined {
  const said = "lost" in body ? "" : new TextDecoder().decode(body.bytes);
  const own = ownMessage(said);
  // Redacted before it is cut: half a secret would not be recognised.
  const line = redact((own ?? said).replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "")).trim();
  return line === "" ? undefined : line.slice(0, own === undefined ? 200 : 1_000);
}

function ownMessage(said: string): string | undefined {
  try {
    const field = fields(JSON.parse(said), "the answer");
    const errors = field("errors");
    const messages =
      errors === undefined
        ? []
        : list(errors, "errors").map((item) => text(fields(item, "an error")("message")));
    const joined = messages.filter((message) => message !== undefined).join("; ");
    return text(joined) ?? text(field("error")) ?? text(field("message"));
  } catch {
    return undefined; // Not JSON, or not of this shape: the beginning of the text is quoted instead.
  }
}
