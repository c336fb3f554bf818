import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ObjectsError } from "../../../lib/adapters/aws/objects.ts";
import type { Published } from "../../../lib/adapters/source/publish.ts";
import { SourceError } from "../../../lib/errors.ts";
import type { SourceFile } from "../../../lib/ports.ts";
import { type MemoryObjects, memoryObjects } from "../../support/memory-objects.ts";
import { tries } from "../../support/property.ts";
import { everyOrder } from "./every-order.ts";
import { CURRENT, file, NOW, PREFIX, planted, publish, seen, sha256 } from "./planted.ts";

const OLD = [file("a.yaml", "old\n"), file("b.yaml", "old\n")];
const NEW = [file("a.yaml", "new\n"), file("c.yaml", "new\n")];
const SEEN_OLD = ["a.yaml old\n", "b.yaml old\n"];
const SEEN_NEW = ["a.yaml new\n", "c.yaml new\n"];

function stored(store: MemoryObjects, key: string): Uint8Array {
  return store.stored.get(key)?.bytes ?? Buffer.alloc(0);
}

function json(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes).toString());
}

async function refusal(files: readonly SourceFile[], publication = {}): Promise<string> {
  const error: unknown = await publish(memoryObjects(), files, publication).catch(
    (thrown: unknown) => thrown,
  );
  return error instanceof SourceError ? error.message : `no SourceError: ${String(error)}`;
}

describe("publishRelease", () => {
  it("writes the bundle, its index and the pointer to them, in this order", async () => {
    const store = memoryObjects();
    const files = [file("b.yaml", "- 2\n"), file("a.yaml", "- 1\n")];
    const published = await publish(store, files, { commit: "0123456", author: "Dev", generation: 7 });
    const digest = published.release.slice("sha256:".length);
    const [bundleKey, indexKey] = [`${PREFIX}${digest}/bundle.json.gz`, `${PREFIX}${digest}/index.json`];
    expect(store.calls).toEqual([`GET ${CURRENT}`, `PUT ${bundleKey}`, `PUT ${indexKey}`, `PUT ${CURRENT}`]);

    const packed = stored(store, bundleKey);
    const bundle = gunzipSync(packed);
    const index = stored(store, indexKey);
    expect(json(bundle)).toEqual({
      format: "distro-sync bundle",
      version: 1,
      files: [
        { path: "a.yaml", content: "- 1\n" },
        { path: "b.yaml", content: "- 2\n" },
      ],
    });
    expect(sha256(index)).toBe(digest);
    expect(json(index)).toEqual({
      format: "distro-sync index",
      version: 1,
      commit: "0123456",
      author: "Dev",
      generation: 7,
      publishedAt: "2026-11-24T00:00:00.000Z",
      bundle: { sha256: sha256(packed), bytes: packed.length, unpacked: bundle.length },
      files: [
        { path: "a.yaml", sha256: sha256(Buffer.from("- 1\n")), bytes: 4 },
        { path: "b.yaml", sha256: sha256(Buffer.from("- 2\n")), bytes: 4 },
      ],
    });
    expect(json(stored(store, CURRENT))).toEqual({
      format: "distro-sync release",
      version: 1,
      release: published.release,
      generation: 7,
      commit: "0123456",
      publishedAt: "2026-11-24T00:00:00.000Z",
    });
    expect(published).toEqual({
      outcome: "published",
      release: `sha256:${digest}`,
      generation: 7,
      commit: "0123456",
      publishedAt: NOW,
      files: 2,
      bytes: packed.length,
    });
  });

  it("gives the same files the same bytes and the same digest, in whatever order they come", async () => {
    const files = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}(?:\/[a-z]{1,8})?$/), {
      maxLength: 12,
      minLength: 1,
    });
    await fc.assert(
      fc.asyncProperty(
        files.chain((names) =>
          fc.tuple(fc.constant(names), fc.shuffledSubarray(names, { minLength: names.length })),
        ),
        async ([names, shuffled]) => {
          const releases = [names, shuffled].map(async (order) => {
            const store = memoryObjects();
            await publish(
              store,
              order.map((name) => file(`${name}.yaml`, name)),
            );
            return [...store.stored].map(([key, { bytes }]) => [key, sha256(bytes)]);
          });
          const [one, other] = await Promise.all(releases);
          expect(one).toEqual(other);
        },
      ),
      tries(50),
    );
  });

  it("puts neither the time nor the operating system into the gzip file", async () => {
    const store = memoryObjects();
    const { release } = await publish(store, OLD);
    const packed = stored(store, `${PREFIX}${release.slice("sha256:".length)}/bundle.json.gz`);
    expect([...packed.subarray(4, 8), packed[9]]).toEqual([0, 0, 0, 0, 255]);
  });

  it("counts generations when none is given", async () => {
    const store = memoryObjects();
    const published = [await publish(store, OLD), await publish(store, NEW), await publish(store, OLD)];
    expect(published.map(({ outcome, generation }) => [outcome, generation])).toEqual([
      ["published", 1],
      ["published", 2],
      ["published", 3],
    ]);
    expect(await seen(store)).toEqual(SEEN_OLD);
  });

  it("uploads nothing when the current release holds the same files", async () => {
    const store = memoryObjects();
    const first = await publish(store, OLD, { commit: "0123456" });
    store.calls.length = 0;
    const second = await publish(store, OLD.toReversed(), { commit: "89abcde", now: NOW + 1 });
    expect(second).toEqual({ ...first, outcome: "unchanged" });
    expect(store.calls.filter((call) => call.startsWith("PUT"))).toEqual([]);
  });

  it("uploads nothing when CI repeats a run with the same files", async () => {
    const store = memoryObjects();
    const first = await publish(store, OLD, { generation: 7 });
    expect(await publish(store, OLD, { generation: 7, now: NOW + 1 })).toEqual({
      ...first,
      outcome: "unchanged",
    });
  });

  it("publishes the same files again under a newer generation, which an older run can then no longer pass", async () => {
    const store = memoryObjects();
    await publish(store, OLD, { generation: 7 });
    expect(await publish(store, OLD, { generation: 9 })).toMatchObject({
      outcome: "published",
      generation: 9,
    });
    expect(await publish(store, NEW, { generation: 8 })).toMatchObject({ outcome: "superseded" });
  });

  it("lets an older generation lose, and an equal one with other files", async () => {
    const store = memoryObjects();
    const current = await publish(store, NEW, { generation: 8, commit: "89abcde" });
    for (const generation of [1, 7, 8]) {
      store.calls.length = 0;
      expect(await publish(store, OLD, { generation, commit: "0123456" })).toMatchObject({
        outcome: "superseded",
        generation,
        commit: "0123456",
        current: { release: current.release, generation: 8, commit: "89abcde", publishedAt: NOW },
      });
      expect(store.calls.filter((call) => call.startsWith("PUT"))).toEqual([]);
    }
    expect(await seen(store)).toEqual(SEEN_NEW);
  });

  it("takes no broken release for one that holds the same files", async () => {
    const whole = memoryObjects();
    await publish(whole, OLD);
    for (const broken of [...whole.stored.keys()].filter((key) => key !== CURRENT)) {
      const store = memoryObjects();
      for (const [key, object] of whole.stored) store.stored.set(key, object);
      store.stored.delete(broken);
      expect(await publish(store, OLD, { now: NOW + 1 })).toMatchObject({
        outcome: "published",
        generation: 2,
      });
      expect(await seen(store)).toEqual(SEEN_OLD);
    }
  });

  it("does not write over a pointer that it cannot read, and says what to do", async () => {
    const store = planted({ current: { version: 2 } });
    const before = new Map(store.stored);
    await expect(publish(store, NEW)).rejects.toThrow(/read it with the distro-sync that wrote it/);
    expect(store.stored).toEqual(before);
  });

  it("leaves the old release or the new one in force, whole, whichever of its calls is its last", async () => {
    for (const when of ["before", "after"] as const) {
      for (const files of [OLD, undefined]) {
        for (let nth = 1; nth <= 4; nth += 1) {
          const store = memoryObjects();
          if (files !== undefined) await publish(store, files);
          store.calls.length = 0;
          store[when] = () => {
            if (store.calls.length === nth) throw new Error("killed");
          };
          await expect(publish(store, NEW, { generation: 2 })).rejects.toThrow("killed");
          store[when] = () => {};

          const flipped = nth === 4 && when === "after";
          const none = `SourceError: ${CURRENT} does not exist: publish a release with distro-sync publish`;
          expect(await seen(store), `${when} ${nth}`).toEqual(flipped ? SEEN_NEW : files ? SEEN_OLD : none);

          const again = await publish(store, NEW, { generation: 2 });
          expect(again.outcome).toBe(flipped ? "unchanged" : "published");
          expect(await seen(store)).toEqual(SEEN_NEW);
        }
      }
    }
  });

  it("does not believe objects that are there already and hold something else", async () => {
    for (const name of ["bundle.json.gz", "index.json"]) {
      const store = memoryObjects();
      const { release } = await publish(memoryObjects(), OLD);
      const key = `${PREFIX}${release.slice("sha256:".length)}/${name}`;
      store.stored.set(key, { bytes: Buffer.from("{}"), etag: '"x"' });
      const error: unknown = await publish(store, OLD).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ObjectsError);
      expect(String(error)).toContain(`${key} holds something else than its name says: delete it`);
      expect(store.stored.has(CURRENT)).toBe(false);
    }
  });

  it("lets the newer of two generations win, in every order of their calls", async () => {
    const orders = await everyOrder(() => {
      const store = memoryObjects();
      const outcomes: Published[] = [];
      return {
        store,
        actors: [
          async (objects) => void outcomes.push(await publish(objects, OLD, { generation: 7 })),
          async (objects) => void outcomes.push(await publish(objects, NEW, { generation: 8 })),
        ],
        check: async () => {
          expect(await seen(store)).toEqual(SEEN_NEW);
          const [newer] = outcomes.filter(({ generation }) => generation === 8);
          expect(newer?.outcome).toBe("published");
        },
      };
    });
    expect(orders).toBeGreaterThanOrEqual(70);
  });

  it("lets one of two win that give no generation, and tells the other, in every order of their calls", async () => {
    const endings = new Set<string>();
    const orders = await everyOrder(() => {
      const store = memoryObjects();
      const outcomes: Published[] = [];
      return {
        store,
        actors: [
          async (objects) => void outcomes.push(await publish(objects, OLD)),
          async (objects) => void outcomes.push(await publish(objects, NEW)),
        ],
        check: async () => {
          endings.add(outcomes.map(({ outcome, generation }) => `${outcome} ${generation}`).join(", "));
          expect([SEEN_OLD, SEEN_NEW]).toContainEqual(await seen(store));
        },
      };
    });
    expect([...endings].toSorted()).toEqual(["published 1, published 2", "published 1, superseded 1"]);
    expect(orders).toBeGreaterThan(50);
  });

  it("shows a reader the old release or the new one, whole, or nothing, in every order of their calls", async () => {
    const views = new Set<string>();
    const setUp = memoryObjects();
    await publish(setUp, OLD);
    const orders = await everyOrder(() => {
      const store = memoryObjects();
      for (const [key, object] of setUp.stored) store.stored.set(key, object);
      return {
        store,
        actors: [
          async (objects) => void views.add(JSON.stringify(await seen(objects))),
          async (objects) => void (await publish(objects, NEW)),
        ],
        check: async () => {},
      };
    });
    expect(orders).toBeGreaterThan(50);
    const overtaken = `SourceError: a newer release came while this one was read below ${PREFIX}: its own push brings the next pass`;
    expect([...views].toSorted()).toEqual(
      [SEEN_OLD, SEEN_NEW, overtaken].map((view) => JSON.stringify(view)).toSorted(),
    );
  });

  it("tries again with what it has uploaded when an older one was published in between", async () => {
    const store = memoryObjects();
    store.before = async (call) => {
      if (call !== `PUT ${CURRENT}`) return;
      store.before = () => {};
      await publish(store, OLD, { generation: 1 });
      store.calls.length = 0;
    };
    expect(await publish(store, NEW, { generation: 2 })).toMatchObject({ outcome: "published" });
    expect(store.calls).toEqual([`GET ${CURRENT}`, `PUT ${CURRENT}`]);
    expect(await seen(store)).toEqual(SEEN_NEW);
  });

  it("gives up when others change the pointer again and again, and says so", async () => {
    const store = memoryObjects();
    let etags = 0;
    store.before = (call) => {
      if (call === `PUT ${CURRENT}`) store.stored.set(CURRENT, { bytes: current, etag: `"${etags++}"` });
    };
    const older = memoryObjects();
    await publish(older, OLD, { generation: 1 });
    const current = stored(older, CURRENT);
    await expect(publish(store, NEW, { generation: 2 })).rejects.toThrow(/publish again/);
  });

  it("lets the store's failure be what it is", async () => {
    const store = memoryObjects();
    store.before = () => {
      throw new ObjectsError("AccessDenied: allow s3:PutObject", "denied");
    };
    await expect(publish(store, OLD)).rejects.toThrow(ObjectsError);
  });

  it("refuses what a reader would refuse, before it uploads anything", async () => {
    expect(await refusal([])).toBe(
      "this cannot be published: it holds no file; correct it, and publish again",
    );
    expect(await refusal([file("../a.yaml")])).toContain('holds an empty part, or one that is "." or ".."');
    expect(await refusal([file("/a.yaml")])).toContain("is absolute: /a.yaml");
    expect(await refusal([file("a.md")])).toContain("does not end in .yaml or .yml: a.md");
    expect(await refusal([file("a.yaml"), file("A.yaml")])).toContain("differ only in case");
    expect(await refusal([file("a.yaml"), file("a.yaml")])).toContain("are equal");
    expect(await refusal([file("a.yaml", "x".repeat(64 * 1024 + 1))])).toContain("from 0 to 65536");
    expect(await refusal([{ path: "a.yaml", content: Buffer.from([0xff]) }])).toContain(
      "is not UTF-8 text: a.yaml",
    );
    expect(await refusal(OLD, { commit: "main" })).toContain(
      "has a commit that is not 7 to 64 hexadecimal digits in lower case",
    );
    expect(await refusal(OLD, { author: "a\nb" })).toContain("has an author that is not");
    expect(await refusal(OLD, { generation: 0 })).toContain("has a generation that is not a whole number");
    const many = Array.from({ length: 10_001 }, (_, nth) => file(`${nth}.yaml`));
    expect(await refusal(many)).toContain("holds more than 10000 files");
  });

  it("refuses more than 64 MiB of manifests", async () => {
    const text = "#".repeat(64 * 1024);
    const files = Array.from({ length: 1_025 }, (_, nth) => file(`${nth}.yaml`, text));
    expect(await refusal(files)).toContain("has more than 67108864 bytes");
  });
});
