import { CfnOutput } from "aws-cdk-lib";
import type { Construct } from "constructs";

/** What a deploy prints. */
export function outputs(scope: Construct, values: Readonly<Record<string, string>>): readonly CfnOutput[] {
  return Object.entries(values).map(([id, value]) => new CfnOutput(scope, id, { value }));
}
