import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { DISK, directorySource } from "../../../lib/adapters/source/directory.ts";
import { prefixSource } from "../../../lib/adapters/source/prefix.ts";
import { exitCodeOf } from "../../../lib/core/report/report.ts";
import type { Fault } from "../../../lib/emulator/faults.ts";
import type { Source } from "../../../lib/ports.ts";
import { memoryObjects } from "../../support/memory-objects.ts";
import { callsOf, manifest, writesOf } from "../../support/shops.ts";
import { virtualClock } from "../../support/virtual-clock.ts";
import {
  alive,
  approvalOf,
  changeByHand,
  everything,
  idOf,
  manifestsOf,
  NOTHING,
  owning,
  passFrom,
  REMOVING,
  shopNames,
} from "./owning.ts";

const LIST = { method: "GET", path: "/distributions" } as const;
const READ = { method: "GET", path: "/distributions/*" } as const;

describe("promise 4: no deletion on an unproven read", () => {
  const faults: readonly (readonly [string, Fault])[] = [
    ["the list fails", { kind: "status", status: 500, when: "before", match: LIST, times: 99 }],
    ["the list has another shape", { kind: "wrong-shape", body: {}, when: "after", match: LIST, times: 99 }],
    ["its own read fails", { kind: "status", status: 500, when: "before", match: READ, times: 99 }],
    [
      "its own read has another shape",
      { kind: "wrong-shape", body: {}, when: "after", match: READ, times: 99 },
    ],
    ["its own read is refused", { kind: "status", status: 403, when: "before", match: READ, times: 99 }],
  ];

  it.each(faults)(
    "promise 4: removes nothing when %s, and does not end as if all were well",
    async (_, fault) => {
      const shop = await owning(manifestsOf(shopNames(3)));
      const before = everything(shop);
      shop.emulator.fault(fault);
      const report = await shop.pass({ ...REMOVING, manifests: manifestsOf(shopNames(1)) });
      expect(everything(shop)).toBe(before);
      expect(exitCodeOf(report.verdict, { detailed: false })).toBe(1);
    },
  );

  it("promise 4: removes nothing when a look-up failed elsewhere in the pass", async () => {
    const shop = await owning(manifestsOf(shopNames(3)));
    const before = everything(shop);
    shop.emulator.fault({
      kind: "status",
      status: 500,
      when: "before",
      match: { method: "GET", path: "/environments" },
      times: 99,
    });
    const staging = manifest("blog", [], "scope: ENVIRONMENT\nproject_name: web\nenvironment: staging\n");
    const manifests = { ...manifestsOf(shopNames(1)), "blog.yaml": staging };
    const report = await shop.pass({ ...REMOVING, manifests });
    expect(everything(shop)).toBe(before);
    expect(report.plan?.leftAlone.filter(({ reason }) => reason === "incomplete-read")).toHaveLength(2);
  });

  it("promise 4: lists every scope in which the inventory has something, also without a manifest in it", async () => {
    const inProject = manifest("shop-9", ["/"], "scope: PROJECT\nproject_name: web\n");
    const shop = await owning({ ...manifestsOf(shopNames(1)), "shop-9.yaml": inProject });
    await shop.pass({ ...REMOVING, mode: { plan: true }, manifests: manifestsOf(shopNames(1)) });
    expect(callsOf(shop)).toContain("GET /distributions?project_name=web 200");
  });

  it("promise 4: leaves alone what is not what we made: renamed or moved by somebody", async () => {
    const shop = await owning(manifestsOf(shopNames(3)));
    await changeByHand(shop, idOf(shop, "shop-1"), { identifier: "somebody-uses-it" });
    await changeByHand(shop, idOf(shop, "shop-2"), { scope: "PROJECT", project_name: "web" });
    const before = everything(shop);
    const report = await shop.pass({ ...REMOVING, manifests: manifestsOf(shopNames(1)) });
    expect(everything(shop)).toBe(before);
    expect(report.plan?.leftAlone.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining(["changed-live"]),
    );
  });

  it("promise 4: removes last, and nothing when anything before it failed", async () => {
    const shop = await owning(manifestsOf(shopNames(3)));
    shop.emulator.fault({
      kind: "status",
      status: 403,
      when: "before",
      match: { method: "PATCH" },
      times: 9,
    });
    const manifests = manifestsOf(shopNames(1), "name: From git\n");
    const report = await shop.pass({ ...REMOVING, manifests });
    expect(report.outcomes.map(({ action, status }) => [action, status])).toEqual([
      ["update", "failed"],
      ["delete", "skipped"],
      ["delete", "skipped"],
    ]);
    expect(alive(shop)).toEqual(["shop-0", "shop-1", "shop-2"]);
  });
});

describe("promise 5: a missing, short or unreadable source means zero writes", () => {
  /** Each would have the pass remove everything, if it were believed. */
  const sources: readonly (readonly [string, () => Promise<Source>])[] = [
    ["a folder that is not there", async () => directorySource(join(await folder(), "gone"))],
    ["an empty folder", async () => directorySource(await folder())],
    [
      "a folder in which no file is a manifest",
      async () => directorySource(await folder({ "README.md": "" })),
    ],
    ["a folder that may not be read", async () => directorySource("/x", { disk: DENIED })],
    [
      "a file that may not be read",
      async () => directorySource(await folder({ "a.yaml": "[]" }), { disk: SEALED }),
    ],
    ["a link in place of a file", async () => directorySource(await linked())],
    ["a file without content", async () => directorySource(await folder({ "a.yaml": "" }))],
    ["a file of comments", async () => directorySource(await folder({ "a.yaml": "# nothing\n" }))],
    ["a file with null in it", async () => directorySource(await folder({ "a.yaml": "null\n" }))],
    [
      "a file that is cut off",
      async () => directorySource(await folder({ "a.yaml": "- { identifier: a, sc" })),
    ],
    [
      "a prefix below which nothing is",
      async () => prefixSource(memoryObjects(), "manifests/", { clock: virtualClock() }),
    ],
    ["a prefix whose objects vanish", async () => vanishing()],
  ];

  it.each(sources)("promise 5: ends with 4 before the first call for %s", async (_, sourceOf) => {
    const shop = await owning(manifestsOf(shopNames(3)));
    const before = everything(shop);
    const source = await sourceOf();
    const report = await passFrom(shop, source, REMOVING);
    expect(exitCodeOf(report.verdict, { detailed: false })).toBe(4);
    expect(callsOf(shop)).toEqual([]);
    expect(everything(shop)).toBe(before);
  });

  it("promise 5: one manifest that cannot be taken stops them all", async () => {
    const shop = await owning(manifestsOf(shopNames(2)));
    const manifests = { ...manifestsOf(["new"]), "bad.yaml": "identifier: bad\nscope: NOWHERE\n" };
    const report = await shop.pass({ ...REMOVING, manifests });
    expect(exitCodeOf(report.verdict, { detailed: false })).toBe(4);
    expect(callsOf(shop)).toEqual([]);
  });

  it("promise 5: wanting nothing is possible, and has to be written", async () => {
    const shop = await owning(manifestsOf(shopNames(1)));
    const { plan } = await shop.pass({ ...REMOVING, mode: { plan: true }, manifests: NOTHING });
    const manifests = { ...NOTHING, ...approvalOf(plan, shop) };
    expect((await shop.pass({ ...REMOVING, manifests })).verdict).toBe("applied");
    expect(alive(shop)).toEqual([]);
  });

  it("promise 5: an approval alone is no manifest: a source that holds nothing else is empty", async () => {
    const shop = await owning(manifestsOf(shopNames(1)));
    const before = everything(shop);
    const manifests = {
      [`approvals/${"0".repeat(64)}.yaml`]:
        "by: x\nreason: y\nuntil: 2026-11-24T12:00:00Z\nlifts: [EXPOSURE]\n",
    };
    const report = await shop.pass({ ...REMOVING, manifests });
    expect(exitCodeOf(report.verdict, { detailed: false })).toBe(4);
    expect(everything(shop)).toBe(before);
    expect(writesOf(shop)).toEqual([]);
  });
});

async function folder(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "distro-sync-promise-"));
  onTestFinished(() => rm(made, { recursive: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(made, name), text);
  return made;
}

async function linked(): Promise<string> {
  const made = await folder({ "real.txt": "[]\n" });
  await mkdir(join(made, "manifests"));
  await symlink("../real.txt", join(made, "manifests", "a.yaml"));
  return join(made, "manifests");
}

function denied(): never {
  throw Object.assign(new Error("permission denied"), { code: "EACCES" });
}

const DENIED = { ...DISK, look: async () => denied() };
const SEALED = { ...DISK, content: async () => denied() };

/** There for the first listing, and gone when they are fetched, over and over. */
function vanishing(): Source {
  const objects = memoryObjects();
  const put = () => objects.stored.set("manifests/a.yaml", { bytes: Buffer.from("[]\n"), etag: '"1"' });
  put();
  objects.before = (call) => {
    if (call.startsWith("GET")) objects.stored.clear();
    else put();
  };
  objects.after = (call) => {
    if (call.startsWith("LIST")) objects.stored.clear();
  };
  return prefixSource(objects, "manifests/", { clock: virtualClock() });
}
