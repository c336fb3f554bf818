import fc from "fast-check";
import { describe, it } from "vitest";
import { buddyProvider } from "../../../lib/adapters/buddy/provider.ts";
import { startEmulator } from "../../../lib/emulator/emulator.ts";
import { PERSONALITIES, type Personality } from "../../../lib/emulator/personality.ts";
import { PERSONALITIES_SINGLY } from "../../contract/personalities.ts";
import { THOROUGH, tries } from "../../support/property.ts";
import { type Bench, PROVIDER_CONTRACT } from "../../support/provider-contract.ts";
import { virtualClock } from "../../support/virtual-clock.ts";

async function underContract(
  personality: Partial<Personality>,
  check: (bench: Bench) => Promise<void>,
): Promise<void> {
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
    });
    await check({ provider, catchUp: () => clock.advance(60_000) });
  } finally {
    await emulator.close();
  }
}

const SINGLY = PERSONALITIES_SINGLY.map(
  (personality, nth) => [JSON.stringify(personality), personality, nth] as const,
);

/** Each second one, by turns; all of them when there is time. */
const some = (nth: number) =>
  [...PROVIDER_CONTRACT]
    .map(([title, check], index) => ({ title, check, index }))
    .filter(({ index }) => THOROUGH || nth === 0 || (index + nth) % 2 === 0);

describe.each(SINGLY)("a provider, under %s", (_, personality, nth) => {
  it.each(some(nth))("$title", ({ check }) => underContract(personality, check));
});

describe("a provider, under any combination of personalities", () => {
  const values = Object.entries(PERSONALITIES).map(([key, all]) => [
    key,
    fc.constantFrom(...(all as readonly unknown[])),
  ]);
  const personality = fc.record(Object.fromEntries(values) as Record<string, fc.Arbitrary<unknown>>);

  it.each([...PROVIDER_CONTRACT].map(([title, check]) => ({ title, check })))("$title", async ({ check }) => {
    await fc.assert(
      fc.asyncProperty(personality, (drawn) => underContract(drawn as Partial<Personality>, check)),
      tries(2),
    );
  });
});
