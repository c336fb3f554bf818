import { type AwsFailure, awsFailure } from "../aws/failure.ts";
import { ObjectsError, type ObjectsFailure } from "./objects.ts";

type Call = {
  /** As in "could not be …". */
  readonly attempt: "read" | "written" | "listed";
  readonly bucket: string;
  readonly key: string;
};

/** What the client threw, in our words, which never hold what it signed the request with. */
export function s3FailureOf(error: unknown, call: Call): ObjectsError {
  const aws = awsFailure(error);
  const { failure, remedy } = explain(aws, s3StatusOf(error), call);
  const { attempt, bucket, key } = call;
  return new ObjectsError(`s3://${bucket}/${key} could not be ${attempt}: ${aws.said}; ${remedy}`, failure);
}

export function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}

/** Of the answer, when there was one. */
export function s3StatusOf(error: unknown): number | undefined {
  const status = property(property(error, "$metadata"), "httpStatusCode");
  return typeof status === "number" ? status : undefined;
}

function explain(
  { kind, code, action }: AwsFailure,
  status: number | undefined,
  { attempt, bucket }: Call,
): { readonly failure: ObjectsFailure; readonly remedy: string } {
  if (code === "NoSuchBucket") {
    return { failure: "no-bucket", remedy: `name the bucket that the stack made, if ${bucket} is not it` };
  }
  if (status === 301 || ELSEWHERE.has(code)) {
    return { failure: "no-bucket", remedy: "set AWS_REGION to the bucket's region" };
  }
  if (kind === "anonymous" || NOBODY.has(code)) {
    const remedy =
      "sign in to AWS and set AWS_REGION (aws sts get-caller-identity shows as whom), and try again";
    return { failure: "denied", remedy };
  }
  if (kind === "denied" || status === 403) {
    const refused = action === undefined ? "" : ` (${action} was refused)`;
    return { failure: "denied", remedy: `allow the caller ${ACTIONS[attempt]}${refused}` };
  }
  if (kind === "unavailable" || status === 409) return { failure: "unavailable", remedy: "try again later" };
  return { failure: "broken", remedy: "try again; if it stays so, look at what answers in the place of S3" };
}

/** S3's words for a bucket in another region. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  "PermanentRedirect",
  "AuthorizationHeaderMalformed",
  "IllegalLocationConstraintException",
]);

/** S3's own words for credentials that are no good. */
const NOBODY: ReadonlySet<string> = new Set(["InvalidAccessKeyId", "InvalidToken"]);

const ACTIONS: Readonly<Record<Call["attempt"], string>> = {
  read: "s3:GetObject, and s3:ListBucket on the bucket: without that S3 refuses to say that an object is missing",
  written: "s3:PutObject, and s3:GetObject",
  listed: "s3:ListBucket on the bucket",
};

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
