import { describe, expect, it } from "vitest";
import { redactedState } from "../../../lib/adapters/state/redacted.ts";
import type { InventoryEvent } from "../../../lib/core/domain/inventory.ts";
import { redactor } from "../../../lib/redact.ts";
import { memoryState } from "../../support/memory-state.ts";

const TOKEN = "secret-token-1";
const about = { scope: { kind: "workspace" }, identifier: "shop", at: 1 } as const;

function ledgerKnowing(...tokens: readonly string[]) {
  const secrets = redactor();
  secrets.learn(tokens);
  return redactedState(memoryState(), secrets);
}

describe("redactedState", () => {
  it("records what was applied without the token", async () => {
    const state = ledgerKnowing(TOKEN);
    const ledger = await state.open();
    await ledger.record({ event: "created", ...about, id: "x1", origin: "created", protect: false });
    await ledger.record({ event: "completed", ...about, applied: { name: `Shop ${TOKEN}` } });
    await ledger.close();
    const { inventory } = await state.read();
    expect([...inventory.owned.values()]).toMatchObject([{ id: "x1", applied: { name: "Shop [redacted]" } }]);
  });

  it.each<[string, InventoryEvent]>([
    ["identifier", { event: "begun", ...about, identifier: `a-${TOKEN}` }],
    ["project", { event: "begun", ...about, scope: { kind: "project", project: TOKEN } }],
    ["id", { event: "created", ...about, id: TOKEN, origin: "created", protect: false }],
    ["earlier identifier", { event: "renamed", ...about, from: TOKEN }],
  ])("records nothing of an object that could not be found again: by its %s", async (_, event) => {
    const state = ledgerKnowing(TOKEN);
    const ledger = await state.open();
    await expect(ledger.record(event)).rejects.toThrow("the token is part of an identifier");
    await ledger.close();
    const { inventory } = await state.read();
    expect([...inventory.owned, ...inventory.begun]).toEqual([]);
  });

  it("records what is about no object", async () => {
    const ledger = await ledgerKnowing(TOKEN).open();
    await expect(
      ledger.record({ event: "verified", at: 1, through: "workspace#shop" }),
    ).resolves.toBeUndefined();
    await ledger.close();
  });
});
