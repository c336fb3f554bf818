import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fileCircles, folderCircles, folderOf, repeatedNames } from "./shape/shape.ts";
import { type Row, readRows, rowCircles, rowOf } from "./support/architecture.ts";
import { type Import, readSources } from "./support/sources.ts";

const SOURCES = readSources(["lib", "bin", "functions"]);
const BY_PATH = new Map(SOURCES.map((source) => [source.path, source]));
const ROWS = readRows(readFileSync("ARCHITECTURE.md", "utf8"));

const FOLDERS = [...new Set(SOURCES.map(({ path }) => folderOf(path, SOURCES)))];

/** Everything that a file imports, and whatever that imports: our files by path, packages by specifier. */
function closureOf(entry: string, options: { readonly dynamic: boolean }): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (file: string) => {
    for (const { target, kind } of BY_PATH.get(file)?.imports ?? []) {
      if (kind === "type" || (kind === "dynamic" && !options.dynamic) || found.has(target)) continue;
      found.add(target);
      visit(target);
    }
  };
  visit(entry);
  return found;
}

function isAllowed(row: Row, { specifier, target }: Import): boolean {
  if (rowOf(target, ROWS)?.place === row.place) return true;
  return row.allowed.some((one) => {
    if (one.endsWith(":*")) return specifier.startsWith(one.slice(0, -1));
    return one === specifier || specifier.startsWith(`${one}/`) || isBelow(target, one);
  });
}

/** `lib/core` allows `lib/core/plan/plan.ts`; `lib/apply` allows `lib/apply.ts` as well. */
function isBelow(target: string, place: string): boolean {
  return target === place || target === `${place}.ts` || target.startsWith(`${place}/`);
}

describe("the table in ARCHITECTURE.md", () => {
  it.each(FOLDERS)("has a row for %s, or one for each file that lies in it", (folder) => {
    const withoutRow = SOURCES.map(({ path }) => path)
      .filter((path) => folderOf(path, SOURCES) === folder)
      .filter((path) => ![folder, path].includes(rowOf(path, ROWS)?.place ?? ""));
    expect(withoutRow).toEqual([]);
  });

  it.each(ROWS.map((row) => [row.place, row] as const))(
    "describes %s, which holds files, once and in one sentence",
    (place, { purpose }) => {
      expect(SOURCES.filter(({ path }) => rowOf(path, ROWS)?.place === place)).not.toEqual([]);
      expect(ROWS.filter((row) => row.place === place)).toHaveLength(1);
      expect(purpose).toMatch(/\w/);
      expect(purpose).not.toMatch(/[.!?]\s/);
    },
  );

  it("lets imports go one way, so that no two rows allow each other, directly or through others", () => {
    expect(rowCircles(ROWS)).toEqual([]);
  });
});

describe("the house", () => {
  it.each(SOURCES.map(({ path, imports }) => [path, imports] as const))(
    "%s imports only what ARCHITECTURE.md lets it",
    (path, imports) => {
      const row = rowOf(path, ROWS);
      const forbidden = imports.filter((one) => row === undefined || !isAllowed(row, one));
      expect(forbidden.map(({ target }) => target)).toEqual([]);
    },
  );

  it("has no circle of files, types included", () => {
    expect(fileCircles(SOURCES).map(({ imports }) => imports)).toEqual([]);
  });

  it("has no circle of folders, types included", () => {
    expect(folderCircles(SOURCES).map(({ imports }) => imports)).toEqual([]);
  });

  it("exports no name of lib from two files", () => {
    expect(repeatedNames(SOURCES)).toEqual([]);
  });

  it("imports json-schema-to-ts for its types alone, since it is not there at run time", () => {
    const kinds = SOURCES.flatMap(({ imports }) => imports)
      .filter(({ specifier }) => specifier === "json-schema-to-ts")
      .map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(["type"]));
  });

  it("starts the command without loading AWS's clients, which a bucket or a parameter brings in", () => {
    const loaded = [...closureOf("bin/distro-sync.ts", { dynamic: false })];
    expect(loaded.filter((specifier) => specifier.startsWith("@aws-sdk/"))).toEqual([]);
    const needed = [...closureOf("bin/distro-sync.ts", { dynamic: true })];
    expect(needed.filter((specifier) => specifier.startsWith("@aws-sdk/")).toSorted()).toEqual([
      "@aws-sdk/client-s3",
      "@aws-sdk/client-ssm",
    ]);
  });

  it("has the command need only what is installed with it", () => {
    const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
      dependencies: Readonly<Record<string, string>>;
    };
    const needed = [...closureOf("bin/distro-sync.ts", { dynamic: true })]
      .filter((specifier) => !specifier.startsWith("node:") && !specifier.endsWith(".ts"))
      .filter((specifier) => !(specifier in dependencies));
    expect(needed).toEqual([]);
  });

  it("has no barrel, no default export and no folder for leftovers", () => {
    expect(
      SOURCES.map(({ path }) => path).filter((path) =>
        /(?:^|\/)(?:index|utils?|helpers?|common|manager|service|types)(?:\.ts|\/)/.test(path),
      ),
    ).toEqual([]);
    const defaults = SOURCES.filter(({ exports }) => exports.includes("default"));
    expect(defaults.map(({ path }) => path)).toEqual([]);
  });
});

describe("lib/core", () => {
  const core = SOURCES.filter(({ path }) => path.startsWith("lib/core/"));

  it("knows no clock, no process, no console, no randomness and no network", () => {
    const impure =
      /\b(?:process|console|Date|performance|fetch|setTimeout|setInterval|setImmediate)\b(?=[.(])|Math\.random/;
    const found = core.filter(({ isGenerated, code }) => !isGenerated && impure.test(code));
    expect(found.map(({ path }) => path)).toEqual([]);
  });

  it("imports nothing of lib that is outside of core", () => {
    const outside = core
      .flatMap(({ imports }) => imports.map(({ target }) => target))
      .filter((target) => target.startsWith("lib/") && !target.startsWith("lib/core/"));
    expect(outside).toEqual([]);
  });
});

describe("lib/infra and lib/adapters", () => {
  it.each([
    ["lib/infra", "lib/adapters"],
    ["lib/adapters", "lib/infra"],
  ])("%s imports nothing of %s", (from, to) => {
    const imported = SOURCES.filter(({ path }) => path.startsWith(`${from}/`)).flatMap(({ imports }) =>
      imports.map(({ target }) => target).filter((target) => target.startsWith(`${to}/`)),
    );
    expect(imported).toEqual([]);
  });
});
