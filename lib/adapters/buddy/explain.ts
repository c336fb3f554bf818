import { ProviderError, StateBusyError } from "../../errors.ts";
import type { Answer, LostError } from "../http/exchange.ts";
import { reasonOf } from "../http/reasons.ts";
import { type Asked, type Verdict, verdictOf } from "./response.ts";

export function callOf({ method, path }: Pick<Asked, "method" | "path">): string {
  return `${method} ${path}`;
}

/** Any status but 2xx. */
export function refusal(asked: Asked, answer: Answer): ProviderError {
  const { status } = answer;
  const reason = reasonOf(answer.body, asked.redact);
  return failed(asked, { ...verdictOf(asked, answer), what: `was answered ${status}`, status, reason });
}

/** No answer at all. */
export function loss(asked: Asked, error: LostError): ProviderError {
  const reach = `check that ${asked.endpoint} can be reached from here (name, proxy, firewall)`;
  const remedy = {
    connection: reach,
    certificate: `check the certificate of ${asked.endpoint}; for an authority of your own set NODE_EXTRA_CA_CERTS`,
    timeout: reach,
    redirect: `name the address that ${asked.endpoint} redirects to, if it is Buddy's: --api, or api: of what is deployed`,
  }[error.how];
  return failed(asked, {
    failure: error.how === "redirect" ? "malformed" : "unreachable",
    unsettled: error.sent,
    what: "got no usable answer",
    reason: error.message,
    remedy,
  });
}

/** A 2xx answer that cannot be read. */
export function distortion(asked: Asked, status: number, reason: string): ProviderError {
  return failed(asked, {
    failure: "malformed",
    unsettled: true,
    what: `was answered ${status} with something else than Buddy's API promises`,
    status,
    reason,
    remedy: `check that ${asked.endpoint} is Buddy's API and that no proxy changes its answers`,
  });
}

/** There is no token, or it cannot be one. */
export function tokenless(asked: Asked, reason: string): ProviderError {
  return failed(asked, { failure: "token", unsettled: false, what: "was not sent", reason, remedy: "" });
}

/** The right to write was lost, or could not be confirmed, before the request went out. */
export function dispossessed(asked: Asked, error: unknown): ProviderError {
  const failure = error instanceof StateBusyError ? "taken-over" : "unrecorded";
  const reason = error instanceof Error ? error.message : String(error);
  return failed(asked, { failure, unsettled: false, what: "was not sent", reason, remedy: "" });
}

/** A name that cannot be part of a URL. */
export function unaddressable(asked: Asked, reason: string): ProviderError {
  const remedy = "correct the name: a workspace by its URL handle, a distribution by Buddy's id";
  return failed(asked, { failure: "refused", unsettled: false, what: "was not sent", reason, remedy });
}

/** The same error about a write that an earlier try may have done. */
export function unsettled(error: ProviderError): ProviderError {
  return amended(error, { effect: "unknown" });
}

/** The same error, and what is known of it besides. */
export function amended(
  error: ProviderError,
  more: Partial<Pick<ProviderError, "effect" | "remedy">>,
): ProviderError {
  const { failure, call, effect, status, reason, remedy, resumeAt, cause } = error;
  return new ProviderError(error.message, {
    failure,
    call,
    effect,
    ...(status === undefined ? {} : { status }),
    ...(reason === undefined ? {} : { reason }),
    ...(remedy === undefined ? {} : { remedy }),
    ...(resumeAt === undefined ? {} : { resumeAt }),
    ...(cause === undefined ? {} : { cause }),
    ...more,
  });
}

function failed(
  asked: Asked,
  {
    failure,
    unsettled: open,
    what,
    status,
    reason,
    remedy,
    resumeAt,
  }: Verdict & {
    readonly what: string;
    readonly status?: number;
    readonly reason: string | undefined;
  },
): ProviderError {
  const call = asked.redact(callOf(asked));
  const said = reason === undefined ? "" : `: ${asked.redact(reason)}`;
  const advice = asked.redact(remedy);
  return new ProviderError(`${call} ${what}${said}`, {
    failure,
    call,
    effect: open && asked.method !== "GET" ? "unknown" : "none",
    ...(status === undefined ? {} : { status }),
    ...(reason === undefined ? {} : { reason: asked.redact(reason) }),
    ...(advice === "" ? {} : { remedy: advice }),
    ...(resumeAt === undefined ? {} : { resumeAt }),
  });
}
