import type { Wake } from "../../deployment.ts";

/** What a delivery comes to. */
export type HookDecision = Refused | Nothing | Push;

/** Only the log is told why. */
export type Refused = {
  readonly kind: "refused";
  readonly status: 400 | 401 | 404 | 405 | 413 | 415;
  readonly why: string;
};

/** It is from whom it says, and no reason for a pass. */
export type Nothing = { readonly kind: "nothing"; readonly status: 200 | 202; readonly why: string };

export type Push = {
  readonly kind: "push";
  /** What it is known by: a delivery of which one is known has been here before. */
  readonly ids: readonly string[];
  readonly wake: Wake;
};

export function refused(status: Refused["status"], why: string): Refused {
  return { kind: "refused", status, why };
}

export function nothing(status: Nothing["status"], why: string): Nothing {
  return { kind: "nothing", status, why };
}
