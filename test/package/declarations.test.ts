import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";

type Names = Readonly<Record<string, string>>;

const { exports, dependencies, peerDependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
  readonly dependencies: Names;
  readonly peerDependencies: Names;
};

/** The declarations that whoever installs the package may import. */
const ENTRIES = Object.values(exports).flatMap((entry) => (typeof entry === "string" ? [] : [entry.types]));

/** What a declaration imports, written as a statement or inside of a type. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(file, "utf8").replaceAll(/\/\*[\s\S]*?\*\//g, "");
  return [...text.matchAll(/\bfrom "([^"]+)"|\bimport\(?\s*"([^"]+)"/g)].map(
    ([, from, alone]) => from ?? alone ?? "",
  );
}

/** Every declaration that can be reached, and the packages that they need. */
function reached(entries: readonly string[]) {
  const files = new Set<string>();
  const packages = new Map<string, string>();
  const visit = (file: string) => {
    if (files.has(file)) return;
    files.add(file);
    for (const specifier of importsOf(file)) {
      if (specifier.startsWith(".")) {
        visit(normalize(join(dirname(file), specifier.replace(/\.(?:ts|js)$/, ".d.ts"))));
      } else packages.set(specifier, file);
    }
  };
  for (const entry of entries) visit(normalize(entry));
  return { files, packages };
}

function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

describe("the declarations of the package", () => {
  const { files, packages } = reached(ENTRIES);

  it("are all there", () => {
    expect(ENTRIES.length).toBeGreaterThan(0);
    expect([...files].filter((file) => !existsSync(file))).toEqual([]);
    expect(files).toContain("dist/lib/core/config/config.generated.d.ts");
  });

  it("import nothing but what is installed with the package", () => {
    const installed = new Set(Object.keys({ ...dependencies, ...peerDependencies }));
    const missing = [...packages].filter(
      ([specifier]) => !specifier.startsWith("node:") && !installed.has(packageOf(specifier)),
    );
    expect(missing).toEqual([]);
    expect([...packages.keys()].map(packageOf)).toContain("aws-cdk-lib");
  });
});
