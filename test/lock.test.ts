import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Entry = {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  /** It came inside of the package that it stands below, whose digest holds for both. */
  readonly inBundle?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};

describe.each([
  "package-lock.json",
  "test/contract/package-lock.json",
  "test/function/runtime/package-lock.json",
  "test/mutation/package-lock.json",
])("%s", (path) => {
  const { packages } = JSON.parse(readFileSync(path, "utf8")) as { packages: Record<string, Entry> };
  const installed = Object.entries(packages).filter(
    ([name, { inBundle }]) => name !== "" && inBundle !== true,
  );

  it("pins every package of every platform by its version and its digest", () => {
    const unpinned = installed.filter(
      ([, { version, integrity }]) => version === undefined || !/^sha512-[\w+/]{86}==$/.test(integrity ?? ""),
    );
    expect(unpinned.map(([name]) => name)).toEqual([]);
  });

  it("holds whatever a package may depend on, which npm ci insists on", () => {
    const missing = installed.flatMap(([, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => packages[`node_modules/${name}`] === undefined),
    );
    expect(missing).toEqual([]);
  });

  it("names no registry, so that everybody's own is asked", () => {
    expect(installed.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });
});

describe("package.json", () => {
  it("pins exact versions, and has seven dependencies at run time: docs/adr, 10 and 18", () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync("package.json", "utf8")) as Record<
      "dependencies" | "devDependencies",
      Record<string, string>
    >;
    expect(Object.keys(dependencies)).toEqual([
      "@aws-sdk/client-s3",
      "@aws-sdk/client-ssm",
      "commander",
      "croner",
      "fastest-levenshtein",
      "ofetch",
      "yaml",
    ]);
    const loose = Object.values({ ...dependencies, ...devDependencies }).filter(
      (range) => !/^\d+\.\d+\.\d+$/.test(range),
    );
    expect(loose).toEqual([]);
  });
});
