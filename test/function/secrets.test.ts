import { describe, expect, it } from "vitest";
import { CANARY, leaksIn } from "../command/canary.ts";
import { manifest } from "../support/shops.ts";
import { type Desk, deskWith, TOKEN_PARAMETER } from "./desk.ts";
import { sqsEvent } from "./events.ts";

/** What a server or proxy may echo of the request that it refuses. */
const ECHOES: readonly (readonly [string, unknown])[] = [
  ["HTML", `<pre>Authorization: Bearer ${CANARY}</pre>`],
  ["JSON", { errors: [{ message: `invalid header: Bearer ${CANARY}` }] }],
  ["percent-encoding", `<a href="/login?token=${encodeURIComponent(CANARY)}">log in</a>`],
  ["base64", { error: Buffer.from(`Bearer ${CANARY}`).toString("base64") }],
];

/** All that leaves the function: what is kept, sent, announced, measured, logged. */
function said({ objects, queue, schedules, announced, measured, lines }: Desk): string {
  const kept = [...objects.stored].map(([key, { bytes }]) => [key, Buffer.from(bytes).toString("utf8")]);
  return JSON.stringify([kept, queue.sent, schedules.made, announced, measured, lines]);
}

const MESSAGE = sqsEvent({ id: "m1", body: { trigger: "schedule", workspace: "my-company" } });

describe("the token", () => {
  it.each(ECHOES)("is in nothing that is kept or said when Buddy echoes it in %s", async (_, body) => {
    const desk = await deskWith({ manifests: { "a.yaml": manifest("a") }, token: CANARY });
    desk.emulator.fault({
      match: { method: "POST" },
      when: "before",
      kind: "status",
      status: 422,
      body,
      times: Number.POSITIVE_INFINITY,
    });
    await desk.invoke(MESSAGE);
    const thrown = await desk.invoke({ mode: "apply" }).catch((error: unknown) => String(error));
    expect(thrown).toMatch(/^PassError/);
    expect(desk.reports()).toHaveLength(2);
    expect(leaksIn(`${said(desk)}${String(thrown)}`)).toEqual([]);
  });

  it("is not in the report of a manifest that holds it by mistake", async () => {
    const text = `identifier: a\nscope: WORKSPACE\nname: "${CANARY}"\n`;
    const desk = await deskWith({ manifests: { "a.yaml": text }, token: CANARY });
    const report = await desk.invoke({ mode: "apply" });
    expect(JSON.stringify(report)).toContain("[redacted]");
    expect(leaksIn(JSON.stringify([report, desk.reports(), desk.announced, desk.lines]))).toEqual([]);
  });

  it("is in nothing that is kept of a manifest that holds it, which is applied once", async () => {
    const target = `https://a.example.net/?t=${encodeURIComponent(CANARY)}`;
    const desk = await deskWith({
      manifests: { "a.yaml": manifest("a", ["/"]).replace("https://backend.example.com", `"${target}"`) },
      token: CANARY,
      settings: { policy: "sync" },
    });
    await desk.invoke(MESSAGE);
    expect(JSON.stringify(desk.emulator.distributions())).toContain(target);
    desk.clock.advance(3_600_000);
    desk.emulator.clearLog();
    await desk.invoke(MESSAGE);
    expect(desk.reports()).toMatchObject([{ verdict: "applied" }, { verdict: "in-sync" }]);
    expect(desk.emulator.log.filter(({ method }) => method !== "GET")).toEqual([]);
    expect(said(desk)).toContain("[redacted]");
    expect(leaksIn(said(desk))).toEqual([]);
  });

  it.each([`${CANARY}\n`, `Bearer ${CANARY}`, `"${CANARY}"`, `${CANARY} ${CANARY}`])(
    "is not shown when it is stored in a form that cannot be used",
    async (stored) => {
      const desk = await deskWith({ manifests: { "a.yaml": manifest("a") }, token: CANARY });
      desk.parameters.set(TOKEN_PARAMETER, stored);
      await desk.invoke(MESSAGE);
      expect(desk.reports()).toMatchObject([{ verdict: "error" }]);
      expect(leaksIn(said(desk))).toEqual([]);
    },
  );
});
