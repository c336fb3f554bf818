import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type Objects, ObjectsError } from "../../../lib/adapters/aws/objects.ts";
import { SourceError } from "../../../lib/errors.ts";
import { memoryObjects } from "../../support/memory-objects.ts";
import { CURRENT, type Forgery, file, NOW, PREFIX, planted, publish, read, seen } from "./planted.ts";

/** How reading fails. */
async function failure(objects: Objects): Promise<SourceError> {
  const error: unknown = await read(objects).catch((thrown: unknown) => thrown);
  if (error instanceof SourceError) return error;
  throw new Error("no SourceError was thrown", { cause: error });
}

/** An entry of a forged index. */
function entry(path: string): object {
  return { path, sha256: "37517e5f3dc66819f61f5a7bb8ace1921282415f10551d2defa5c3eb0985b570", bytes: 3 };
}

/** A forged index and bundle of empty lists with these paths. */
function withPaths(...paths: readonly string[]): Forgery {
  return {
    index: { files: paths.map(entry) },
    bundle: { files: paths.map((path) => ({ path, content: "[]\n" })) },
  };
}

describe("releaseSource", () => {
  it("reads the files that were published, by path, byte for byte, and where they come from", async () => {
    const store = memoryObjects();
    const commit = "0123456789abcdef0123456789abcdef01234567";
    const files = [file("b.yml", "é\r\n"), file("a/c.yaml", "\ufeff[]"), file("empty.yaml", "")];
    const { release } = await publish(store, files, { commit, author: "Dev", generation: 42 });
    const snapshot = await read(store);
    expect(snapshot.files.map(({ path, content }) => [path, Buffer.from(content)])).toEqual([
      ["a/c.yaml", Buffer.from("\ufeff[]")],
      ["b.yml", Buffer.from("é\r\n")],
      ["empty.yaml", Buffer.from("")],
    ]);
    expect(snapshot.problems).toEqual([]);
    expect(snapshot.origin).toEqual({ commit, generation: 42, release, publishedAt: NOW });
  });

  it("names no commit when none was published", async () => {
    const store = memoryObjects();
    await publish(store, [file("shop.yaml")]);
    expect((await read(store)).origin).not.toHaveProperty("commit");
  });

  it("takes the absence of a release for an error, and says what to do", async () => {
    expect((await failure(memoryObjects())).message).toBe(
      `${CURRENT} does not exist: publish a release with distro-sync publish`,
    );
  });

  it("believes nothing of which a single bit is another one", async () => {
    const store = memoryObjects();
    await publish(store, [file("shop.yaml")], { commit: "0123456", author: "Dev" });
    for (const [key, { bytes, etag }] of new Map(store.stored)) {
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const flipped = Uint8Array.from(bytes);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        store.stored.set(key, { bytes: flipped, etag });
        expect(await failure(store), `${key} bit ${bit}`).toBeInstanceOf(SourceError);
      }
      store.stored.set(key, { bytes, etag });
    }
    expect(await seen(store)).toEqual(["shop.yaml []\n"]);
  });

  it("believes nothing that is shorter or longer than it was", async () => {
    const store = memoryObjects();
    await publish(store, [file("shop.yaml")]);
    for (const [key, { bytes, etag }] of new Map(store.stored)) {
      const others = Array.from(bytes, (_, length) => bytes.subarray(0, length));
      for (const other of [...others, Buffer.concat([bytes, Buffer.from([0])])]) {
        store.stored.set(key, { bytes: other, etag });
        expect(await failure(store), `${key} of ${other.length} bytes`).toBeInstanceOf(SourceError);
      }
      store.stored.set(key, { bytes, etag });
    }
  });

  it("believes nothing of which an object is missing", async () => {
    const store = memoryObjects();
    await publish(store, [file("shop.yaml")]);
    for (const [key, object] of new Map(store.stored)) {
      store.stored.delete(key);
      expect((await failure(store)).message).toContain(`${key} `);
      store.stored.set(key, object);
    }
  });

  it("does not take the objects of another release for those of this one", async () => {
    const store = memoryObjects();
    await publish(store, [file("shop.yaml")]);
    const [older = ""] = [...store.stored.keys()].filter((key) => key.endsWith("gz"));
    await publish(store, [file("blog.yaml")]);
    const [newer = ""] = [...store.stored.keys()].filter((key) => key.endsWith("gz") && key !== older);
    const bundle = store.stored.get(older);
    if (bundle !== undefined) store.stored.set(newer, bundle);
    expect((await failure(store)).message).toContain(`${newer} cannot be believed`);
  });

  it("gives way when another release becomes the current one while it reads", async () => {
    const store = memoryObjects();
    await publish(store, [file("shop.yaml")]);
    for (let nth = 1; nth <= 3; nth += 1) {
      store.calls.length = 0;
      store.after = async () => {
        if (store.calls.length < nth) return;
        store.after = () => {};
        await publish(store, [file(`${nth}.yaml`)]);
      };
      expect((await failure(store)).message).toMatch(/^a newer release came while this one was read/);
      expect(await seen(store)).toEqual([`${nth}.yaml []\n`]);
    }
  });

  it("gives way when the current release is taken away while it reads", async () => {
    const store = memoryObjects();
    await publish(store, [file("shop.yaml")]);
    store.after = () => void store.stored.delete(CURRENT);
    await expect(read(store)).rejects.toThrow(/a newer release came/);
  });

  it.each([
    ["denied", "AccessDenied: allow s3:GetObject"],
    ["no-bucket", "there is no such bucket: correct its name"],
    ["unavailable", "SlowDown: try again later"],
    ["broken", "it ended after 3 of 4 bytes: try again later"],
  ] as const)("says what to do when the store fails at any of its calls (%s)", async (kind, text) => {
    const store = planted();
    const { calls } = store;
    await read(store);
    for (let nth = 1; nth <= 4; nth += 1) {
      calls.length = 0;
      store.before = () => {
        if (calls.length === nth) throw new ObjectsError(text, kind);
      };
      const error = await failure(store);
      expect(error.message).toBe(`the release below ${PREFIX} cannot be read: ${text}`);
      expect(error.cause).toMatchObject({ failure: kind });
      expect(error).toMatchObject({ passing: kind === "unavailable" });
    }
  });

  it("lets a mistake of this program be what it is", async () => {
    const store = planted();
    store.before = () => {
      throw new TypeError("a mistake");
    };
    await expect(read(store)).rejects.toThrow(TypeError);
  });

  it("accepts what the tests below begin with", async () => {
    expect(await seen(planted())).toEqual(["shop.yaml []\n"]);
    expect(await seen(planted(withPaths("a.yaml", "b/ü.yml")))).toEqual(["a.yaml []\n", "b/ü.yml []\n"]);
    expect(await seen(planted({ index: { new: 1 } }))).toEqual(["shop.yaml []\n"]);
  });

  it.each<[string, readonly Forgery[]]>([
    [
      "an unknown format",
      [{ current: { format: "x" } }, { index: { format: "x" } }, { bundle: { format: 1 } }],
    ],
    [
      "another version",
      [{ current: { version: 2 } }, { index: { version: "1" } }, { bundle: { version: 0 } }],
    ],
    [
      "a release that is not a lower-case SHA-256",
      [
        { current: { release: `sha256:${"A".repeat(64)}` } },
        { current: { release: "a".repeat(64) } },
        { current: { release: "sha256:../../other" } },
        { current: { release: 1 } },
      ],
    ],
    [
      "a pointer that says something else than the index",
      [
        { current: { generation: 2 } },
        { current: { commit: "0123456" } },
        { index: { commit: "0123456" } },
        { current: { publishedAt: "2026-11-24T00:00:00.001Z" } },
      ],
    ],
    [
      "a generation that is not a whole number from 1 up",
      [0, -1, 1.5, "1", null, 2 ** 53].map((generation) => ({
        current: { generation },
        index: { generation },
      })),
    ],
    [
      "a commit that is not hexadecimal",
      ["ABCDEF0", "main", "", 1234567].map((commit) => ({ current: { commit }, index: { commit } })),
    ],
    [
      "a time in another spelling",
      ["2026-11-24", "24 Nov 2026", "2026-11-24T00:00:00Z", 0].map((publishedAt) => ({
        current: { publishedAt },
        index: { publishedAt },
      })),
    ],
    [
      "an author that is not a printable line",
      ["", "a\nb", "\u202e", "x".repeat(201), 1].map((author) => ({ index: { author } })),
    ],
    [
      "no file at all",
      [
        { index: { files: [] }, bundle: { files: [] } },
        { index: { files: {} } },
        { bundle: { files: null } },
      ],
    ],
    [
      "a file more in the bundle",
      [{ ...withPaths("a.yaml", "b.yaml"), index: { files: [entry("a.yaml")] } }],
    ],
    [
      "a file less in the bundle",
      [{ ...withPaths("a.yaml"), index: { files: [entry("a.yaml"), entry("b.yaml")] } }],
    ],
    [
      "another file in the bundle",
      [
        { ...withPaths("b.yaml"), index: { files: [entry("a.yaml")] } },
        { bundle: { files: [{ path: "shop.yaml", content: "[ ]" }] } },
        { bundle: { files: [{ path: "shop.yaml", content: "[]\n\n" }] } },
        { bundle: { files: [{ path: "shop.yaml" }] } },
        { bundle: { files: [{ content: "[]\n" }] } },
        { bundle: { files: ["shop.yaml"] } },
      ],
    ],
    [
      "a file twice",
      [
        withPaths("a.yaml", "a.yaml"),
        { ...withPaths("a.yaml", "a.yaml"), index: { files: [entry("a.yaml")] } },
        { ...withPaths("a.yaml"), index: { files: [entry("a.yaml"), entry("a.yaml")] } },
      ],
    ],
    ["names that differ only in case", [withPaths("A.yaml", "a.yaml"), withPaths("é.yaml", "e\u0301.yaml")]],
    [
      "a path that leads elsewhere or hides something",
      [
        "../a.yaml",
        "a/../b.yaml",
        "./a.yaml",
        "/a.yaml",
        "a//b.yaml",
        "C:/a.yaml",
        "a\\b.yaml",
        "a\u0000.yaml",
        "a\u001b[2J.yaml",
        "\u202e.yaml",
        "a.json",
        "a.yaml/",
        ".",
        "",
        `${"x".repeat(1_100)}.yaml`,
      ].map((path) => withPaths(path)),
    ],
    [
      "an entry whose digest or size is not one",
      [
        { sha256: "abc" },
        { sha256: "A".repeat(64) },
        { sha256: undefined },
        { bytes: "3" },
        { bytes: 3.5 },
        { bytes: -1 },
        { bytes: 64 * 1024 + 1 },
        { bytes: null },
        { path: 1 },
      ].map((wrong) => ({ index: { files: [{ ...entry("shop.yaml"), ...wrong }] } })),
    ],
    ["an entry that is not one", [{ index: { files: [null] } }, { index: { files: [["shop.yaml"]] } }]],
    [
      "a wrong digest or size of a file",
      [
        { index: { files: [{ ...entry("shop.yaml"), sha256: "0".repeat(64) }] } },
        { index: { files: [{ ...entry("shop.yaml"), bytes: 2 }] } },
      ],
    ],
    [
      "a wrong digest or size of the bundle",
      [
        { packing: { sha256: "0".repeat(64) } },
        { packing: { sha256: undefined } },
        { packing: { bytes: 1 } },
        { packing: { bytes: 1_000 } },
        { packing: { bytes: "100" } },
        { packing: { unpacked: 1 } },
        { packing: { unpacked: 1_000 } },
        { packing: { unpacked: 0 } },
        { index: { bundle: null } },
      ],
    ],
    [
      "a bundle that is not gzip, or not JSON in UTF-8",
      [
        Buffer.from("[]"),
        Buffer.alloc(0),
        gzipSync("not JSON"),
        gzipSync(Buffer.from([0x22, 0xff, 0x22])),
      ].map((packed) => ({ packed, packing: { unpacked: packed.length < 3 ? 1 : 8 } })),
    ],
  ])("refuses %s", async (_, forgeries) => {
    for (const forgery of forgeries) {
      const { message } = await failure(planted(forgery));
      expect(message, JSON.stringify(forgery)).toMatch(/cannot be (?:believed|read)/);
      expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  });

  it("refuses more than 10,000 files before it fetches them", async () => {
    const store = planted(withPaths(...Array.from({ length: 10_001 }, (_, i) => `${i}.yaml`)));
    expect((await failure(store)).message).toContain("holds more than 10000 files");
    expect(store.calls).toHaveLength(2);
  });

  it.each([{ bytes: 16 * 1024 * 1024 + 1 }, { unpacked: 64 * 1024 * 1024 + 1 }])(
    "does not fetch a bundle of more than it would take (%j)",
    async (packing) => {
      const store = planted({ packing });
      expect((await failure(store)).message).toContain("that is not a whole number from 1 to");
      expect(store.calls).toHaveLength(2);
    },
  );

  it("does not fetch what the store says is larger than the index names", async () => {
    const store = planted({ packing: { bytes: 10 } });
    expect((await failure(store)).message).toContain("bundle.json.gz cannot be believed");
  });

  it("86: stops a gzip bomb of 1 GB where the index says that it ends", async () => {
    // Members of a gzip file are unpacked one after the other.
    const member = gzipSync(Buffer.alloc(16 * 1024 * 1024));
    const packed = Buffer.concat(Array.from({ length: 64 }, () => member));
    const before = process.memoryUsage().arrayBuffers;
    const error = await failure(planted({ packed, packing: { unpacked: 1_000_000 } }));
    expect(error.message).toContain("cannot be unpacked to the 1000000 bytes");
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(200 * 1024 * 1024);
  });

  it("keeps a field called __proto__ or constructor from meaning anything", async () => {
    const store = planted();
    const { bytes = Buffer.alloc(0), etag = "" } = store.stored.get(CURRENT) ?? {};
    const text = Buffer.from(bytes).toString().replace('"generation":1,', '"__proto__":{"generation":1},');
    store.stored.set(CURRENT, { bytes: Buffer.from(text), etag });
    expect((await failure(store)).message).toContain("has a generation that is not a whole number");
  });

  it("says what to do about a pointer that cannot be believed, since publishing needs it", async () => {
    expect((await failure(planted({ current: { generation: 0 } }))).message).toContain(
      "restore the version before it, or delete it and publish with a generation greater than the last",
    );
    expect((await failure(planted({ current: { version: 2 } }))).message).toContain(
      "is not of version 1; read it with the distro-sync that wrote it",
    );
  });
});
