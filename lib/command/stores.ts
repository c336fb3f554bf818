import { hostname } from "node:os";
import { systemClock } from "../adapters/clock.ts";
import { fileState } from "../adapters/state/file.ts";
import { fileHolds, type Holds } from "../adapters/state/holds.ts";
import { EMPTY_INVENTORY } from "../core/domain/inventory.ts";
import type { State } from "../ports.ts";
import { bucketObjects } from "./aws.ts";
import { systemCode } from "./errors.ts";
import type { Owner } from "./settings.ts";
import type { StateLocation } from "./state-location.ts";

/** What is kept between passes: in a folder, or in a bucket that is shared with the deployed function. */
export type Stores = {
  readonly state: State;
  readonly holds: Holds;
};

export async function storesAt({
  state,
  instance,
  api,
  workspace,
}: Owner & { readonly state: StateLocation }): Promise<Stores> {
  const owner = { instance, api, workspace };
  if ("nowhere" in state) return { state: noState(state.nowhere), holds: NO_HOLDS };
  if ("folder" in state) {
    return {
      state: withFolderErrors(fileState(state.folder, owner, systemClock), state.folder),
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

/** For how long a silent pass keeps the lease of a shared state; a working pass renews it. */
const LEASE_MS = 300_000;

/** For a plan that needs no state: nothing counts as ours, and the plan says so. */
function noState(why: string): State {
  const notice = `${why}. This plan assumes that we own nothing; apply needs --state or DISTRO_SYNC_STATE`;
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

/** The same state, with errors that name the folder and say what to do; the operating system's messages do neither. */
function withFolderErrors(state: State, folder: string): State {
  return {
    read: () => state.read().catch((error: unknown) => failOn(error, folder)),
    open: () => state.open().catch((error: unknown) => failOn(error, folder)),
    foreign: () => state.foreign().catch((error: unknown) => failOn(error, folder)),
  };
}

function failOn(error: unknown, folder: string): never {
  if (!(error instanceof Error && "syscall" in error)) throw error;
  throw new Error(
    `the inventory in ${folder} cannot be used (${systemCode(error)}): name a folder with --state, or allow this program to read and write this one`,
    { cause: error },
  );
}
