/** One measured number, from several repetitions. */
export type Figure = {
  readonly what: string;
  readonly unit: "×" | "ms" | "MB" | "s";
  /** The median of the repetitions. */
  readonly measured: number;
  readonly least: number;
  readonly most: number;
  /** At most so much was promised; without it the figure is only for orientation. */
  readonly target?: number;
};

export type Section = {
  readonly title: string;
  readonly figures: readonly Figure[];
  /** What belongs to the figures and is none. */
  readonly remarks: readonly string[];
};

export function figure(
  what: string,
  unit: Figure["unit"],
  values: readonly number[],
  options: { readonly target?: number } = {},
): Figure {
  return {
    what,
    unit,
    measured: median(values),
    least: Math.min(...values),
    most: Math.max(...values),
    ...options,
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low = Number.NaN, high = low] = [
    sorted[Math.floor((sorted.length - 1) / 2)],
    sorted[Math.ceil((sorted.length - 1) / 2)],
  ];
  return (low + high) / 2;
}

/** Repetition by repetition, so that a load from elsewhere that comes or goes changes both sides alike. */
export function ratios(values: readonly number[], bases: readonly number[]): readonly number[] {
  return values.map((value, index) => value / (bases[index] ?? Number.NaN));
}

export function misses({ measured, target }: Figure): boolean {
  return target !== undefined && measured > target;
}

export function renderSection({ title, figures, remarks }: Section): string {
  const rows = figures.map((one) => [
    one.what,
    amount(one, one.measured),
    `${amount(one, one.least)} to ${amount(one, one.most)}`,
    one.target === undefined ? "" : `at most ${amount(one, one.target)}`,
    one.target === undefined ? "" : misses(one) ? "MISSED" : "met",
  ]);
  const head = ["", "median", "range", "target", ""];
  const widths = head.map((cell, column) =>
    Math.max(cell.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd();
  return [title, ...[head, ...rows].map(line), ...remarks.map((remark) => `  ${remark}`), ""].join("\n");
}

function amount({ unit }: Figure, value: number): string {
  const digits = unit === "×" || unit === "s" ? 2 : 0;
  return unit === "×" ? `${value.toFixed(digits)}×` : `${value.toFixed(digits)} ${unit}`;
}
