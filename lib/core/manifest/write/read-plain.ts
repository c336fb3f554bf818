import type { Finding, Path } from "../fault.ts";
import type { PlainMap } from "../plain.ts";
import { MANIFEST_RULES } from "../rules/rules.ts";
import type { Manifest } from "../schema.ts";
import { textFault } from "../text.ts";
import { readEntry } from "../validate.ts";

type Plain = PlainMap[string];

/** A manifest of a scope that fits its keys, which was put together from data, read as if somebody had written it; or the first thing wrong with it. */
export function readPlain(value: PlainMap): { readonly manifest: Manifest } | { readonly wrong: string } {
  const read = readEntry({ value, source: NOWHERE });
  if ("findings" in read) return { wrong: wordingOf(read.findings, value) };
  const manifest = read.valid;
  const wrong = MANIFEST_RULES.flatMap((rule) => rule(manifest));
  if (wrong.length > 0) return { wrong: wordingOf(wrong, value) };
  // The schema has just seen to it that this is neither deep nor large.
  const fault = textsIn(value)
    .map(textFault)
    .find((found) => found !== undefined);
  return fault === undefined ? { manifest } : { wrong: fault.message };
}

const NOWHERE = { file: "", line: 1, path: [] };

function wordingOf(found: readonly Pick<Finding, "message" | "path">[], value: PlainMap): string {
  return found
    .slice(0, 1)
    .map(({ message, path }) =>
      typeof message === "string" ? message : message(String(valueAt(value, path))),
    )
    .join();
}

function valueAt(value: Plain, path: Path): unknown {
  return path.reduce<unknown>((owner, part): unknown => Reflect.get(new Object(owner), part), value);
}

function textsIn(value: Plain): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
