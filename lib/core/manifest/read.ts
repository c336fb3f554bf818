import type { Desired, ManifestSource } from "../distribution.ts";
import { distributionKey } from "../distribution.ts";
import { compareText } from "../order.ts";
import type { Problem } from "../problem.ts";
import { bucketOf } from "./bucket.ts";
import { toDesired } from "./desired.ts";
import { type Examiner, examiner } from "./examine.ts";
import type { Fault, Finding, Place } from "./fault.ts";
import { type File, parse } from "./parse.ts";
import { toProblems } from "./report.ts";
import { MANIFEST_RULES, SET_RULES } from "./rules/rules.ts";
import type { Manifest } from "./schema.ts";
import { readEntry } from "./validate.ts";

/** Either what the manifests want, or everything that must be fixed before anybody can say: never a part of it. */
export type Reading =
  | { readonly desired: readonly Desired[]; readonly problems: readonly [] }
  | { readonly desired: readonly []; readonly problems: readonly Problem[] };

/** Reads all manifests of a run. Any bytes will do; the order of the files does not matter. */
export function readManifests(files: readonly File[]): Reading {
  const examine = examiner(files);
  const { desired, faults, findings } = readEntries(files, examine);
  const where = whereIn(examine);
  const all = [...findings, ...SET_RULES.flatMap((rule) => rule(desired, where))];
  if (faults.size === 0 && all.length === 0) return { desired: sorted(desired), problems: [] };
  return { desired: [], problems: toProblems(faults, all, examine) };
}

type Entries = {
  /** Of every entry that is what the schema says, and says where it belongs. */
  readonly desired: readonly Desired[];
  readonly faults: ReadonlyMap<string, readonly Fault[]>;
  readonly findings: readonly Finding[];
};

/** File by file and entry by entry; sorted, since what is found first is reported first. */
function readEntries(files: readonly File[], { open }: Examiner): Entries {
  const desired: Desired[] = [];
  const faults = new Map<string, readonly Fault[]>();
  const findings: Finding[] = [];
  for (const file of files.toSorted((a, b) => compareText(a.path, b.path))) {
    const { entries, faults: ofText } = parse(open(file));
    if (ofText.length > 0) faults.set(file.path, ofText);
    for (const entry of entries) {
      const read = readEntry(entry);
      if ("valid" in read) {
        const { wanted, wrong } = understand(read.valid, entry.source);
        if (wanted !== undefined) desired.push(wanted);
        findings.push(...wrong);
      } else for (const finding of read.findings) findings.push(finding);
    }
  }
  return { desired, faults, findings };
}

/** One manifest by itself. */
function understand(
  manifest: Manifest,
  source: ManifestSource,
): { readonly wanted: Desired | undefined; readonly wrong: readonly Finding[] } {
  const bucket = bucketOf(manifest);
  const ofScope = "wrong" in bucket ? bucket.wrong : [];
  const wrong = [...ofScope, ...MANIFEST_RULES.flatMap((rule) => rule(manifest))];
  return {
    wanted: "wrong" in bucket ? undefined : toDesired(manifest, bucket, source),
    wrong: wrong.map((found) => ({ ...found, source, words: "manifest" })),
  };
}

function whereIn({ position }: Examiner): (place: Place) => string {
  return (place) => {
    const { file, line } = position(place);
    return `${file}:${line}`;
  };
}

function sorted(desired: readonly Desired[]): readonly Desired[] {
  return desired
    .map((item) => ({ item, key: distributionKey(item.bucket, item.identifier) }))
    .toSorted((a, b) => compareText(a.key, b.key))
    .map(({ item }) => item);
}
