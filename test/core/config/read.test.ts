import { describe, expect, it } from "vitest";
import { configFaults, isSoundConfig, readConfig, settingProblems } from "../../../lib/core/config/read.ts";

const KEY = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

describe("readConfig", () => {
  it("agrees with what is said of a value that was read already", () => {
    for (const value of [{}, { instance: "a" }, { instnce: "a" }, { schedule: "daily" }, [], "a", null]) {
      expect(isSoundConfig(value)).toBe("config" in read(JSON.stringify(value)));
    }
  });

  it("returns the settings as they are written", () => {
    expect(read("instance: web-team\nworkspaces: [{ workspace: my-company, region: eu }]\n")).toEqual({
      config: { instance: "web-team", workspaces: [{ workspace: "my-company", region: "eu" }] },
    });
  });

  it("takes an empty mapping for no settings", () => {
    expect(read("{}\n")).toEqual({ config: {} });
  });

  it("takes thousands of workspaces, and refuses a file that would be too much to read", () => {
    const many = Array.from(
      { length: 5_000 },
      (_, n) => `  - { workspace: w${n}, region: eu, token: { ssm: /distro-sync/w${n}/token } }\n`,
    );
    expect(read(`workspaces:\n${many.join("")}`)).toHaveProperty("config");
    expect(problemsIn(`# ${"x".repeat(1024 * 1024)}\n`)).toEqual(["1:1 FILE_TOO_LARGE"]);
    expect(JSON.stringify(read(`# ${"x".repeat(1024 * 1024)}\n`))).toContain("several configurations");
  });

  it("asks of one workspace no name", () => {
    expect(read("workspaces: [{ region: us }]\n")).toEqual({ config: { workspaces: [{ region: "us" }] } });
  });

  it.each([
    ["nothing", "", "1:1 EMPTY_FILE"],
    ["only a comment", "# soon\n", "1:1 EMPTY_FILE"],
    ["null", "~\n", "1:1 EMPTY_FILE"],
    ["a text", "\nhello\n", "2:1 WRONG_TYPE"],
    ["a list", "- instance: x\n", "1:1 WRONG_TYPE"],
    ["an empty list", "[]\n", "1:1 WRONG_TYPE"],
    ["no YAML", "a: [\n", "2:1 YAML_SYNTAX"],
    ["two documents", "instance: x\n---\ninstance: y\n", "2:1 MULTIPLE_DOCUMENTS"],
    ["a control character", "instance: x\u0007\n", "1:12 CONTROL_CHARACTER"],
  ])("refuses %s", (_, text, problem) => {
    expect(problemsIn(text)).toEqual([problem]);
  });

  it.each([
    ["a key twice", "instance: x\ninstance: y\n", "2:1 DUPLICATE_KEY"],
    ["an alias", "instance: &a x\nschedule: *a\n", "1:14 ALIAS"],
    ["a key without a value", "instance:\n", "1:10 NULL_VALUE"],
    ["a misspelt key", "instnce: x\n", "1:1 UNKNOWN_KEY"],
    ["a misspelt key of a workspace", "workspaces: [{ regon: eu }]\n", "1:16 UNKNOWN_KEY"],
    ["an unknown region", "workspaces: [{ region: mars }]\n", "1:24 UNKNOWN_VALUE"],
    ["an unknown policy", "workspaces: [{ policy: create }]\n", "1:24 UNKNOWN_VALUE"],
    ["an instance that no file could have as its name", "instance: ../x\n", "1:11 INVALID_IDENTIFIER"],
    [
      "a workspace that would leave its place in a URL",
      "workspaces: [{ workspace: a/b }]\n",
      "1:27 INVALID_REFERENCE",
    ],
    ["workspaces that are no list", "workspaces: { workspace: a }\n", "1:13 WRONG_TYPE"],
    ["a negative limit", "workspaces: [{ limits: { creates: -1 } }]\n", "1:35 OUT_OF_RANGE"],
    ["a limit that is a text", "workspaces: [{ limits: { creates: many } }]\n", "1:35 WRONG_TYPE"],
    ["a token from two places", "workspaces: [{ token: { env: A, ssm: /a } }]\n", "1:23 CONFLICTING_KEYS"],
    ["a token from nowhere", "workspaces: [{ token: {} }]\n", "1:23 MISSING_KEY"],
    ["a token variable that no shell has", "workspaces: [{ token: { env: 1-A } }]\n", "1:30 INVALID_SETTING"],
    ["removals over everything", "workspaces: [{ limits: { removals: 101% } }]\n", "1:36 INVALID_SETTING"],
    ["updates without their sign", "workspaces: [{ limits: { updates: '30' } }]\n", "1:35 INVALID_SETTING"],
    ["a schedule in other words", "schedule: daily\n", "1:11 INVALID_SETTING"],
    ["a region and an api", "workspaces: [{ region: us, api: 'https://a' }]\n", "1:28 CONFLICTING_KEYS"],
    ["a workspace without a name beside another", "workspaces: [{ workspace: a }, {}]\n", "1:32 MISSING_KEY"],
    [
      "a workspace for the second time",
      "workspaces: [{ workspace: a }, { workspace: a }]\n",
      "1:45 INVALID_SETTING",
    ],
    [
      "a parameter that AWS does not take",
      "workspaces: [{ token: { ssm: /aws/x } }]\n",
      "1:30 INVALID_SETTING",
    ],
    [
      "an alias of a key, which no policy can name",
      "workspaces: [{ token: { ssm: /a, key: alias/x } }]\n",
      "1:39 INVALID_SETTING",
    ],
    [
      "a key without a parameter",
      `workspaces: [{ token: { env: A, key: '${KEY}' } }]\n`,
      "1:33 CONFLICTING_KEYS",
    ],
    ["an unknown source", "workspaces: [{ source: git }]\n", "1:24 UNKNOWN_VALUE"],
    ["a repository that nobody names", "workspaces: [{ source: github }]\n", "1:24 MISSING_KEY"],
    ["GitHub's webhook without a repository", "webhook: { github: { ssm: /a } }\n", "1:20 MISSING_KEY"],
    ["a webhook of nobody", "webhook: {}\n", "1:10 MISSING_KEY"],
    [
      "a repository that is an address",
      "github: { repository: 'https://github.com/a/b' }\n",
      "1:23 INVALID_SETTING",
    ],
    ["a branch that climbs", "github: { repository: a/b, branch: a/../b }\n", "1:36 INVALID_SETTING"],
    ["a bucket without its scheme", "state: { s3: my-bucket }\n", "1:14 INVALID_SETTING"],
    ["a topic that is a name", "notify: { topic: alarms }\n", "1:18 INVALID_SETTING"],
    ["an address that is none", "notify: { email: alarms }\n", "1:18 INVALID_SETTING"],
    [
      "a FIFO topic, which EventBridge cannot use",
      "notify: { topic: 'arn:aws:sns:eu-central-1:123456789012:alarms.fifo' }\n",
      "1:18 INVALID_SETTING",
    ],
    ["nobody to tell", "notify: {}\n", "1:9 MISSING_KEY"],
    [
      "an address and a topic",
      "notify: { email: a@example.com, topic: 'arn:aws:sns:eu-central-1:123456789012:a' }\n",
      "1:9 CONFLICTING_KEYS",
    ],
    [
      "route removals in words",
      "workspaces: [{ limits: { route_removals: few } }]\n",
      "1:42 INVALID_SETTING",
    ],
    ["an unknown exposure", "workspaces: [{ limits: { allow: [all] } }]\n", "1:34 UNKNOWN_VALUE"],
    [
      "an exposure for the second time",
      "workspaces: [{ limits: { allow: [apex, wildcard, apex] } }]\n",
      "1:50 INVALID_SETTING",
    ],
    ["a quarantine without an end", "workspaces: [{ quarantine_days: 3651 }]\n", "1:33 INVALID_SETTING"],
    ["a budget of nothing", "workspaces: [{ deep_check: 0 }]\n", "1:28 OUT_OF_RANGE"],
    ["a schedule of a workspace in other words", "workspaces: [{ schedule: fix }]\n", "1:26 UNKNOWN_VALUE"],
    ["a window that neither denies nor allows", "windows: [{ duration: 3d }]\n", "1:11 MISSING_KEY"],
    [
      "a window that does both",
      "windows: [{ deny: 0 0 * * *, allow: 0 0 * * *, duration: 3d }]\n",
      "1:11 CONFLICTING_KEYS",
    ],
    ["a window without an end", "windows: [{ deny: 0 0 * * * }]\n", "1:11 MISSING_KEY"],
  ])("refuses %s", (_, text, problem) => {
    expect(problemsIn(text)).toContain(problem);
  });

  it("takes whatever a deployment can be told", () => {
    const text = `
workspaces:
  - { workspace: a, source: github, token: { ssm: /distro-sync/a/token, key: "${KEY}" } }
  - { workspace: b, source: release, token: { oidc: { provider_id: p1, audience: buddy } } }
  - { workspace: c, source: prefix, token: { ssm: token.c } }
  - { workspace: d, source: bundle }
state: { s3: s3://my-bucket/some/prefix }
github: { repository: my-company/routing, branch: release/2026, token: { ssm: /github } }
webhook: { github: { ssm: /webhook/github }, buddy: { ssm: /webhook/buddy } }
notify: { topic: arn:aws:sns:eu-central-1:123456789012:alarms }
`;
    expect(problemsIn(text)).toEqual([]);
    expect(problemsIn("notify: { email: alarms@example.com }\n")).toEqual([]);
  });

  it("says how to write whom to tell, when a text stands there", () => {
    for (const text of ["arn:aws:sns:eu-central-1:123456789012:alarms", "alarms@example.com", "alarms"]) {
      expect(problemsIn(`notify: ${text}\n`)).toEqual(["1:9 WRONG_TYPE"]);
      expect(remediesIn(`notify: ${text}\n`)).toEqual([
        "write `notify: { email: ADDRESS }`, or `notify: { topic: ARN }` for a topic of your own",
      ]);
    }
  });

  it("takes whatever a pass can be told that updates and removes", () => {
    const text = `
workspaces:
  - workspace: a
    policy: sync
    on_remove: delete
    quarantine_days: 3650
    schedule: apply
    deep_check: 1
    limits: { route_removals: 0%, max_route_removals: 0, allow: [apex, last-route] }
windows:
  - { deny: 0 17 * * 5, duration: 63h, timezone: Europe/Warsaw, reason: the weekend }
  - { allow: "*/30 8-17 * * MON-FRI", duration: 30m }
`;
    expect(problemsIn(text)).toEqual([]);
  });

  it("says what was meant by a misspelt word", () => {
    expect(remediesIn("instnce: x\n")).toEqual(["did you mean instance?"]);
    expect(remediesIn("workspaces: [{ region: euu }]\n")).toEqual(["did you mean eu?"]);
  });

  it("speaks of the configuration, and of no manifest", () => {
    for (const text of ["", "- a: 1\n", "hello\n", "instance: [x]\n", "schedule: daily\n"]) {
      expect(JSON.stringify(read(text))).not.toMatch(/manifest|distribution/);
    }
  });

  it("reports everything in one list, in the order of the file", () => {
    expect(problemsIn("instnce: x\nworkspaces: [{ regon: eu }, 5]\nschedul: daily\n")).toEqual([
      "1:1 UNKNOWN_KEY",
      "2:16 UNKNOWN_KEY",
      "2:29 WRONG_TYPE",
      "3:1 UNKNOWN_KEY",
    ]);
  });

  it("takes every share from 0% to 100%, and both forms of a schedule", () => {
    for (const share of ["0%", "9%", "20%", "100%"]) {
      expect(read(`workspaces: [{ limits: { removals: ${share}, updates: ${share} } }]\n`)).toHaveProperty(
        "config",
      );
    }
    for (const schedule of ["rate(15 minutes)", "cron(0 12 * * ? *)"]) {
      expect(read(`schedule: ${schedule}\n`)).toHaveProperty("config");
    }
  });
});

describe("configFaults", () => {
  it("finds nothing in what the file could say", () => {
    expect(configFaults({})).toEqual([]);
    expect(configFaults({ workspaces: [{ workspace: "a", token: { ssm: "/a" } }] })).toEqual([]);
  });

  it("finds at its path what the file could not say, with what was meant", () => {
    const value = {
      instnce: "a",
      workspaces: [
        { workspace: "a", region: "euu", limits: { max_removls: 1 }, token: { ssm: "/a", kee: "b" } },
        5,
      ],
    };
    expect(
      configFaults(value).map(({ path, code, message, remedy }) => [path.join("."), code, message, remedy]),
    ).toEqual([
      ["instnce", "UNKNOWN_KEY", "instnce is not a key of the configuration", "did you mean instance?"],
      [
        "workspaces.0.region",
        "UNKNOWN_VALUE",
        "workspaces[0].region is euu, which is not one of its values",
        "did you mean eu?",
      ],
      [
        "workspaces.0.token.kee",
        "UNKNOWN_KEY",
        "kee is not a key of workspaces[0].token",
        "did you mean key?",
      ],
      [
        "workspaces.0.limits.max_removls",
        "UNKNOWN_KEY",
        "max_removls is not a key of workspaces[0].limits",
        "did you mean max_removals?",
      ],
      [
        "workspaces.1",
        "WRONG_TYPE",
        "workspaces[1] must be a mapping: `key: value` lines, indented below it",
        undefined,
      ],
    ]);
  });

  it("finds what only the rules know", () => {
    expect(configFaults({ schedule: "daily" })).toMatchObject([
      { path: ["schedule"], code: "INVALID_SETTING" },
    ]);
  });

  it.each([undefined, null, 5, "a", [], () => 1])("finds that %s is no configuration", (value) => {
    expect(configFaults(value)).toMatchObject([{ path: [], code: "WRONG_TYPE" }]);
  });

  it.each([null, 5, [], "alarms"])("says of %j for a mapping that it is none, and nothing else", (notify) => {
    expect(configFaults({ notify })).toMatchObject([{ path: ["notify"], code: "WRONG_TYPE" }]);
  });

  it("looks for a value as far as there is one", () => {
    expect(configFaults({ workspaces: [{ region: undefined, policy: null }] })).toMatchObject([
      { path: ["workspaces", 0, "policy"], code: "UNKNOWN_VALUE" },
    ]);
  });
});

describe("settingProblems", () => {
  it("finds the place of a setting that was looked at once the file had been read", () => {
    const content = new TextEncoder().encode("state:\n  s3: s3://bucket\n");
    const finding = { path: ["state", "s3"], part: "value", words: "file", code: "BEYOND_TRUST" } as const;
    expect(
      settingProblems({ path: "distro-sync.yaml", content }, [{ ...finding, message: "m", remedy: "r" }]),
    ).toEqual([
      { file: "distro-sync.yaml", line: 2, column: 7, code: "BEYOND_TRUST", message: "m", remedy: "r" },
    ]);
  });
});

function read(text: string): ReturnType<typeof readConfig> {
  return readConfig({ path: "distro-sync.yaml", content: new TextEncoder().encode(text) });
}

function problemsIn(text: string): readonly string[] {
  const reading = read(text);
  return "problems" in reading
    ? reading.problems.map(({ line, column, code }) => `${line}:${column} ${code}`)
    : [];
}

function remediesIn(text: string): readonly (string | undefined)[] {
  const reading = read(text);
  return "problems" in reading ? reading.problems.map(({ remedy }) => remedy) : [];
}
