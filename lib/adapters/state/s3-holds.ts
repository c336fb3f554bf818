import { type StateOwner, statePrefix } from "../../deployment.ts";
import { type Objects, ObjectsError, type StoredObject } from "../objects/objects.ts";
import type { Holds } from "./holds.ts";
import { holdsKey } from "./keys.ts";
import { textIn } from "./stored-text.ts";

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
  const text = textIn(found.bytes);
  if (text !== undefined) return text;
  throw new ObjectsError(
    `${key} is no text: mend the holds in it, or store [] when nothing is held`,
    "broken",
  );
}
