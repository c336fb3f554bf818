import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  isWithin,
  linksOn,
  NotAFileError,
  readPlainFile,
  realPlace,
  replaceFile,
  replacing,
} from "../../lib/adapters/files.ts";

describe("replaceFile", () => {
  it("puts the whole content in place, and leaves nothing beside it", async () => {
    const folder = await temporary();
    await writeFile(join(folder, "a"), "old and longer");
    await replaceFile(join(folder, "a"), "new");
    expect(await readFile(join(folder, "a"), "utf8")).toBe("new");
    expect(await readdir(folder)).toEqual(["a"]);
  });

  it("keeps the mode of what is there, and gives a private file its own", async () => {
    const folder = await temporary();
    await writeFile(join(folder, "a"), "old");
    await chmod(join(folder, "a"), 0o640);
    await replaceFile(join(folder, "a"), "new");
    expect((await stat(join(folder, "a"))).mode & 0o777).toBe(0o640);
    await replaceFile(join(folder, "a"), "new", { mode: 0o600 });
    expect((await stat(join(folder, "a"))).mode & 0o777).toBe(0o600);
  });

  it("refuses a link, and leaves what it leads to as it is", async () => {
    const folder = await temporary();
    await writeFile(join(folder, "victim"), "precious");
    await symlink(join(folder, "victim"), join(folder, "a"));
    await expect(replaceFile(join(folder, "a"), "new")).rejects.toThrow(NotAFileError);
    expect(await readFile(join(folder, "victim"), "utf8")).toBe("precious");
    expect((await readdir(folder)).toSorted()).toEqual(["a", "victim"]);
  });

  it("refuses a dangling link, and does not make what it leads to", async () => {
    const folder = await temporary();
    await symlink(join(folder, "victim"), join(folder, "a"));
    await expect(replaceFile(join(folder, "a"), "new")).rejects.toThrow("is a symbolic link");
    expect(await readdir(folder)).toEqual(["a"]);
  });

  it.each(["folder", "/dev/null"])("refuses %s, which is no file", async (name) => {
    const folder = await temporary();
    await mkdir(join(folder, "folder"));
    const path = name.startsWith("/") ? name : join(folder, name);
    const before = await lstat(path);
    await expect(replaceFile(path, "new")).rejects.toThrow(NotAFileError);
    expect((await lstat(path)).ino).toBe(before.ino);
  });

  it("stays open for whoever appends", async () => {
    const folder = await temporary();
    const file = await replacing(join(folder, "a"), "one\n");
    await file.appendFile("two\n");
    await file.close();
    expect(await readFile(join(folder, "a"), "utf8")).toBe("one\ntwo\n");
  });
});

describe("readPlainFile", () => {
  it("reads a file, and refuses a link to one", async () => {
    const folder = await temporary();
    await writeFile(join(folder, "a"), "text");
    await symlink("a", join(folder, "b"));
    expect((await readPlainFile(join(folder, "a"))).toString()).toBe("text");
    await expect(readPlainFile(join(folder, "b"))).rejects.toThrow("is a symbolic link");
  });
});

describe("linksOn", () => {
  it("names every link that is followed, through folders, parents and other links", async () => {
    const folder = await temporary();
    await mkdir(join(folder, "real", "deep"), { recursive: true });
    await symlink("real", join(folder, "one"));
    await symlink(join(folder, "one"), join(folder, "two"));
    await symlink("../two/deep", join(folder, "real", "three"));
    const links = await linksOn(join(folder, "two", "three", "not-there"));
    expect(links.map(({ path }) => path.slice(folder.length))).toEqual([
      "/two",
      "/one",
      "/real/three",
      "/two",
      "/one",
    ]);
    expect(await linksOn(join(folder, "real", "deep"))).toEqual([]);
  });

  it("ends also where links lead in circles", async () => {
    const folder = await temporary();
    await symlink("b", join(folder, "a"));
    await symlink("a", join(folder, "b"));
    expect((await linksOn(join(folder, "a"))).length).toBeGreaterThan(30);
  });
});

describe("realPlace", () => {
  it("follows links, and also says where something will be that is not there yet", async () => {
    const folder = await temporary();
    await mkdir(join(folder, "real"));
    await symlink("real", join(folder, "link"));
    expect(await realPlace(join(folder, "link", "x", "y"))).toBe(join(folder, "real", "x", "y"));
  });
});

describe("isWithin", () => {
  it.each([
    ["/a/b", "/a", true],
    ["/a", "/a", true],
    ["/ab", "/a", false],
    ["/a", "/", true],
    ["/b", "/a", false],
  ])("says of %s and %s: %s", (place, folder, within) => {
    expect(isWithin(place, folder)).toBe(within);
  });
});

async function temporary(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "distro-sync-files-")));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
