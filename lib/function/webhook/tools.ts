import type { Objects } from "../../adapters/objects/objects.ts";
import type { Parameters } from "../../adapters/parameters.ts";
import { VARIABLES } from "../../deployment.ts";
import type { Clock, Log } from "../../ports.ts";
import { EnvironmentError, requireEnv } from "../environment.ts";
import type { Queue } from "../queue.ts";
import type { WebhookTools } from "../webhook.ts";
import { storedDeliveries } from "./deliveries.ts";
import { hookSecret } from "./secret.ts";

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
