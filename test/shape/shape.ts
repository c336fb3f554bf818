import { posix } from "node:path";
import { median } from "../bench/figure.ts";
import type { Source } from "../support/sources.ts";

/** The shape of lib in figures. Generated files are not counted. */
export type Shape = {
  readonly files: number;
  readonly lines: number;
  readonly median: number;
  readonly largest: { readonly path: string; readonly lines: number };
  readonly repeatedNames: readonly RepeatedName[];
  readonly fileCircles: readonly Circle[];
  readonly folderCircles: readonly Circle[];
  readonly smallFiles: readonly SmallFile[];
  readonly applyFiles: readonly string[];
  readonly folders: readonly { readonly folder: string; readonly files: number; readonly lines: number }[];
};

/** One name that several files export. */
export type RepeatedName = { readonly name: string; readonly files: readonly string[] };

/** Places that reach each other through imports. Each of them is in one circle only. */
export type Circle = {
  readonly members: readonly string[];
  /** One of the shortest ways around, which ends where it begins. */
  readonly path: readonly string[];
  /** For each step of the path, a file and what it imports. */
  readonly imports: readonly string[];
};

/** A file under 80 lines that one file of its own folder imports, and no other file. */
type SmallFile = { readonly path: string; readonly lines: number; readonly importer: string };

const SMALL = 80;

/** `sources` holds lib and whatever else imports from it, which is bin and functions. */
export function shapeOf(sources: readonly Source[]): Shape {
  const lib = libOf(sources);
  const largest = lib.toSorted((a, b) => b.lines - a.lines)[0];
  return {
    files: lib.length,
    lines: sum(lib),
    median: lib.length === 0 ? 0 : median(lib.map(({ lines }) => lines)),
    largest: { path: largest?.path ?? "", lines: largest?.lines ?? 0 },
    repeatedNames: repeatedNames(sources),
    fileCircles: fileCircles(sources),
    folderCircles: folderCircles(sources),
    smallFiles: smallFiles(sources),
    applyFiles: applyFiles(sources),
    folders: [...groupBy(lib, ({ path }) => folderOf(path, sources))]
      .map(([folder, files]) => ({ folder, files: files.length, lines: sum(files) }))
      .toSorted((a, b) => (a.folder < b.folder ? -1 : 1)),
  };
}

/** `lib/apply.ts` belongs to the folder `lib/apply` if there is one, else to `lib`. */
export function folderOf(path: string, sources: readonly Source[]): string {
  const named = path.replace(/\.ts$/, "");
  const hasFolder = sources.some((source) => source.path.startsWith(`${named}/`));
  return hasFolder ? named : posix.dirname(path);
}

export function repeatedNames(sources: readonly Source[]): readonly RepeatedName[] {
  const exported = libOf(sources).flatMap(({ path, exports }) => exports.map((name) => ({ name, path })));
  return [...groupBy(exported, ({ name }) => name)]
    .filter(([, places]) => places.length > 1)
    .map(([name, places]) => ({ name, files: places.map(({ path }) => path) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

export function fileCircles(sources: readonly Source[]): readonly Circle[] {
  return circlesOf(edgesOf(sources, (path) => path));
}

export function folderCircles(sources: readonly Source[]): readonly Circle[] {
  const folders = new Map(sources.map(({ path }) => [path, folderOf(path, sources)]));
  const edges = edgesOf(sources, (path) => folders.get(path) ?? posix.dirname(path));
  return circlesOf(edges.filter(({ from, to }) => from !== to));
}

function smallFiles(sources: readonly Source[]): readonly SmallFile[] {
  return libOf(sources)
    .filter(({ lines }) => lines < SMALL)
    .flatMap(({ path, lines }) => {
      const importers = sources.filter(({ imports }) => imports.some(({ target }) => target === path));
      const [importer] = importers;
      if (importer === undefined || importers.length > 1) return [];
      if (folderOf(importer.path, sources) !== folderOf(path, sources)) return [];
      return [{ path, lines, importer: importer.path }];
    });
}

/** The file of lib/apply that exports `applyPlan` or `apply`, and the files of lib/apply that a reader meets from there. */
function applyFiles(sources: readonly Source[]): readonly string[] {
  const folder = libOf(sources).filter(({ path }) => /^lib\/apply(?:\.ts|\/)/.test(path));
  const entry = ["applyPlan", "apply"].flatMap((name) =>
    folder.filter(({ exports }) => exports.includes(name)),
  )[0];
  const byPath = new Map(folder.map((source) => [source.path, source]));
  const found = new Set(entry === undefined ? [] : [entry.path]);
  for (const path of found) {
    for (const { target } of byPath.get(path)?.imports ?? []) if (byPath.has(target)) found.add(target);
  }
  return [...found];
}

type Edge = { readonly from: string; readonly to: string; readonly because: string };

/** What lib imports from lib, types included. */
function edgesOf(sources: readonly Source[], placeOf: (path: string) => string): readonly Edge[] {
  const paths = new Set(sources.map(({ path }) => path).filter((path) => path.startsWith("lib/")));
  return sources
    .filter(({ path }) => paths.has(path))
    .flatMap(({ path, imports }) =>
      imports
        .filter(({ target }) => paths.has(target))
        .map(({ target }) => ({
          from: placeOf(path),
          to: placeOf(target),
          because: `${path} imports ${target}`,
        })),
    );
}

/** Two places are in one circle when each of them reaches the other. */
function circlesOf(edges: readonly Edge[]): readonly Circle[] {
  const leaving = groupBy(edges, ({ from }) => from);
  const places = [...new Set(edges.flatMap(({ from, to }) => [from, to]))].toSorted();
  const reached = new Map(places.map((place) => [place, reachedFrom(place, leaving)]));
  const seen = new Set<string>();
  return places.flatMap((place) => {
    if (seen.has(place) || !reached.get(place)?.has(place)) return [];
    const members = places.filter(
      (other) => reached.get(place)?.has(other) && reached.get(other)?.has(place),
    );
    for (const member of members) seen.add(member);
    const steps = members
      .map((member) => shortestWay(member, leaving))
      .reduce((best, way) => (way.length < best.length ? way : best));
    return [
      {
        members,
        path: [...steps.map(({ from }) => from), ...steps.slice(-1).map(({ to }) => to)],
        imports: steps.map(({ because }) => because),
      },
    ];
  });
}

type Leaving = ReadonlyMap<string, readonly Edge[]>;

/** The start itself is in the result only if a way leads back to it. */
function reachedFrom(start: string, leaving: Leaving): ReadonlySet<string> {
  const found = new Set((leaving.get(start) ?? []).map(({ to }) => to));
  for (const place of found) for (const { to } of leaving.get(place) ?? []) found.add(to);
  return found;
}

/** From a place back to itself. */
function shortestWay(start: string, leaving: Leaving): readonly Edge[] {
  const ways = new Map<string, readonly Edge[]>();
  const queue = [start];
  for (const place of queue) {
    for (const edge of leaving.get(place) ?? []) {
      if (ways.has(edge.to)) continue;
      const way = [...(ways.get(place) ?? []), edge];
      if (edge.to === start) return way;
      ways.set(edge.to, way);
      queue.push(edge.to);
    }
  }
  return [];
}

function groupBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

function libOf(sources: readonly Source[]): readonly Source[] {
  return sources.filter(({ path, isGenerated }) => path.startsWith("lib/") && !isGenerated);
}

function sum(sources: readonly Source[]): number {
  return sources.reduce((total, { lines }) => total + lines, 0);
}
