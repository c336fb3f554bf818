import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ObjectsError } from "../../../lib/adapters/aws/objects.ts";
import { prefixSource } from "../../../lib/adapters/source/prefix.ts";
import { SourceError } from "../../../lib/errors.ts";
import { type MemoryObjects, memoryObjects } from "../../support/memory-objects.ts";
import { virtualClock } from "../../support/virtual-clock.ts";

const PREFIX = "manifests/my-company/";

function put(store: MemoryObjects, name: string, text = "[]\n", etag = `"${name} ${text}"`): void {
  store.stored.set(`${PREFIX}${name}`, { bytes: Buffer.from(text), etag });
}

/** A store with empty lists under these names. */
function storeWith(...names: readonly string[]): MemoryObjects {
  const store = memoryObjects();
  for (const name of names) put(store, name);
  return store;
}

function read(store: MemoryObjects, clock = virtualClock()) {
  return prefixSource(store, PREFIX, { clock }).read();
}

/** What the source says: keys of files, problems as `key CODE`, without the prefix. */
async function seen(store: MemoryObjects): Promise<readonly string[]> {
  const { files, problems } = await read(store);
  return [...files.map(({ path }) => path), ...problems.map(({ file, code }) => `${file} ${code}`)].map(
    (text) => text.replace(PREFIX, ""),
  );
}

async function failure(store: MemoryObjects): Promise<string> {
  const error: unknown = await read(store).catch((thrown: unknown) => thrown);
  return error instanceof SourceError ? error.message : `no SourceError: ${String(error)}`;
}

describe("prefixSource", () => {
  it("reads .yaml and .yml objects at every depth, by key", async () => {
    const store = storeWith("b.yml", "a/z.yaml", "a.yaml", "README.md", "C.YAML");
    expect(await seen(store)).toEqual(["C.YAML", "a.yaml", "a/z.yaml", "b.yml"]);
  });

  it("hands out the bytes, undecoded, under the whole key", async () => {
    const store = memoryObjects();
    put(store, "a.yaml", "é");
    const { files } = await read(store);
    expect(files).toEqual([{ path: `${PREFIX}a.yaml`, content: Buffer.from([0xc3, 0xa9]) }]);
  });

  it("does not look at folders, dot entries, node_modules, and what is not below the prefix", async () => {
    const store = storeWith("a.yaml", "sub/", "x.yaml/", ".git/x.yaml", ".b.yaml", "node_modules/y.yaml");
    store.stored.set("manifests/other/b.yaml", { bytes: Buffer.from("[]"), etag: '"x"' });
    expect(await seen(store)).toEqual(["a.yaml"]);
    expect(store.calls.filter((call) => call.startsWith("GET"))).toEqual([`GET ${PREFIX}a.yaml`]);
  });

  it("is known by the digest of its keys and ETags, and has no generation", async () => {
    const { origin } = await read(storeWith("b.yaml", "a.yaml", "README.md"));
    const listing = ["a.yaml", "b.yaml"].map((name) => [`${PREFIX}${name}`, `"${name} []\n"`]);
    const digest = createHash("sha256").update(JSON.stringify(listing)).digest("hex");
    expect(origin).toEqual({ release: `sha256:${digest}` });
  });

  it("is known by another digest when an object was replaced or renamed", async () => {
    const store = storeWith("a.yaml");
    const releases = [(await read(store)).origin?.release];
    put(store, "a.yaml", "- 1\n");
    releases.push((await read(store)).origin?.release);
    expect(new Set([...releases, (await read(storeWith("b.yaml"))).origin?.release]).size).toBe(3);
  });

  it("gets eight objects at a time at most", async () => {
    const store = storeWith(...Array.from({ length: 20 }, (_, nth) => `${nth}.yaml`));
    let open = 0;
    let most = 0;
    store.before = async () => {
      open += 1;
      most = Math.max(most, open);
      await Promise.resolve();
    };
    store.after = () => {
      open -= 1;
    };
    expect((await read(store)).files).toHaveLength(20);
    expect(most).toBe(8);
  });

  it.each<[string, (store: MemoryObjects) => void]>([
    ["replaced", (store) => put(store, "b.yaml", "- 2\n")],
    ["replaced by one of the same size", (store) => put(store, "b.yaml", "{}\n")],
    ["replaced by a larger one", (store) => put(store, "b.yaml", "x".repeat(100_000))],
    ["taken away", (store) => void store.stored.delete(`${PREFIX}b.yaml`)],
  ])("begins again when an object is %s between the listing and its reading", async (_, change) => {
    const store = storeWith("a.yaml", "b.yaml");
    store.after = (call) => {
      if (!call.startsWith("LIST")) return;
      store.after = () => {};
      change(store);
    };
    const clock = virtualClock(0);
    const { files } = await read(store, clock);
    expect(clock.now()).toBe(2_000);
    const now = [...store.stored.keys()].filter((key) => (store.stored.get(key)?.bytes.length ?? 0) < 65_536);
    expect(files.map(({ path, content }) => [path, content])).toEqual(
      now.map((key) => [key, store.stored.get(key)?.bytes]),
    );
  });

  it.each<[string, (store: MemoryObjects) => void]>([
    ["comes", (store) => put(store, "c.yaml")],
    ["comes that is no manifest", (store) => put(store, "upload.log")],
    ["goes", (store) => void store.stored.delete(`${PREFIX}a.yaml`)],
    ["is replaced after it was read", (store) => put(store, "a.yaml", "- 3\n")],
    ["gets another size under the same ETag", (store) => put(store, "a.yaml", "- 33\n", '"a.yaml []\n"')],
  ])("begins again when an object %s before the second listing", async (_, change) => {
    const store = storeWith("a.yaml", "b.yaml");
    store.before = (call) => {
      if (!call.startsWith("LIST") || store.calls.length === 1) return;
      store.before = () => {};
      change(store);
    };
    const clock = virtualClock(0);
    const { files } = await read(store, clock);
    expect(clock.now()).toBe(2_000);
    const now = [...store.stored.keys()].filter((key) => key.endsWith(".yaml"));
    expect(files.map(({ path }) => path)).toEqual(now);
  });

  it("begins again when an object was another one for a moment, although both listings agree", async () => {
    const store = storeWith("a.yaml");
    store.before = (call) => {
      if (call.startsWith("GET") && store.calls.length === 2) put(store, "a.yaml", "{}\n");
      else put(store, "a.yaml");
    };
    const clock = virtualClock(0);
    const { files } = await read(store, clock);
    expect(files).toEqual([{ path: `${PREFIX}a.yaml`, content: Buffer.from("[]\n") }]);
    expect(clock.now()).toBe(2_000);
  });

  it("gives up after three readings that something came in between of", async () => {
    const store = storeWith("a.yaml");
    store.after = (call) => {
      if (call.startsWith("GET")) put(store, "a.yaml", `- ${store.calls.length}\n`);
    };
    const clock = virtualClock(0);
    await expect(read(store, clock)).rejects.toThrow(
      /changed each of the 3 times that it was read: an upload is under way; when it has ended the next pass reads it/,
    );
    expect(store.calls.filter((call) => call.startsWith("GET"))).toHaveLength(3);
    expect(clock.now()).toBe(4_000);
  });

  it("takes absence for an error, and says what to do", async () => {
    const message = `there is no manifest below ${PREFIX}: upload a .yaml file, with [] in it when nothing is wanted`;
    expect(await failure(memoryObjects())).toBe(message);
    expect(await failure(storeWith("README.md", ".hidden.yaml", "sub/"))).toBe(message);
  });

  it("reports what a folder would be reported for, and does not get it", async () => {
    const store = storeWith("a.yaml", "A.yaml", "a\u001b[2J.yaml", "\u202e.yaml");
    put(store, "big.yaml", "x".repeat(64 * 1024 + 1));
    put(store, "large.yaml", "x".repeat(64 * 1024));
    expect(await seen(store)).toEqual([
      "A.yaml",
      "a.yaml",
      "large.yaml",
      "A.yaml NAME_COLLISION",
      "\\u202e.yaml CONTROL_CHARACTER",
      "a.yaml NAME_COLLISION",
      "a\\u001b[2J.yaml CONTROL_CHARACTER",
      "big.yaml FILE_TOO_LARGE",
    ]);
    expect(store.calls.some((call) => call.includes("big") || call.includes("2J"))).toBe(false);
  });

  it("does not take a store of problems for an empty one", async () => {
    const store = memoryObjects();
    put(store, "big.yaml", "x".repeat(64 * 1024 + 1));
    expect(await seen(store)).toEqual(["big.yaml FILE_TOO_LARGE"]);
  });

  it("gets none of 10,001 objects", async () => {
    const store = storeWith(...Array.from({ length: 10_001 }, (_, nth) => `${nth}.yaml`));
    const { files, problems } = await read(store);
    expect(files).toEqual([]);
    expect(problems).toMatchObject([{ file: PREFIX, code: "TOO_MANY_FILES" }]);
    expect(store.calls).toHaveLength(2);
  });

  it("gets nothing when the manifests have more than 64 MiB together", async () => {
    const store = memoryObjects();
    const content = { bytes: Buffer.alloc(64 * 1024, "#"), etag: '"x"' };
    for (let nth = 0; nth < 1_025; nth += 1) store.stored.set(`${PREFIX}${nth}.yaml`, content);
    expect(await failure(store)).toContain("67174400 bytes together, and 67108864 are allowed");
    expect(store.calls).toHaveLength(1);
  });

  it.each(["../a.yaml", "sub/../a.yaml", "./a.yaml", "sub//a.yaml", "/a.yaml", "C:/a.yaml", "sub\\a.yaml"])(
    "refuses the key %s, which means something else elsewhere",
    async (name) => {
      expect(await failure(storeWith("a.yaml", name))).toMatch(
        /^the key \S+ (?:is|holds) .*: rename the object$/,
      );
    },
  );

  it.each(["LIST", "GET"])("says what to do when the store fails (%s)", async (kind) => {
    for (const cause of ["denied", "unavailable", "no-bucket", "broken"] as const) {
      const store = storeWith("a.yaml");
      store.before = (call) => {
        if (call.startsWith(kind)) throw new ObjectsError(`${cause}: do something`, cause);
      };
      const error: unknown = await read(store).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(SourceError);
      expect(error).toMatchObject({
        message: `what is below ${PREFIX} cannot be read: ${cause}: do something`,
        cause: { failure: cause },
        passing: cause === "unavailable",
      });
    }
  });
});
