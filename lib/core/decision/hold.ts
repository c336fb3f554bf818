import { cite } from "../manifest/cite.ts";
import { examiner } from "../manifest/examine.ts";
import type { Finding } from "../manifest/fault.ts";
import { type Entry, type File, openFile } from "../manifest/parse.ts";
import { toProblems } from "../manifest/report.ts";
import { check, type Validator } from "../manifest/validate.ts";
import type { Problem } from "../problem.ts";
import { decisionEntries, type Form, notATime } from "./entries.ts";
import { holdSchema, type WrittenHold } from "./hold-schema.ts";
import { validate } from "./hold-validator.generated.ts";
import { instantOf } from "./instant.ts";

/** What is held: everything, or one distribution by its identifier in a scope. */
export type Held =
  | { readonly all: true }
  | {
      readonly identifier: string;
      /** Of the distribution, or of the environment that is named. Without any of the three it is the workspace's. */
      readonly project?: string;
      readonly environment?: string;
      readonly environmentId?: string;
    };

/** Somebody decided that nothing is written to it for a while. */
export type Hold = {
  readonly who: Held;
  /** Milliseconds since the epoch. */
  readonly until: number;
  readonly reason: string;
  readonly by?: string;
  /** `distributions/holds.yaml:2` */
  readonly source: string;
};

export type HoldReading = { readonly holds: readonly Hold[]; readonly problems: readonly Problem[] };

/** Reads a list of holds as manifests are read; with a problem in any of them none of them is known. */
export function parseHolds(file: File): HoldReading {
  const { entries, faults } = decisionEntries(openFile(file), FORM);
  const holds: Hold[] = [];
  const findings: Finding[] = [];
  for (const entry of entries) {
    const read = holdOf(entry);
    if ("findings" in read) findings.push(...read.findings);
    else holds.push(read);
  }
  const ofText = faults.length === 0 ? [] : [[file.path, faults] as const];
  const problems = toProblems(new Map(ofText), findings, examiner([file]));
  return { holds: problems.length === 0 ? holds : [], problems };
}

/** The same of a text, from wherever `from` says. */
export function parseHoldsText(text: string, from: string): HoldReading {
  return parseHolds({ path: from, content: new TextEncoder().encode(text) });
}

function holdOf(entry: Entry): Hold | { readonly findings: readonly Finding[] } {
  const { source } = entry;
  const read = check(entry, isHold, holdSchema, holdSchema.title);
  if ("findings" in read) return read;
  const { until: written, reason, by } = read.valid;
  const until = instantOf(written);
  const who = whoOf(read.valid);
  const wrong = "conflict" in who ? [conflicting(who.conflict, source)] : [];
  if (until === undefined) return { findings: [notATime("until", cite(written), source), ...wrong] };
  if ("conflict" in who) return { findings: wrong };
  const place = `${source.file}:${source.line}`;
  return { who, until, reason, ...(by === undefined ? {} : { by }), source: place };
}

type Conflict = { readonly key: keyof WrittenHold; readonly message: string; readonly remedy: string };

function whoOf(hold: WrittenHold): Held | { readonly conflict: Conflict } {
  const { identifier, all, project, environment, environment_id: environmentId } = hold;
  const inScope = (["project", "environment", "environment_id"] as const).find(
    (key) => hold[key] !== undefined,
  );
  if (identifier === undefined) {
    if (all !== true) return { conflict: NOT_ALL };
    return inScope === undefined ? { all } : { conflict: { key: inScope, ...OF_ALL } };
  }
  if (environmentId !== undefined && (project !== undefined || environment !== undefined)) {
    return { conflict: TWO_PLACES };
  }
  return {
    identifier,
    ...(project === undefined ? {} : { project }),
    ...(environment === undefined ? {} : { environment }),
    ...(environmentId === undefined ? {} : { environmentId }),
  };
}

const NOT_ALL: Conflict = {
  key: "all",
  message: "all is false, and so nothing is held",
  remedy: "write `identifier:` with what is held, or take the hold out",
};

const OF_ALL = {
  message: "all: true holds everything, wherever it belongs",
  remedy: "take the key out, or name one distribution with `identifier:`",
};

const TWO_PLACES: Conflict = {
  key: "environment_id",
  message: "environment_id says all of where it belongs",
  remedy: "take out `project:` and `environment:`, or `environment_id:`",
};

function conflicting({ key, message, remedy }: Conflict, source: Entry["source"]): Finding {
  return { source, path: [key], part: "key", words: "file", code: "CONFLICTING_KEYS", message, remedy };
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- bin/generate.ts makes it from the type's schema
const isHold = validate as Validator<WrittenHold>;

const FORM: Form = {
  root: "list",
  empty: {
    code: "EMPTY_FILE",
    message: "the file says nothing",
    remedy: "write [] when nothing is held, or delete it",
  },
  other: {
    code: "WRONG_TYPE",
    message: "holds must be a list of mappings",
    remedy:
      "begin each hold with `- identifier:`, or write []; in the folder of manifests a file of this name holds no manifest",
  },
};
