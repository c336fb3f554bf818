import { isRecord, type JsonRecord } from "../record.ts";

/** The JSON object in a body; undefined when it is anything else, or not UTF-8. */
export function payloadOf(body: Uint8Array): JsonRecord | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
