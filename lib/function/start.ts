import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics } from "@aws-lambda-powertools/metrics";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Context } from "aws-lambda";
import { CONNECTION, closeConnections } from "../adapters/aws/connection.ts";
import { systemClock } from "../adapters/clock.ts";
import { s3Client, s3Objects } from "../adapters/objects/s3.ts";
import { type Parameters, parameterStore, ssmClient } from "../adapters/parameters.ts";
import { remembered } from "../adapters/remembered.ts";
import { cachedToken } from "../adapters/token/cached.ts";
import { ssmToken } from "../adapters/token/ssm.ts";
import { METRICS, measuredAs, measuredByName, VARIABLES } from "../deployment.ts";
import type { Clock } from "../ports.ts";
import { eventBridge } from "./announce.ts";
import { readDeployedConfig } from "./deployed-config.ts";
import { requireEnv } from "./environment.ts";
import { handle } from "./handler.ts";
import { powertoolsLog } from "./log.ts";
import { embeddedMetrics } from "./metrics.ts";
import { sqsQueue } from "./queue.ts";
import { oneTimeSchedules } from "./schedules.ts";
import { settingsOf } from "./settings.ts";
import { workspaceTokens } from "./tokens.ts";
import type { FunctionDependencies } from "./world.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The handler as Lambda calls it, with clients that last as long as the process. */
export async function startReconciler(
  env: Environment,
  folder: string,
): Promise<(event: unknown, context: Context) => Promise<unknown>> {
  const world = await makeWorld(env, folder);
  return (event, context) => {
    closeConnections();
    return handle(event, world, {
      functionName: context.functionName,
      requestId: context.awsRequestId,
      remaining: () => context.getRemainingTimeInMillis(),
    });
  };
}

async function makeWorld(env: Environment, folder: string): Promise<FunctionDependencies> {
  const variable = (name: keyof typeof VARIABLES) => requireEnv(env, VARIABLES[name]);
  const settings = settingsOf(await readDeployedConfig(folder));
  const bucket = variable("bucket");
  const clock = systemClock;
  const parameters = parameterStore(ssmClient());
  const githubSecret = settings.github?.token?.ssm;
  return {
    settings,
    folder,
    bucket,
    objects: s3Objects({ client: s3Client(), bucket }),
    pause: pauseSwitch(parameters, variable("pause"), clock),
    tokens: workspaceTokens(parameters, clock),
    ...(githubSecret === undefined
      ? {}
      : { githubToken: cachedToken(ssmToken(parameters, githubSecret), clock) }),
    queue: sqsQueue(new SQSClient(CONNECTION), variable("queueUrl")),
    schedules: oneTimeSchedules(CONNECTION, {
      group: variable("scheduleGroup"),
      roleArn: variable("scheduleRole"),
      queueArn: variable("queueArn"),
      undeliveredArn: variable("undelivered"),
    }),
    announce: eventBridge(CONNECTION),
    measure: embeddedMetrics(
      new Metrics({ namespace: METRICS.namespace, serviceName: measuredAs(settings.instance) }),
      {
        byName: measuredByName(settings.workspaces.size),
      },
    ),
    log: powertoolsLog(new Logger({ serviceName: METRICS.service })),
    clock,
    random: Math.random,
  };
}

/** Read every ten seconds at most: passes of thousands of workspaces ask for it, and Parameter Store answers 40 times a second. */
function pauseSwitch(parameters: Parameters, parameter: string, clock: Clock): FunctionDependencies["pause"] {
  const read = remembered(() => parameters.read(parameter, { secret: false }), {
    clock,
    ttlMs: 10_000,
    graceMs: 0,
    isPassing: () => false,
  });
  return { parameter, read: () => read({ fresh: false }) };
}
