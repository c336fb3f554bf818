import { describe, expect, it } from "vitest";
import { VARIABLES } from "../../lib/deployment.ts";
import { plain } from "./statements.ts";
import { at, outputsOf, synthesise, synthesiseFile, workspace } from "./synthesis.ts";

const FULL = synthesiseFile("full.yaml");

describe("the address of webhooks", () => {
  it("takes POST for what is configured, and nothing else", () => {
    const routes = (synthesis: typeof FULL) =>
      synthesis.of("AWS::ApiGatewayV2::Route").map((route) => at(route, "RouteKey"));
    expect(routes(FULL)).toEqual(["POST /github", "POST /buddy"]);
    const buddy = synthesise({ workspaces: [workspace()], webhook: { buddy: { ssm: "/a" } } });
    expect(routes(buddy)).toEqual(["POST /buddy"]);
  });

  it("is throttled, and logs each request as a line of JSON that is kept for three months", () => {
    const stage = FULL.only("AWS::ApiGatewayV2::Stage");
    expect(at(stage, "DefaultRouteSettings")).toEqual({ ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 });
    expect(JSON.parse(String(at(stage, "AccessLogSettings.Format")))).toMatchObject({
      status: "$context.status",
    });
    expect(FULL.of("AWS::Logs::LogGroup").map((logs) => at(logs, "RetentionInDays"))).toEqual([90, 90, 90]);
  });

  it("is printed", () => {
    expect(plain(outputsOf(FULL).WebhookUrl)).toEqual({
      Value: "https://<WebhookApi>.execute-api.eu-central-1.amazonaws.com/",
    });
  });
});

describe("the function behind it", () => {
  const verifier = FULL.of("AWS::Lambda::Function").find((one) => at(one, "Timeout") === 10);

  it("is small and quick", () => {
    expect(verifier?.Properties).toMatchObject({
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
      Handler: "index.handler",
      MemorySize: 256,
    });
  });

  it("is told the names of the secrets, and whose pushes count", () => {
    expect(plain(at(verifier, "Environment.Variables"))).toEqual({
      [VARIABLES.bucket]: "<Bucket>",
      [VARIABLES.queueUrl]: "<QueuesPasses>",
      [VARIABLES.webhookGithub]: "/distro-sync/webhook/github",
      [VARIABLES.webhookBuddy]: "/distro-sync/webhook/buddy",
      [VARIABLES.repository]: "my-company/routing",
      [VARIABLES.branch]: "main",
    });
  });
});
