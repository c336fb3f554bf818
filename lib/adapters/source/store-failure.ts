import { SourceError } from "../../ports.ts";
import { ObjectsError } from "../objects/objects.ts";

/**
 * Reads from the store: what it does not give cannot be believed.
 * @throws SourceError with the ObjectsError as its cause, whose message ends with the remedy
 */
export async function readingStore<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof ObjectsError)) throw cause;
    throw new SourceError(`${what} cannot be read: ${cause.message}`, {
      cause,
      passing: cause.failure === "unavailable",
    });
  }
}
