import { describe, expect, it } from "vitest";
import type { Halfway } from "../../lib/apply/halfway.ts";
import { ProviderError } from "../../lib/errors.ts";
import { change, route, WORKSPACE } from "../support/builders.ts";
import { creating } from "./creating.ts";
import { failing, NOW } from "./obtaining.ts";

const [ONE, TWO] = [route({ path: "/1" }), route({ path: "/2" })] as const;
const [A, B] = ["www.example.com/1", "www.example.com/2"] as const;
const applied = (address: string) => ({ route: address, status: "applied" });

describe("a route that another distribution gives up", () => {
  const waiting = async (fails: Readonly<Record<string, readonly Error[]>>): Promise<Halfway> => {
    const { begun } = await creating(change({ routes: [ONE, TWO] }), { fails, givenUp: [A] });
    if (!("halfway" in begun)) throw new Error("it does not wait");
    return begun.halfway;
  };

  it("waits after a refusal, and is sent again when it is asked for", async () => {
    const halfway = await waiting({ [`POST ${A}`]: [failing("refused")] });
    expect([...halfway.waiting.keys()]).toEqual([A]);
    expect(halfway.removes).toBe(false);
    expect(await halfway.take(A)).toEqual({ outcome: applied(A) });
    expect([...halfway.waiting.keys()]).toEqual([]);
    expect(await halfway.finish()).toMatchObject({
      outcome: { status: "applied", routes: [applied(A), applied(B)] },
    });
    await expect(halfway.take(B)).rejects.toThrow("www.example.com/2 does not wait");
  });

  it("waits on when it is refused again, and is told as it is forgone", async () => {
    const halfway = await waiting({ [`POST ${A}`]: [failing("refused"), failing("refused")] });
    expect(await halfway.take(A)).toMatchObject({ outcome: { status: "failed" } });
    expect([...halfway.waiting.keys()]).toEqual([A]);
    const refusal = new ProviderError("not so", {
      failure: "refused",
      effect: "none",
      call: "POST /x",
      remedy: "mend it",
    });
    halfway.forgo(A, { status: "blocked", reason: "it stays there" }, refusal);
    expect(halfway.leave("the pass ends")).toMatchObject({
      outcome: {
        status: "skipped",
        reason: "the pass ends",
        remedy: "mend it",
        routes: [{ route: A, status: "blocked", reason: "it stays there" }, applied(B)],
      },
    });
    halfway.forgo(A, { status: "blocked", reason: "it stays there" });
    expect(await halfway.finish()).toMatchObject({
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

  it("remembers what was refused in vain", async () => {
    const { begun, events } = await creating(change({ routes: [ONE] }), {
      fails: { [`POST ${A}`]: [failing("refused")] },
      givenUp: [A],
    });
    if (!("halfway" in begun)) throw new Error("it does not wait");
    await begun.halfway.recordRefused(B);
    await begun.halfway.recordRefused(A);
    expect(events.filter(({ event }) => event === "refused")).toEqual([
      { event: "refused", scope: WORKSPACE, identifier: "shop", at: NOW, route: ONE },
    ]);
  });
});
