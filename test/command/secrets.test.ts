import { describe, expect, it } from "vitest";
import { CANARY, leaksIn } from "./canary.ts";
import { deskWith, writesOf } from "./desk.ts";
import { manifest } from "./manifests.ts";

/** What a server or proxy may echo of the request that it refuses. */
const ECHOES: readonly (readonly [string, unknown])[] = [
  ["HTML", `<h1>Bad request</h1><pre>Authorization: Bearer ${CANARY}</pre>`],
  ["JSON", { errors: [{ message: `invalid header: Authorization: Bearer ${CANARY}` }] }],
  ["percent-encoding", `<a href="/login?token=${encodeURIComponent(CANARY)}">log in</a>`],
  ["base64", { error: Buffer.from(`Bearer ${CANARY}`).toString("base64") }],
  ["base64url", { message: Buffer.from(`x:${CANARY}`).toString("base64url") }],
  ["a route", { errors: [{ message: `${CANARY}${CANARY}` }] }],
];

describe("the token", () => {
  it.each(ECHOES)("does not come back when Buddy refuses to list and echoes it in %s", async (_, body) => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    desk.emulator.fault({
      when: "before",
      kind: "status",
      status: 400,
      body,
      times: Number.POSITIVE_INFINITY,
    });
    for (const format of ["text", "json"]) {
      const { code, stdout, stderr } = await desk.run([
        "plan",
        "--format",
        format,
        "--out",
        "plan.json",
        "--verbose",
      ]);
      expect(code).toBe(1);
      expect(`${stdout}${stderr}`).toContain("[redacted]");
    }
  });

  it.each(ECHOES)("does not come back when Buddy refuses to create and echoes it in %s", async (_, body) => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    desk.emulator.fault({
      match: { method: "POST" },
      when: "before",
      kind: "status",
      status: 422,
      body,
      times: Number.POSITIVE_INFINITY,
    });
    const { code, stdout } = await desk.run(["apply", "--yes", "--format", "json", "--verbose"]);
    expect(code).toBe(1);
    expect(stdout).toContain("[redacted]");
    expect(writesOf(desk.emulator)).not.toEqual([]);
  });

  it.each(ECHOES)("does not come back with a 401 that echoes it in %s", async (_, body) => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    desk.emulator.fault({
      when: "before",
      kind: "status",
      status: 401,
      body,
      times: Number.POSITIVE_INFINITY,
    });
    expect((await desk.run(["apply", "--yes"])).code).toBe(1);
  });

  it("is found by this folder's own search in each of these echoes", () => {
    for (const [, body] of ECHOES) {
      expect(leaksIn(typeof body === "string" ? body : JSON.stringify(body))).not.toEqual([]);
    }
  });
});

describe("a token in the wrong place", () => {
  it.each([
    ["--workspace", ["--workspace", CANARY]],
    ["--config", ["--config", CANARY]],
    ["where a message cuts it off", ["--config", `${"x".repeat(60)}${CANARY}`]],
    ["--api", ["--api", `https://${CANARY}.example.com`]],
  ])("does not come back as text or as JSON: %s", async (_, flags) => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    for (const format of ["text", "json"]) {
      for (const command of ["plan", "apply", "validate"]) {
        const args = [command, "--format", format, ...flags, ...(command === "apply" ? ["--yes"] : [])];
        const named = command === "validate" ? [] : ["--token-env", "BUDDY_PAT"];
        const env = { BUDDY_PAT: CANARY, BUDDY_TOKEN: command === "validate" ? CANARY : undefined };
        const { stdout, stderr } = await desk.run([...args, ...named], { env });
        expect(leaksIn(`${stdout}${stderr}`)).toEqual([]);
      }
    }
  });
});
