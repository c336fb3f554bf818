import type { ManifestSource } from "../distribution.ts";
import type { Position } from "../problem.ts";
import { examiner } from "./examine.ts";
import type { Path } from "./fault.ts";
import type { File } from "./parse.ts";

/**
 * Positions of what `readManifests` returned: `path` leads into a `Desired`, in its words and its order. What is not
 * written there is where its nearest owner is. Each call may parse a file again; only the last one is kept.
 */
export function locator(
  files: readonly File[],
): (source: ManifestSource, path: Path, part: "key" | "value") => Position {
  const { position } = examiner(files);
  return (source, path, part) => position({ source, path, part, words: "desired" });
}
