import { dirname, join } from "node:path";
import { type StateOwner, safeAddress } from "../../deployment.ts";
import type { Clock } from "../../ports.ts";
import { NotAFileError, readPlainFile, replaceFile } from "../files.ts";
import { FILE_MODE, prepareFolder } from "./file.ts";
import type { Holds } from "./holds.ts";
import { isCode, takeLock } from "./lock.ts";
import { textIn } from "./stored-text.ts";

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
  const text = textIn(bytes);
  if (text !== undefined) return text;
  throw new Error(`the holds in ${path} are no text: mend the file, or delete it when nothing is held`);
}
