import { describe, expect, it } from "vitest";
import { isBucketUrl, parseBucketUrl } from "../../lib/command/aws.ts";
import { deskWith } from "./desk.ts";
import { manifest } from "./manifests.ts";

describe("publish", () => {
  it("uploads nothing when a manifest is invalid, and lists every problem", async () => {
    const desk = await deskWith({ "distributions/a.yaml": "identifier: a\nscop: WORKSPACE\n" });
    const { code, stdout } = await desk.run(["publish", "--to", "s3://my-bucket"]);
    expect(code).toBe(4);
    expect(stdout).toContain("distributions/a.yaml:2:1 UNKNOWN_KEY");
  });

  it("uploads nothing when there is no manifest: wanting nothing is written as []", async () => {
    const desk = await deskWith({ "distributions/readme.md": "" });
    const { code, stdout } = await desk.run(["publish", "--to", "s3://my-bucket", "--format", "json"]);
    expect(code).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: "invalid", failure: { kind: "source" } });
  });

  it.each([
    ["no bucket is named", [], /publish needs to know the bucket\n {2}use --to s3:\/\/BUCKET/],
    ["the bucket is a folder", ["--to", "releases/"], /--to: "releases\/" is not the address of a bucket/],
    [
      "a prefix is named, below which no function looks",
      ["--to", "s3://my-bucket/team"],
      /use --to s3:\/\/my-bucket$/m,
    ],
    ["the generation is a word", ["--to", "s3://my-bucket", "--generation", "new"], /whole number from 1/],
    ["the workspace has no name", ["--to", "s3://my-bucket"], /no workspace is named/],
  ])("says what to do when %s", async (_, args, message) => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    const { code, stdout, stderr } = await desk.run(["publish", ...args], {
      env: { BUDDY_WORKSPACE: undefined },
    });
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(message);
  });

  it("wants the workspaces that read releases, of a file with several", async () => {
    const desk = await deskWith({
      "distro-sync.yaml": `
workspaces:
  - { workspace: a, manifests: a/, source: release }
  - { workspace: b, manifests: b/ }
  - { workspace: c, manifests: c/, source: release }
`,
      "a/a.yaml": "nonsense: 1\n",
      "b/b.yaml": "nonsense: 1\n",
      "c/c.yaml": "nonsense: 1\n",
    });
    const { stdout } = await desk.run(["publish", "--to", "s3://my-bucket"], {
      env: { BUDDY_WORKSPACE: undefined },
    });
    expect([...stdout.matchAll(/^(\w\/\w\.yaml):/gm)].map(([, file]) => file)).toContain("a/a.yaml");
    expect(stdout).toContain("c/c.yaml");
    expect(stdout).not.toContain("b/b.yaml");
  });
});

describe("publish, for several workspaces", () => {
  const several = {
    "distro-sync.yaml": `
workspaces:
  - { workspace: a, manifests: a/, source: release }
  - { workspace: b, manifests: b/, source: release }
`,
    "a/a.yaml": "[]",
    "b/b.yaml": "[]",
  };

  it("refuses one folder for all of them: they would get each other's manifests", async () => {
    const desk = await deskWith(several);
    const args = ["publish", "--to", "s3://my-bucket", "--manifests", "a"];
    const { code, stderr } = await desk.run(args, { env: { BUDDY_WORKSPACE: undefined } });
    expect(code).toBe(1);
    expect(stderr).toMatch(/--manifests names one folder, and a, b have one each\n {2}choose one workspace/);
  });
});

describe("the address of a bucket", () => {
  it("has a bucket, and perhaps a prefix", () => {
    expect(parseBucketUrl("s3://my-bucket", "--to")).toEqual({ bucket: "my-bucket", prefix: "" });
    expect(parseBucketUrl("s3://my-bucket/", "--to")).toEqual({ bucket: "my-bucket", prefix: "" });
    expect(parseBucketUrl("s3://my-bucket/a/b/", "--to")).toEqual({ bucket: "my-bucket", prefix: "a/b/" });
  });

  it.each(["state", "./s3", "C:\\state", "c:/state", "/s3://x"])("is not what %s is: a folder", (text) => {
    expect(isBucketUrl(text)).toBe(false);
  });

  it.each([
    "s3://",
    "s3://My_Bucket",
    "s3:my-bucket",
    "s3://my-bucket//x",
    "s3://my-bucket/a?b",
    "s3://-a/b",
    "s3://my-bucket/../x",
    "S3://my-bucket",
    "https://my-bucket.s3.amazonaws.com",
    "arn:aws:s3:::my-bucket",
  ])("is not %s", (text) => {
    expect(isBucketUrl(text)).toBe(true);
    expect(() => parseBucketUrl(text, "--to")).toThrow("is not the address of a bucket");
  });
});
