import { afterAll, describe, expect, it, vi } from "vitest";
import { gapsIn } from "./coverage.ts";
import { readDigests, readWorlds, writeDigests, writeWorlds } from "./golden-file.ts";
import { play } from "./play.ts";
import { digestOf, type Line, lineOf } from "./record.ts";
import { WORLDS } from "./worlds.ts";

/*
 * What commands and passes do in many worlds, compared with what they did when it was recorded. `UPDATE_GOLDEN=1 npx vitest
 * run test/golden` records anew: only when behaviour is meant to change. Where only words change, they belong into renames.ts.
 */

vi.mock("../../lib/adapters/clock.ts", async () => ({ systemClock: (await import("./time.ts")).time }));

const updates = process.env.UPDATE_GOLDEN === "1";
const seen: Record<string, readonly Line[]> = {};
const hashed: Record<string, readonly string[]> = {};
const recorded = updates ? seen : readWorlds();
const digests = updates ? hashed : readDigests();
const names = WORLDS.map(({ name }) => name);

describe("what happens in a world", () => {
  it.each(WORLDS.map((world) => [world.name, world] as const))("is as recorded: %s", async (name, world) => {
    const played = await play(world);
    seen[name] = played.map(lineOf);
    hashed[name] = played.map(digestOf);
    expect(seen[name]).toEqual(recorded[name]);
  });
});

describe("the golden files", () => {
  it("have each world, once", () => {
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(recorded)).toEqual(names);
  });

  it("have every action, block, reason, status, verdict, exit code, policy and problem", () => {
    expect(gapsIn(Object.values(recorded).flat())).toEqual([]);
  });

  it("have the digests of all plans that were made", () => {
    expect(digests).toMatchObject(hashed);
  });
});

afterAll(() => {
  if (!updates) return;
  writeWorlds(seen);
  writeDigests(hashed);
});
