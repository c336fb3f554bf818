import { readFileSync, writeFileSync } from "node:fs";
import type { Line } from "./record.ts";
import { renamed } from "./renames.ts";

/** What was recorded, by the names of worlds: `T` for each of their steps. */
export type Golden<T> = Readonly<Record<string, readonly T[]>>;

/** With the words of today. */
export function readWorlds(): Golden<Line> {
  const worlds = read("worlds.json") as Golden<Line>;
  return Object.fromEntries(Object.entries(worlds).map(([name, lines]) => [name, lines.map(ofToday)]));
}

export function readDigests(): Golden<string> {
  return read("digests.json") as Golden<string>;
}

/** One line a step. */
export function writeWorlds(worlds: Golden<Line>): void {
  write("worlds.json", worlds, (lines) => `[\n${lines.map((line) => JSON.stringify(line)).join(",\n")}\n]`);
}

/** One line a world: the only file that changes where a word changes that plans are hashed with. */
export function writeDigests(digests: Golden<string>): void {
  write("digests.json", digests, (all) => JSON.stringify(all));
}

function ofToday(line: Line): Line {
  const { calls, ...rest } = line;
  const told = mapTexts(rest) as Line;
  const summary = (told.summary ?? []).toSorted();
  return {
    ...told,
    ...(told.summary === undefined ? {} : { summary }),
    ...(calls === undefined ? {} : { calls }),
  };
}

function mapTexts(value: unknown): unknown {
  if (typeof value === "string") return renamed(value);
  if (Array.isArray(value)) return value.map(mapTexts);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, mapTexts(part)]));
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8"));
}

function write<T>(file: string, golden: Golden<T>, textOf: (steps: readonly T[]) => string): void {
  const worlds = Object.entries(golden).map(([name, steps]) => `${JSON.stringify(name)}: ${textOf(steps)}`);
  writeFileSync(new URL(file, import.meta.url), `{\n${worlds.join(",\n")}\n}\n`);
}
