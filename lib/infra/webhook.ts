import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { type Metric, type MetricOptions, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { Config } from "../core/config/schema.ts";
import { PREFIXES, VARIABLES } from "../deployment.ts";
import { acknowledge, allow, allowListing, functionRole } from "./access.ts";
import { functionCode, RUN } from "./bundle.ts";
import { allowSecrets } from "./secrets.ts";

export type WebhookProps = {
  readonly config: Config & Required<Pick<Config, "webhook">>;
  readonly bucket: Bucket;
  readonly queue: Queue;
  readonly logRetention: RetentionDays;
};

/**
 * A public address for webhooks, and the function behind it. The function verifies the sender and puts a message into the queue.
 * It may read neither Buddy's token nor the state.
 */
export class Webhook extends Construct {
  readonly function: LambdaFunction;
  /** The address of the API; the webhooks are at `/github` and `/buddy` below it. */
  readonly url: string;
  private readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: WebhookProps) {
    super(scope, id);
    this.function = this.verifier(props);
    const { webhook } = props.config;
    const api = new HttpApi(this, "Api", { createDefaultStage: false });
    this.api = api;
    const integration = new HttpLambdaIntegration("Verifier", this.function);
    const paths = [
      ...(webhook.github === undefined ? [] : ["/github"]),
      ...(webhook.buddy === undefined ? [] : ["/buddy"]),
    ];
    for (const path of paths) api.addRoutes({ path, methods: [HttpMethod.POST], integration });
    const stage = new HttpStage(this, "Stage", {
      httpApi: api,
      stageName: "$default",
      autoDeploy: true,
      // Far more than there are pushes, and too few to cost anything.
      throttle: { rateLimit: 10, burstLimit: 20 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(
          new LogGroup(this, "AccessLogs", {
            retention: props.logRetention,
            removalPolicy: RemovalPolicy.DESTROY,
          }),
        ),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS)),
      },
    });
    this.url = stage.url;
    acknowledge(api, {
      "AwsSolutions-APIG4":
        "GitHub and Buddy cannot sign as AWS does; the function verifies their own signature or secret.",
    });
  }

  /** Answers with a server error: the function crashed, or could not reach a secret, the bucket or the queue. */
  metricServerErrors(options: MetricOptions): Metric {
    return this.api.metricServerError({ statistic: Stats.SUM, ...options });
  }

  private verifier({ config, bucket, queue, logRetention }: WebhookProps): LambdaFunction {
    const { webhook, github } = config;
    const logGroup = new LogGroup(this, "Logs", {
      retention: logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = functionRole(this, "Role", logGroup);
    allowSecrets(role, [webhook.github ?? [], webhook.buddy ?? []].flat());
    allow(role, {
      actions: ["s3:GetObject", "s3:PutObject"],
      resources: [bucket.arnForObjects(`${PREFIXES.deliveries}*`)],
      wildcard: "Each delivery has an object with its id as the name.",
    });
    allow(role, allowListing(bucket, [PREFIXES.deliveries]));
    allow(role, { actions: ["sqs:SendMessage"], resources: [queue.queueArn] });
    const verifier = new LambdaFunction(this, "Function", {
      description: "Verifies webhooks, and puts messages into the queue of passes",
      ...RUN,
      code: functionCode("webhook", []),
      memorySize: 256,
      timeout: Duration.seconds(10),
      role,
      logGroup,
      environment: {
        [VARIABLES.bucket]: bucket.bucketName,
        [VARIABLES.queueUrl]: queue.queueUrl,
        ...variable(VARIABLES.webhookGithub, webhook.github?.ssm),
        ...variable(VARIABLES.webhookBuddy, webhook.buddy?.ssm),
        ...variable(VARIABLES.repository, github?.repository),
        ...variable(VARIABLES.branch, github === undefined ? undefined : (github.branch ?? "main")),
      },
    });
    acknowledge(verifier, {
      "Serverless-LambdaDLQ":
        "The caller waits for the answer. If it does not repeat a failed call, the next scheduled pass applies the push.",
      "Serverless-LambdaTracing": "It makes three calls, and the access log has the latency.",
    });
    return verifier;
  }
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html */
const ACCESS = {
  at: "$context.requestTime",
  requestId: "$context.requestId",
  ip: "$context.identity.sourceIp",
  route: "$context.routeKey",
  status: "$context.status",
  ms: "$context.responseLatency",
  error: "$context.integrationErrorMessage",
};

function variable(name: string, value: string | undefined): Readonly<Record<string, string>> {
  return value === undefined ? {} : { [name]: value };
}
