import type { ManifestSource } from "../domain/distribution.ts";
import type { ProblemCode } from "../domain/problem.ts";

/**
 * The two ways in which this stage says what is wrong before anybody asks where exactly: most files are right, and
 * lines and columns are worked out for those that are not.
 */

/** Found in a file's text: an offset into it, in UTF-16 units. */
export type TextFault = What & { readonly offset: number };

/** Found in a manifest's data. */
export type Finding = Place & Omit<What, "message"> & { readonly message: Message };

export type Place = {
  readonly source: ManifestSource;
  /** From the manifest on. */
  readonly path: Path;
  readonly part: "key" | "value";
  /**
   * Whose words and order the path is in: those of the file, which may be Buddy's dialect; of the manifest that it was
   * read as; or of what was made of it, where lists are sorted.
   */
  readonly words: "file" | "manifest" | "desired";
};

export type Path = readonly (string | number)[];

/** Some messages quote the value as it was typed, which plain data no longer shows: `1.10`, not 1.1. */
type Message = string | ((typed: string) => string);

export type What = { readonly code: ProblemCode; readonly message: string; readonly remedy?: string };
