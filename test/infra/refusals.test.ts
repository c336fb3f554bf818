import { Duration } from "aws-cdk-lib";
import { describe, expect, it } from "vitest";
import type { Config } from "../../lib/core/config/schema.ts";
import { cadenceOf } from "../../lib/infra/cadence.ts";
import { deployable } from "../../lib/infra/deployable.ts";
import { ProblemsError } from "../../lib/infra/problems-error.ts";
import { FIXTURES, synthesise, synthesiseFile, workspace } from "./synthesis.ts";

function problemsOf(config: Config): readonly string[] {
  try {
    deployable(config);
    return [];
  } catch (error) {
    if (error instanceof ProblemsError) return error.problems;
    throw error;
  }
}

describe("a function that has too little time", () => {
  it("is refused: its passes would begin again and again, and never get anywhere", () => {
    const config = { workspaces: [workspace()] };
    expect(() => synthesise(config, { timeout: Duration.minutes(2) })).toThrow("three minutes or more");
  });
});

describe("a configuration that a function cannot work with is refused when it", () => {
  it("has no workspace", () => {
    expect(problemsOf({})).toEqual([
      expect.stringContaining("no workspace is configured: write `workspaces:"),
    ]);
    expect(problemsOf({ workspaces: [] })).toHaveLength(1);
  });

  it("has a workspace without a name", () => {
    expect(problemsOf({ workspaces: [{ token: { ssm: "/a" } }] })).toEqual([
      expect.stringMatching(/^workspace number 1 has no name, .* add `workspace:`/),
    ]);
  });

  it("has a workspace whose name is not a handle", () => {
    expect(problemsOf({ workspaces: [workspace("my company")] })).toEqual([
      expect.stringContaining("is not named by the handle in its URL"),
    ]);
  });

  it("has a workspace twice", () => {
    expect(problemsOf({ workspaces: [workspace("a"), workspace("b"), workspace("a")] })).toEqual([
      "workspace a is configured twice: keep one of the two",
    ]);
  });

  it.each([[{}], [{ token: { env: "BUDDY_TOKEN" } }]])("keeps the token in the environment: %j", (token) => {
    const [problem] = problemsOf({ workspaces: [{ workspace: "shop", ...token }] });
    expect(problem).toContain("the environment variable BUDDY_TOKEN, where a function cannot keep it");
    expect(problem).toContain("aws ssm put-parameter --type SecureString --name /distro-sync/shop/token");
    expect(problem).toContain("`token: { ssm: /distro-sync/shop/token }`");
  });

  it("fetches from GitHub without naming a repository", () => {
    const config: Config = {
      workspaces: [{ ...workspace(), source: "github" }],
      webhook: { github: { ssm: "/a" } },
    };
    expect(problemsOf(config)).toEqual([
      expect.stringContaining("add `github: { repository: OWNER/NAME }`"),
      expect.stringContaining("add `github: { repository: OWNER/NAME }`"),
    ]);
  });

  it("is refused for everything at once", () => {
    expect(problemsOf({ workspaces: [{}, { token: { ssm: "/a" } }] })).toHaveLength(3);
  });

  it("cannot be read by the function: what the schema says holds for objects too", () => {
    const config = { workspaces: [{ ...workspace(), region: "mars" }] } as unknown as Config;
    expect(() => synthesise(config)).toThrow(/distro-sync\.json:1:\d+ UNKNOWN_VALUE/);
  });
});

describe("a schedule", () => {
  it.each(["rate(15 minutes)", "rate(1 minute)", "rate(1 hour)", "rate(6 days)", "cron(0 6 * * ? *)"])(
    "can be %s",
    (schedule) => {
      expect(cadenceOf(undefined, schedule).expression.expressionString).toBe(schedule);
    },
  );

  it.each([
    "rate(0 minutes)",
    "rate(15)",
    "rate(15 seconds)",
    "rate(7 days)",
    "cron(* * *)",
    "at(2026-11-24)",
  ])("cannot be %s", (schedule) => {
    expect(() => cadenceOf(undefined, schedule)).toThrow(
      `the schedule ${schedule} cannot be deployed: write a rate of up to six days`,
    );
  });
});

describe("a file of configuration", () => {
  it("that is not there is asked for, with the smallest that would do", () => {
    expect(() => synthesiseFile("missing.yaml")).toThrow(
      `there is no file ${FIXTURES}/missing.yaml: write one, such as\n\nworkspaces:\n  - workspace: my-company\n`,
    );
  });

  it("that has mistakes is refused with each at its place", () => {
    expect(() => synthesiseFile("mistaken.yaml")).toThrow(
      new RegExp(
        `^${FIXTURES}/mistaken.yaml:3:13 UNKNOWN_VALUE .*\n${FIXTURES}/mistaken.yaml:5:1 UNKNOWN_KEY `,
      ),
    );
  });
});
