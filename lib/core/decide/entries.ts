import { isMap, isScalar, isSeq } from "yaml";
import type { ManifestSource } from "../domain/distribution.ts";
import { TIME_REMEDY } from "../domain/time.ts";
import type { Finding, TextFault, What } from "../yaml/finding.ts";
import type { Entry, Opened } from "../yaml/parse.ts";
import { decoration, plainMap } from "../yaml/plain.ts";

/** What a file of decisions may be, and the words for one that is something else. */
export type Form = {
  readonly root: "mapping" | "list";
  readonly empty: What;
  readonly other: What;
};

/** The mappings of an opened file, as plain data, as strictly as those of manifests. */
export function decisionEntries(
  { path, root, text, faults: ofText }: Opened,
  { root: form, empty, other }: Form,
): { readonly entries: readonly Entry[]; readonly faults: readonly TextFault[] } {
  if (ofText.length > 0) return { entries: [], faults: ofText };
  if (root === null || (isScalar(root) && root.value === null)) {
    return { entries: [], faults: [{ offset: 0, ...empty }] };
  }
  const faults: TextFault[] = [];
  if (form === "mapping" && isMap(root)) {
    const source = { file: path, line: lineOf(text, root.range[0]), path: [] };
    return { entries: [{ value: plainMap(root, faults), source }], faults };
  }
  if (form === "mapping" || !isSeq(root))
    return { entries: [], faults: [{ offset: root.range[0], ...other }] };
  decoration(root, faults);
  const entries = root.items.flatMap((item, index): readonly Entry[] => {
    const offset = item.range[0];
    if (isMap(item)) {
      const source = { file: path, line: lineOf(text, offset), path: [index] };
      return [{ value: plainMap(item, faults), source }];
    }
    faults.push({ offset, ...other });
    return [];
  });
  return { entries, faults };
}

/** What is wrong with a time. */
export function notATime(key: string, written: string, source: ManifestSource): Finding {
  const message = `${key} is ${written}, which is no time with a time zone`;
  return {
    source,
    path: [key],
    part: "value",
    words: "file",
    code: "INVALID_TIME",
    message,
    remedy: TIME_REMEDY,
  };
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
