import { mkdir, readdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { EMPTY_INVENTORY, type Inventory } from "../../core/domain/inventory.ts";
import { type StateOwner, safeAddress } from "../../deployment.ts";
import type { Clock, Ledger, State, StateReading } from "../../ports.ts";
import { readPlainFile, replaceFile, replacing } from "../files.ts";
import { journalLine, ownersOf, readJournal, unknownOwnerError, writeJournal } from "./journal.ts";
import { isCode, takeLock } from "./lock.ts";

/**
 * The inventory in a folder: `FOLDER/API-ADDRESS/WORKSPACE/INSTANCE.jsonl`, so that no two of them share a file. A journal
 * that is only appended to: an entry survives the death of the process as soon as it is recorded. It holds no secret.
 */
export function fileState(folder: string, owner: StateOwner, clock: Pick<Clock, "now">): State {
  const path = inventoryPath(folder, owner);
  return {
    read: () => readState(path, owner),
    open: async () => {
      await prepareFolder(folder, dirname(path));
      const release = await takeLock(`${path}.lock`, clock.now());
      try {
        return await openLedger(path, owner, clock, release);
      } catch (error) {
        await release();
        throw error;
      }
    },
    foreign: async () => {
      const others = (await instancesIn(dirname(path))).filter((instance) => instance !== owner.instance);
      return ownersOf(
        await Promise.all(
          others.map(
            async (instance) => [instance, await foreignInventory(folder, { ...owner, instance })] as const,
          ),
        ),
      );
    },
  };
}

function inventoryPath(folder: string, { instance, api, workspace }: StateOwner): string {
  return join(folder, safeAddress(api), workspace, `${instance}${EXTENSION}`);
}

const EXTENSION = ".jsonl";

async function instancesIn(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => name.endsWith(EXTENSION)).map((name) => name.slice(0, -EXTENSION.length));
  } catch (error) {
    if (isCode(error, "ENOENT")) return [];
    throw error;
  }
}

/** Also while another pass appends to it: a line without its end is none yet. */
async function foreignInventory(folder: string, owner: StateOwner): Promise<Inventory> {
  const path = inventoryPath(folder, owner);
  const journal = readJournal((await readPlainFile(path)).toString("utf8"), owner);
  if ("inventory" in journal) return journal.inventory;
  const why = "foreign" in journal ? journal.foreign : journal.unreadable;
  throw unknownOwnerError(owner.instance, `${path} cannot be believed (${why})`);
}

async function openLedger(
  path: string,
  owner: StateOwner,
  clock: Pick<Clock, "now">,
  release: () => Promise<void>,
): Promise<Ledger> {
  const reading = await readState(path, owner);
  if (reading.notice !== undefined) await rename(path, `${path}.unreadable-${clock.now()}`);
  // The shortest journal of the same inventory, in the place of the old one.
  const file = await replacing(path, writeJournal(owner, reading.inventory), { mode: FILE_MODE });
  return {
    ...reading,
    record: appender((line) => file.appendFile(line)),
    // A lock file is taken from the dead alone.
    confirm: async () => {},
    close: async () => {
      try {
        await file.sync();
        await file.close();
      } finally {
        await release();
      }
    },
  };
}

/**
 * Appends one entry after the other. Once one has failed, perhaps in the middle of its line, no other may follow: it would
 * stand on the same line, and make the whole journal unbelievable.
 */
export function appender(append: (line: string) => Promise<void>): Ledger["record"] {
  let last: Promise<void> = Promise.resolve();
  return (event) => {
    last = last.then(() => append(journalLine(event)));
    return last;
  };
}

async function readState(path: string, owner: StateOwner): Promise<StateReading> {
  let text: string;
  try {
    text = (await readPlainFile(path)).toString("utf8");
  } catch (error) {
    if (isCode(error, "ENOENT")) return { inventory: EMPTY_INVENTORY };
    throw error;
  }
  const journal = readJournal(text, owner);
  if ("inventory" in journal) return journal;
  if ("foreign" in journal) {
    throw new Error(
      `${path} is not for this pass: ${journal.foreign}; use the distro-sync that wrote it, or name another --state`,
    );
  }
  return {
    inventory: EMPTY_INVENTORY,
    notice: `${path} cannot be believed (${journal.unreadable}): nothing counts as ours; apply sets the file aside`,
  };
}

/** State says what is ours and where traffic goes: it is this user's alone. */
export const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** A state folder that is made anew is kept out of git. */
export async function prepareFolder(root: string, folder: string): Promise<void> {
  const made = await mkdir(root, { recursive: true, mode: FOLDER_MODE });
  if (made !== undefined) await replaceFile(join(root, ".gitignore"), "*\n", { mode: FILE_MODE });
  await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
}
