import { dirname, join } from "node:path";
import { type StateOwner, safeAddress, statePrefix } from "../../deployment.ts";
import type { Clock, HoldStore } from "../../ports.ts";
import { type Objects, ObjectsError, type StoredObject } from "../aws/objects.ts";
import { NotAFileError, readPlainFile, replaceFile } from "../files.ts";
import { FILE_MODE, prepareFolder } from "./file.ts";
import { decodeUtf8 } from "./journal.ts";
import { holdsKey } from "./keys.ts";
import { isCode, takeLock } from "./lock.ts";

/** Holds that can be changed as well. What they say is the caller's: a store keeps their text. */
export interface Holds extends HoldStore {
  /** Where they are, for people. */
  readonly place: string;
  /**
   * Stores what `change` makes of the text that is there. It is asked again when somebody else was quicker, with what they
   * stored, so that nobody undoes another's hold; what it throws leaves everything as it is.
   */
  edit(change: (text: string | undefined) => string): Promise<void>;
}

/** The holds beside the inventory of {@link fileState}: `FOLDER/API-ADDRESS/WORKSPACE/INSTANCE.holds.yaml`. */
export function fileHolds(
  folder: string,
  { instance, api, workspace }: StateOwner,
  clock: Pick<Clock, "now">,
): Holds {
  const path = join(folder, safeAddress(api), workspace, `${instance}.holds.yaml`);
  return {
    place: path,
    read: () => readText(path),
    edit: async (change) => {
      await prepareFolder(folder, dirname(path));
      const doing = "somebody else is changing the holds";
      const release = await takeLock(`${path}.lock`, clock.now(), { doing });
      try {
        await replaceFile(path, change(await readText(path)), { mode: FILE_MODE });
      } finally {
        await release();
      }
    },
  };
}

async function readText(path: string): Promise<string | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = await readPlainFile(path);
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    if (error instanceof NotAFileError) throw error;
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw new Error(`the holds in ${path} cannot be read${code}: give this program the right to read them`, {
      cause: error,
    });
  }
  const text = decodeUtf8(bytes);
  if (text !== undefined) return text;
  throw new Error(`the holds in ${path} are not text: fix the file, or delete it when nothing is held`);
}

/** The holds beside the state of {@link s3State}: `state/INSTANCE/API-ADDRESS/WORKSPACE/holds.yaml`. */
export function s3Holds(objects: Objects, owner: StateOwner): Holds {
  const key = holdsKey(statePrefix(owner));
  const find = () => objects.get(key, { maxBytes: MOST_BYTES });
  return {
    place: key,
    read: async () => textOf(key, await find()),
    edit: async (change) => {
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        const found = await find();
        const bytes = Buffer.from(change(textOf(key, found)));
        const when = found === undefined ? ("absent" as const) : { etag: found.etag };
        if ((await objects.put(key, bytes, { when, contentType: "application/yaml" })) !== undefined) return;
      }
      throw new ObjectsError(`${key} was changed by others each time: try again`, "unavailable");
    },
  };
}

const MOST_TRIES = 5;
const MOST_BYTES = 1024 * 1024;

function textOf(key: string, found: StoredObject | undefined): string | undefined {
  if (found === undefined) return undefined;
  const text = decodeUtf8(found.bytes);
  if (text !== undefined) return text;
  throw new ObjectsError(
    `${key} is not text: fix the holds in it, or store [] when nothing is held`,
    "broken",
  );
}
