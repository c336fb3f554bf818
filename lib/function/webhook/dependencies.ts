import type { Objects } from "../../adapters/aws/objects.ts";
import { ParameterError, type Parameters } from "../../adapters/aws/parameters.ts";
import { PREFIXES, VARIABLES, type Wake } from "../../deployment.ts";
import { memoized } from "../../memo.ts";
import type { Clock, Log } from "../../ports.ts";
import type { Queue } from "../queue.ts";
import { EnvironmentError, requireEnv } from "../start.ts";
import type { HookProvider, WebhookTools } from "./webhook.ts";

/**
 * The webhooks that the stack has switched on: those whose secret it names.
 * @throws EnvironmentError
 */
export function webhookTools(
  env: Readonly<Record<string, string | undefined>>,
  world: {
    readonly parameters: Parameters;
    readonly objects: Objects;
    readonly queue: Pick<Queue, "send">;
    readonly clock: Pick<Clock, "now">;
    readonly log: Log;
  },
): WebhookTools {
  const { parameters, objects, queue, clock, log } = world;
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
    ...(github === undefined
      ? {}
      : {
          github: {
            secret: github,
            repository: requireEnv(env, VARIABLES.repository),
            branch: requireEnv(env, VARIABLES.branch),
          },
        }),
    ...(buddy === undefined ? {} : { buddy: { secret: buddy } }),
    deliveries: storedDeliveries(objects),
    // A repetition within five minutes is dropped by the queue itself.
    enqueue: (wake) => queue.send([{ wake, cause: `webhook ${wake.at ?? ""}` }]),
    log,
  };
}

/** The secret of a webhook, which stays in here. */
export type HookSecret = {
  /**
   * Whether `matches` holds for the secret as it is now. One that was replaced is noticed by what does not match, at the
   * earliest 30 s after the parameter was last read, so that wrong signatures cannot make a flood of calls.
   * @throws ParameterError when there is no secret to compare with
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
        // What was known until now did not match, and there is nothing better to compare with.
        if (error instanceof ParameterError) return false;
        throw error;
      }
    },
  };
}

const KEPT_MS = 300_000;
const GRACE_MS = 60_000;
/** Between two readings that nothing but a mismatch asks for. */
const PATIENCE_MS = 30_000;
/** For so long a failure answers without another call. */
const TROUBLE_MS = 5_000;

function isPassing(error: unknown): boolean {
  return error instanceof ParameterError && error.failure === "unavailable";
}

/** With an empty secret anybody can sign; one with a line break at its end was not meant to have it, and matches nothing. */
function checked(secret: string, name: string): string {
  if (secret.trim() !== "" && secret.trim() === secret) return secret;
  throw new ParameterError(
    `the parameter ${name} is empty, or has white space around the secret: store the secret alone`,
    "broken",
  );
}

/** Which deliveries have been here, for a day or more: the bucket's lifecycle forgets them. */
export interface Deliveries {
  isKnown(provider: HookProvider, id: string): Promise<boolean>;
  remember(provider: HookProvider, id: string, wake: Wake): Promise<void>;
}

/** One small object for each, with what the delivery led to. */
function storedDeliveries(objects: Objects): Deliveries {
  return {
    isKnown: async (provider, id) =>
      (await objects.get(keyOf(provider, id), { maxBytes: LARGEST })) !== undefined,
    remember: async (provider, id, wake) => {
      await objects.put(keyOf(provider, id), Buffer.from(JSON.stringify(wake)), {
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
