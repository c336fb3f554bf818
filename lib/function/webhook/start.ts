import { Logger } from "@aws-lambda-powertools/logger";
import { SQSClient } from "@aws-sdk/client-sqs";
import { CONNECTION } from "../../adapters/aws/failure.ts";
import { parameterStore, ssmClient } from "../../adapters/aws/parameters.ts";
import { s3Client, s3Objects } from "../../adapters/aws/s3-objects.ts";
import { systemClock } from "../../adapters/clock.ts";
import { METRICS, VARIABLES } from "../../deployment.ts";
import { sqsQueue } from "../queue.ts";
import { powertoolsLog, requireEnv } from "../start.ts";
import { webhookDependencies } from "./dependencies.ts";
import { type WebhookResponse, webhook } from "./webhook.ts";

/** Builds the verifier that Lambda calls, with clients that last as long as the process. */
export function startWebhook(
  env: Readonly<Record<string, string | undefined>>,
): (event: unknown) => Promise<WebhookResponse> {
  return webhook(
    webhookDependencies(env, {
      parameters: parameterStore(ssmClient()),
      objects: s3Objects({ client: s3Client(), bucket: requireEnv(env, VARIABLES.bucket) }),
      queue: sqsQueue(new SQSClient(CONNECTION), requireEnv(env, VARIABLES.queueUrl)),
      clock: systemClock,
      log: powertoolsLog(new Logger({ serviceName: METRICS.service })),
    }),
  );
}
