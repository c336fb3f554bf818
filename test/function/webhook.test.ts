import { createHash } from "node:crypto";
import { sign } from "@octokit/webhooks-methods";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ParameterError } from "../../lib/adapters/aws/parameters.ts";
import { readPassRequest } from "../../lib/function/request.ts";
import { isSigned } from "../../lib/function/webhook/providers.ts";
import { tries } from "../support/property.ts";
import {
  BUDDY_SECRET,
  COMMIT,
  DELIVERY,
  desk,
  fromBuddy,
  fromGithub,
  GITHUB_SECRET,
  push,
  request,
  signature,
  throttled,
} from "./webhook-desk.ts";

const INHERITED = '{"__proto__":{"repository":{"full_name":"my-company/routing"}},';

describe("webhook: a push on GitHub", () => {
  it("is enqueued with its commit as a hint", async () => {
    const { handle, queue } = desk();
    expect(await handle(fromGithub())).toEqual({ statusCode: 202, body: "a pass was requested" });
    expect(queue.sent).toEqual([
      { request: { trigger: "push", commit: COMMIT, at: DELIVERY }, cause: `webhook ${DELIVERY}` },
    ]);
  });

  it("makes a message that the reconciler can read", async () => {
    const { handle, queue } = desk();
    await handle(fromGithub());
    await handle(fromBuddy(JSON.stringify({ secret_key: BUDDY_SECRET })));
    expect(queue.sent.map(({ request: sent }) => readPassRequest(JSON.stringify(sent)))).toEqual(
      queue.sent.map(({ request: sent }) => sent),
    );
  });

  it("is accepted with the signature that GitHub's own library makes", async () => {
    const { handle } = desk();
    const body = push({ pusher: { name: "Zażółć 🦆" } });
    const event = fromGithub(body, { "x-hub-signature-256": await sign(GITHUB_SECRET, body) });
    expect(await handle(event)).toMatchObject({ statusCode: 202 });
  });

  it("is accepted with a base64 body", async () => {
    const { handle, queue } = desk();
    expect(await handle(fromGithub(Buffer.from(push())))).toMatchObject({ statusCode: 202 });
    expect(queue.sent).toHaveLength(1);
  });

  it.each([
    ["another event", fromGithub(push(), { "x-github-event": "pull_request" })],
    ["another branch", fromGithub(push({ ref: "refs/heads/feature" }))],
    [
      "a branch of which the name is only a part",
      fromGithub(push({ ref: "refs/heads/main/refs/heads/main" })),
    ],
    ["a tag", fromGithub(push({ ref: "refs/tags/main" }))],
    ["another repository", fromGithub(push({ repository: { full_name: "my-company/other" } }))],
    ["a deleted branch", fromGithub(push({ after: "0".repeat(40), deleted: true }))],
    [
      "a deleted branch that does not say so",
      fromGithub(push({ after: "0".repeat(40), deleted: undefined })),
    ],
    ["a branch that only says that it is deleted", fromGithub(push({ deleted: true }))],
  ])("is ignored with 202 when it is %s", async (_, event) => {
    const { handle, queue, objects } = desk();
    expect(await handle(event)).toMatchObject({ statusCode: 202 });
    expect(queue.sent).toEqual([]);
    expect(objects.stored.size).toBe(0);
  });

  it("answers a ping, and enqueues nothing", async () => {
    const { handle, queue } = desk();
    const event = fromGithub(JSON.stringify({ zen: "…" }), { "x-github-event": "ping" });
    expect(await handle(event)).toMatchObject({ statusCode: 200 });
    expect(queue.sent).toEqual([]);
  });

  it.each([
    ["a commit that is too short", push({ after: COMMIT.slice(1) })],
    ["a commit in upper case", push({ after: COMMIT.toUpperCase() })],
    ["a commit with a line break after it", push({ after: `${COMMIT}\n` })],
    ["a commit that is no text", push({ after: 5 })],
    ["no commit", push({ after: undefined })],
    ["no repository", push({ repository: undefined })],
    ["a repository that is inherited", push({ repository: undefined }).replace("{", INHERITED)],
    ["a list", "[]"],
    ["null", "null"],
    ["half an object", push().slice(0, 50)],
    ["nothing", ""],
    ["a push in Latin-1", Buffer.from(push({ pusher: { name: "ÿ" } }), "latin1")],
    ["100,000 brackets", "[".repeat(100_000)],
  ])("is 400 when its body is signed and holds %s", async (_, body) => {
    const { handle, queue } = desk();
    expect(await handle(fromGithub(body))).toEqual({ statusCode: 400 });
    expect(queue.sent).toEqual([]);
  });

  it("is refused with 415 when the webhook sends forms", async () => {
    const { handle } = desk();
    const body = `payload=${encodeURIComponent(push())}`;
    const event = fromGithub(body, { "content-type": "application/x-www-form-urlencoded" });
    expect(await handle(event)).toEqual({ statusCode: 415 });
  });

  it.each([
    ["two events", { "x-github-event": "push,push" }],
    ["two deliveries", { "x-github-delivery": `${DELIVERY},${DELIVERY}` }],
    ["no event", { "x-github-event": undefined }],
    ["no delivery", { "x-github-delivery": undefined }],
    ["a delivery that leads elsewhere", { "x-github-delivery": "../buddy/x" }],
  ])("is 400 with %s", async (_, headers) => {
    const { handle, objects } = desk();
    expect(await handle(fromGithub(push(), headers))).toEqual({ statusCode: 400 });
    expect(objects.calls).toEqual([]);
  });
});

describe("webhook: a signature", () => {
  it("matches the example in GitHub's documentation", () => {
    const example = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    expect(isSigned(Buffer.from("Hello, World!"), example, "It's a Secret to Everybody")).toBe(true);
  });

  const right = signature(push());
  it.each([
    ["that is missing", undefined],
    ["that is empty", ""],
    ["of SHA-1", `sha1=${right.slice(7, 47)}`],
    ["without its prefix", right.slice(7)],
    ["that is too short", right.slice(0, -1)],
    ["that is too long", `${right}0`],
    ["that is not hexadecimal", `${right.slice(0, -1)}g`],
    ["in upper case", `sha256=${right.slice(7).toUpperCase()}`],
    ["with a line break after it", `${right}\n`],
    ["that comes twice", `${right},${right}`],
    ["that comes after a wrong one", `sha256=${"0".repeat(64)},${right}`],
    ["of another body", signature(push({ after: "a".repeat(40) }))],
    ["of another secret", signature(push(), "another")],
    ["of nothing as the secret", signature(push(), "")],
  ])("%s is refused with 401 and an empty body", async (_, given) => {
    const { handle, queue, objects } = desk();
    expect(await handle(fromGithub(push(), { "x-hub-signature-256": given }))).toEqual({ statusCode: 401 });
    expect(queue.sent).toEqual([]);
    expect(objects.calls).toEqual([]);
  });

  it("is not compared unless it has the right form", async () => {
    const { handle, readings } = desk();
    await handle(fromGithub(push(), { "x-hub-signature-256": "sha1=x" }));
    expect(readings).toEqual([]);
  });

  it("is never accepted when it is invented, or changed in one place", async () => {
    const { handle, queue, readings } = desk();
    const digit = fc.constantFrom(...Array.from("0123456789abcdef"));
    const madeUp = fc.array(digit, { minLength: 64, maxLength: 64 }).map((all) => `sha256=${all.join("")}`);
    const changed = fc
      .tuple(
        fc.nat(right.length - 1),
        fc.oneof(digit, fc.string({ unit: "binary", minLength: 1, maxLength: 1 })),
      )
      .map(([at, character]) => right.slice(0, at) + character + right.slice(at + 1));
    await fc.assert(
      fc.asyncProperty(fc.oneof(madeUp, changed), async (given) => {
        fc.pre(given !== right);
        const { statusCode } = await handle(fromGithub(push(), { "x-hub-signature-256": given }));
        expect(statusCode).toBe(401);
      }),
      tries(2_000),
    );
    expect(queue.sent).toEqual([]);
    expect(readings).toHaveLength(1);
  });

  it("does not match a body in which one byte differs", async () => {
    const { handle, queue } = desk();
    const body = Buffer.from(push());
    const event = fromGithub(body);
    await fc.assert(
      fc.asyncProperty(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), async (at, difference) => {
        const other = Uint8Array.from(body, (byte, index) => (index === at ? byte ^ difference : byte));
        const forged = { ...event, body: Buffer.from(other).toString("base64") };
        expect(await handle(forged)).toEqual({ statusCode: 401 });
      }),
      tries(300),
    );
    expect(queue.sent).toEqual([]);
  });

  it("covers the bytes: a body that is not UTF-8 differs from its decoded text", async () => {
    const { handle } = desk();
    const bytes = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
    const decoded = signature(Buffer.from(bytes.toString("utf8")));
    expect(await handle(fromGithub(bytes, { "x-hub-signature-256": decoded }))).toEqual({ statusCode: 401 });
    // Signed as it is, it is what it claims to be; it is only no JSON.
    expect(await handle(fromGithub(bytes))).toEqual({ statusCode: 400 });
  });

  it("is read from its header alone, and never from an inherited property", async () => {
    const { handle } = desk();
    const { headers, ...event } = fromGithub();
    const inheriting: unknown = Object.create(headers as object);
    expect(await handle({ ...event, headers: inheriting })).toEqual({ statusCode: 401 });
  });
});

describe("webhook: a repeated delivery", () => {
  it("is answered 200, and enqueues nothing", async () => {
    const { handle, queue } = desk();
    await handle(fromGithub());
    expect(await handle(fromGithub())).toMatchObject({ statusCode: 200 });
    expect(queue.sent).toHaveLength(1);
  });

  it("is recognised by its id, whatever its body", async () => {
    const { handle, queue } = desk();
    await handle(fromGithub());
    expect(await handle(fromGithub(push({ after: "a".repeat(40) })))).toMatchObject({ statusCode: 200 });
    expect(queue.sent).toHaveLength(1);
  });

  it("is recognised by its body, whatever its id: the id is not signed", async () => {
    const { handle, queue } = desk();
    await handle(fromGithub());
    expect(await handle(fromGithub(push(), { "x-github-delivery": "another" }))).toMatchObject({
      statusCode: 200,
    });
    expect(queue.sent).toHaveLength(1);
  });

  it("is remembered below deliveries/, where the lifecycle of the bucket deletes it", async () => {
    const { handle, objects } = desk();
    await handle(fromGithub());
    const digest = createHash("sha256").update(push()).digest("hex");
    expect([...objects.stored.keys()]).toEqual([
      `deliveries/github/${DELIVERY}`,
      `deliveries/github/${digest}`,
    ]);
  });

  it("is accepted if it could not be enqueued before", async () => {
    const { handle, queue, objects } = desk();
    queue.refusing = true;
    expect(await handle(fromGithub())).toEqual({ statusCode: 503 });
    expect(objects.stored.size).toBe(0);
    queue.refusing = false;
    expect(await handle(fromGithub())).toMatchObject({ statusCode: 202 });
    expect(queue.sent).toHaveLength(1);
  });

  it("may be enqueued twice if both come at once, with the same cause, so that the queue drops one", async () => {
    const { handle, queue } = desk();
    const both = await Promise.all([handle(fromGithub()), handle(fromGithub())]);
    expect(both.map(({ statusCode }) => statusCode)).toEqual([202, 202]);
    expect(new Set(queue.sent.map(({ cause }) => cause)).size).toBe(1);
  });

  it("is answered 503, and not enqueued, when the store cannot say whether it is known", async () => {
    const { handle, queue, objects } = desk();
    objects.before = () => {
      throw new Error("the bucket is away");
    };
    expect(await handle(fromGithub())).toEqual({ statusCode: 503 });
    expect(queue.sent).toEqual([]);
  });

  it("is accepted although it could not be remembered, which is logged", async () => {
    const { handle, queue, objects, lines } = desk();
    objects.before = (call) => {
      if (call.startsWith("PUT")) throw new Error("the bucket is full");
    };
    expect(await handle(fromGithub())).toMatchObject({ statusCode: 202 });
    expect(queue.sent).toHaveLength(1);
    expect(lines.at(-1)).toMatchObject(["webhook.forgotten", { failed: true, reason: "the bucket is full" }]);
  });
});

describe("webhook: a malformed request", () => {
  it.each([
    ["null", null],
    ["undefined", undefined],
    ["a text", "push"],
    ["a list", []],
    ["an object without anything", {}],
    ["a scheduler's event", { trigger: "schedule" }],
    ["an event of S3", { Records: [{ eventSource: "aws:s3" }] }],
    ["an event of payload format 1.0", { httpMethod: "POST", path: "/github", headers: {}, body: "{}" }],
  ])("is 400 when it is %s", async (_, event) => {
    const { handle, readings } = desk();
    expect(await handle(event)).toEqual({ statusCode: 400 });
    expect(readings).toEqual([]);
  });

  it.each(["/", "/github/x", "/githubx", "/xgithub", "/GITHUB", "/.env"])("is 404 at %s", async (path) => {
    const { handle } = desk();
    expect(await handle(request(path, push(), {}))).toEqual({ statusCode: 404 });
  });

  it("is 405 when it is not a POST", async () => {
    const { handle } = desk();
    const event = { ...fromGithub(), requestContext: { http: { method: "GET" } } };
    expect(await handle(event)).toEqual({ statusCode: 405 });
  });

  it("is 401 without headers or body", async () => {
    const { handle } = desk();
    const { headers: _, body: __, ...event } = fromGithub();
    expect(await handle(event)).toEqual({ statusCode: 401 });
  });

  it.each([
    ["as text", "x".repeat(1024 * 1024 + 1)],
    ["in base64", Buffer.alloc(1024 * 1024 + 1)],
    ["in letters of more than one byte", "ü".repeat(600_000)],
    ["by far", "x".repeat(6_000_000)],
  ])("is 413 above 1 MB, %s, even with a valid signature", async (_, body) => {
    const { handle, readings } = desk();
    expect(await handle(fromGithub(body))).toEqual({ statusCode: 413 });
    expect(readings).toEqual([]);
  });

  it.each([
    ["as text", "x".repeat(1024 * 1024)],
    ["in base64", Buffer.alloc(1024 * 1024, "x")],
  ])("is read up to 1 MB, %s", async (_, body) => {
    const { handle } = desk();
    expect(await handle(fromGithub(body, { "x-github-event": "ping" }))).toMatchObject({ statusCode: 200 });
  });
});

describe("webhook: what it says", () => {
  it("contains no secret, no signature and nothing that was sent, in any answer and any line of the log", async () => {
    const { handle, secrets, queue, clock, lines } = desk();
    const answers = [
      await handle(fromGithub()),
      await handle(fromGithub()),
      await handle(fromGithub(push(), { "x-hub-signature-256": "sha256=CANARY" })),
      await handle(fromGithub("CANARY")),
      await handle(fromGithub(push({ ref: "CANARY" }))),
      await handle(request("/CANARY", "CANARY", { "x-hub-signature-256": "CANARY" })),
      await handle(fromBuddy(JSON.stringify({ secret_key: BUDDY_SECRET, invoker: "CANARY" }))),
      await handle(fromBuddy(JSON.stringify({ secret_key: "CANARY" }))),
      await handle(fromBuddy("CANARY")),
    ];
    queue.refusing = true;
    answers.push(
      await handle(fromGithub(push({ before: "e".repeat(40) }), { "x-github-delivery": "second" })),
    );
    clock.advance(400_000);
    secrets.github = new ParameterError("the parameter is not there", "missing");
    secrets.buddy = throttled();
    answers.push(
      await handle(fromGithub()),
      await handle(fromBuddy(JSON.stringify({ secret_key: BUDDY_SECRET }))),
    );

    const said = JSON.stringify([answers, lines, queue.sent]);
    for (const secret of [GITHUB_SECRET, BUDDY_SECRET, "CANARY", signature(push()).slice(7)]) {
      expect(said).not.toContain(secret);
      expect(said).not.toContain(Buffer.from(secret).toString("base64"));
    }
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([
      202, 200, 401, 400, 202, 404, 202, 401, 401, 503, 503, 503,
    ]);
  });

  it("gives the reason for a refusal in the log alone", async () => {
    const { handle, lines } = desk();
    expect(await handle(fromGithub(push(), { "x-hub-signature-256": undefined }))).toEqual({
      statusCode: 401,
    });
    expect(lines).toEqual([
      [
        "webhook.refused",
        {
          provider: "github",
          status: 401,
          reason: "there is not exactly one signature of the form sha256=",
        },
      ],
    ]);
  });

  it("is one line for each delivery", async () => {
    const { handle, lines } = desk();
    await handle(fromGithub());
    await handle(fromGithub());
    await handle(fromGithub(push(), { "x-github-event": "ping" }));
    expect(lines).toEqual([
      ["webhook.enqueued", { provider: "github", delivery: DELIVERY, commit: COMMIT }],
      ["webhook.repeated", { provider: "github", delivery: DELIVERY, commit: COMMIT }],
      ["webhook.ignored", { provider: "github", status: 200, reason: "the webhook works" }],
    ]);
  });
});
