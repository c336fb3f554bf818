import { createHash } from "node:crypto";
import type { Objects, StoredObject } from "../../lib/adapters/aws/objects.ts";
import { ObjectsError } from "../../lib/adapters/aws/objects.ts";

export type MemoryObjects = Objects & {
  /** What is stored, by key: to look at and to break. */
  readonly stored: Map<string, StoredObject>;
  /** `GET key`, `PUT key`, `LIST prefix`, `FOLDERS prefix`, in the order in which they came. */
  readonly calls: string[];
  /** Called before each call takes effect; what it throws is what the caller gets. */
  before: (call: string) => void | Promise<void>;
  /** Called after each call took effect, before it is answered. */
  after: (call: string) => void | Promise<void>;
};

/** A store in memory with the promises of `Objects`. */
export function memoryObjects(): MemoryObjects {
  const stored = new Map<string, StoredObject>();
  const calls: string[] = [];
  const store: MemoryObjects = {
    stored,
    calls,
    before: () => {},
    after: () => {},
    get: (key, { maxBytes }) =>
      around(`GET ${key}`, () => {
        const found = stored.get(key);
        if (found !== undefined && found.bytes.byteLength > maxBytes) {
          throw new ObjectsError(`${key} is larger than ${maxBytes} bytes`, "too-large");
        }
        return found;
      }),
    put: (key, bytes, { when }) =>
      around(`PUT ${key}`, () => {
        const present = stored.get(key);
        const holds = when === "absent" ? present === undefined : present?.etag === when.etag;
        if (!holds) return present !== undefined && isSame(present.bytes, bytes) ? present.etag : undefined;
        const etag = `"${createHash("md5").update(bytes).digest("hex")}"`;
        stored.set(key, { bytes: Uint8Array.from(bytes), etag });
        return etag;
      }),
    list: (prefix, { after = "" } = {}) =>
      around(`LIST ${prefix}`, () =>
        [...stored]
          .filter(([key]) => key.startsWith(prefix) && key > after)
          .map(([key, { bytes, etag }]) => ({ key, etag, size: bytes.byteLength }))
          .toSorted((a, b) => (a.key < b.key ? -1 : 1)),
      ),
    folders: (prefix) =>
      around(`FOLDERS ${prefix}`, () => {
        const below = [...stored.keys()].filter((key) => key.startsWith(prefix));
        const names = below.flatMap((key) => key.slice(prefix.length).split("/").slice(0, -1).slice(0, 1));
        return [...new Set(names)].toSorted();
      }),
  };

  async function around<T>(call: string, work: () => T): Promise<T> {
    calls.push(call);
    await store.before(call);
    const result = work();
    await store.after(call);
    return result;
  }

  return store;
}

/** As S3's adapter takes it: what is there byte for byte was written by whoever asks. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
