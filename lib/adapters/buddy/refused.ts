import { ProviderError } from "../../ports.ts";
import { unsettled } from "./explain.ts";

/** 400 and 422: the request was understood, and something in it is not liked. */
export function isRefused(error: unknown): error is ProviderError {
  return (
    error instanceof ProviderError &&
    error.failure === "refused" &&
    (error.status === 400 || error.status === 422)
  );
}

/** 405 and 501 say it; a 404 may mean the method as well as the object. */
export function mayBeUnserved(error: unknown): error is ProviderError {
  return error instanceof ProviderError && (error.status === 404 || isUnserved(error));
}

export function isUnserved({ status }: ProviderError): boolean {
  return status === 405 || status === 501;
}

/** Of several ways that all failed: what tells most about it, and that one of them may have worked if that is so. */
export function weightiest(failures: readonly ProviderError[]): ProviderError {
  const [first] = failures;
  if (first === undefined) throw new Error("nothing failed");
  const told = failures.find(({ status }) => status === 404) ?? first;
  return failures.some(({ effect }) => effect === "unknown") ? unsettled(told) : told;
}
