import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { packageFolder } from "../lib/package-folder.ts";

describe("packageFolder", () => {
  it("is the root of the repository, from the sources", () => {
    expect(packageFolder()).toBe(process.cwd());
  });

  it("is the nearest folder with a package.json", () => {
    const outer = mkdtempSync(join(tmpdir(), "distro-sync-package-"));
    onTestFinished(() => rmSync(outer, { recursive: true, force: true }));
    const inner = join(outer, "node_modules", "distro-sync");
    mkdirSync(join(inner, "dist", "lib"), { recursive: true });
    for (const folder of [outer, inner]) writeFileSync(join(folder, "package.json"), "{}");
    expect(packageFolder(pathToFileURL(join(inner, "dist", "lib", "module.js")).href)).toBe(inner);
  });

  it("ends at the root of the file system, and says what to do", () => {
    expect(() => packageFolder("file:///no-such-folder/at/all/module.js")).toThrow(
      /no package\.json in \/no-such-folder\/at\/all or above it\. Leave distro-sync in node_modules/,
    );
  });
});
