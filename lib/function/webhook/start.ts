import { Logger } from "@aws-lambda-powertools/logger";
import { SQSClient } from "@aws-sdk/client-sqs";
import { CONNECTION } from "../../adapters/aws/connection.ts";
import { systemClock } from "../../adapters/clock.ts";
import { s3Client, s3Objects } from "../../adapters/objects/s3.ts";
import { parameterStore, ssmClient } from "../../adapters/parameters.ts";
import { METRICS, VARIABLES } from "../../deployment.ts";
import { requireEnv } from "../environment.ts";
import { powertoolsLog } from "../log.ts";
import { sqsQueue } from "../queue.ts";
import { type WebhookResponse, webhook } from "../webhook.ts";
import { webhookTools } from "./tools.ts";

/** The verifier as Lambda calls it, with clients that last as long as the process. */
export function startWebhook(
  env: Readonly<Record<string, string | undefined>>,
): (event: unknown) => Promise<WebhookResponse> {
  return webhook(
    webhookTools(env, {
      parameters: parameterStore(ssmClient()),
      objects: s3Objects({ client: s3Client(), bucket: requireEnv(env, VARIABLES.bucket) }),
      queue: sqsQueue(new SQSClient(CONNECTION), requireEnv(env, VARIABLES.queueUrl)),
      clock: systemClock,
      log: powertoolsLog(new Logger({ serviceName: METRICS.service })),
    }),
  );
}
