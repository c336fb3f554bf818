import { Stack, Validations } from "aws-cdk-lib";
import type { IConstruct } from "constructs";

/** Findings of cdk-nag that stay as they are, each with its reason: `{ "AwsSolutions-S1": "..." }`. */
export function acknowledge(scope: IConstruct, reasons: Readonly<Record<string, string>>): void {
  for (const [id, reason] of Object.entries(reasons)) Validations.of(scope).acknowledge({ id, reason });
}

/** The finding that cdk-nag makes of a resource with a `*` in it. */
export function wildcardFinding(scope: IConstruct, resource: string): string {
  return `AwsSolutions-IAM5[Resource::${flat(Stack.of(scope).resolve(resource))}]`;
}

/** A reference of CloudFormation as cdk-nag writes it: `<Bucket.Arn>/state/*`. */
function flat(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return "";
  if ("Ref" in value) return `<${String(value.Ref)}>`;
  if ("Fn::GetAtt" in value && Array.isArray(value["Fn::GetAtt"]))
    return `<${value["Fn::GetAtt"].join(".")}>`;
  if ("Fn::Join" in value && Array.isArray(value["Fn::Join"])) {
    const [delimiter, parts] = value["Fn::Join"] as readonly unknown[];
    return Array.isArray(parts) ? parts.map(flat).join(String(delimiter)) : "";
  }
  return JSON.stringify(value);
}
