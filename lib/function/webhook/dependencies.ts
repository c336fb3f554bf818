import type { Objects } from "../../adapters/aws/objects.ts";
import { ParameterError, type Parameters } from "../../adapters/aws/parameters.ts";
import { defined } from "../../core/domain/defined.ts";
import { type PassRequest, PREFIXES, VARIABLES } from "../../deployment.ts";
import { memoized } from "../../memo.ts";
import type { Clock, Log } from "../../ports.ts";
import type { Queue } from "../queue.ts";
import { EnvironmentError, requireEnv } from "../start.ts";
import type { HookProvider } from "./delivery.ts";

/**
 * Builds what the verifier works with. A webhook is switched on if the environment names its secret.
 * @throws EnvironmentError
 */
export function webhookDependencies(
  env: Readonly<Record<string, string | undefined>>,
  clients: {
    readonly parameters: Parameters;
    readonly objects: Objects;
    readonly queue: Pick<Queue, "send">;
    readonly clock: Pick<Clock, "now">;
    readonly log: Log;
  },
): WebhookDependencies {
  const { parameters, objects, queue, clock, log } = clients;
  const secretIn = (variable: string) => {
    const name = env[variable] ?? "";
    return name === "" ? undefined : hookSecret(parameters, name, clock);
  };
  const github = secretIn(VARIABLES.webhookGithub);
  const buddy = secretIn(VARIABLES.webhookBuddy);
  if (github === undefined && buddy === undefined) {
    throw new EnvironmentError(
      `neither ${VARIABLES.webhookGithub} nor ${VARIABLES.webhookBuddy} is set: deploy the function with the stack`,
    );
  }
  return {
    ...defined({
      github: github && {
        secret: github,
        repository: requireEnv(env, VARIABLES.repository),
        branch: requireEnv(env, VARIABLES.branch),
      },
      buddy: buddy && { secret: buddy },
    }),
    deliveries: storedDeliveries(objects),
    // The queue itself drops a repetition within five minutes.
    enqueue: (passRequest) =>
      queue.send([{ request: passRequest, cause: `webhook ${passRequest.at ?? ""}` }]),
    log,
  };
}

/** The secret of a webhook; it never leaves this object. */
type HookSecret = {
  /**
   * Whether `matches` holds for the current secret. A mismatch makes it read the parameter again, at most every 30 s: somebody
   * may have replaced the secret, and wrong signatures must not cause a flood of calls.
   * @throws ParameterError when no secret could be read
   */
  satisfies(matches: (secret: string) => boolean): Promise<boolean>;
};

function hookSecret(parameters: Parameters, name: string, clock: Pick<Clock, "now">): HookSecret {
  let lastRead: number | undefined;
  let failed: { readonly error: unknown; readonly when: number } | undefined;

  const isWithin = (milliseconds: number, when: number | undefined) => {
    const age = clock.now() - (when ?? Number.NaN);
    return age >= 0 && age < milliseconds;
  };

  async function read(): Promise<string> {
    if (failed !== undefined && isWithin(TROUBLE_MS, failed.when)) throw failed.error;
    lastRead = clock.now();
    try {
      return checked(await parameters.read(name, { secret: true }), name);
    } catch (error) {
      failed = { error, when: clock.now() };
      throw error;
    }
  }

  const secret = memoized(read, { clock, ttlMs: KEPT_MS, graceMs: GRACE_MS, isPassing });

  return {
    async satisfies(matches) {
      if (matches(await secret({ fresh: false }))) return true;
      if (isWithin(PATIENCE_MS, lastRead)) return false;
      try {
        return matches(await secret({ fresh: true }));
      } catch (error) {
        // The known secret did not match, and no newer one can be read.
        if (error instanceof ParameterError) return false;
        throw error;
      }
    },
  };
}

const KEPT_MS = 300_000;
const GRACE_MS = 60_000;
/** Between two readings that a mismatch causes. */
const PATIENCE_MS = 30_000;
/** How long a failed reading is repeated without another call. */
const TROUBLE_MS = 5_000;

function isPassing(error: unknown): boolean {
  return error instanceof ParameterError && error.failure === "unavailable";
}

/** With an empty secret anybody can sign. White space around a secret is a mistake, and the secret would never match. */
function checked(secret: string, name: string): string {
  if (secret.trim() !== "" && secret.trim() === secret) return secret;
  throw new ParameterError(
    `the parameter ${name} is empty, or has white space around the secret: store the secret alone`,
    "broken",
  );
}

/** The deliveries of the last day or more; the lifecycle of the bucket deletes older ones. */
interface Deliveries {
  isKnown(provider: HookProvider, id: string): Promise<boolean>;
  remember(provider: HookProvider, id: string, passRequest: PassRequest): Promise<void>;
}

/** Stores one small object for each delivery. */
function storedDeliveries(objects: Objects): Deliveries {
  return {
    isKnown: async (provider, id) =>
      (await objects.get(keyOf(provider, id), { maxBytes: LARGEST })) !== undefined,
    remember: async (provider, id, passRequest) => {
      await objects.put(keyOf(provider, id), Buffer.from(JSON.stringify(passRequest)), {
        when: "absent",
        contentType: "application/json",
      });
    },
  };
}

const LARGEST = 10_000;

function keyOf(provider: HookProvider, id: string): string {
  return `${PREFIXES.deliveries}${provider}/${id}`;
}

/** What the verifier works with. Buddy's token is not part of it. */
export type WebhookDependencies = {
  /** Absent when this webhook is switched off. */
  readonly github?: GithubHook;
  /** Absent when this webhook is switched off. */
  readonly buddy?: BuddyHook;
  readonly deliveries: Deliveries;
  readonly enqueue: (passRequest: PassRequest) => Promise<void>;
  readonly log: Log;
};

export type GithubHook = {
  readonly secret: HookSecret;
  /** OWNER/NAME, in upper or lower case. */
  readonly repository: string;
  readonly branch: string;
};

export type BuddyHook = { readonly secret: HookSecret };
