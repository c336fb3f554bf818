/** A row of the table in ARCHITECTURE.md: a folder or a file, what it is for, and what it may import. */
export type Row = {
  readonly place: string;
  readonly purpose: string;
  /** Folders with all that is below them, files, packages, and `node:*`. Each place may import itself. */
  readonly allowed: readonly string[];
};

export function readRows(markdown: string): readonly Row[] {
  return [...markdown.matchAll(/^\| +(lib\/\S+|bin|functions) +\| *([^|]*?) *\| *([^|]*?) *\|$/gm)].map(
    ([, place = "", purpose = "", allowed = ""]) => ({
      place,
      purpose,
      allowed: allowed
        .split(",")
        .map((one) => one.trim())
        .filter((one) => one !== ""),
    }),
  );
}

/** The longest row wins: `lib/core/plan` before `lib/core`. `lib/apply.ts` and `lib/apply/once.ts` are both of `lib/apply`. */
export function rowOf(path: string, rows: readonly Row[]): Row | undefined {
  return rows
    .filter(({ place }) => path === place || path === `${place}.ts` || path.startsWith(`${place}/`))
    .toSorted((a, b) => b.place.length - a.place.length)[0];
}

/** Places whose rows allow them to import each other, each with the places that it reaches and that reach it. */
export function rowCircles(rows: readonly Row[]): readonly (readonly string[])[] {
  const next = new Map(rows.map((row) => [row.place, placesAllowedBy(row, rows)]));
  const reached = new Map(rows.map(({ place }) => [place, reachedFrom(place, next)]));
  const circles = rows
    .filter(({ place }) => reached.get(place)?.has(place))
    .map(({ place }) =>
      rows
        .map((other) => other.place)
        .filter((other) => reached.get(place)?.has(other) && reached.get(other)?.has(place)),
    );
  return [...new Map(circles.map((circle) => [circle.join(), circle])).values()];
}

function placesAllowedBy({ place, allowed }: Row, rows: readonly Row[]): readonly string[] {
  const files = allowed.filter((one) => one.endsWith(".ts")).map((file) => rowOf(file, rows)?.place);
  return rows
    .map((row) => row.place)
    .filter((other) => other !== place)
    .filter(
      (other) => files.includes(other) || allowed.some((one) => other === one || other.startsWith(`${one}/`)),
    );
}

function reachedFrom(start: string, next: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set(next.get(start));
  for (const place of found) for (const further of next.get(place) ?? []) found.add(further);
  return found;
}
