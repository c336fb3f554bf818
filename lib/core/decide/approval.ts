import type { FromSchema } from "json-schema-to-ts";
import { compareText } from "../domain/order.ts";
import type { Problem } from "../domain/problem.ts";
import { instantOf, isoOf } from "../domain/time.ts";
import { cite } from "../domain/wording.ts";
import { BLOCK_CODES, type Block, type BlockCode } from "../plan/block.ts";
import { examiner, toProblems } from "../yaml/examine.ts";
import type { Finding, TextFault } from "../yaml/finding.ts";
import { type Entry, type File, openFile } from "../yaml/parse.ts";
import { TEXT } from "../yaml/schema-parts.ts";
import { check, type Validator } from "../yaml/validate.ts";
import { validate } from "./approval-validator.generated.ts";
import { decisionEntries, type Form, notATime } from "./entries.ts";

/** Holds are ended where they are written, and no approval goes past them. */
const FINAL = ["HELD", "HOLDS_UNREADABLE"] as const satisfies readonly BlockCode[];

export type LiftableCode = Exclude<BlockCode, (typeof FINAL)[number]>;

/** The codes of blocks that an approval can lift. */
export const LIFTABLE: readonly LiftableCode[] = BLOCK_CODES.filter(isLiftable);

export function isLiftable(code: BlockCode): code is LiftableCode {
  return !FINAL.some((final) => final === code);
}

/** Of a file in `approvals/`: the source of its type, its validator and its completion in editors. */
export const approvalSchema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  $id: "urn:distro-sync:approval",
  title: "the approval",
  description:
    "Allows what a rule refused, of the plan whose digest is the name of the file: once, and for a day at most.",
  type: "object",
  additionalProperties: false,
  required: ["by", "reason", "until", "lifts"],
  properties: {
    by: { ...TEXT, description: "Who decided." },
    reason: { ...TEXT, description: "Why." },
    until: {
      ...TEXT,
      description: "Until when, at most 24 hours from the pass that uses it: 2026-11-25T12:00:00Z.",
    },
    lifts: {
      type: "array",
      description: "The codes of the blocks that are lifted; others of the plan stay.",
      items: { enum: LIFTABLE },
    },
  },
} as const;

type WrittenApproval = FromSchema<typeof approvalSchema>;

/** What somebody decided in a commit: the plan with this digest may be carried out although rules refuse it. */
export type Approval = {
  /** `sha256:…`, as a plan has it. */
  readonly digest: string;
  readonly by: string;
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
  readonly lifts: readonly BlockCode[];
  /** `distributions/approvals/….yaml` */
  readonly source: string;
};

/** Reads the files of `approvals/` as manifests are read; with a problem in any of them none of them counts. */
export function parseApprovals(files: readonly File[]): {
  readonly approvals: readonly Approval[];
  readonly problems: readonly Problem[];
} {
  const approvals: Approval[] = [];
  const faults = new Map<string, readonly TextFault[]>();
  const findings: Finding[] = [];
  for (const file of files.toSorted((a, b) => compareText(a.path, b.path))) {
    const digest = digestIn(file.path);
    const { entries, faults: ofText } = decisionEntries(openFile(file), FORM);
    const wrong = digest === undefined ? [{ offset: 0, ...MISNAMED }, ...ofText] : ofText;
    if (wrong.length > 0) faults.set(file.path, wrong);
    for (const entry of entries) {
      const read = approvalOf(entry, digest ?? "");
      if ("findings" in read) findings.push(...read.findings);
      else approvals.push(read);
    }
  }
  const problems = toProblems(faults, findings, examiner(files));
  return { approvals: problems.length === 0 ? approvals : [], problems };
}

/** Where the approval of a plan goes, in the folder of manifests. */
export function approvalPath(digest: string): string {
  return `approvals/${digest.replace(/^sha256:/, "")}.yaml`;
}

/** What an approval's file is called: the digest of its plan. */
export const APPROVAL_FILE = /^(?<hex>[0-9a-f]{64})\.ya?ml$/;

function digestIn(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const hex = APPROVAL_FILE.exec(name)?.groups?.hex;
  return hex === undefined ? undefined : `sha256:${hex}`;
}

function approvalOf(entry: Entry, digest: string): Approval | { readonly findings: readonly Finding[] } {
  const { source } = entry;
  const read = check(entry, isApproval, { schema: approvalSchema, whole: approvalSchema.title });
  if ("findings" in read) return read;
  const { by, reason, until: written, lifts } = read.valid;
  const until = instantOf(written);
  if (until === undefined) return { findings: [notATime("until", cite(written), source)] };
  return { digest, by, reason, until, lifts, source: source.file };
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- bin/generate.ts makes it from the type's schema
const isApproval = validate as Validator<WrittenApproval>;

const FORM: Form = {
  root: "mapping",
  empty: {
    code: "EMPTY_FILE",
    message: "the file says nothing",
    remedy: "write `by:`, `reason:`, `until:` and `lifts:`, or delete it",
  },
  other: {
    code: "WRONG_TYPE",
    message: "an approval must be one mapping",
    remedy: "write `by:`, `reason:`, `until:` and `lifts:`",
  },
};

const MISNAMED = {
  code: "MISNAMED_APPROVAL",
  message: "the file is in approvals/, and is not named by the digest of a plan",
  remedy:
    "call it by the 64 hexadecimal digits of the digest, and .yaml; a manifest belongs into another folder",
} as const;

/**
 * The file that approves a plan with these blocks, to be committed once somebody has put in who and why: as it is, it is
 * refused. Undefined when no approval could lift any of them.
 *
 * @param until milliseconds since the epoch, at most a day ahead
 */
export function approvalText(digest: string, blocks: readonly Block[], until: number): string | undefined {
  const codes = BLOCK_CODES.filter((code) => isLiftable(code) && blocks.some((block) => block.code === code));
  if (codes.length === 0) return undefined;
  return `# ${approvalPath(digest)}, in the folder of manifests
by: # who decided
reason: # why
until: ${isoOf(until)}
lifts: [${codes.join(", ")}]
`;
}
