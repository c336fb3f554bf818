import { s3State } from "../../lib/adapters/state/s3.ts";
import type { State } from "../../lib/ports.ts";
import { type MemoryObjects, memoryObjects } from "./memory-objects.ts";
import { type VirtualClock, virtualClock } from "./virtual-clock.ts";

export const OWNER = {
  instance: "web-team",
  api: "https://api.eu.buddy.works",
  workspace: "my-company",
} as const;
/** Where the state of {@link OWNER} is. */
export const PREFIX = "state/web-team/api.eu.buddy.works/my-company/";
/** What passes ask for, in milliseconds. */
export const LEASE_MS = 300_000;

export type SharedState = {
  readonly objects: MemoryObjects;
  readonly clock: VirtualClock;
  /** The state as another process has it; its clock is the common one unless it has its own. */
  readonly stateOf: (holder?: string, clock?: Pick<VirtualClock, "now">) => State;
};

/** A store in memory, and the processes that share it. */
export function sharedState(): SharedState {
  const objects = memoryObjects();
  const clock = virtualClock();
  return {
    objects,
    clock,
    stateOf: (holder = "process 1 on a.example.com", own = clock) =>
      s3State(objects, OWNER, { clock: own, holder, leaseMs: () => LEASE_MS }),
  };
}

/** What is stored below the prefix, as text. */
export function textAt({ objects }: Pick<SharedState, "objects">, key: string): string | undefined {
  const found = objects.stored.get(`${PREFIX}${key}`);
  return found === undefined ? undefined : Buffer.from(found.bytes).toString();
}

export function plant({ objects }: Pick<SharedState, "objects">, key: string, text: string): void {
  const bytes = Buffer.from(text);
  objects.stored.set(`${PREFIX}${key}`, { bytes, etag: `"planted ${bytes.toString("base64")}"` });
}

/** The keys below the prefix, in order. */
export function keysOf({ objects }: Pick<SharedState, "objects">): readonly string[] {
  return [...objects.stored.keys()].map((key) => key.slice(PREFIX.length)).toSorted();
}
