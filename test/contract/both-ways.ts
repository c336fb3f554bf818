import { expect } from "vitest";
import type { Emulator, LoggedRequest } from "../../lib/emulator/emulator.ts";
import { type Workshop, type WorkshopOptions, workshop } from "../support/workshop.ts";
import type { Checkpoint } from "./checkpoint.ts";

type Scenario = (shop: Workshop) => Promise<unknown>;

/**
 * Runs the scenario twice, straight and through Prism, each against an emulator of its own, and expects that it ends in
 * the same, that the emulators got the same calls and hold the same, and that no call broke the contract.
 * @returns what the scenario ended in, and the calls
 */
export async function bothWays(
  checkpoint: Checkpoint,
  options: WorkshopOptions,
  scenario: Scenario,
): Promise<Account> {
  const straight = await account(options, scenario);
  const before = checkpoint.calls;
  const between: WorkshopOptions["between"] = (url, fetch) => checkpoint.through(url, fetch);
  const checked = await account({ ...options, between }, scenario);
  expect(checkpoint.takeViolations()).toEqual([]);
  expect(checked).toEqual(straight);
  expect(checkpoint.calls - before).toBe(checked.calls.length);
  return checked;
}

type Account = {
  readonly end: unknown;
  readonly calls: readonly Partial<LoggedRequest>[];
  readonly live: ReturnType<Emulator["distributions"]>;
};

async function account(options: WorkshopOptions, scenario: Scenario): Promise<Account> {
  const shop = await workshop(options);
  try {
    const end = await scenario(shop);
    const calls = shop.emulator.log.map(({ headers, ...entry }) => {
      const { accept = "", "user-agent": agent = "", "content-type": type = "" } = headers;
      return { ...entry, headers: { accept, agent, type } };
    });
    return { end: withoutPort(end, shop), calls, live: shop.emulator.distributions() };
  } finally {
    await shop.close();
  }
}

function withoutPort(value: unknown, { emulator }: Workshop): unknown {
  return JSON.parse(JSON.stringify(value ?? null).replaceAll(emulator.url, "http://emulator")) as unknown;
}
