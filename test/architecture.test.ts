import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";

const FILES = ["lib", "bin", "functions"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${folder}/${name}`),
);
const ARCHITECTURE = readFileSync("ARCHITECTURE.md", "utf8");

/** From the table in ARCHITECTURE.md: what each place may import. */
const RULES = new Map(
  [...ARCHITECTURE.matchAll(/^\| (lib\/\S+|bin|functions) \| [^|]* \| ([^|]*) ?\|$/gm)].map(
    ([, place = "", allowed = ""]) => [place, allowed.split(",").map((one) => one.trim())],
  ),
);

/** `lib/reconcile/observe.ts` and `lib/reconcile.ts` are both of `lib/reconcile`. */
function placeOf(path: string): string {
  const places = [...RULES.keys()].filter(
    (place) => path === place || path.startsWith(`${place}/`) || path === `${place}.ts`,
  );
  return places.toSorted((a, b) => b.length - a.length)[0] ?? path;
}

function importsOf(file: string): readonly string[] {
  const text = readFileSync(file, "utf8");
  const specifiers = [
    ...text.matchAll(/^(?:import|export)\b[^;]*?\bfrom "([^"]+)"|^import "([^"]+)"|\bimport\("([^"]+)"\)/gm),
  ];
  return specifiers.map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? "");
}

function isAllowed(allowed: readonly string[], specifier: string, target: string): boolean {
  return allowed.some((one) => {
    if (one.endsWith(":*")) return specifier.startsWith(one.slice(0, -1));
    return one === placeOf(target) || one === specifier || specifier.startsWith(`${one}/`);
  });
}

/** Everything that a file imports, and whatever that imports: our files by path, packages by specifier. */
function closureOf(entry: string, options: { readonly dynamic: boolean }): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (file: string) => {
    for (const { specifier, isDynamic } of importsWithKind(file)) {
      if (isDynamic && !options.dynamic) continue;
      const target = specifier.startsWith(".") ? normalize(join(dirname(file), specifier)) : specifier;
      if (found.has(target)) continue;
      found.add(target);
      if (target !== specifier) visit(target);
    }
  };
  visit(entry);
  return found;
}

function importsWithKind(
  file: string,
): readonly { readonly specifier: string; readonly isDynamic: boolean }[] {
  const text = readFileSync(file, "utf8").replaceAll(/^import type\b[^;]*;/gm, "");
  const dynamic = [...text.matchAll(/\bimport\("([^"]+)"\)/g)].map(([, specifier = ""]) => specifier);
  const fixed = [...text.matchAll(/^(?:import|export)\b[^;]*?\bfrom "([^"]+)"|^import "([^"]+)"/gm)];
  return [
    ...dynamic.map((specifier) => ({ specifier, isDynamic: true })),
    ...fixed.map(([, from, bare]) => ({ specifier: from ?? bare ?? "", isDynamic: false })),
  ];
}

describe("the house", () => {
  it("is described file by file in ARCHITECTURE.md", () => {
    const undescribed = FILES.filter((file) => !RULES.has(placeOf(file)));
    expect(undescribed).toEqual([]);
    for (const place of RULES.keys()) expect(() => statSync(place), place).not.toThrow();
  });

  it.each(FILES)("%s imports only what ARCHITECTURE.md lets it", (file) => {
    const allowed = RULES.get(placeOf(file)) ?? [];
    const forbidden = importsOf(file).filter((specifier) => {
      const target = specifier.startsWith(".") ? normalize(join(dirname(file), specifier)) : specifier;
      return !isAllowed(allowed, specifier, target);
    });
    expect(forbidden).toEqual([]);
  });

  it("imports json-schema-to-ts for its types alone, since it is not there at run time", () => {
    const importing = FILES.filter((file) => importsOf(file).includes("json-schema-to-ts"));
    for (const file of importing) {
      expect(readFileSync(file, "utf8")).toMatch(/^import type \{ FromSchema \} from "json-schema-to-ts";$/m);
    }
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
      .filter((specifier) => specifier !== "json-schema-to-ts" && !(specifier in dependencies));
    expect(needed).toEqual([]);
  });

  it("has no barrel, no default export and no folder for leftovers", () => {
    expect(
      FILES.filter((file) =>
        /(?:^|\/)(?:index|utils?|helpers?|common|manager|service|types)(?:\.ts|\/)/.test(file),
      ),
    ).toEqual([]);
    const defaults = FILES.filter((file) => /^export default\b/m.test(readFileSync(file, "utf8")));
    expect(defaults).toEqual([]);
  });
});

describe("lib/core", () => {
  it("knows no clock, no process, no console, no randomness and no network", () => {
    const impure =
      /\b(?:process|console|Date|performance|fetch|setTimeout|setInterval|setImmediate)\b(?=[.(])|Math\.random/;
    const found = FILES.filter(
      (file) => file.startsWith("lib/core/") && !file.endsWith(".generated.ts"),
    ).flatMap((file) => {
      const code = readFileSync(file, "utf8").replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
      return impure.test(code) ? [file] : [];
    });
    expect(found).toEqual([]);
  });
});
