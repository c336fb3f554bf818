import { expect } from "vitest";
import type { Objects } from "../../lib/adapters/aws/objects.ts";

/** What `objects.ts` promises, as checks that can be made against any store. Each needs an empty one. */
export const OBJECTS_CONTRACT: ReadonlyMap<string, (objects: Objects) => Promise<void>> = new Map([
  [
    "has nothing at first",
    async (objects) => {
      expect(await objects.get("a", LIMITS)).toBeUndefined();
      expect(await objects.list("")).toEqual([]);
    },
  ],
  [
    "gives back what was put, byte for byte, with the ETag that the put was told",
    async (objects) => {
      const bytes = Uint8Array.from([0, 255, 10, 13, 200]);
      const etag = await objects.put("a/b", bytes, ABSENT);
      const found = await objects.get("a/b", LIMITS);
      expect(found?.etag).toBe(etag);
      expect([...(found?.bytes ?? [])]).toEqual([...bytes]);
    },
  ],
  [
    "keeps an object without bytes",
    async (objects) => {
      await objects.put("empty", new Uint8Array(), ABSENT);
      expect((await objects.get("empty", { maxBytes: 0 }))?.bytes).toHaveLength(0);
    },
  ],
  [
    "writes when absent only where nothing is",
    async (objects) => {
      await objects.put("a", text("first"), ABSENT);
      expect(await objects.put("a", text("second"), ABSENT)).toBeUndefined();
      expect(await textAt(objects, "a")).toBe("first");
    },
  ],
  [
    "takes a write as done that finds its own bytes there",
    async (objects) => {
      const etag = await objects.put("a", text("first"), ABSENT);
      expect(await objects.put("a", text("first"), ABSENT)).toBe(etag);
      expect(await objects.put("a", text("first"), { ...ABSENT, when: { etag: '"another"' } })).toBe(etag);
    },
  ],
  [
    "replaces only the version that the caller knows",
    async (objects) => {
      const first = await objects.put("a", text("first"), ABSENT);
      const known = { ...ABSENT, when: { etag: first ?? "" } };
      const second = await objects.put("a", text("second"), known);
      expect(second).not.toBe(first);
      expect(await objects.put("a", text("third"), known)).toBeUndefined();
      expect(await textAt(objects, "a")).toBe("second");
    },
  ],
  [
    "replaces nothing where nothing is",
    async (objects) => {
      expect(
        await objects.put("a", text("first"), { ...ABSENT, when: { etag: '"another"' } }),
      ).toBeUndefined();
      expect(await objects.get("a", LIMITS)).toBeUndefined();
    },
  ],
  [
    "lets one of many win who write the same key at once",
    async (objects) => {
      const writers = Array.from({ length: 8 }, (_, n) => objects.put("a", text(`writer ${n}`), ABSENT));
      const etags = await Promise.all(writers);
      expect(etags.filter((etag) => etag !== undefined)).toHaveLength(1);
      expect(await textAt(objects, "a")).toBe(`writer ${etags.findIndex((etag) => etag !== undefined)}`);
    },
  ],
  [
    "reads no object that is larger than the caller takes",
    async (objects) => {
      await objects.put("a", text("123456789"), ABSENT);
      await expect(objects.get("a", { maxBytes: 8 })).rejects.toMatchObject({ failure: "too-large" });
      expect((await objects.get("a", { maxBytes: 9 }))?.bytes).toHaveLength(9);
    },
  ],
  [
    "lists the keys below a prefix in order, with their ETags and sizes",
    async (objects) => {
      for (const key of ["b/2", "b/10", "b", "c", "a/1", "b/1"]) await objects.put(key, text(key), ABSENT);
      const listed = await objects.list("b/");
      expect(listed.map(({ key }) => key)).toEqual(["b/1", "b/10", "b/2"]);
      const { bytes, etag } = (await objects.get("b/10", LIMITS)) ?? {};
      expect(listed[1]).toEqual({ key: "b/10", etag, size: bytes?.byteLength });
    },
  ],
  [
    "lists what comes after a key, whether there is such a key or not",
    async (objects) => {
      for (const key of ["b/1", "b/2", "b/3"]) await objects.put(key, text(key), ABSENT);
      const keysAfter = async (after: string) => (await objects.list("b/", { after })).map(({ key }) => key);
      expect(await keysAfter("b/1")).toEqual(["b/2", "b/3"]);
      expect(await keysAfter("b/1~")).toEqual(["b/2", "b/3"]);
      expect(await keysAfter("b/3")).toEqual([]);
      expect(await keysAfter("a")).toEqual(["b/1", "b/2", "b/3"]);
    },
  ],
  [
    "names the folders right below a prefix, each once, and no objects",
    async (objects) => {
      for (const key of ["a/file", "a/x/1", "a/x/2", "a/y/z/1", "ab/1", "b/1"])
        await objects.put(key, text(key), ABSENT);
      expect(await objects.folders("a/")).toEqual(["x", "y"]);
      expect(await objects.folders("c/")).toEqual([]);
    },
  ],
]);

const LIMITS = { maxBytes: 1000 };
const ABSENT = { when: "absent", contentType: "text/plain" } as const;

function text(value: string): Uint8Array {
  return Buffer.from(value);
}

async function textAt(objects: Objects, key: string): Promise<string> {
  return Buffer.from((await objects.get(key, LIMITS))?.bytes ?? []).toString();
}
