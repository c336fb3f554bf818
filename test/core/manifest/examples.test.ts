import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { fileSchema } from "../../../lib/core/manifest/dialect.ts";
import { readManifests } from "../../../lib/core/manifest/read.ts";
import { file } from "./builders.ts";

const root = new URL("../../../", import.meta.url);

async function examples() {
  const names = await readdir(new URL("distributions/", root), { recursive: true });
  const paths = names.filter((name) => name.endsWith(".yaml")).toSorted();
  return Promise.all(
    paths.map(async (path) => file(await readFile(new URL(`distributions/${path}`, root), "utf8"), path)),
  );
}

describe("the committed manifests", () => {
  it("have no problem, and show every scope, kind of target, and kind of file", async () => {
    const { desired, problems } = readManifests(await examples());
    expect(problems).toEqual([]);
    expect(new Set(desired.map(({ scope }) => scope.kind))).toEqual(
      new Set(["workspace", "project", "environment"]),
    );
    const targets = desired.flatMap(({ routes = [] }) =>
      routes.flatMap((route) => Object.values(route.targets)),
    );
    expect(new Set(targets.map(({ type }) => type))).toEqual(
      new Set(["EXTERNAL", "TUNNEL", "SANDBOX", "ARTIFACT"]),
    );
    expect(desired.filter(({ disabled }) => disabled === true)).toHaveLength(1);
  });

  it("name the schema on their first line, where editors look for it", async () => {
    for (const { path, content } of await examples()) {
      const up = "../".repeat(path.split("/").length);
      expect(new TextDecoder().decode(content).split("\n")[0]).toBe(
        `# yaml-language-server: $schema=${up}schema/manifest.schema.json`,
      );
    }
  });
});

describe("the schema for editors", () => {
  it("is what the program was made from", async () => {
    const text = await readFile(new URL("schema/manifest.schema.json", root), "utf8");
    expect(JSON.parse(text)).toEqual(fileSchema);
  });

  it("describes every property", () => {
    const silent: string[] = [];
    const look = (node: unknown, at: string): void => {
      if (typeof node !== "object" || node === null) return;
      for (const [key, value] of Object.entries(node)) {
        if (key === "properties") {
          for (const [name, property] of Object.entries(value as object)) {
            if (!("description" in (property as object))) silent.push(`${at}/${name}`);
          }
        }
        look(value, `${at}/${key}`);
      }
    };
    look(fileSchema, "");
    expect(silent).toEqual([]);
  });
});
