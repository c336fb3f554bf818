import { awsFailure } from "../adapters/aws/failure.ts";

/** A service of AWS did not do what it was asked to. The message names the attempt, and holds nothing of what was sent. */
export class CallError extends Error {
  override readonly name = "CallError";
}

/**
 * @param attempt as it is complained about: `the message could not be put into the queue`
 * @param action what the caller has to be allowed
 * @throws CallError
 */
export async function calling<T>(attempt: string, action: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { kind, said, action: denied = action } = awsFailure(error);
    const remedy = kind === "denied" ? `allow the function ${denied}` : "it is tried again later";
    throw new CallError(`${attempt}: ${said}; ${remedy}`);
  }
}

/** For calls that are answered item by item. */
export function requireAll(
  attempt: string,
  failed: readonly { readonly Code?: string | undefined }[] = [],
): void {
  const [first] = failed;
  if (first === undefined) return;
  throw new CallError(
    `${attempt}: ${first.Code ?? "no code"} (${failed.length} in all); it is tried again later`,
  );
}
