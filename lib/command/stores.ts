import { hostname } from "node:os";
import { systemClock } from "../adapters/clock.ts";
import { fileState } from "../adapters/state/file.ts";
import { fileHolds } from "../adapters/state/file-holds.ts";
import type { Holds } from "../adapters/state/holds.ts";
import type { State } from "../ports.ts";
import { bucketObjects } from "./cloud.ts";
import type { Settings } from "./settings.ts";
import { explained } from "./state-folder.ts";

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
  if ("folder" in state) {
    return {
      state: explained(fileState(state.folder, owner, systemClock), state.folder),
      holds: fileHolds(state.folder, owner, systemClock),
    };
  }
  const { s3State } = await import("../adapters/state/s3.ts");
  const { s3Holds } = await import("../adapters/state/s3-holds.ts");
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
