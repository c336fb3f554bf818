import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Built, buildRecordOf, FUNCTIONS, recordPath, refuseStale } from "../../lib/infra/bundle.ts";

type Files = Readonly<Record<string, string>>;

const SOURCES: Files = {
  "functions/reconcile.ts": "import '../lib/pass.ts'",
  "lib/pass.ts": "pass",
  "package-lock.json": "{}",
};

/** A clone that was built, as `npm run build` leaves it. */
function clone(files: Files = SOURCES): string {
  const root = mkdtempSync(join(tmpdir(), "distro-sync-clone-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  write(root, files);
  write(root, { [recordPath("reconcile")]: JSON.stringify(buildRecordOf(Object.keys(files), root)) });
  return root;
}

function write(root: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

describe("refuseStale", () => {
  it("has nothing against what was built from the sources that are there, whatever their times", () => {
    const root = clone();
    utimesSync(join(root, "lib/pass.ts"), new Date("2999-01-01"), new Date("2999-01-01"));
    expect(() => refuseStale("reconcile", root)).not.toThrow();
  });

  it("refuses a build from before a source changed, however old the source looks", () => {
    const root = clone();
    write(root, { "lib/pass.ts": "another pass" });
    utimesSync(join(root, "lib/pass.ts"), new Date("2001-01-01"), new Date("2001-01-01"));
    expect(() => refuseStale("reconcile", root)).toThrow(
      "the function reconcile in dist/ is older than its sources: run `npm run build`, " +
        "after `npm ci` when package-lock.json has changed (changed since then: lib/pass.ts)",
    );
  });

  it("refuses it when a source has gone, and names no more than a few", () => {
    const files = Object.fromEntries(["a", "b", "c", "d", "e"].map((name) => [`functions/${name}.ts`, name]));
    const root = clone(files);
    for (const path of Object.keys(files)) rmSync(join(root, path));
    expect(() => refuseStale("reconcile", root)).toThrow(
      "(changed since then: functions/a.ts, functions/b.ts, functions/c.ts and 2 more)",
    );
  });

  it("refuses a build of which nobody noted from what", () => {
    const root = clone();
    rmSync(join(root, "dist"), { recursive: true });
    expect(() => refuseStale("reconcile", root)).toThrow("is not built: run `npm run build`");
  });

  it("asks nothing of an installed package, which has no sources", () => {
    const root = clone();
    rmSync(join(root, "functions"), { recursive: true });
    write(root, { "lib/pass.ts": "another pass" });
    expect(() => refuseStale("reconcile", root)).not.toThrow();
  });
});

describe("npm run build", () => {
  it.each<readonly [Built, readonly string[]]>([
    ["app", ["bin/app.ts", "lib/infra/stack.ts", "lib/core/config/schema.ts"]],
    [
      "reconcile",
      ["functions/reconcile.ts", "lib/reconcile/reconcile.ts", "bin/bundler.ts", "package-lock.json"],
    ],
    ["webhook", ["functions/webhook.ts", "lib/function/webhook/webhook.ts"]],
  ])("notes what went into it: %s", (name, sources) => {
    const record = JSON.parse(readFileSync(recordPath(name), "utf8")) as Readonly<Record<string, string>>;
    expect(Object.keys(record)).toEqual(expect.arrayContaining([...sources]));
    expect(Object.keys(record).filter((path) => path.includes("node_modules"))).toEqual([]);
  });

  it("leaves, in a copy of this clone with one more line in a source, what is refused", () => {
    const root = mkdtempSync(join(tmpdir(), "distro-sync-clone-"));
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    for (const path of ["bin", "functions", "lib", "dist/sources", "package-lock.json", "tsconfig.json"])
      cpSync(path, join(root, path), { recursive: true });
    for (const name of FUNCTIONS) expect(() => refuseStale(name, root)).not.toThrow();
    writeFileSync(join(root, "lib/core/domain/order.ts"), "// changed\n", { flag: "a" });
    for (const name of FUNCTIONS)
      expect(() => refuseStale(name, root)).toThrow("(changed since then: lib/core/domain/order.ts)");
  });
});
