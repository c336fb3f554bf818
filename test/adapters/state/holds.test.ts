import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { fileState } from "../../../lib/adapters/state/file.ts";
import type { Holds } from "../../../lib/adapters/state/holds.ts";
import { fileHolds, s3Holds } from "../../../lib/adapters/state/holds.ts";
import { StateBusyError } from "../../../lib/errors.ts";
import { type MemoryObjects, memoryObjects } from "../../support/memory-objects.ts";
import { OWNER, PREFIX } from "../../support/shared-state.ts";

const KEY = `${PREFIX}holds.yaml`;
const clock = { now: () => Date.UTC(2026, 10, 24) };

async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "distro-sync-holds-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

function pathIn(folder: string): string {
  return join(folder, "api.eu.buddy.works", "my-company", "web-team.holds.yaml");
}

async function plant(folder: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(pathIn(folder)), { recursive: true });
  await writeFile(pathIn(folder), content);
}

/** What one adds to what is there. */
function line(text: string): (before: string | undefined) => string {
  return (before = "") => `${before}- ${text}\n`;
}

describe.each<[string, () => Promise<() => Holds>]>([
  [
    "fileHolds",
    async () => {
      const folder = await temporary();
      return () => fileHolds(folder, OWNER, clock);
    },
  ],
  [
    "s3Holds",
    async () => {
      const objects = memoryObjects();
      return () => s3Holds(objects, OWNER);
    },
  ],
])("%s", (_, fresh) => {
  it("has none at first", async () => {
    const holds = await fresh();
    expect(await holds().read()).toBeUndefined();
  });

  it("keeps what it is told", async () => {
    const holds = await fresh();
    await holds().edit(line("a"));
    await holds().edit(line("b"));
    expect(await holds().read()).toBe("- a\n- b\n");
  });

  it("stays as it is when there is nothing to be made of what is there", async () => {
    const holds = await fresh();
    await holds().edit(line("a"));
    const refuse = () => {
      throw new Error("nobody can read that");
    };
    await expect(holds().edit(refuse)).rejects.toThrow("nobody can read that");
    await holds().edit(line("b"));
    expect(await holds().read()).toBe("- a\n- b\n");
  });

  it("takes a text that is already there", async () => {
    const holds = await fresh();
    await holds().edit(() => "[]\n");
    await holds().edit(() => "[]\n");
    expect(await holds().read()).toBe("[]\n");
  });
});

describe("fileHolds", () => {
  it("is beside the inventory of the same instance, and no inventory", async () => {
    const folder = await temporary();
    await fileHolds(folder, OWNER, clock).edit(line("a"));
    expect(await readFile(pathIn(folder), "utf8")).toBe("- a\n");
    expect(await readdir(dirname(pathIn(folder)))).toEqual(["web-team.holds.yaml"]);
    const others = fileState(folder, { ...OWNER, instance: "shop-team" }, clock);
    expect(await others.foreign()).toEqual(new Map());
  });

  it("makes no folder to read", async () => {
    const folder = join(await temporary(), ".distro-sync");
    await fileHolds(folder, OWNER, clock).read();
    await expect(readdir(folder)).rejects.toThrow("ENOENT");
    await fileHolds(folder, OWNER, clock).edit(line("a"));
    expect(await readFile(join(folder, ".gitignore"), "utf8")).toBe("*\n");
  });

  it("lets nobody change them while somebody does, and says who that is", async () => {
    const folder = await temporary();
    await plant(folder, "- a\n");
    const living = { pid: process.pid, host: hostname(), since: "2026-11-24T00:00:00.000Z" };
    await writeFile(`${pathIn(folder)}.lock`, JSON.stringify(living));
    const edit = fileHolds(folder, OWNER, clock).edit(line("b"));
    await expect(edit).rejects.toThrow(StateBusyError);
    await expect(edit).rejects.toThrow(
      /somebody else is changing the holds \(process \d+ on .*holds\.yaml\.lock/,
    );
    expect(await fileHolds(folder, OWNER, clock).read()).toBe("- a\n");
  });

  it("never takes what it cannot read for nothing", async () => {
    const folder = await temporary();
    await plant(folder, Uint8Array.from([0xff, 0xfe]));
    const holds = fileHolds(folder, OWNER, clock);
    await expect(holds.read()).rejects.toThrow(/holds\.yaml are not text: fix the file, or delete it/);
    await expect(holds.edit(line("a"))).rejects.toThrow("are not text");
    await rm(pathIn(folder));
    await mkdir(pathIn(folder));
    await expect(holds.read()).rejects.toThrow(/holds\.yaml is a folder, where a file is due/);
  });
});

describe("s3Holds", () => {
  function stored(objects: MemoryObjects): string {
    return Buffer.from(objects.stored.get(KEY)?.bytes ?? []).toString();
  }

  it("costs one call to read, and two to change", async () => {
    const objects = memoryObjects();
    const holds = s3Holds(objects, OWNER);
    await holds.read();
    await holds.edit(line("a"));
    expect(objects.calls).toEqual([`GET ${KEY}`, `GET ${KEY}`, `PUT ${KEY}`]);
  });

  it.each([
    ["the first hold", "", "- theirs\n- mine\n"],
    ["one more", "- before\n", "- before\n- theirs\n- mine\n"],
  ])("keeps the hold of somebody who was quicker with %s", async (_, before, after) => {
    const objects = memoryObjects();
    const holds = s3Holds(objects, OWNER);
    if (before !== "") await holds.edit(() => before);
    let interfered = false;
    objects.before = async (call) => {
      if (!call.startsWith("PUT") || interfered) return;
      interfered = true;
      await s3Holds(objects, OWNER).edit(line("theirs"));
    };
    await holds.edit(line("mine"));
    expect(stored(objects)).toBe(after);
  });

  it("gives up when others are quicker each time", async () => {
    const objects = memoryObjects();
    let count = 0;
    objects.before = (call) => {
      count += 1;
      if (call.startsWith("PUT")) objects.stored.set(KEY, { bytes: Buffer.from("[]"), etag: `"${count}"` });
    };
    await expect(s3Holds(objects, OWNER).edit(line("mine"))).rejects.toThrow(
      /holds\.yaml was changed by others/,
    );
  });

  it("never takes what it cannot read for nothing", async () => {
    const objects = memoryObjects();
    objects.stored.set(KEY, { bytes: Uint8Array.from([0xff]), etag: '"1"' });
    await expect(s3Holds(objects, OWNER).read()).rejects.toThrow(/holds\.yaml is not text: fix/);
    await expect(s3Holds(objects, OWNER).edit(line("a"))).rejects.toThrow("is not text");
    objects.before = () => {
      throw new Error("access denied");
    };
    await expect(s3Holds(objects, OWNER).read()).rejects.toThrow("access denied");
  });
});
