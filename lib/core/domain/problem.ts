import { compareText } from "./order.ts";

/** A place in a source file; lines and columns count from 1. */
export type Position = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
};

/** Something that a person must fix in a manifest or a configuration file. Data, never thrown. */
export type Problem = Position & {
  /** Stable, upper-case, searchable: `docs/problems.md` has an entry for each. */
  readonly code: ProblemCode;
  readonly message: string;
  /** What to write instead, where we know it. */
  readonly remedy?: string;
};

/** The closed set of codes, each with the one-line meaning that the reference page prints. */
export const PROBLEM_CODES = {
  // The file itself
  LINK: "A file or folder is a symbolic link.",
  NOT_A_FILE: "A folder, pipe, device or socket has the name of a manifest.",
  UNREADABLE_FILE: "A file or folder cannot be read.",
  FILE_TOO_LARGE: "The file is larger than 64 KiB, or as a configuration than 1 MiB.",
  NAME_COLLISION: "Two names differ only in upper and lower case.",
  TOO_MANY_FILES: "There are more than 10,000 manifest files.",
  EXAMPLE: "A manifest is one of the examples that come with distro-sync.",
  NO_MANIFEST: "There are approvals or holds, and no manifest file.",
  // Its text
  NOT_UTF8: "The file is not UTF-8 text.",
  CONTROL_CHARACTER: "The text holds a character that is invisible or changes how its neighbours are shown.",
  DYNAMIC_REFERENCE: "The text holds a reference that CloudFormation would replace.",
  // Its YAML
  YAML_SYNTAX: "The file is not valid YAML.",
  DIRECTIVE: "The file has a % directive.",
  MULTIPLE_DOCUMENTS: "The file holds more than one YAML document.",
  ALIAS: "The file uses an anchor or an alias.",
  TAG: "The file uses a YAML tag.",
  MERGE_KEY: "The file uses a merge key.",
  KEY_NOT_TEXT: "A key is not plain text.",
  DUPLICATE_KEY: "A mapping has the same key twice.",
  NULL_VALUE: "A key has no value.",
  NOT_FINITE: "A number is infinite or not a number.",
  TOO_DEEP: "The YAML is nested deeper than 20 levels.",
  EMPTY_FILE: "The file says nothing.",
  NOT_A_MANIFEST: "The file, or an entry of its list, is not a mapping.",
  // The shape of a manifest
  UNKNOWN_KEY: "A key is not known at this place.",
  MISSING_KEY: "A required key is missing.",
  CONFLICTING_KEYS: "Two keys exclude each other.",
  WRONG_TYPE: "A value has the wrong type.",
  UNQUOTED_TEXT: "A number or boolean stands where text is due.",
  UNKNOWN_VALUE: "A value is not one of those allowed.",
  UNKNOWN_REGION: "A target has a region that Buddy does not know.",
  INVALID_IDENTIFIER: "An identifier has characters that Buddy does not allow.",
  INVALID_REFERENCE: "The name of a project or environment could not stand in an address of Buddy's API.",
  INVALID_EMAIL: "A user is not named by an e-mail address.",
  INVALID_TEXT: "A text is empty, or begins or ends with a blank.",
  OUT_OF_RANGE: "A number is too small.",
  TOO_LONG: "A text is too long.",
  TOO_MANY_ITEMS: "A list has too many items.",
  DIALECT_UNREADABLE: "A key of Buddy's own YAML is known by name only.",
  // What a manifest means
  SCOPE_KEYS: "The scope does not fit the keys that say where the distribution belongs.",
  INVALID_HOST: "A domain or subdomain is not a host name.",
  REPEATED_ZONE: "A subdomain repeats its domain.",
  INVALID_PATH: "A path is not one that a request can have.",
  INVALID_ADDRESS: "An external target is not a usable web address.",
  MISSING_DEFAULT: "A route has no Default target.",
  DUPLICATE_GRANT: "A user or group is granted access twice.",
  // What manifests mean together
  DUPLICATE_IDENTIFIER: "Two manifests declare the same distribution.",
  IDENTIFIER_CASE: "Two identifiers differ only in upper and lower case.",
  DUPLICATE_ROUTE: "Two routes answer the same requests.",
  // Approvals and holds
  MISNAMED_APPROVAL: "A file in approvals/ is not named by the digest of a plan.",
  INVALID_TIME: "A time is not a date and time with a time zone.",
  // The configuration
  INVALID_SETTING: "A setting of distro-sync.yaml has a value that it cannot have.",
  BEYOND_TRUST: "The configuration alone names a place for the token, the state or the manifests.",
  // What only Buddy can tell
  UNKNOWN_ENVIRONMENT: "Buddy has no such environment, or more than one.",
  UNKNOWN_USER: "The workspace has no member with this e-mail address.",
  UNKNOWN_GROUP: "The workspace has no group with this name.",
  // All of them
  TOO_MANY_PROBLEMS: "The file has more problems than are listed.",
} as const;

export type ProblemCode = keyof typeof PROBLEM_CODES;

/** `file:line:column CODE message (remedy)`: the one form in which problems are printed. */
export function formatProblem(problem: Problem): string {
  const { file, line, column, code, message, remedy } = problem;
  return `${file}:${line}:${column} ${code} ${message}${remedy === undefined ? "" : ` — ${remedy}`}`;
}

/** By file, then position, then code: the same list whatever the order of reading. */
export function compareProblems(a: Problem, b: Problem): number {
  return (
    compareText(a.file, b.file) ||
    a.line - b.line ||
    a.column - b.column ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}
