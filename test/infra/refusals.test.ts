import { Duration } from "aws-cdk-lib";
import { describe, expect, it } from "vitest";
import type { Config } from "../../lib/core/config/config.generated.ts";
import { deployable, ProblemsError } from "../../lib/infra/manifests.ts";
import { cadenceOf } from "../../lib/infra/schedule.ts";
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
      expect.stringMatching(/^workspace number 1 has no name: add `workspace:`/),
    ]);
  });

  it("has a workspace whose name is not a handle", () => {
    expect(problemsOf({ workspaces: [workspace("my.company")] })).toEqual([
      expect.stringContaining("the name must be the handle in the URL of the workspace"),
    ]);
  });

  it.each([[{}], [{ token: { env: "BUDDY_TOKEN" } }]])("keeps the token in the environment: %j", (token) => {
    const [problem] = problemsOf({ workspaces: [{ workspace: "shop", ...token }] });
    expect(problem).toContain("the environment variable BUDDY_TOKEN, which a function cannot keep secret");
    expect(problem).toContain("aws ssm put-parameter --type SecureString --name /distro-sync/shop/token");
    expect(problem).toContain("`token: { ssm: /distro-sync/shop/token }`");
  });

  it("is refused for everything at once", () => {
    const faults = [{ workspace: "a.b", token: { ssm: "/a" } }, { workspace: "c" }];
    expect(problemsOf({ workspaces: faults })).toHaveLength(2);
  });
});

describe("a configuration that an app passes", () => {
  /** As an app in JavaScript may pass it, or one that read it from somewhere. */
  const passed = (config: object) => problemsOf(config);

  it("is refused for an unknown key at any level, with what was meant", () => {
    const problems = passed({
      instence: "a",
      workspaces: [
        {
          workspace: "shop",
          regoin: "eu",
          token: { ssm: "/a", kee: "b" },
          limits: { max_removls: 1 },
        },
        { workspace: "blog", token: { oidc: { provider_id: "a", audienc: "b" } } },
      ],
      windows: [{ deny: "0 17 * * 5", duration: "1h", reson: "a" }],
      state: { s3: "s3://bucket", regoin: "eu" },
      github: { repository: "a/b", token: { ssm: "/a", kee: "b" } },
      webhook: { github: { ssm: "/a", kee: "b" }, budy: { ssm: "/b" } },
      notify: { email: "a@example.com", topc: "b" },
    });
    const places = [
      "instence",
      "workspaces[0].regoin",
      "workspaces[0].token.kee",
      "workspaces[0].limits.max_removls",
      "workspaces[1].token.oidc.audienc",
      "windows[0].reson",
      "state.regoin",
      "github.token.kee",
      "webhook.github.kee",
      "webhook.budy",
      "notify.topc",
    ];
    expect(new Set(problems.map((problem) => problem.split(" ")[0]))).toEqual(
      new Set(places.map((place) => `config.${place}`)),
    );
    expect(problems).toContain(
      "config.workspaces[0].limits.max_removls UNKNOWN_KEY max_removls is not a key of workspaces[0].limits — did you mean max_removals?",
    );
  });

  it.each<readonly [string, object, string]>([
    [
      "a value",
      { workspaces: [{ ...workspace(), region: "mars" }] },
      "config.workspaces[0].region UNKNOWN_VALUE",
    ],
    [
      "a workspace twice",
      { workspaces: [workspace(), workspace()] },
      "config.workspaces[1].workspace INVALID_SETTING",
    ],
    [
      "a source",
      { workspaces: [{ ...workspace(), source: "github" }] },
      "config.workspaces[0].source MISSING_KEY",
    ],
    [
      "a webhook",
      { workspaces: [workspace()], webhook: { github: { ssm: "/a" } } },
      "config.webhook.github MISSING_KEY",
    ],
    ["no list", { workspaces: "my-company" }, "config.workspaces WRONG_TYPE"],
    ["a text to tell", { workspaces: [workspace()], notify: "alarms" }, "config.notify WRONG_TYPE"],
  ])("is refused for what its file would be refused for: %s", (_, config, problem) => {
    expect(passed(config)).toEqual([expect.stringContaining(`${problem} `)]);
  });

  it("is refused by the construct, before anything else is made of it", () => {
    expect(() => synthesise({ workspacs: [] } as Config)).toThrow(
      new ProblemsError([
        "config.workspacs UNKNOWN_KEY workspacs is not a key of the configuration — did you mean workspaces?",
      ]),
    );
  });
});

describe("a schedule", () => {
  it.each([
    "rate(15 minutes)",
    "rate(1 minute)",
    "rate(1 hour)",
    "rate(6 days)",
    "rate(30 days)",
    "cron(0 6 * * ? *)",
    "cron(0/15 8-17 ? * MON-FRI *)",
    "cron(0 6 L * ? 2030)",
  ])("can be %s", (schedule) => {
    expect(cadenceOf(undefined, schedule).expression.expressionString).toBe(schedule);
  });

  it.each([
    ["rate(0 minutes)", "it is neither a rate nor a cron expression"],
    ["rate(15)", "it is neither"],
    ["rate(15 seconds)", "it is neither"],
    ["at(2026-11-24)", "it is neither"],
    ["cron(* * *)", "it needs six fields"],
    ["cron(0 6 * * * *)", "write ? for either"],
    ["cron(0 25 * * ? *)", "its hour cannot be 25"],
    ["cron(0 6 31 2 ? *)", "it names a day that never occurs"],
  ])("cannot be %s", (schedule, why) => {
    expect(() => cadenceOf(undefined, schedule)).toThrow(`the schedule ${schedule} cannot be deployed: `);
    expect(() => cadenceOf(undefined, schedule)).toThrow(why);
    expect(() => cadenceOf(undefined, schedule)).toThrow("Write a rate such as rate(15 minutes), or times");
  });
});

describe("a dead man's switch that looks back too far", () => {
  it("is refused: with the seven days that an alarm has it would always ring", () => {
    const config = { workspaces: [workspace()] };
    expect(() => synthesise(config, { deadManAfter: Duration.days(8) })).toThrow("seven days at most");
  });
});

describe("a file of configuration", () => {
  it("that is not there is asked for, with the smallest that would do", () => {
    expect(() => synthesiseFile("missing.yaml")).toThrow(
      `there is no file ${FIXTURES}/missing.yaml: create it, for example with\n\nworkspaces:\n  - workspace: my-company\n`,
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
