import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { DISK, type Disk, directorySource } from "../../../lib/adapters/source/directory.ts";
import { SourceError } from "../../../lib/errors.ts";

/** Numbers are those of the list of hostile inputs that the reader was designed against. */

/** POSIX. */
const MKFIFO = "mkfifo";

const folders: string[] = [];

afterEach(async () => {
  await Promise.all(folders.splice(0).map((made) => rm(made, { recursive: true })));
});

/** A new folder with these files in it. */
async function folderWith(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "distro-sync-"));
  folders.push(root);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
  return root;
}

/** What a source says of the folder, called `d`: paths of files, and problems as `path CODE`. */
async function read(root: string, disk: Disk = DISK): Promise<readonly string[]> {
  const { files, problems } = await directorySource(root, { shownAs: "d/", disk }).read();
  return [...files.map(({ path }) => path), ...problems.map(({ file, code }) => `${file} ${code}`)];
}

/** A disk of empty files with these names: for what real disks do slowly, or not at all. */
function diskWith(names: readonly string[], overrides: Partial<Disk> = {}): Disk {
  return {
    look: async (path) => ({ kind: path === "root" ? "folder" : "file", bytes: 0 }),
    names: async () => names,
    content: async () => new Uint8Array(),
    ...overrides,
  };
}

function denied(): never {
  throw Object.assign(new Error("permission denied"), { code: "EACCES" });
}

describe("directorySource", () => {
  it("reads .yaml and .yml files at every depth, sorted, with forward slashes", async () => {
    const root = await folderWith({
      "b.yml": "",
      "a/z.yaml": "",
      "a.yaml": "",
      "README.md": "",
      "C.YAML": "",
    });
    expect(await read(root)).toEqual(["d/C.YAML", "d/a/z.yaml", "d/a.yaml", "d/b.yml"]);
  });

  it("hands out the bytes, undecoded", async () => {
    const root = await folderWith({ "a.yaml": "é" });
    const { files } = await directorySource(root).read();
    expect(files).toEqual([{ path: `${root}/a.yaml`, content: Buffer.from([0xc3, 0xa9]) }]);
  });

  it("may show paths without a folder before them", async () => {
    const root = await folderWith({ "a.yaml": "" });
    expect((await directorySource(root, { shownAs: "" }).read()).files.map(({ path }) => path)).toEqual([
      "a.yaml",
    ]);
  });

  it("does not look at dot entries and node_modules", async () => {
    const root = await folderWith({
      "a.yaml": "",
      ".git/x.yaml": "",
      ".b.yaml": "",
      "node_modules/y.yaml": "",
    });
    expect(await read(root)).toEqual(["d/a.yaml"]);
  });

  it("knows no commit", async () => {
    expect(await directorySource(await folderWith({ "a.yaml": "" })).read()).not.toHaveProperty("commit");
  });

  it("76: follows no link out of the folder, to a file or to a folder", async () => {
    const outside = await folderWith({ "secret.yaml": "" });
    const root = await folderWith({ "a.yaml": "" });
    await symlink(join(outside, "secret.yaml"), join(root, "b.yaml"));
    await symlink(outside, join(root, "c"));
    expect(await read(root)).toEqual(["d/a.yaml", "d/b.yaml LINK", "d/c LINK"]);
  });

  it("77: follows no link in circles", async () => {
    const root = await folderWith();
    await symlink(root, join(root, "again"));
    await symlink("self.yaml", join(root, "self.yaml"));
    expect(await read(root)).toEqual(["d/again LINK", "d/self.yaml LINK"]);
  });

  it("78: does not wait for a pipe", async () => {
    const root = await folderWith({ "a.yaml": "" });
    execFileSync(MKFIFO, [join(root, "x.yaml"), join(root, "ignored")]);
    expect(await read(root)).toEqual(["d/a.yaml", "d/x.yaml NOT_A_FILE"]);
  });

  it("78: does not read what became a pipe or a link after it looked", async () => {
    const root = await folderWith({ "a.yaml": "" });
    execFileSync(MKFIFO, [join(root, "pipe.yaml")]);
    await symlink("a.yaml", join(root, "link.yaml"));
    const late: Disk = {
      ...DISK,
      look: async (path) => (path === root ? DISK.look(path) : { kind: "file", bytes: 0 }),
    };
    expect(await read(root, late)).toEqual([
      "d/a.yaml",
      "d/link.yaml UNREADABLE_FILE",
      "d/pipe.yaml UNREADABLE_FILE",
    ]);
  });

  it("79: reports what it may not read: a file, a folder, what a path is", async () => {
    expect(await read("root", diskWith(["a.yaml"], { content: denied }))).toEqual([
      "d/a.yaml UNREADABLE_FILE",
    ]);
    const locked = diskWith(["sub"], {
      look: async () => ({ kind: "folder", bytes: 0 }),
      names: async (path) => (path === "root" ? ["sub"] : denied()),
    });
    expect(await read("root", locked)).toEqual(["d/sub UNREADABLE_FILE"]);
    const blind = diskWith(["a.yaml"], {
      look: async (path) => (path === "root" ? { kind: "folder", bytes: 0 } : denied()),
    });
    expect(await read("root", blind)).toEqual(["d/a.yaml UNREADABLE_FILE"]);
  });

  it("79: says why, also when the reason has no code", async () => {
    const broken = diskWith(["a.yaml"], { content: async () => Promise.reject(new Error("worn out")) });
    const { problems } = await directorySource("root", { disk: broken }).read();
    expect(problems).toMatchObject([
      { file: "root/a.yaml", line: 1, column: 1, message: "it cannot be read (Error: worn out)" },
    ]);
  });

  it("80: reports a folder called x.yaml", async () => {
    const root = await folderWith({ "x.yaml/a.yaml": "" });
    expect(await read(root)).toEqual(["d/x.yaml NOT_A_FILE"]);
  });

  it("82: reports names that differ only in case, also by their folders", async () => {
    const names = diskWith(["A.yaml", "a.yaml", "b.yaml"]);
    expect(await read("root", names)).toEqual([
      "d/A.yaml",
      "d/a.yaml",
      "d/b.yaml",
      "d/A.yaml NAME_COLLISION",
      "d/a.yaml NAME_COLLISION",
    ]);
  });

  it("84: reads none of 10,001 files, and all of 10,000", async () => {
    const names = Array.from({ length: 10_002 }, (_, i) => `${i}.yaml`);
    expect(await read("root", diskWith(names))).toEqual(["d TOO_MANY_FILES"]);
    expect(await read("root", diskWith(names.slice(2)))).toHaveLength(10_000);
  });

  it("does not read a file of 300 MB", async () => {
    const root = await folderWith({ "big.yaml": "" });
    await truncate(join(root, "big.yaml"), 300_000_000);
    expect(await read(root)).toEqual(["d/big.yaml FILE_TOO_LARGE"]);
  });

  it("reports names with characters that would act in a terminal, and shows them by number", async () => {
    expect(await read("root", diskWith(["a\u001b[2J.yaml", "\u202e.yaml"]))).toEqual([
      "d/\\u202e.yaml CONTROL_CHARACTER",
      "d/a\\u001b[2J.yaml CONTROL_CHARACTER",
    ]);
    const { problems } = await directorySource("root", {
      shownAs: "",
      disk: diskWith(["\u0007.yaml"]),
    }).read();
    expect(problems).toMatchObject([{ file: "\\u0007.yaml" }]);
  });

  it("takes absence for an error, and says what to do", async () => {
    const root = await folderWith({ "README.md": "", "a.yaml": "" });
    const message = async (path: string, options = {}) => {
      const error: unknown = await directorySource(path, options)
        .read()
        .catch((thrown: unknown) => thrown);
      return error instanceof SourceError ? error.message : "no SourceError";
    };
    expect(await message(join(root, "gone"))).toMatch(/does not exist: make it, or correct `manifests`/);
    expect(await message(join(root, "a.yaml"))).toMatch(/is not a folder: name the folder/);
    expect(await message(await folderWith({ "README.md": "" }))).toMatch(
      /holds no manifest: add a \.yaml file/,
    );
    expect(await message("root", { disk: diskWith([], { names: denied }) })).toMatch(
      /cannot be read: give this program/,
    );
    await symlink(root, join(root, "link"));
    expect(await message(join(root, "link"))).toMatch(/is a symbolic link: name the folder/);
  });
});
