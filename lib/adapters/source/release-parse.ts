import { cite } from "../../core/domain/wording.ts";
import { MAX_BYTES, textFault } from "../../core/yaml/text.ts";
import { collisions, MAX_FILES, pathFault } from "./manifest-files.ts";
import {
  type BundledFile,
  FORMATS,
  type Index,
  type IndexEntry,
  LIMITS,
  RELEASE_VERSION,
  type Release,
} from "./release-format.ts";

/** Something is not what the format says. The message completes "it …". */
export class FormatError extends Error {
  override readonly name = "FormatError";
  readonly remedy?: string;

  constructor(message: string, remedy?: string) {
    super(message);
    if (remedy !== undefined) this.remedy = remedy;
  }
}

/** @throws FormatError */
export function parseCurrent(bytes: Uint8Array): Release {
  const field = documentIn(bytes, FORMATS.current);
  return {
    release: matching(field("release"), RELEASE, "release"),
    ...provenance(field),
  };
}

/** @throws FormatError */
export function parseIndex(bytes: Uint8Array): Index {
  const field = documentIn(bytes, FORMATS.index);
  const author = field("author");
  return {
    ...provenance(field),
    ...(author === undefined ? {} : { author: authorIn(author) }),
    bundle: bundleIn(fields(field("bundle"), "bundle")),
    files: entriesIn(field("files")),
  };
}

/** Whether they are the files of the index is for the caller to see. @throws FormatError */
export function parseBundle(bytes: Uint8Array): readonly BundledFile[] {
  return list(documentIn(bytes, FORMATS.bundle)("files")).map((entry) => {
    const field = fields(entry, "file");
    return { path: text(field("path"), "path"), content: text(field("content"), "content") };
  });
}

type Field = (name: string) => unknown;

/** A JSON object of this format, in the version that this program reads. */
function documentIn(bytes: Uint8Array, format: string): Field {
  let value: unknown;
  try {
    value = JSON.parse(UTF8.decode(bytes));
  } catch {
    throw new FormatError("is not JSON in UTF-8");
  }
  const field = fields(value, "document");
  if (field("format") !== format) throw new FormatError(`is not a "${format}"`);
  if (field("version") !== RELEASE_VERSION)
    throw new FormatError(
      `is not of version ${RELEASE_VERSION}`,
      "read it with the distro-sync that wrote it",
    );
  return field;
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function provenance(field: Field): Omit<Release, "release"> {
  const commit = field("commit");
  return {
    ...(commit === undefined ? {} : { commit: matching(commit, COMMIT, "commit") }),
    generation: count(field("generation"), "generation", { min: 1, max: Number.MAX_SAFE_INTEGER }),
    publishedAt: time(field("publishedAt"), "publishedAt"),
  };
}

function bundleIn(field: Field): Index["bundle"] {
  return {
    sha256: matching(field("sha256"), SHA256, "bundle.sha256"),
    bytes: count(field("bytes"), "bundle.bytes", { min: 1, max: LIMITS.packed }),
    unpacked: count(field("unpacked"), "bundle.unpacked", { min: 1, max: LIMITS.unpacked }),
  };
}

type Form = { readonly pattern: RegExp; readonly says: string };
const SHA256: Form = { pattern: /^[0-9a-f]{64}$/, says: "64 hexadecimal digits in lower case" };
const RELEASE: Form = { pattern: /^sha256:[0-9a-f]{64}$/, says: `sha256: and ${SHA256.says}` };
const COMMIT: Form = { pattern: /^[0-9a-f]{7,64}$/, says: "7 to 64 hexadecimal digits in lower case" };

function entriesIn(value: unknown): readonly IndexEntry[] {
  const entries = list(value).map((entry) => {
    const field = fields(entry, "file");
    return {
      path: text(field("path"), "path"),
      sha256: matching(field("sha256"), SHA256, "sha256 of a file"),
      bytes: count(field("bytes"), "size of a file in bytes", { min: 0, max: MAX_BYTES }),
    };
  });
  const paths = entries.map(({ path }) => path);
  for (const path of paths) {
    const fault = pathFault(path);
    if (fault !== undefined) throw new FormatError(`holds a file whose path ${fault}: ${cite(path)}`);
  }
  const [twin] = collisions(paths);
  if (twin !== undefined)
    throw new FormatError(
      `holds two files whose paths are equal, or differ only in case: ${cite(twin.file)}`,
    );
  return entries;
}

/** A field named `__proto__` or `constructor` is a field like any other. */
function fields(value: unknown, what: string): Field {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new FormatError(`has a ${what} that is not an object`);
  return (name) => {
    const found: unknown = Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
    return found;
  };
}

/** Wanting nothing is said by a file with `[]` in it, never by no file. */
function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new FormatError("has no list of files");
  if (value.length === 0) throw new FormatError("holds no file");
  if (value.length > MAX_FILES) throw new FormatError(`holds more than ${MAX_FILES} files`);
  return value;
}

function text(value: unknown, what: string): string {
  if (typeof value !== "string") throw new FormatError(`has a ${what} that is not text`);
  return value;
}

function matching(value: unknown, { pattern, says }: Form, what: string): string {
  if (typeof value !== "string" || !pattern.test(value))
    throw new FormatError(`has a ${what} that is not ${says}`);
  return value;
}

/** Whether a release can name this author: it is shown to people as it is. */
export function isAuthor(value: unknown): value is string {
  return (
    typeof value === "string" && value !== "" && value.length <= MAX_LINE && textFault(value) === undefined
  );
}

/** Whether a release can name this commit. */
export function isCommit(value: string): boolean {
  return COMMIT.pattern.test(value);
}

function authorIn(value: unknown): string {
  if (isAuthor(value)) return value;
  throw new FormatError(`has an author that is not a line of 1 to ${MAX_LINE} printable characters`);
}

const MAX_LINE = 200;

function count(
  value: unknown,
  what: string,
  { min, max }: { readonly min: number; readonly max: number },
): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < min || value > max)
    throw new FormatError(`has a ${what} that is not a whole number from ${min} to ${max}`);
  return value;
}

/** Milliseconds since the epoch, of the one spelling that is written: `2026-11-24T00:00:00.000Z`. */
function time(value: unknown, what: string): number {
  const milliseconds = typeof value === "string" ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(milliseconds) || new Date(milliseconds).toISOString() !== value)
    throw new FormatError(`has a ${what} that is not a time such as 2026-11-24T00:00:00.000Z`);
  return milliseconds;
}
