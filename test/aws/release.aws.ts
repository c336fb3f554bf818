import { DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { describe, expect, it } from "vitest";
import type { Objects } from "../../lib/adapters/aws/objects.ts";
import { s3Objects } from "../../lib/adapters/aws/s3-objects.ts";
import { prefixSource } from "../../lib/adapters/source/prefix.ts";
import { publishRelease } from "../../lib/adapters/source/publish.ts";
import { releaseSource } from "../../lib/adapters/source/release.ts";
import { SourceError } from "../../lib/errors.ts";
import type { Source, SourceFile } from "../../lib/ports.ts";
import { virtualClock } from "../support/virtual-clock.ts";
import { freshBucket } from "./moto.ts";

const RELEASES = "releases/my-company/";
const MANIFESTS = "manifests/my-company/";
const NOW = Date.UTC(2026, 10, 24);

function files(text: string): readonly SourceFile[] {
  return ["b.yaml", "a/c.yml"].map((path) => ({ path, content: Buffer.from(text) }));
}

/** What a source reads, as `path text`, or how it fails. */
async function seen(source: Source): Promise<readonly string[] | string> {
  try {
    const snapshot = await source.read();
    return snapshot.files.map(({ path, content }) => `${path} ${Buffer.from(content).toString()}`);
  } catch (error) {
    return error instanceof SourceError ? error.message : `no SourceError: ${String(error)}`;
  }
}

/** A store that is gone, before or after the effect of its n-th call. */
function mortal(objects: Objects, nth: number, when: "before" | "after"): Objects {
  let calls = 0;
  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    calls += 1;
    if (calls === nth && when === "before") throw new Error("killed");
    const result = await work();
    if (calls === nth) throw new Error("killed");
    return result;
  };
  return {
    get: (...asked) => call(() => objects.get(...asked)),
    put: (...asked) => call(() => objects.put(...asked)),
    list: (...asked) => call(() => objects.list(...asked)),
    folders: (...asked) => call(() => objects.folders(...asked)),
  };
}

/** A bucket as the stack has it, and what is put into it as others would put it. */
async function bucketOfTest() {
  const { client, bucket } = await freshBucket();
  const objects = s3Objects({ client, bucket });
  return {
    objects,
    release: releaseSource(objects, RELEASES),
    upload: (name: string, text: string) =>
      client.send(new PutObjectCommand({ Bucket: bucket, Key: `${MANIFESTS}${name}`, Body: text })),
    remove: (key: string) => client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key })),
  };
}

describe("a release in S3", () => {
  it("is read as it was published", async () => {
    const { objects, release } = await bucketOfTest();
    const provenance = { now: NOW, commit: "0123456", author: "Dev", generation: 42 };
    const published = await publishRelease(objects, RELEASES, { files: files("é\r\n"), ...provenance });
    expect(await seen(release)).toEqual(["a/c.yml é\r\n", "b.yaml é\r\n"]);
    expect((await release.read()).origin).toEqual({
      commit: "0123456",
      generation: 42,
      publishedAt: NOW,
      release: published.release,
    });
  });

  it("is published once, and loses against a newer one", async () => {
    const { objects, release } = await bucketOfTest();
    const publish = (text: string, generation?: number) =>
      publishRelease(objects, RELEASES, {
        files: files(text),
        now: NOW,
        ...(generation === undefined ? {} : { generation }),
      });
    const outcomes = [
      await publish("one"),
      await publish("one"),
      await publish("two"),
      await publish("nine", 9),
      await publish("eight", 8),
      await publish("nine", 9),
      await publish("other", 9),
    ];
    expect(outcomes.map(({ outcome, generation }) => `${outcome} ${generation}`)).toEqual([
      "published 1",
      "unchanged 1",
      "published 2",
      "published 9",
      "superseded 8",
      "unchanged 9",
      "superseded 9",
    ]);
    expect(await seen(release)).toEqual(["a/c.yml nine", "b.yaml nine"]);
  });

  it("is that of the newest generation, however many are published at once", async () => {
    const { objects, release } = await bucketOfTest();
    const generations = Array.from({ length: 8 }, (_, nth) => nth + 1);
    const outcomes = await Promise.all(
      generations.map((generation) =>
        publishRelease(objects, RELEASES, { files: files(`${generation}`), now: NOW, generation }),
      ),
    );
    expect(await seen(release)).toEqual(["a/c.yml 8", "b.yaml 8"]);
    expect(outcomes.at(-1)?.outcome).toBe("published");
  });

  it("is the old one or the new one, whole, whichever call of a publisher is its last", async () => {
    for (const when of ["before", "after"] as const) {
      for (let nth = 1; nth <= 4; nth += 1) {
        const { objects, release } = await bucketOfTest();
        const older = { files: files("old"), now: NOW, generation: 1 };
        const newer = { files: files("new"), now: NOW, generation: 2 };
        await publishRelease(objects, RELEASES, older);
        await expect(publishRelease(mortal(objects, nth, when), RELEASES, newer)).rejects.toThrow("killed");
        const flipped = nth === 4 && when === "after";
        expect(await seen(release)).toEqual((flipped ? newer : older).files.map(asSeen).toSorted());
        await publishRelease(objects, RELEASES, newer);
        expect(await seen(release)).toEqual(newer.files.map(asSeen).toSorted());
      }
    }
  });

  it("is not believed when an object of it is gone, and is mended by publishing again", async () => {
    const { objects, release, remove } = await bucketOfTest();
    for (const name of ["index.json", "bundle.json.gz"]) {
      const published = await publishRelease(objects, RELEASES, { files: files(name), now: NOW });
      const key = `${RELEASES}${published.release.slice("sha256:".length)}/${name}`;
      await remove(key);
      expect(await seen(release)).toContain(`${key} cannot be believed: it does not exist`);
      const again = await publishRelease(objects, RELEASES, { files: files(name), now: NOW + 1 });
      expect(again.outcome).toBe("published");
      expect(await seen(release)).toEqual(files(name).map(asSeen).toSorted());
    }
  });

  it("is missed, with what to do, where there is none or no bucket", async () => {
    const { objects, release } = await bucketOfTest();
    expect(await seen(release)).toContain("publish a release with distro-sync publish");
    const { client } = await freshBucket();
    const nowhere = releaseSource(s3Objects({ client, bucket: "distro-sync-gone" }), RELEASES);
    expect(await seen(nowhere)).toContain("name the bucket that the stack made");
    expect(await objects.list(RELEASES)).toEqual([]);
  });
});

function asSeen({ path, content }: SourceFile): string {
  return `${path} ${Buffer.from(content).toString()}`;
}

describe("plain manifests in S3", () => {
  it("are read by key", async () => {
    const { objects, upload } = await bucketOfTest();
    const names = Array.from({ length: 60 }, (_, nth) => `${String(nth).padStart(4, "0")}.yaml`);
    await Promise.all(names.map((name) => upload(name, `- ${name}`)));
    await upload("README.md", "read me");
    const source = prefixSource(objects, MANIFESTS, { clock: virtualClock() });
    expect(await seen(source)).toEqual(names.map((name) => `${MANIFESTS}${name} - ${name}`));
  });

  it("are read again when an upload comes in between", async () => {
    const { objects, upload } = await bucketOfTest();
    await upload("a.yaml", "old");
    await upload("b.yaml", "old");
    let uploads = 0;
    const disturbed: Objects = {
      ...objects,
      list: async (...asked) => {
        const listed = await objects.list(...asked);
        uploads += 1;
        if (uploads <= 2) await upload("b.yaml", `new ${uploads}`);
        return listed;
      },
    };
    const clock = virtualClock(0);
    const source = prefixSource(disturbed, MANIFESTS, { clock });
    expect(await seen(source)).toEqual([`${MANIFESTS}a.yaml old`, `${MANIFESTS}b.yaml new 2`]);
    expect(clock.now()).toBe(4_000);
  });

  it("are missed, with what to do, where there are none", async () => {
    const { objects } = await bucketOfTest();
    expect(await seen(prefixSource(objects, MANIFESTS, { clock: virtualClock() }))).toContain(
      "upload a .yaml file, with [] in it when nothing is wanted",
    );
  });
});
