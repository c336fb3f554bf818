import type { Path } from "../fault.ts";
import type { PlainMap } from "../plain.ts";

/** One change of a file's text; paths lead from the root of its YAML. */
export type Edit =
  /** A scalar gets another value. */
  | { readonly op: "set"; readonly path: Path; readonly value: string | boolean }
  | Addition
  | { readonly op: "remove"; readonly path: Path };

/** A mapping gets a key, or a list, where there is none, an entry at its end. */
export type Addition = {
  readonly op: "add";
  readonly path: Path;
  readonly key?: string;
  readonly value: PlainMap[string];
  /** A comment above the entry of a list. */
  readonly note?: string;
};
