import { ArnFormat, Stack } from "aws-cdk-lib";
import { CfnParameter } from "aws-cdk-lib/aws-ssm";
import { Construct } from "constructs";
import { NOT_PAUSED } from "../deployment.ts";

/** The parameter that holds passes off. What it is set to by hand stays when the stack is updated. */
export class Pause extends Construct {
  readonly parameterName: string;
  readonly parameterArn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const parameter = new CfnParameter(this, "Parameter", {
      type: "String",
      value: NOT_PAUSED,
      description: `distro-sync makes passes while this is "${NOT_PAUSED}"; anything else is the reason why it does not.`,
    });
    this.parameterName = parameter.ref;
    this.parameterArn = Stack.of(this).formatArn({
      service: "ssm",
      resource: "parameter",
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      resourceName: parameter.ref,
    });
  }

  /** What somebody types to set it. */
  command(value: string): string {
    return `aws ssm put-parameter --overwrite --name ${this.parameterName} --value ${value}`;
  }
}
