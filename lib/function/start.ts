import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics } from "@aws-lambda-powertools/metrics";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Context } from "aws-lambda";
import { CONNECTION, closeConnections } from "../adapters/aws/failure.ts";
import { type Parameters, parameterStore, ssmClient, ssmToken } from "../adapters/aws/parameters.ts";
import { s3Client, s3Objects } from "../adapters/aws/s3-objects.ts";
import { systemClock } from "../adapters/clock.ts";
import { cachedToken } from "../adapters/http/token.ts";
import { isRecord } from "../core/domain/canonical-json.ts";
import type { Outcome } from "../core/report/report.ts";
import { METRICS, measuredAs, measuredByName, VARIABLES } from "../deployment.ts";
import { memoized } from "../memo.ts";
import type { Clock, Log } from "../ports.ts";
import type { FunctionDependencies } from "./dependencies.ts";
import { handle } from "./handler.ts";
import { embeddedMetrics, eventBridge } from "./metrics.ts";
import { oneTimeSchedules, sqsQueue } from "./queue.ts";
import type { JsonRecord } from "./request.ts";
import { readDeployedConfig, settingsOf, workspaceTokens } from "./settings.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Builds the handler that Lambda calls, with clients that last as long as the process. */
export async function startReconciler(
  env: Environment,
  folder: string,
): Promise<(event: unknown, context: Context) => Promise<unknown>> {
  const dependencies = await makeDependencies(env, folder);
  return (event, context) => {
    closeConnections();
    return handle(event, dependencies, {
      functionName: context.functionName,
      requestId: context.awsRequestId,
      remaining: () => context.getRemainingTimeInMillis(),
    });
  };
}

async function makeDependencies(env: Environment, folder: string): Promise<FunctionDependencies> {
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

/** Reads the parameter every ten seconds at most: thousands of workspaces need it, and Parameter Store answers 40 calls a second. */
function pauseSwitch(parameters: Parameters, parameter: string, clock: Clock): FunctionDependencies["pause"] {
  const read = memoized(() => parameters.read(parameter, { secret: false }), {
    clock,
    ttlMs: 10_000,
    graceMs: 0,
    isPassing: () => false,
  });
  return { parameter, read: () => read({ fresh: false }) };
}

/** An environment variable that the stack sets is missing. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}

/** @throws EnvironmentError when the variable is not set, or empty */
export function requireEnv(env: Readonly<Record<string, string | undefined>>, name: string): string {
  const value = env[name];
  if (value !== undefined && value !== "") return value;
  throw new EnvironmentError(
    `the environment variable ${name} is not set: deploy the function with the stack`,
  );
}

/**
 * Logs lines of JSON: one for each change and for each pass, and with LOG_LEVEL=DEBUG also for each request. An outcome has every
 * route; the log only counts them, since the report has them all.
 */
export function powertoolsLog(logger: Pick<Logger, "debug" | "info" | "warn" | "error">): Log {
  return (event, fields) => logger[levelOf(event, fields)](event, shortened(fields));
}

type Level = "debug" | "info" | "warn" | "error";

function levelOf(event: string, fields: JsonRecord): Level {
  const level = LEVELS.get(event);
  if (level !== undefined) return level;
  return fields.failed === true ? "error" : "info";
}

const LEVELS: ReadonlyMap<string, Level> = new Map([
  ["request", "debug"],
  ["rate-limit.wait", "debug"],
  ["change.started", "debug"],
  ["change.applied", "info"],
  ["change.blocked", "warn"],
  ["change.skipped", "warn"],
  ["change.conflict", "warn"],
  ["change.unknown", "error"],
  ["change.failed", "error"],
]);

function shortened(fields: JsonRecord): JsonRecord {
  const { outcome, ...others } = fields;
  if (!isRecord(outcome)) return fields;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only apply.ts logs a field of this name
  const { routes, action, identifier: _, where: __, ...rest } = outcome as JsonRecord & Outcome;
  const applied = routes.filter(({ status }) => status === "applied").length;
  return { ...others, action, ...rest, routes: routes.length, routesApplied: applied };
}
