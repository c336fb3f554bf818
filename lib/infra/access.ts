import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { ILogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { acknowledge, wildcardFinding } from "./acknowledge.ts";

export type Permission = {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Why a resource has a `*`: has to be said when one does. */
  readonly wildcard?: string;
};

/** The role of a function: it may write to its one log group, and beyond that what it is {@link allow}ed. */
export function functionRole(scope: Construct, id: string, logs: ILogGroup): Role {
  const role = new Role(scope, id, { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
  // Not AWSLambdaBasicExecutionRole, which is for every log group of the account.
  allow(role, { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [logs.logGroupArn] });
  return role;
}

export function allow(role: Role, { actions, resources, conditions, wildcard }: Permission): void {
  role.addToPolicy(
    new PolicyStatement({
      actions: [...actions],
      resources: [...resources],
      ...(conditions === undefined ? {} : { conditions }),
    }),
  );
  for (const resource of resources.filter((one) => one.includes("*"))) {
    if (wildcard === undefined) throw new Error(`nobody says why ${resource} has to be so wide`);
    acknowledge(role, { [wildcardFinding(role, resource)]: wildcard });
  }
}
