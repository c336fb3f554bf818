import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { Stack, type StackProps } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { readConfig } from "../core/config/read.ts";
import type { Config } from "../core/config/schema.ts";
import { defined } from "../core/domain/defined.ts";
import { formatProblem } from "../core/domain/problem.ts";
import { DistroSync } from "./distro-sync.ts";
import { ProblemsError } from "./manifests.ts";
import { outputs } from "./storage.ts";

export type DistroSyncStackProps = StackProps & {
  /**
   * The path of the configuration, relative to the folder in which the app runs.
   * @default distro-sync.yaml
   */
  readonly config?: string;
};

/** The stack that `npx cdk deploy` deploys: {@link DistroSync} with the configuration in `distro-sync.yaml`. */
export class DistroSyncStack extends Stack {
  readonly distroSync: DistroSync;

  /** @throws ProblemsError when there is no configuration, or it cannot be deployed */
  constructor(scope: Construct, id: string, props: DistroSyncStackProps = {}) {
    const { config: path = "distro-sync.yaml", ...others } = props;
    const config = readConfigFile(resolve(path));
    super(scope, id, {
      stackName: stackName(config.instance ?? "default"),
      description: "distro-sync: keeps the distributions of Buddy workspaces equal to YAML manifests",
      analyticsReporting: false,
      ...others,
    });
    this.distroSync = new DistroSync(this, "DistroSync", { config, folder: dirname(resolve(path)) });
    outputs(this, outputsOf(this.distroSync));
  }
}

/** The runbook refers to these names. */
function outputsOf(parts: DistroSync): Readonly<Record<string, string>> {
  return {
    Bucket: parts.bucket.bucketName,
    Function: parts.function.functionName,
    LogGroup: parts.logGroup.logGroupName,
    Queue: parts.queue.queueUrl,
    DeadLetterQueue: parts.deadLetterQueue.queueUrl,
    DeadLetterArn: parts.deadLetterQueue.queueArn,
    UndeliveredQueue: parts.undeliveredQueue.queueUrl,
    PauseCommand: parts.pauseCommand,
    ResumeCommand: parts.resumeCommand,
    ...defined({ WebhookUrl: parts.webhook?.url }),
  };
}

/** Each instance has its own stack, so that deploying one does not replace another. */
function stackName(instance: string): string {
  if (instance === "default") return "distro-sync";
  if (!instance.includes("_")) return `distro-sync-${instance}`;
  // Names of stacks have no underscores, and the stacks of `a_b` and `a-b` must differ.
  const digest = createHash("sha256").update(instance).digest("hex").slice(0, 8);
  return `distro-sync-${instance.replaceAll("_", "-")}-${digest}`;
}

function readConfigFile(path: string): Config {
  const shown = relative("", path);
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new ProblemsError([`there is no file ${shown}: create it, for example with\n\n${SMALLEST}`]);
  }
  const reading = readConfig({ path: shown, content: readFileSync(path) });
  if ("config" in reading) return reading.config;
  throw new ProblemsError(reading.problems.map(formatProblem));
}

const SMALLEST = `workspaces:
  - workspace: my-company
    token: { ssm: /distro-sync/my-company/token }
`;
