import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { appender, fileState } from "../../../lib/adapters/state/file.ts";
import type { InventoryEvent } from "../../../lib/core/domain/inventory.ts";
import { StateBusyError } from "../../../lib/errors.ts";
import { WORKSPACE } from "../../support/builders.ts";

const OWNER = { instance: "web-team", api: "https://api.eu.buddy.works", workspace: "my-company" };
const clock = { now: () => Date.UTC(2026, 10, 24) };

const folders: string[] = [];
async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "distro-sync-state-"));
  folders.push(folder);
  return folder;
}
afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
});

const pathIn = (folder: string) => join(folder, "api.eu.buddy.works", "my-company", "web-team.jsonl");
const subject = { scope: WORKSPACE, identifier: "shop", at: 1 } as const;
const begun: InventoryEvent = { event: "begun", ...subject };
const created: InventoryEvent = {
  event: "created",
  ...subject,
  id: "rm1P93jG",
  origin: "created",
  protect: false,
};
const routing: InventoryEvent = { event: "routing", ...subject, route: "www.example.com/" };
const completed: InventoryEvent = { event: "completed", ...subject, applied: { name: "Shop" } };
const withdrawn: InventoryEvent = { event: "withdrawn", ...subject, identifier: "blog" };

describe("appender", () => {
  it("appends nothing after an entry that may have been cut off", async () => {
    const written: string[] = [];
    const record = appender(async (line) => {
      written.push(line);
      if (line.includes("created")) throw new Error("the disk is full");
    });
    await record(begun);
    const failed = [record(created), record(completed)];
    expect((await Promise.allSettled(failed)).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await expect(record(routing)).rejects.toThrow("the disk is full");
    expect(written).toHaveLength(2);
  });
});

describe("fileState", () => {
  it("owns nothing where there is no file, and writes none for a plan", async () => {
    const folder = await temporary();
    expect((await fileState(folder, OWNER, clock).read()).inventory.owned.size).toBe(0);
    expect(await readdir(folder)).toEqual([]);
  });

  it("remembers what was recorded, across passes", async () => {
    const folder = join(await temporary(), ".distro-sync");
    const ledger = await fileState(folder, OWNER, clock).open();
    for (const event of [begun, created, routing, completed, withdrawn]) await ledger.record(event);
    await ledger.close();
    const { inventory } = await fileState(folder, OWNER, clock).read();
    expect(inventory.owned.get("workspace#shop")).toMatchObject({ id: "rm1P93jG", complete: true });
  });

  it("has an entry as soon as it is recorded, also when the process dies then", async () => {
    const folder = await temporary();
    const ledger = await fileState(folder, OWNER, clock).open();
    await ledger.record(begun);
    expect((await fileState(folder, OWNER, clock).read()).inventory.begun.has("workspace#shop")).toBe(true);
    await ledger.close();
  });

  it("drops a last line that a killed process left without its end", async () => {
    const folder = await temporary();
    const ledger = await fileState(folder, OWNER, clock).open();
    await ledger.record(created);
    await ledger.close();
    const text = await readFile(pathIn(folder), "utf8");
    await writeFile(pathIn(folder), `${text}{"event":"beg`);
    const { inventory, notice } = await fileState(folder, OWNER, clock).read();
    expect(inventory.owned.has("workspace#shop")).toBe(true);
    expect(notice).toBeUndefined();
  });

  it.each([
    ["is no JSON", "not a journal\n"],
    ["is another format", '{"format":"something else"}\n'],
    ["is empty", ""],
  ])("owns nothing, says so, and sets the file aside when it %s", async (_, text) => {
    const folder = await temporary();
    await mkdir(dirname(pathIn(folder)), { recursive: true });
    await writeFile(pathIn(folder), text);
    const reading = await fileState(folder, OWNER, clock).read();
    expect(reading.inventory.owned.size).toBe(0);
    expect(reading.notice).toContain("cannot be believed");
    const ledger = await fileState(folder, OWNER, clock).open();
    await ledger.close();
    expect(await readFile(`${pathIn(folder)}.unreadable-${clock.now()}`, "utf8")).toBe(text);
  });

  it.each([
    ["a later version", { version: 3 }],
    ["another instance", { instance: "other" }],
    ["another workspace", { workspace: "other" }],
    ["another address", { api: "https://api.buddy.works" }],
  ])("refuses a good inventory of %s, and leaves it as it is", async (_, other) => {
    const folder = await temporary();
    await mkdir(dirname(pathIn(folder)), { recursive: true });
    const text = `${JSON.stringify({ format: "distro-sync inventory", version: 1, ...OWNER, ...other })}\n`;
    await writeFile(pathIn(folder), text);
    await expect(fileState(folder, OWNER, clock).read()).rejects.toThrow("is not for this pass");
    await expect(fileState(folder, OWNER, clock).open()).rejects.toThrow("is not for this pass");
    expect(await readFile(pathIn(folder), "utf8")).toBe(text);
    expect(await readdir(dirname(pathIn(folder)))).toEqual(["web-team.jsonl"]);
  });

  it("believes no journal with a line that is not an entry", async () => {
    const folder = await temporary();
    await (await fileState(folder, OWNER, clock).open()).close();
    const head = await readFile(pathIn(folder), "utf8");
    await writeFile(pathIn(folder), `${head}{"event":"exploded","at":1}\n`);
    expect((await fileState(folder, OWNER, clock).read()).notice).toContain("line 2");
  });

  it("reads an inventory of version 1, and makes it one of version 2, which an older program refuses", async () => {
    const folder = await temporary();
    await mkdir(dirname(pathIn(folder)), { recursive: true });
    const head = { format: "distro-sync inventory", version: 1, ...OWNER };
    const lines = [head, begun, created, routing, completed].map((line) => `${JSON.stringify(line)}\n`);
    await writeFile(pathIn(folder), lines.join(""));
    const { inventory, notice } = await fileState(folder, OWNER, clock).read();
    expect(notice).toBeUndefined();
    expect(inventory.owned.get("workspace#shop")).toMatchObject({ id: "rm1P93jG", complete: true });
    await (await fileState(folder, OWNER, clock).open()).close();
    const [first = ""] = (await readFile(pathIn(folder), "utf8")).split("\n");
    expect(JSON.parse(first)).toEqual({ ...head, version: 2 });
  });

  it("keeps the inventories of instances, workspaces and addresses apart", async () => {
    const folder = await temporary();
    const ledger = await fileState(folder, OWNER, clock).open();
    await ledger.record(created);
    await ledger.close();
    const others = [
      { instance: "other" },
      { workspace: "other" },
      { api: "http://127.0.0.1:4000" },
      { api: "https://api.eu.buddy.works/api" },
    ];
    for (const other of others) {
      expect((await fileState(folder, { ...OWNER, ...other }, clock).read()).inventory.owned.size).toBe(0);
    }
  });

  it("lets one pass write at a time", async () => {
    const folder = await temporary();
    const ledger = await fileState(folder, OWNER, clock).open();
    await expect(fileState(folder, OWNER, clock).open()).rejects.toThrow(StateBusyError);
    await expect(fileState(folder, OWNER, clock).open()).rejects.toThrow(
      /process \d+ on .* since 2026-11-24/,
    );
    await ledger.close();
    await (await fileState(folder, OWNER, clock).open()).close();
  });

  it("takes over from a process that is dead, and not from one on another machine", async () => {
    const folder = await temporary();
    await (await fileState(folder, OWNER, clock).open()).close();
    const lock = `${pathIn(folder)}.lock`;
    // Above every limit of Linux and macOS for process ids.
    const dead = { pid: 99_999_999, host: hostname(), since: "2026-11-23T00:00:00.000Z" };
    await writeFile(lock, JSON.stringify(dead));
    await (await fileState(folder, OWNER, clock).open()).close();
    await writeFile(lock, JSON.stringify({ ...dead, host: "elsewhere" }));
    await expect(fileState(folder, OWNER, clock).open()).rejects.toThrow(/remove .*\.lock/);
    await writeFile(lock, "");
    await expect(fileState(folder, OWNER, clock).open()).rejects.toThrow(StateBusyError);
  });

  it("keeps a folder that it makes out of git", async () => {
    const folder = join(await temporary(), ".distro-sync");
    await (await fileState(folder, OWNER, clock).open()).close();
    expect(await readFile(join(folder, ".gitignore"), "utf8")).toBe("*\n");
  });

  it("writes the shortest journal when a pass begins", async () => {
    const folder = await temporary();
    const ledger = await fileState(folder, OWNER, clock).open();
    for (const event of [begun, created, routing, completed]) await ledger.record(event);
    await ledger.close();
    await (await fileState(folder, OWNER, clock).open()).close();
    const lines = (await readFile(pathIn(folder), "utf8")).trimEnd().split("\n");
    expect(lines).toHaveLength(3);
  });
});

describe("fileState, of other instances", () => {
  const other = { ...OWNER, instance: "shop-team" };

  it("says whose their objects are in the same workspace", async () => {
    const folder = await temporary();
    for (const owner of [
      OWNER,
      other,
      { ...other, workspace: "another" },
      { ...other, api: "http://127.0.0.1" },
    ]) {
      const ledger = await fileState(folder, owner, clock).open();
      await ledger.record({ ...created, id: `of ${owner.instance} in ${owner.workspace} at ${owner.api}` });
      await ledger.close();
    }
    expect(await fileState(folder, OWNER, clock).foreign()).toEqual(
      new Map([["of shop-team in my-company at https://api.eu.buddy.works", "shop-team"]]),
    );
  });

  it("knows of none where there is no folder, and makes none", async () => {
    const folder = join(await temporary(), ".distro-sync");
    expect(await fileState(folder, OWNER, clock).foreign()).toEqual(new Map());
    await expect(readdir(folder)).rejects.toThrow("ENOENT");
  });

  it("reads what another one is writing at this moment", async () => {
    const folder = await temporary();
    const ledger = await fileState(folder, other, clock).open();
    await ledger.record(created);
    const path = join(dirname(pathIn(folder)), "shop-team.jsonl");
    await writeFile(path, `${await readFile(path, "utf8")}{"event":"beg`);
    expect(await fileState(folder, OWNER, clock).foreign()).toEqual(new Map([["rm1P93jG", "shop-team"]]));
    await ledger.close();
  });

  it.each([
    ["cannot be believed", "not a journal\n"],
    [
      "is of a later version",
      `${JSON.stringify({ format: "distro-sync inventory", version: 3, ...other })}\n`,
    ],
    ["is of somebody else", `${JSON.stringify({ format: "distro-sync inventory", version: 2, ...OWNER })}\n`],
  ])("never says that an object is nobody's when an inventory %s", async (_, text) => {
    const folder = await temporary();
    await mkdir(dirname(pathIn(folder)), { recursive: true });
    await writeFile(join(dirname(pathIn(folder)), "shop-team.jsonl"), text);
    await expect(fileState(folder, OWNER, clock).foreign()).rejects.toThrow(
      /whether instance shop-team owns .* cannot be known: .*shop-team\.jsonl .*; fix that, or take `adopt` out/,
    );
  });
});
