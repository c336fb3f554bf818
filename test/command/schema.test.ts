import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { command } from "./desk.ts";

describe("schema", () => {
  it.each(["manifest", "config", "plan", "report"])("prints the committed schema of %s", async (name) => {
    const committed = await readFile(new URL(`../../schema/${name}.schema.json`, import.meta.url), "utf8");
    expect(await command(["schema", name])).toEqual({ code: 0, stdout: committed, stderr: "" });
  });

  it("prints that of a manifest when none is named", async () => {
    expect(await command(["schema"])).toEqual(await command(["schema", "manifest"]));
  });
});
