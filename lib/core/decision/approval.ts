import { cite } from "../manifest/cite.ts";
import { examiner } from "../manifest/examine.ts";
import type { Finding, TextFault } from "../manifest/fault.ts";
import { type Entry, type File, openFile } from "../manifest/parse.ts";
import { toProblems } from "../manifest/report.ts";
import { check, type Validator } from "../manifest/validate.ts";
import { compareText } from "../order.ts";
import type { BlockCode } from "../plan/guard.ts";
import type { Problem } from "../problem.ts";
import { approvalSchema, type WrittenApproval } from "./approval-schema.ts";
import { validate } from "./approval-validator.generated.ts";
import { decisionEntries, type Form, notATime } from "./entries.ts";
import { instantOf } from "./instant.ts";

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
  const read = check(entry, isApproval, approvalSchema, approvalSchema.title);
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
