import { describe, expect, it } from "vitest";
import { ParameterError } from "../../lib/adapters/aws/parameters.ts";
import { VARIABLES } from "../../lib/deployment.ts";
import { EnvironmentError } from "../../lib/function/start.ts";
import {
  BUDDY_SECRET,
  type Desk,
  desk,
  ENVIRONMENT,
  fromBuddy,
  fromGithub,
  GITHUB_SECRET,
  push,
  signature,
  throttled,
} from "./webhook-desk.ts";

const WRONG = fromGithub(push(), { "x-hub-signature-256": `sha256=${"0".repeat(64)}` });

/** Another push each time, signed with this secret; resolves to the status. */
function sender({ handle }: Desk) {
  let count = 0;
  return async (secret?: string): Promise<number> => {
    count += 1;
    const body = push({ size: count });
    const headers = { "x-github-delivery": `d-${count}`, "x-hub-signature-256": signature(body, secret) };
    return (await handle(fromGithub(body, headers))).statusCode;
  };
}

describe("webhook: its secret", () => {
  it("is read once in 300 s", async () => {
    const at = desk();
    const send = sender(at);
    await send();
    at.clock.advance(299_999);
    await send();
    expect(at.readings).toHaveLength(1);
    at.clock.advance(1);
    await send();
    expect(at.readings).toHaveLength(2);
  });

  it("is read only for the webhook that is called", async () => {
    const { handle, readings } = desk();
    await handle(fromBuddy(JSON.stringify({ secret_key: BUDDY_SECRET })));
    expect(readings).toEqual(["/distro-sync/webhook/buddy"]);
  });

  it("is read again when a signature does not match, and the new one is used at once", async () => {
    const at = desk();
    const send = sender(at);
    await send();
    at.clock.advance(30_000);
    at.secrets.github = "the-next-secret";
    expect(await send("the-next-secret")).toBe(202);
    expect(at.readings).toHaveLength(2);
  });

  it("is no longer accepted once the new one is known", async () => {
    const at = desk();
    const send = sender(at);
    await send();
    at.clock.advance(30_000);
    at.secrets.github = "the-next-secret";
    await send("the-next-secret");
    expect(await send()).toBe(401);
  });

  it("is accepted for 300 s after it was replaced, unless somebody uses the new one", async () => {
    const at = desk();
    const send = sender(at);
    await send();
    at.secrets.github = "the-next-secret";
    at.clock.advance(299_999);
    expect(await send()).toBe(202);
    at.clock.advance(1);
    expect(await send()).toBe(401);
  });

  it("is read at most once in 30 s for a flood of wrong signatures", async () => {
    const { handle, clock, readings } = desk();
    for (let count = 0; count < 1_000; count += 1) {
      expect((await handle(WRONG)).statusCode).toBe(401);
      clock.advance(100);
    }
    // 100 s: the first reading, and one each 30 s.
    expect(readings).toHaveLength(4);
  });

  it("is not read again at once after a failure", async () => {
    const { handle, clock, secrets, readings } = desk();
    secrets.github = throttled();
    for (let count = 0; count < 100; count += 1) {
      expect((await handle(WRONG)).statusCode).toBe(503);
      clock.advance(100);
    }
    // 10 s, and one reading each 5 s.
    expect(readings).toHaveLength(2);
  });

  it("is read again after a failure even if the clock was set back", async () => {
    const at = desk();
    const send = sender(at);
    at.secrets.github = throttled();
    expect(await send()).toBe(503);
    at.clock.advance(-3_600_000);
    at.secrets.github = GITHUB_SECRET;
    expect(await send()).toBe(202);
  });

  it("stays valid for 60 s more while it cannot be read, and then nothing is accepted", async () => {
    const at = desk();
    const send = sender(at);
    await send();
    at.secrets.github = throttled();
    at.clock.advance(359_999);
    expect(await send()).toBe(202);
    at.clock.advance(1);
    expect(await send()).toBe(503);
    expect(at.lines.at(-1)).toMatchObject([
      "webhook.failed",
      { provider: "github", failed: true, reason: "the parameter could not be read: throttled" },
    ]);
  });

  it("stays valid when it cannot be read again after a wrong signature", async () => {
    const at = desk();
    const send = sender(at);
    await send();
    at.clock.advance(30_000);
    at.secrets.github = throttled();
    expect(await send("wrong")).toBe(401);
    expect(await send()).toBe(202);
  });

  it("accepts nothing once the parameter is deleted", async () => {
    const at = desk();
    const send = sender(at);
    await send();
    at.clock.advance(300_000);
    at.secrets.github = new ParameterError("the parameter is not there", "missing");
    expect(await send()).toBe(503);
  });

  it.each([
    ["empty", ""],
    ["white space", "  "],
    ["followed by a line break", "secret\n"],
  ])("accepts nothing when it is %s", async (_, secret) => {
    const at = desk();
    at.secrets.github = secret;
    expect(await sender(at)(secret)).toBe(503);
    expect(JSON.stringify(at.lines)).toContain("/distro-sync/webhook/github");
    expect(JSON.stringify(at.lines)).not.toContain("secret\\n");
  });

  it("is noticed to have changed even if the clock was set back", async () => {
    const at = desk();
    const send = sender(at);
    await send();
    at.clock.advance(-3_600_000);
    at.secrets.github = "the-next-secret";
    expect(await send("the-next-secret")).toBe(202);
  });
});

describe("webhookDependencies", () => {
  it("switches on exactly the webhooks whose secrets are named", async () => {
    const { handle } = desk({ ...ENVIRONMENT, [VARIABLES.webhookBuddy]: undefined });
    expect(await handle(fromGithub())).toMatchObject({ statusCode: 202 });
    expect(await handle(fromBuddy(JSON.stringify({ secret_key: BUDDY_SECRET })))).toEqual({
      statusCode: 404,
    });
    const other = desk({ [VARIABLES.webhookBuddy]: "/distro-sync/webhook/buddy" });
    expect(await other.handle(fromGithub())).toEqual({ statusCode: 404 });
    expect(other.readings).toEqual([]);
  });

  it.each([
    ["no secret", {}],
    ["names that are empty", { [VARIABLES.webhookGithub]: "", [VARIABLES.webhookBuddy]: "" }],
    ["no repository", { ...ENVIRONMENT, [VARIABLES.repository]: undefined }],
    ["no branch", { ...ENVIRONMENT, [VARIABLES.branch]: "" }],
  ])("refuses to start with %s", (_, env) => {
    expect(() => desk(env)).toThrow(EnvironmentError);
  });
});
