import { Readable } from "node:stream";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { SourceError } from "../../../lib/errors.ts";
import { type Entry, inTop, MADE_BY_GIT, readPacked, TOP, tar, tarball } from "./archive.ts";

/** What is found in an archive of these entries: paths of files, and problems as `path CODE`. */
async function seen(entries: readonly Entry[], folder?: string): Promise<readonly string[]> {
  const { files, problems } = await readPacked(
    await tarball(entries),
    folder === undefined ? {} : { folder },
  );
  return [...files.map(({ path }) => path), ...problems.map(({ file, code }) => `${file} ${code}`)];
}

async function failure(reading: Promise<unknown>): Promise<string> {
  const error: unknown = await reading.catch((thrown: unknown) => thrown);
  return error instanceof SourceError ? error.message : `no SourceError: ${String(error)}`;
}

const DAMAGED =
  "the archive of my-company/routing is damaged, or was cut short: the next pass fetches it again";

describe("readTarball", () => {
  it("reads what git archive makes", async () => {
    const { files, problems } = await readPacked(MADE_BY_GIT);
    expect(files).toEqual([
      { path: "distributions/eu/blog.yml", content: Buffer.from("[]\n") },
      { path: "distributions/shop.yaml", content: Buffer.from("[]\n") },
    ]);
    expect(problems).toMatchObject([{ file: "distributions/link", code: "LINK" }]);
  });

  it("takes the manifests in the folder, by path, and nothing else", async () => {
    const names = [
      "distributions/b.yml",
      "distributions/a/z.yaml",
      "distributions/a.yaml",
      "distributions/README.md",
      "distributions/.hidden.yaml",
      "distributions/.git/x.yaml",
      "distributions/node_modules/y.yaml",
      "distributions2/a.yaml",
      "other/distributions/a.yaml",
      "a.yaml",
    ];
    const expected = ["distributions/a.yaml", "distributions/a/z.yaml", "distributions/b.yml"];
    expect(await seen(names.map((name) => inTop(name)))).toEqual(expected);
    expect(await seen(names.toReversed().map((name) => inTop(name)))).toEqual(expected);
  });

  it("takes the whole top folder, or one further down, when that is wanted", async () => {
    const names = [inTop("a.yaml"), inTop("b/c.yaml"), inTop("b/d/e.yaml")];
    expect(await seen(names, "")).toEqual(["a.yaml", "b/c.yaml", "b/d/e.yaml"]);
    expect(await seen(names, "b/d")).toEqual(["b/d/e.yaml"]);
  });

  it("hands out the bytes, undecoded", async () => {
    const text = "é".repeat(30_000);
    const { files } = await readPacked(await tarball([inTop("distributions/a.yaml", { text })]));
    expect(files).toEqual([{ path: "distributions/a.yaml", content: Buffer.from(text) }]);
  });

  it("reads past large files that it does not want", async () => {
    const entries = [
      inTop("docs/film.bin", { text: "x".repeat(5_000_000) }),
      inTop("distributions/a.yaml"),
      inTop("distributions/film.bin", { text: "x".repeat(5_000_000) }),
      inTop("distributions/b.yaml"),
    ];
    expect(await seen(entries)).toEqual(["distributions/a.yaml", "distributions/b.yaml"]);
  });

  it("knows long names", async () => {
    const path = `distributions/${"x".repeat(120)}/${"y".repeat(120)}.yaml`;
    expect(await seen([inTop(path)])).toEqual([path]);
  });

  it("finds nothing where there is nothing", async () => {
    expect(await seen([inTop("distributions/", { type: "directory" })])).toEqual([]);
    expect(await seen([])).toEqual([]);
  });

  it("reports what a folder on disk would be reported for", async () => {
    const entries = [
      inTop("distributions/", { type: "directory" }),
      inTop("distributions/link.yaml", { type: "symlink", linkname: "../../secret.yaml" }),
      inTop("distributions/linked", { type: "symlink", linkname: "/etc" }),
      inTop("distributions/hard.yaml", { type: "link", linkname: `${TOP}/secret.yaml` }),
      inTop("distributions/.link", { type: "symlink", linkname: "/etc" }),
      inTop("distributions/pipe.yaml", { type: "fifo" }),
      inTop("distributions/device.yaml", { type: "character-device" }),
      inTop("distributions/pipe", { type: "fifo" }),
      inTop("distributions/folder.yaml/", { type: "directory" }),
      inTop("distributions/big.yaml", { text: "x".repeat(64 * 1024 + 1) }),
      inTop("distributions/a\u001b[2J.yaml"),
      inTop("distributions/A.yaml"),
      inTop("distributions/a.yaml"),
      inTop("elsewhere.yaml", { type: "symlink", linkname: "/etc/passwd" }),
    ];
    expect(await seen(entries)).toEqual([
      "distributions/A.yaml",
      "distributions/a.yaml",
      "distributions/A.yaml NAME_COLLISION",
      "distributions/a.yaml NAME_COLLISION",
      "distributions/a\\u001b[2J.yaml CONTROL_CHARACTER",
      "distributions/big.yaml FILE_TOO_LARGE",
      "distributions/device.yaml NOT_A_FILE",
      "distributions/folder.yaml NOT_A_FILE",
      "distributions/hard.yaml LINK",
      "distributions/link.yaml LINK",
      "distributions/linked LINK",
      "distributions/pipe.yaml NOT_A_FILE",
    ]);
  });

  it("takes none of 10,001 manifests", async () => {
    const entries = Array.from({ length: 10_001 }, (_, nth) =>
      inTop(`distributions/${nth}.yaml`, { text: "" }),
    );
    expect(await seen(entries)).toEqual(["distributions TOO_MANY_FILES"]);
  });

  it("follows no link where the folder itself should be", async () => {
    const entry = inTop("distributions", { type: "symlink", linkname: "/etc" });
    expect(await failure(seen([entry]))).toBe(
      "in my-company/routing, distributions is a symbolic link: name the folder that holds the manifests",
    );
    expect(await failure(seen([inTop("distributions")]))).toContain("distributions is not a folder");
  });

  it.each([
    ["that lead out of it", `${TOP}/../../etc/x.yaml`],
    ["that lead out of the folder", `${TOP}/distributions/../x.yaml`],
    ["that lead nowhere", `${TOP}/./distributions/x.yaml`],
    ["that are absolute", "/etc/x.yaml"],
    ["with an empty part", `${TOP}//x.yaml`],
    ["that begin with ..", "../x.yaml"],
    ["without a top folder", "x.yaml"],
    ["in another top folder", "other/distributions/x.yaml"],
    ["with a backslash", `${TOP}/distributions/sub\\x.yaml`],
  ])("85: refuses paths %s", async (_, name) => {
    expect(await failure(seen([inTop("distributions/a.yaml"), { name }]))).toMatch(
      /^the archive of my-company\/routing holds /,
    );
  });

  it("refuses an entry that comes twice, as what it may be", async () => {
    const twice = [inTop("distributions/a.yaml"), inTop("distributions/a.yaml", { text: "- 1\n" })];
    expect(await failure(seen(twice))).toContain("holds distributions/a.yaml twice");
    const link = inTop("distributions/a.yaml", { type: "symlink", linkname: "b.yaml" });
    expect(await failure(seen([inTop("distributions/a.yaml"), link]))).toContain("twice");
  });

  it("refuses the archive of another commit", async () => {
    const other = await tar([inTop("distributions/a.yaml")], { commit: "0".repeat(40) });
    expect(await failure(readPacked(gzipSync(other)))).toContain("is of another commit");
  });

  it("refuses an archive that is cut short anywhere, packed or before it was packed", async () => {
    const whole = await tar([inTop("distributions/a.yaml"), inTop("distributions/b.yaml")]);
    for (let length = 0; length <= whole.length - 512; length += 128) {
      expect(await failure(readPacked(gzipSync(whole.subarray(0, length)))), `tar ${length}`).toBe(DAMAGED);
    }
    const packed = gzipSync(whole);
    for (let length = 0; length < packed.length; length += 7) {
      expect(await failure(readPacked(packed.subarray(0, length))), `gzip ${length}`).toBe(DAMAGED);
    }
  });

  it("refuses what is damaged, no gzip or no tar", async () => {
    const packed = await tarball([inTop("distributions/a.yaml")]);
    const middle = packed.length >> 1;
    packed[middle] = (packed[middle] ?? 0) ^ 1;
    expect(await failure(readPacked(packed))).toBe(DAMAGED);
    expect(await failure(readPacked(Buffer.from("<html>")))).toBe(DAMAGED);
    expect(await failure(readPacked(gzipSync("x".repeat(4_096))))).toBe(DAMAGED);
    expect(await failure(readPacked(gunzipSync(await tarball([]))))).toBe(DAMAGED);
  });

  it("86: stops a gzip bomb of 1 GB at 64 MiB, and holds nothing of it", async () => {
    const head = await tar([inTop("bomb.bin", { text: "x" })]);
    const size = Buffer.from("10000000000 "); // 1 GiB in octal digits, where the header has the size.
    const header = Buffer.concat([
      head.subarray(0, 1_024 + 124),
      size,
      head.subarray(1_024 + 136, 1_024 + 512),
    ]);
    const sum = header
      .subarray(1_024)
      .fill(" ", 148, 156)
      .reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, "0")}\u0000 `, 1_024 + 148);
    const zeros = gzipSync(Buffer.alloc(16 * 1024 * 1024));
    let sent = 0;
    const bomb = Readable.from(
      (function* () {
        yield gzipSync(header);
        for (; sent < 64; sent += 1) yield zeros;
      })(),
    );
    const before = process.memoryUsage().arrayBuffers;
    expect(await failure(readPacked(bomb))).toMatch(
      /unpacked, has more than 67108864 bytes: keep the manifests in/,
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(200 * 1024 * 1024);
    expect(sent).toBeLessThan(64);
  });

  it("stops at 50 MiB of what does not grow when it is unpacked", async () => {
    const member = gzipSync(Buffer.alloc(1024 * 1024), { level: 0 });
    let sent = 0;
    const endless = Readable.from(
      (function* () {
        for (; sent < 1_000; sent += 1) yield member;
      })(),
    );
    expect(await failure(readPacked(endless))).toContain(
      "the archive of my-company/routing has more than 52428800 bytes",
    );
    expect(sent).toBeLessThan(100);
  });

  it("stops at 20,000 entries", async () => {
    const entries = Array.from({ length: 20_001 }, (_, nth) => inTop(`docs/${nth}`, { text: "" }));
    expect(await failure(seen(entries))).toContain("has more than 20000 entries");
    expect(await seen([...entries.slice(2), inTop("distributions/a.yaml")])).toEqual([
      "distributions/a.yaml",
    ]);
  });

  it("ends when its time is up, whatever it waits for", async () => {
    const packed = await tarball([inTop("distributions/a.yaml")]);
    const stuck = new Readable({ read: () => {} });
    stuck.push(packed.subarray(0, packed.length - 10));
    const time = new AbortController();
    const reading = failure(readPacked(stuck, { signal: time.signal }));
    time.abort(new DOMException("The time is up", "TimeoutError"));
    expect(await reading).toContain("did not come in time");
    expect(stuck.destroyed).toBe(true);
  });

  it("says so when the connection is lost", async () => {
    const stream = new Readable({ read: () => {} });
    const reading = failure(readPacked(stream));
    stream.destroy(new Error("terminated"));
    expect(await reading).toBe(DAMAGED);
  });
});
