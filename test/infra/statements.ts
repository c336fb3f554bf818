import { at, type Resource, type Synthesis } from "./synthesis.ts";

/** What is allowed: `ACTION RESOURCE` by its conditions, with account, region and partition filled in. */
export type Allowed = Readonly<Record<string, unknown>>;

/** Everything that a role of the stack is allowed. */
export function allowedTo(synthesis: Synthesis, role: "Reconciler" | "Webhook" | "Schedule"): Allowed {
  const attached = synthesis
    .of("AWS::IAM::Policy")
    .filter((policy) => plain(at(policy, "Roles.0")) === `<${role}Role>`);
  return allowedBy(attached);
}

/** CDK may write several statements as one, or one as several: what they allow together is what counts. */
export function allowedBy(policies: readonly Resource[]): Allowed {
  const allowed = new Map<string, unknown>();
  for (const { Effect, Action, Resource: resource, Condition } of policies.flatMap(statementsOf)) {
    if (Effect !== "Allow") throw new Error("a role's policy should not deny anything");
    for (const action of [Action].flat()) {
      for (const on of [resource].flat()) allowed.set(`${String(action)} ${String(on)}`, Condition ?? ALWAYS);
    }
  }
  return Object.fromEntries(allowed);
}

export const ALWAYS = "always";

export function statementsOf({ Properties }: Resource): readonly Readonly<Record<string, unknown>>[] {
  const document = plain(Properties.PolicyDocument ?? Properties.AssumeRolePolicyDocument);
  return (document as { readonly Statement: readonly Readonly<Record<string, unknown>>[] }).Statement;
}

/** CloudFormation's functions replaced by what they come to, references by the id of the construct. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if ("Ref" in value) return PSEUDO[String(value.Ref)] ?? `<${short(String(value.Ref))}>`;
  if ("Fn::GetAtt" in value) {
    const [id, attribute] = value["Fn::GetAtt"] as readonly [string, string];
    return `<${short(id)}.${attribute}>`;
  }
  if ("Fn::Join" in value) {
    const [delimiter, parts] = value["Fn::Join"] as readonly [string, readonly unknown[]];
    return parts.map(plain).join(delimiter);
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

const PSEUDO: Readonly<Record<string, string>> = {
  "AWS::Partition": "aws",
  "AWS::Region": "eu-central-1",
  "AWS::AccountId": "123456789012",
  "AWS::URLSuffix": "amazonaws.com",
  "AWS::StackId": "<this stack>",
};

/** Without the construct above all, and without the digest that makes it unique. */
function short(logicalId: string): string {
  return logicalId.replace(/^DistroSync/, "").replace(/[0-9A-F]{8}$/, "");
}
