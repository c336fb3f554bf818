import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, describe, expect, it, vi } from "vitest";
import { play } from "./play.ts";
import { digestOf, type Line, lineOf } from "./record.ts";
import { renamed } from "./renames.ts";
import { WORLDS } from "./worlds.ts";

vi.mock("../../lib/adapters/clock.ts", async () => ({ systemClock: (await import("./time.ts")).time }));

const UPDATES = process.env.UPDATE_GOLDEN === "1";
const recorded = read("worlds.json", renamed);
const digests = read("digests.json", (text) => text);
const seen = new Map<string, { readonly lines: readonly Line[]; readonly digests: readonly string[] }>();

describe("golden worlds", () => {
  it.each(WORLDS.map((world) => [world.name, world] as const))("%s", async (name, world) => {
    const played = await play(world);
    seen.set(name, { lines: played.map(lineOf), digests: played.map(digestOf) });
    if (UPDATES) return;
    expect(seen.get(name)?.lines).toEqual(recorded[name]);
    expect(seen.get(name)?.digests).toEqual(digests[name]);
  });
});

afterAll(() => {
  if (!UPDATES) return;
  write("worlds.json", (name) => seen.get(name)?.lines ?? []);
  write("digests.json", (name) => seen.get(name)?.digests ?? []);
});

function read(file: string, change: (text: string) => string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(change(readFileSync(new URL(file, import.meta.url), "utf8"))) as Record<string, unknown>;
  } catch (error) {
    if (UPDATES) return {};
    throw error;
  }
}

/** One line a step. */
function write(file: string, linesOf: (name: string) => readonly unknown[]): void {
  const worlds = WORLDS.map(({ name }) => {
    const lines = linesOf(name).map((line) => JSON.stringify(line));
    return `${JSON.stringify(name)}: ${file === "digests.json" ? `[${lines.join(",")}]` : `[\n${lines.join(",\n")}\n]`}`;
  });
  writeFileSync(new URL(file, import.meta.url), `{\n${worlds.join(",\n")}\n}\n`);
}
