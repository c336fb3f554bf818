import type { FromSchema } from "json-schema-to-ts";
import { canonicalJson } from "../domain/canonical-json.ts";
import type { Problem } from "../domain/problem.ts";
import { instantOf, isoOf } from "../domain/time.ts";
import { cite } from "../domain/wording.ts";
import { examiner, toProblems } from "../yaml/examine.ts";
import type { Finding } from "../yaml/finding.ts";
import { type Entry, type File, openFile } from "../yaml/parse.ts";
import { IDENTIFIER, REFERENCE, TEXT } from "../yaml/schema-parts.ts";
import { check, type Validator } from "../yaml/validate.ts";
import { decisionEntries, type Form, notATime } from "./entries.ts";
import { validate } from "./hold-validator.generated.ts";

/** One hold: the source of its type, its validator and its completion in editors. */
export const holdSchema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  $id: "urn:distro-sync:hold",
  title: "the hold",
  description: "Until it ends, nothing is written to the distribution; what would be is still shown.",
  type: "object",
  additionalProperties: false,
  required: ["until", "reason"],
  oneOf: [{ required: ["identifier"] }, { required: ["all"] }],
  properties: {
    identifier: { ...IDENTIFIER, description: "The distribution that is held." },
    all: { type: "boolean", description: "true: everything is held." },
    project: {
      ...REFERENCE,
      description: "The project that the distribution or its environment belongs to.",
    },
    environment: { ...REFERENCE, description: "The environment that it belongs to, by its identifier." },
    environment_id: { ...REFERENCE, description: "The environment that it belongs to, by its id." },
    until: { ...TEXT, description: "When the hold ends: 2026-11-25T12:00:00Z." },
    reason: { ...TEXT, description: "Why. It is shown with the plan." },
    by: { ...TEXT, description: "Who decided." },
  },
} as const;

const { $schema: _schema, $id: _id, ...eachHold } = holdSchema;

/** Of a whole `holds.yaml`, for editors. */
export const holdsSchema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  $id: "urn:distro-sync:holds",
  title: "holds",
  description: "Distributions that nothing is written to for a while.",
  type: "array",
  items: eachHold,
} as const;

type WrittenHold = FromSchema<typeof holdSchema>;

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
  const read = check(entry, isHold, { schema: holdSchema, whole: holdSchema.title });
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

/** A hold as somebody asks for it: where it is written down is not known yet. */
export type NewHold = Omit<Hold, "source">;

/** Holds as `parseHolds` reads them. */
export function holdsText(holds: readonly NewHold[]): string {
  return holds.length === 0 ? "[]\n" : holds.map(holdText).join("");
}

/**
 * The text with one hold more; it takes the place of one on the same. What else stood there besides holds, such as
 * comments, is gone. A text that cannot be read is not replaced: it may hold more than anybody knows.
 */
export function withHold(
  text: string | undefined,
  hold: NewHold,
): { readonly text: string } | { readonly problems: readonly Problem[] } {
  const { holds, problems } = readText(text);
  if (problems.length > 0) return { problems };
  return { text: holdsText([...holds.filter(({ who }) => !isSame(who, hold.who)), hold]) };
}

/** The text without the holds on exactly that, and which these were. */
export function withoutHold(
  text: string | undefined,
  who: Held,
): { readonly text: string; readonly ended: readonly Hold[] } | { readonly problems: readonly Problem[] } {
  const { holds, problems } = readText(text);
  if (problems.length > 0) return { problems };
  return {
    text: holdsText(holds.filter((hold) => !isSame(hold.who, who))),
    ended: holds.filter((hold) => isSame(hold.who, who)),
  };
}

function readText(text: string | undefined): ReturnType<typeof parseHoldsText> {
  return text === undefined ? { holds: [], problems: [] } : parseHoldsText(text, "the holds");
}

function isSame(a: Held, b: Held): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

function holdText({ who, until, reason, by }: NewHold): string {
  const lines = [
    ...("all" in who ? ["all: true"] : linesOf(who)),
    `until: ${isoOf(until)}`,
    // JSON's texts are YAML's, whatever is in them.
    `reason: ${JSON.stringify(reason)}`,
    ...(by === undefined ? [] : [`by: ${JSON.stringify(by)}`]),
  ];
  return `- ${lines.join("\n  ")}\n`;
}

function linesOf({
  identifier,
  project,
  environment,
  environmentId,
}: Exclude<Held, { all: true }>): readonly string[] {
  const keys = { identifier, project, environment, environment_id: environmentId };
  return Object.entries(keys).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${JSON.stringify(value)}`],
  );
}
