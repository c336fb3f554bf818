import { DeleteParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { describe, expect, it, onTestFinished } from "vitest";
import { s3Objects } from "../../lib/adapters/aws/s3-objects.ts";
import { systemClock } from "../../lib/adapters/clock.ts";
import { releaseSource } from "../../lib/adapters/source/release.ts";
import { s3State } from "../../lib/adapters/state/s3.ts";
import { releasePrefix } from "../../lib/deployment.ts";
import { CANARY } from "../command/canary.ts";
import { deskWith, identifiersAt, writesOf } from "../command/desk.ts";
import { manifest } from "../command/manifests.ts";
import { connection, freshBucket, uniqueName } from "./moto.ts";

describe("publish", () => {
  it("makes the manifests the release that the function reads, once", async () => {
    const { client, bucket } = await freshBucket();
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    const args = ["publish", "--to", `s3://${bucket}`, "--commit", "abcdef0123456789"];

    const first = await desk.run([...args, "--generation", "7"]);
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(first.stdout).toMatch(
      /^published my-company: generation 7 \(commit abcdef012345\), 1 file {2}sha256:/,
    );
    expect((await desk.run([...args, "--generation", "7"])).stdout).toMatch(/^unchanged my-company/);

    const source = releaseSource(s3Objects({ client, bucket }), releasePrefix("my-company"));
    const { files, origin } = await source.read();
    expect(files.map(({ path }) => path)).toEqual(["distributions/shop.yaml"]);
    expect(origin).toMatchObject({ generation: 7, commit: "abcdef0123456789" });
  });

  it("loses to a newer release, and says which: exit code 5", async () => {
    const { bucket } = await freshBucket();
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    await desk.run(["publish", "--to", `s3://${bucket}`, "--generation", "8"]);
    await desk.write({ "distributions/blog.yaml": manifest("blog") });
    const { code, stdout } = await desk.run(["publish", "--to", `s3://${bucket}`, "--generation", "7"]);
    expect(code).toBe(5);
    expect(stdout).toMatch(
      /^superseded my-company: generation 7.*\n {2}generation 8.* is newer, and stays current/,
    );
  });

  it("numbers the next generation itself on a laptop", async () => {
    const { bucket } = await freshBucket();
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    const env = Object.fromEntries(["CI", "GITHUB_RUN_NUMBER"].map((name) => [name, undefined]));
    const publish = () => desk.run(["publish", "--to", `s3://${bucket}`, "--format", "json"], { env });
    expect(JSON.parse((await publish()).stdout)).toMatchObject({
      version: 1,
      releases: [{ workspace: "my-company", outcome: "published", generation: 1, files: 1 }],
    });
    await desk.write({ "distributions/blog.yaml": manifest("blog") });
    expect(JSON.parse((await publish()).stdout)).toMatchObject({
      releases: [{ outcome: "published", generation: 2, files: 2 }],
    });
  });

  it("ends with 4 when the files cannot be a release, and when the current one cannot be believed", async () => {
    const { client, bucket } = await freshBucket();
    const desk = await deskWith({ "distributions/a\\b.yaml": "[]" });
    const odd = await desk.run(["publish", "--to", `s3://${bucket}`, "--format", "json"]);
    expect(odd.code).toBe(4);
    expect(JSON.parse(odd.stdout)).toMatchObject({ verdict: "invalid", failure: { kind: "source" } });

    await s3Objects({ client, bucket }).put("releases/my-company/current.json", Buffer.from("{}"), {
      when: "absent",
      contentType: "application/json",
    });
    const fine = await deskWith({ "distributions/a.yaml": "[]" });
    const suspect = await fine.run(["publish", "--to", `s3://${bucket}`]);
    expect(suspect.code).toBe(4);
    expect(suspect.stdout).toContain("current.json cannot be believed");
  });

  it("accounts for each of several workspaces when one cannot be published, and ends as partial", async () => {
    const { client, bucket } = await freshBucket();
    await s3Objects({ client, bucket }).put("releases/a/current.json", Buffer.from("{}"), {
      when: "absent",
      contentType: "application/json",
    });
    const desk = await deskWith({
      "distro-sync.yaml": `
workspaces:
  - { workspace: a, manifests: a/, source: release }
  - { workspace: b, manifests: b/, source: release }
`,
      "a/a.yaml": "[]",
      "b/b.yaml": "[]",
    });
    const { code, stdout, stderr } = await desk.run(
      ["publish", "--to", `s3://${bucket}`, "--format", "json"],
      { env: { BUDDY_WORKSPACE: undefined } },
    );
    expect(code).toBe(6);
    expect(JSON.parse(stdout)).toMatchObject({
      releases: [{ workspace: "b", outcome: "published" }],
      failures: [{ workspace: "a", kind: "source" }],
    });
    expect(stderr).toMatch(/^error: a: releases\/a\/current.json cannot be believed/);
  });

  it("says so when the function of the workspace reads something else, and takes large generations", async () => {
    const { bucket } = await freshBucket();
    const desk = await deskWith({
      "distro-sync.yaml": "workspaces:\n  - { workspace: my-company }\n",
      "distributions/shop.yaml": "[]",
    });
    const args = ["publish", "--to", `s3://${bucket}`, "--generation", "1795509762123"];
    const { code, stderr } = await desk.run(args);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^note: the function of my-company .* \(source: bundle\); set `source: release`/);
  });

  it("says which bucket there is none of", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    const { code, stdout, stderr } = await desk.run(["publish", "--to", "s3://no-such-bucket"]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("no-such-bucket");
  });
});

describe("apply, with the state of a deployed stack", () => {
  it("keeps inventory and report there, and a second pass writes nothing", async () => {
    const { bucket } = await freshBucket();
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    const shared = ["--state", `s3://${bucket}`];
    expect(await desk.run(["apply", "--yes", ...shared])).toMatchObject({ code: 0 });
    expect(identifiersAt(desk.emulator)).toEqual(["shop"]);
    const writes = writesOf(desk.emulator).length;
    expect((await desk.run(["apply", "--yes", ...shared])).stdout).toContain("nothing to create");
    expect(writesOf(desk.emulator)).toHaveLength(writes);
    expect(await desk.files()).toEqual(["distributions/shop.yaml"]);

    const { code, stdout } = await desk.run(["report", ...shared]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^my-company on http:\S+: in-sync\npass \S+ \(command\), /);
  });

  it("is busy while another writes, and goes on when that has ended", async () => {
    const { client, bucket } = await freshBucket();
    const desk = await deskWith({
      "distro-sync.yaml": `state: { s3: "s3://${bucket}/team" }\n`,
      "distributions/shop.yaml": manifest("shop"),
    });
    const env = { DISTRO_SYNC_STATE: `s3://${bucket}/team` };
    const state = s3State(
      s3Objects({ client, bucket, prefix: "team/" }),
      { instance: "default", api: desk.emulator.url, workspace: "my-company" },
      { clock: systemClock, holder: "the function", leaseMs: () => 60_000 },
    );
    const ledger = await state.open();
    const busy = await desk.run(["apply", "--yes"], { env });
    expect(busy.code).toBe(5);
    expect(busy.stdout + busy.stderr).toContain("the function");
    expect(writesOf(desk.emulator)).toEqual([]);
    await ledger.close();
    expect((await desk.run(["apply", "--yes"], { env })).code).toBe(0);
  });
});

describe("the token in Parameter Store", () => {
  it("is used when there is none in the environment, and shown nowhere", async () => {
    const ssm = new SSMClient(connection());
    const name = `/${uniqueName("token")}`;
    await ssm.send(new PutParameterCommand({ Name: name, Value: CANARY, Type: "SecureString" }));
    onTestFinished(async () => {
      await ssm.send(new DeleteParameterCommand({ Name: name }));
    });
    const desk = await deskWith({
      "distro-sync.yaml": `workspaces: [{ token: { ssm: ${name} } }]\n`,
      "distributions/shop.yaml": manifest("shop"),
    });
    const env = { BUDDY_TOKEN: undefined, DISTRO_SYNC_TOKEN_SSM: name };
    const { code, stdout } = await desk.run(["plan", "--verbose"], { env });
    expect(code).toBe(0);
    expect(stdout).toContain("1 distribution");
  });

  it("that is not there is told with the command that puts it there", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    const args = ["plan", "--token-ssm", "/nobody/put/it"];
    const { code, stderr } = await desk.run(args, { env: { BUDDY_TOKEN: undefined } });
    expect(code).toBe(1);
    expect(stderr).toContain("aws ssm put-parameter");
  });
});

describe("hold and disown, with a shared state", () => {
  it("hold off whoever writes there, and end without a commit", async () => {
    const { bucket } = await freshBucket();
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    const shared = ["--state", `s3://${bucket}`];
    const held = await desk.run(["hold", "--all", "--for", "2h", "--reason", "incident 42", ...shared]);
    expect(held).toMatchObject({ code: 0, stderr: "" });
    const listed = await desk.run(["hold", "--list", "--format", "json", ...shared]);
    expect(JSON.parse(listed.stdout)).toMatchObject({
      place: expect.stringMatching(/^s3:\/\/.*\/state\/default\/.*\/my-company\/holds\.yaml$/),
      holds: [{ all: true, reason: "incident 42" }],
    });
    expect(await desk.run(["apply", "--yes", ...shared])).toMatchObject({ code: 3 });
    expect(writesOf(desk.emulator)).toEqual([]);
    expect((await desk.run(["unhold", "--all", ...shared])).code).toBe(0);
    expect((await desk.run(["apply", "--yes", ...shared])).code).toBe(0);
    expect(identifiersAt(desk.emulator)).toEqual(["shop"]);
  });

  it("give up what is ours there, and leave it in Buddy", async () => {
    const { bucket } = await freshBucket();
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    const shared = ["--state", `s3://${bucket}`];
    await desk.run(["apply", "--yes", ...shared]);
    const { code, stdout } = await desk.run(["disown", "shop", "--yes", "--format", "json", ...shared]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ disowned: [{ key: "workspace#shop" }] });
    const plan = await desk.run(["plan", "--format", "json", ...shared]);
    expect(JSON.parse(plan.stdout)).toMatchObject({ leftAlone: [{ reason: "exists-unmanaged" }] });
    expect(identifiersAt(desk.emulator)).toEqual(["shop"]);
  });
});
