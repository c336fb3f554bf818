import { describe, expect, it } from "vitest";
import type { CreateRun } from "../../lib/apply/context.ts";
import { finishCreate } from "../../lib/apply/create.ts";
import { runOutcome } from "../../lib/apply/outcome.ts";
import { abandon, attach, recordRefused, removesRoutes } from "../../lib/apply/routes.ts";
import { ProviderError } from "../../lib/errors.ts";
import { change, route, WORKSPACE } from "../support/builders.ts";
import { creating } from "./creating.ts";
import { failing, NOW } from "./ensuring.ts";

const [ONE, TWO] = [route({ path: "/1" }), route({ path: "/2" })] as const;
const [A, B] = ["www.example.com/1", "www.example.com/2"] as const;
const applied = (address: string) => ({ route: address, status: "applied" });

describe("a route that another distribution gives up", () => {
  const waiting = async (fails: Readonly<Record<string, readonly Error[]>>, routes = [ONE, TWO]) => {
    const { begun, ...scene } = await creating(change({ routes }), { fails, givenUp: [A] });
    return { ...scene, run: pendingOf(begun) };
  };

  it("waits after a refusal, and is sent again when it is asked for", async () => {
    const { run, tools } = await waiting({ [`POST ${A}`]: [failing("refused")] });
    expect([...run.waiting.keys()]).toEqual([A]);
    expect(removesRoutes(run)).toBe(false);
    expect(await attach(run, A, tools)).toEqual({ outcome: applied(A) });
    expect([...run.waiting.keys()]).toEqual([]);
    expect(await finishCreate(run, tools)).toMatchObject({
      outcome: { status: "applied", routes: [applied(A), applied(B)] },
    });
    await expect(attach(run, B, tools)).rejects.toThrow("www.example.com/2 does not wait");
  });

  it("waits on when it is refused again, and is reported as it is abandoned", async () => {
    const { run, tools } = await waiting({ [`POST ${A}`]: [failing("refused"), failing("refused")] });
    expect(await attach(run, A, tools)).toMatchObject({ outcome: { status: "failed" } });
    expect([...run.waiting.keys()]).toEqual([A]);
    const refusal = new ProviderError("not so", {
      failure: "refused",
      effect: "none",
      call: "POST /x",
      remedy: "mend it",
    });
    abandon(run, A, { status: "blocked", reason: "it stays there" }, refusal);
    expect(runOutcome(run, "skipped", "the pass ends")).toMatchObject({
      outcome: {
        status: "skipped",
        reason: "the pass ends",
        remedy: "mend it",
        routes: [{ route: A, status: "blocked", reason: "it stays there" }, applied(B)],
      },
    });
    abandon(run, A, { status: "blocked", reason: "it stays there" });
    expect(await finishCreate(run, tools)).toMatchObject({
      outcome: { status: "blocked", reason: "1 of 2 routes are not there: it stays there" },
      error: { failure: "refused" },
    });
  });

  it("does not wait when something else of the same distribution has failed", async () => {
    const fails = { [`POST ${A}`]: [failing("refused")], [`POST ${B}`]: [failing("forbidden")] };
    const { begun } = await creating(change({ routes: [ONE, TWO] }), { fails, givenUp: [A] });
    expect(begun).toMatchObject({
      outcome: {
        status: "failed",
        routes: [
          { route: A, status: "failed", reason: "it is refused" },
          { route: B, status: "failed" },
        ],
      },
    });
  });

  it("does not wait when the pass has to end, and keeps the error that ends it", async () => {
    const fails = { [`POST ${A}`]: [failing("refused")], [`POST ${B}`]: [failing("out-of-time")] };
    const { begun } = await creating(change({ routes: [ONE, TWO] }), { fails, givenUp: [A] });
    expect(begun).toMatchObject({
      error: { failure: "out-of-time" },
      outcome: { status: "skipped", routes: [{ route: A, status: "failed" }, { route: B }] },
    });
  });

  it("remembers what was refused in vain", async () => {
    const { run, tools, events } = await waiting({ [`POST ${A}`]: [failing("refused")] }, [ONE]);
    await recordRefused(run, B, tools);
    await recordRefused(run, A, tools);
    expect(events.filter(({ event }) => event === "refused")).toEqual([
      { event: "refused", scope: WORKSPACE, identifier: "shop", at: NOW, route: ONE },
    ]);
  });
});

function pendingOf(begun: Awaited<ReturnType<typeof creating>>["begun"]): CreateRun {
  if (!("pending" in begun) || begun.pending.kind !== "create") throw new Error("it does not wait");
  return begun.pending;
}
