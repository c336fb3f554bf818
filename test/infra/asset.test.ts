import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Config } from "../../lib/core/config/config.generated.ts";
import { readConfig } from "../../lib/core/config/read.ts";
import { CONFIG_FILE } from "../../lib/deployment.ts";
import { readDeployedConfig, settingsOf } from "../../lib/function/settings.ts";
import { at, type Synthesis, synthesise, synthesiseFile, workspace } from "./synthesis.ts";

const SHOP = readFileSync("test/infra/fixtures/distributions/shop.yaml", "utf8");

describe("what is deployed with the function that makes passes", () => {
  it("is the bundle that was built, the configuration, and the manifests under the paths that people know", () => {
    const { folder, files } = assetOf(synthesiseFile("default.yaml"));
    expect(files).toEqual(["distributions/shop.yaml", CONFIG_FILE, "index.mjs"]);
    const built = readFileSync("dist/functions/reconcile/index.mjs");
    expect(readFileSync(join(folder, "index.mjs")).equals(built)).toBe(true);
    expect(readFileSync(join(folder, "distributions/shop.yaml"), "utf8")).toBe(SHOP);
  });

  it("can be read by everyone, since Lambda runs it as somebody else", () => {
    const { folder, files } = assetOf(synthesiseFile("default.yaml"));
    for (const file of files) expect(lstatSync(join(folder, file)).mode & 0o777).toBe(0o644);
  });

  it("leaves out of the configuration what only the stack and the command need", () => {
    const { config } = assetOf(synthesiseFile("full.yaml"));
    expect(Object.keys(config).toSorted()).toEqual(["github", "instance", "workspaces"]);
    expect(config.workspaces?.map((entry) => entry.workspace)).toEqual([
      "my-company",
      "releases",
      "uploads",
      "from-github",
    ]);
  });

  it.each(["default.yaml", "full.yaml"])("is what the function understands: %s", async (name) => {
    const { folder, config } = assetOf(synthesiseFile(name));
    const { workspaces } = settingsOf(await readDeployedConfig(folder));
    expect([...workspaces.keys()]).toEqual(config.workspaces?.map((entry) => entry.workspace));
    const bundled = [...workspaces.values()].filter(({ source }) => source === "bundle");
    const files = bundled.map(({ manifests }) => join(folder, manifests, "shop.yaml"));
    expect(files.map((file) => existsSync(file))).toEqual([true]);
  });

  it("holds manifests of those workspaces only that are deployed with it", () => {
    const { files } = assetOf(synthesise({ workspaces: [{ ...workspace(), source: "release" }] }));
    expect(files).toEqual([CONFIG_FILE, "index.mjs"]);
  });

  it("keeps a folder that is not below the configuration under a name of its own", () => {
    const elsewhere = folderWith({ "deep/er/shop.yml": SHOP });
    const { files, config } = assetOf(
      synthesise({ workspaces: [workspace(), { ...workspace("other"), manifests: elsewhere }] }),
    );
    expect(files).toEqual([
      "distributions/shop.yaml",
      CONFIG_FILE,
      "index.mjs",
      "manifests-2/deep/er/shop.yml",
    ]);
    expect(config.workspaces?.map(({ manifests }) => manifests)).toEqual([undefined, "manifests-2"]);
  });

  it("takes YAML files alone, and looks neither at what is hidden nor at what is installed", () => {
    const folder = folderWith({
      "distributions/shop.yaml": SHOP,
      "distributions/README.md": "about",
      "distributions/.hidden.yaml": SHOP,
      "distributions/.git/config.yaml": SHOP,
      "distributions/node_modules/x/y.yaml": SHOP,
    });
    const { files } = assetOf(synthesise({ workspaces: [workspace()] }, { folder }));
    expect(files).toEqual(["distributions/shop.yaml", CONFIG_FILE, "index.mjs"]);
  });

  it("is the same asset for the same files, and another for others", () => {
    const key = (files: Readonly<Record<string, string>>) => {
      const synthesis = synthesise({ workspaces: [workspace()] }, { folder: folderWith(files) });
      return at(synthesis.only("AWS::Lambda::Function"), "Code.S3Key");
    };
    const first = key({ "distributions/b.yaml": "[]", "distributions/a.yaml": SHOP });
    expect(key({ "distributions/a.yaml": SHOP, "distributions/b.yaml": "[]" })).toBe(first);
    expect(key({ "distributions/a.yaml": SHOP, "distributions/c.yaml": "[]" })).not.toBe(first);
    expect(key({ "distributions/a.yaml": SHOP, "distributions/b.yaml": "[ ]" })).not.toBe(first);
  });

  it("is refused with every problem at its place when the manifests have problems", () => {
    const folder = folderWith({ "distributions/shop.yaml": "identifier: shop\nscope: PLANET\n" });
    expect(() => synthesise({ workspaces: [workspace()] }, { folder })).toThrow(
      /^distributions\/shop\.yaml:2:8 UNKNOWN_VALUE /m,
    );
  });

  it("is refused when it is one of the examples of a clone, unless Buddy is an emulator", () => {
    const folder = folderWith({ "distributions/shop.yaml": `# distro-sync: example\n${SHOP}` });
    expect(() => synthesise({ workspaces: [workspace()] }, { folder })).toThrow(
      /^distributions\/shop\.yaml:1:1 EXAMPLE .*put your own manifests in its place/m,
    );
    const workspaces = [{ ...workspace(), api: "http://127.0.0.1:4000" }];
    expect(() => synthesise({ workspaces }, { folder })).not.toThrow();
  });

  it("is refused when a link stands among the manifests, and does not follow it", () => {
    const folder = folderWith({ "distributions/shop.yaml": SHOP, "secret.yaml": "identifier: secret" });
    symlinkSync(join(folder, "secret.yaml"), join(folder, "distributions/link.yaml"));
    expect(() => synthesise({ workspaces: [workspace()] }, { folder })).toThrow(
      "distributions/link.yaml:1:1 LINK this is a symbolic link",
    );
  });

  it("is refused when the folder is a link, does not exist, or contains no manifest", () => {
    const folder = folderWith({ "real/shop.yaml": SHOP, "empty/README.md": "nothing" });
    symlinkSync(join(folder, "real"), join(folder, "link"));
    const deploy = (manifests: string) => () =>
      synthesise({ workspaces: [{ ...workspace(), manifests }] }, { folder });
    expect(deploy("link")).toThrow("link is not a folder");
    expect(deploy("missing")).toThrow("correct `manifests` in the configuration");
    expect(deploy("empty")).toThrow("contains no manifest: add a .yaml file");
    expect(deploy("real/")).not.toThrow();
  });
});

describe("the function that takes webhooks", () => {
  it("has its bundle and nothing else: neither configuration nor manifests", () => {
    const full = synthesiseFile("full.yaml");
    expect(assetOf(full, "Webhook").files).toEqual(["index.mjs"]);
  });
});

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "distro-sync-manifests-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

function assetOf(
  { resources, folder }: Synthesis,
  part = "Reconciler",
): { readonly folder: string; readonly files: readonly string[]; readonly config: Config } {
  const [found] = [...resources].filter(
    ([id, { Type }]) => Type === "AWS::Lambda::Function" && id.includes(part),
  );
  const key = String(at(found?.[1], "Code.S3Key"));
  const asset = join(folder, `asset.${key.replace(/\.zip$/, "")}`);
  const files = readdirSync(asset, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(asset.length + 1))
    .toSorted();
  return { folder: asset, files, config: configIn(join(asset, CONFIG_FILE)) };
}

function configIn(path: string): Config {
  if (!existsSync(path)) return {};
  const reading = readConfig({ path: CONFIG_FILE, content: readFileSync(path) });
  if ("problems" in reading) throw new Error(JSON.stringify(reading.problems));
  return reading.config;
}
