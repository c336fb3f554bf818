import { hostname } from "node:os";
import { systemClock } from "../adapters/clock.ts";
import { fileState } from "../adapters/state/file.ts";
import { fileHolds, type Holds } from "../adapters/state/holds.ts";
import { EMPTY_INVENTORY } from "../core/domain/inventory.ts";
import type { State } from "../ports.ts";
import { bucketObjects } from "./cloud.ts";
import type { Settings } from "./settings.ts";

/** What is kept between passes, where the settings say: in a folder, or in a bucket that is shared. */
export type Stores = {
  readonly state: State;
  readonly holds: Holds;
};

export async function storesAt({
  state,
  instance,
  api,
  workspace,
}: Pick<Settings, "state" | "instance" | "api" | "workspace">): Promise<Stores> {
  const owner = { instance, api, workspace };
  if ("nowhere" in state) return { state: without(state.nowhere), holds: NO_HOLDS };
  if ("folder" in state) {
    return {
      state: explained(fileState(state.folder, owner, systemClock), state.folder),
      holds: fileHolds(state.folder, owner, systemClock),
    };
  }
  const { s3State } = await import("../adapters/state/s3.ts");
  const { s3Holds } = await import("../adapters/state/holds.ts");
  const objects = await bucketObjects(state);
  const holder = `process ${process.pid} on ${hostname()}`;
  const holds = s3Holds(objects, owner);
  return {
    state: s3State(objects, owner, { clock: systemClock, holder, leaseMs: () => LEASE_MS }),
    holds: { ...holds, place: `s3://${state.bucket}/${state.prefix}${holds.place}` },
  };
}

/** How long a pass that says nothing keeps the right to write in a shared state; it goes on for as long as it works. */
const LEASE_MS = 300_000;

/** For a plan that needs no state: it says so, and nothing counts as ours. */
function without(why: string): State {
  const notice = `${why}. This plan takes nothing for ours; apply needs --state or DISTRO_SYNC_STATE`;
  return {
    read: async () => ({ inventory: EMPTY_INVENTORY, notice }),
    open: async () => {
      throw new Error(why);
    },
    foreign: async () => new Map(),
  };
}

const NO_HOLDS: Holds = {
  place: "nowhere",
  read: async () => undefined,
  edit: async () => {
    throw new Error("there is no place for holds");
  },
};

/** The same state, whose folder may be one that cannot be used: the operating system's words say neither why nor what to do. */
function explained(state: State, folder: string): State {
  return {
    read: () => state.read().catch((error: unknown) => complain(error, folder)),
    open: () => state.open().catch((error: unknown) => complain(error, folder)),
    foreign: () => state.foreign().catch((error: unknown) => complain(error, folder)),
  };
}

function complain(error: unknown, folder: string): never {
  if (!(error instanceof Error && "syscall" in error && "code" in error)) throw error;
  throw new Error(
    `the inventory in ${folder} cannot be used (${String(error.code)}): name a folder with --state, or give this program the right to read and write this one`,
    { cause: error },
  );
}
