import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buddyProvider } from "../../lib/adapters/buddy/provider.ts";
import { startEmulator } from "../../lib/emulator/emulator.ts";
import type { Personality } from "../../lib/emulator/personality.ts";
import { type Bench, PROVIDER_CONTRACT } from "../support/provider-contract.ts";
import { virtualClock } from "../support/virtual-clock.ts";
import { type Checkpoint, startCheckpoint } from "./checkpoint.ts";
import { PERSONALITIES_SINGLY } from "./personalities.ts";

let checkpoint: Checkpoint;
beforeAll(async () => {
  checkpoint = await startCheckpoint();
});
afterAll(() => checkpoint?.close());

type Check = (bench: Bench) => Promise<void>;

/** The requests that the emulator got, and what it held in the end. */
async function account(check: Check, personality: Partial<Personality>, checked: boolean) {
  const clock = virtualClock();
  const emulator = await startEmulator({ clock, personality });
  try {
    const provider = buddyProvider({
      endpoint: emulator.url,
      workspace: "my-company",
      tokens: { token: async () => "emulator-token" },
      clock,
      random: () => 0.5,
      log: () => {},
      fetch: checked ? checkpoint.through(emulator.url, fetch) : fetch,
    });
    await check({ provider, catchUp: () => clock.advance(60_000) });
    const calls = emulator.log.map(({ method, path, query, body, status }) => ({
      method,
      path,
      query,
      body,
      status,
    }));
    return { calls, live: emulator.distributions() };
  } finally {
    await emulator.close();
  }
}

/** The one check that is about a request which the contract does not allow. */
const BROKEN = "says that nothing was changed when Buddy refuses";

const CHECKS = [...PROVIDER_CONTRACT]
  .filter(([title]) => title !== BROKEN)
  .map(([title, check]) => ({ title, check }));

describe.each(PERSONALITIES_SINGLY)("a provider, through Prism, under the personality %j", (personality) => {
  it.each(CHECKS)("$title", async ({ check }) => {
    const straight = await account(check, personality, false);
    const before = checkpoint.calls;
    const checked = await account(check, personality, true);
    expect(checkpoint.takeViolations()).toEqual([]);
    expect(checked).toEqual(straight);
    expect(checkpoint.calls - before).toBe(checked.calls.length);
  });
});

describe("a provider, through Prism", () => {
  it("makes every call of the contract that writes", async () => {
    const written = new Set<string>();
    for (const routeUpdate of ["PUT", "PATCH"] as const)
      for (const { check } of CHECKS) {
        const { calls } = await account(check, { routeUpdate }, false);
        for (const { method, path, status } of calls)
          if (method !== "GET" && status !== undefined && status < 300)
            written.add(
              `${method} ${path
                .split("/")
                .slice(3)
                .filter((_, at) => at % 2 === 0)
                .join("/")}`,
            );
      }
    expect([...written].toSorted()).toEqual([
      "DELETE distributions",
      "DELETE distributions/routes",
      "PATCH distributions",
      "PATCH distributions/routes",
      "POST distributions",
      "POST distributions/routes",
      "PUT distributions/routes",
    ]);
  });

  it("is told of a request that the contract does not allow", async () => {
    const check = PROVIDER_CONTRACT.get(BROKEN);
    if (check === undefined) throw new Error("the check is gone");
    await account(check, {}, true);
    expect(checkpoint.takeViolations()).toMatchObject([{ by: "request" }]);
  });
});
