import { join } from "node:path";
import { fileState } from "../../lib/adapters/state/file.ts";
import type { Scope } from "../../lib/core/domain/distribution.ts";
import type { InventoryEvent } from "../../lib/core/domain/inventory.ts";
import type { Ledger, State } from "../../lib/ports.ts";
import { WORKSPACE } from "../support/builders.ts";
import type { Desk } from "./desk.ts";

/** The state that the command uses at a desk. */
export function stateOf({ folder, emulator }: Desk): State {
  const owner = { instance: "default", api: emulator.url, workspace: "my-company" };
  return fileState(join(folder, ".state", "distro-sync"), owner, { now: () => Date.UTC(2026, 10, 24) });
}

export async function recorded(desk: Desk, events: readonly InventoryEvent[]): Promise<void> {
  await withLedger(desk, async (ledger) => {
    for (const event of events) await ledger.record(event);
  });
}

/** While the right to write is taken. */
export async function withLedger(desk: Desk, work: (ledger: Ledger) => Promise<void>): Promise<void> {
  const ledger = await stateOf(desk).open();
  try {
    await work(ledger);
  } finally {
    await ledger.close();
  }
}

/** One that is ours. */
export function created(identifier: string, scope: Scope = WORKSPACE, protect = false): InventoryEvent {
  return {
    event: "created",
    scope,
    identifier,
    at: 1,
    id: `id-of-${identifier}`,
    origin: "created",
    protect,
  };
}

export function begun(identifier: string): InventoryEvent {
  return { event: "begun", scope: WORKSPACE, identifier, at: 1 };
}
