import { type Scope, type Summary, scopeKey } from "../../lib/core/domain/distribution.ts";
import {
  EMPTY_INVENTORY,
  foldInventory,
  type Inventory,
  type InventoryEvent,
} from "../../lib/core/domain/inventory.ts";
import { DEFAULT_LIMITS } from "../../lib/core/plan/limits.ts";
import type { Plan } from "../../lib/core/plan/plan.ts";
import type { Provider, Source } from "../../lib/ports.ts";
import { reconcile } from "../../lib/reconcile/reconcile.ts";
import { applied, subject } from "./manifests.ts";

/** A workspace without a network: only what planning itself costs is left. */
export type Workspace = {
  readonly list: (scope: Scope) => readonly Summary[];
  readonly inventory: () => Inventory;
};

export const EMPTY_WORKSPACE: Workspace = { list: () => [], inventory: () => EMPTY_INVENTORY };

/** Everything is there, and ours. Made beforehand: what is measured is planning, not making up a workspace. */
export function syncedWorkspace(manifests: number): Workspace {
  const subjects = Array.from({ length: manifests }, (_, number) => subject(number));
  const lists = new Map<string, Summary[]>();
  for (const { scope, identifier } of subjects) {
    const key = scopeKey(scope);
    const listed = lists.get(key) ?? [];
    lists.set(key, listed);
    listed.push({ id: `id-${identifier}`, identifier, name: identifier, home: scope });
  }
  const inventory = foldInventory(
    subjects.flatMap(({ scope, identifier }, number): InventoryEvent[] => {
      const about = { scope, identifier, at: 0 };
      return [
        { ...about, event: "created", id: `id-${identifier}`, origin: "created", protect: false },
        { ...about, event: "completed", applied: applied(number) },
      ];
    }),
  );
  return { list: (scope) => lists.get(scopeKey(scope)) ?? [], inventory: () => inventory };
}

/** The pass that `plan --format json` makes, and its text. */
export async function planAsJson(
  source: Source,
  workspace: Workspace,
): Promise<{ readonly plan: Plan; readonly json: string }> {
  const { plan, problems, failure } = await reconcile({
    instance: "bench",
    workspace: { api: "https://api.buddy.works", name: "my-company" },
    policy: "create-only",
    onRemove: "retain",
    quarantineMs: 0,
    drift: "correct",
    windows: [],
    limits: { ...DEFAULT_LIMITS, creates: 100_000 },
    source,
    state: {
      read: async () => ({ inventory: workspace.inventory() }),
      foreign: async () => new Map(),
      open: async () => {
        throw new Error("planning opens no ledger");
      },
    },
    provider: providerOf(workspace),
    clock: { now: () => 0, sleep: async () => {} },
    log: () => {},
    concurrency: 4,
    mode: { plan: true },
  });
  if (plan === undefined) throw new Error(JSON.stringify(failure ?? problems.slice(0, 3)));
  return { plan, json: `${JSON.stringify(plan, null, 2)}\n` };
}

function providerOf({ list }: Workspace): Provider {
  const never = async () => {
    throw new Error("these manifests need no further reading");
  };
  return {
    reading: () => ({
      list: async (scope) => list(scope),
      rest: async () => [],
      get: never,
      environments: never,
      users: never,
      groups: never,
    }),
    writing: () => {
      throw new Error("planning writes nothing");
    },
  };
}
