import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { Objects } from "../../../lib/adapters/aws/objects.ts";
import { type Publication, type Published, publishRelease } from "../../../lib/adapters/source/publish.ts";
import { releaseSource } from "../../../lib/adapters/source/release.ts";
import type { SourceFile } from "../../../lib/ports.ts";
import { type MemoryObjects, memoryObjects } from "../../support/memory-objects.ts";

export const PREFIX = "releases/my-company/";
export const CURRENT = `${PREFIX}current.json`;
export const NOW = Date.UTC(2026, 10, 24);

export function file(path: string, text = "[]\n"): SourceFile {
  return { path, content: Buffer.from(text) };
}

/** Publishes, with what the test does not care about filled in. */
export function publish(
  objects: Objects,
  files: readonly SourceFile[],
  publication: Partial<Publication> = {},
): Promise<Published> {
  return publishRelease(objects, PREFIX, { now: NOW, ...publication, files });
}

export function read(objects: Objects) {
  return releaseSource(objects, PREFIX).read();
}

/** What a reader sees, as `path text`, or how it fails. */
export async function seen(objects: Objects): Promise<readonly string[] | string> {
  try {
    const { files } = await read(objects);
    return files.map(({ path, content }) => `${path} ${Buffer.from(content).toString()}`);
  } catch (error) {
    return String(error);
  }
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** What a forger may say. All digests and sizes that are not given are right for what is. */
export type Forgery = {
  readonly current?: object;
  readonly index?: object;
  /** Of the object `bundle` in the index. */
  readonly packing?: object;
  readonly bundle?: object;
  readonly packed?: Uint8Array;
};

/** A store with a release that anybody with the right to write could have put there. */
export function planted(forgery: Forgery = {}): MemoryObjects {
  const store = memoryObjects();
  const content = Buffer.from("[]\n");
  const files = [{ path: "shop.yaml", sha256: sha256(content), bytes: content.byteLength }];
  const bundle = json({
    format: "distro-sync bundle",
    version: 1,
    files: [{ path: "shop.yaml", content: "[]\n" }],
    ...forgery.bundle,
  });
  const packed = forgery.packed ?? gzipSync(bundle);
  const packing = { sha256: sha256(packed), bytes: packed.byteLength, unpacked: bundle.byteLength };
  const origin = { version: 1, generation: 1, publishedAt: "2026-11-24T00:00:00.000Z" };
  const index = json({
    format: "distro-sync index",
    ...origin,
    bundle: { ...packing, ...forgery.packing },
    files,
    ...forgery.index,
  });
  const digest = sha256(index);
  const current = json({
    format: "distro-sync release",
    ...origin,
    release: `sha256:${digest}`,
    ...forgery.current,
  });
  const put = (key: string, bytes: Uint8Array) =>
    store.stored.set(key, { bytes, etag: `"${sha256(bytes)}"` });
  put(`${PREFIX}${digest}/bundle.json.gz`, packed);
  put(`${PREFIX}${digest}/index.json`, index);
  put(CURRENT, current);
  return store;
}

function json(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}
