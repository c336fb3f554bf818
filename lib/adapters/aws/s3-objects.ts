import { Readable } from "node:stream";
import {
  GetObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { compareText } from "../../core/domain/order.ts";
import type { Clock } from "../../ports.ts";
import { systemClock } from "../clock.ts";
import { backoff } from "../http/backoff.ts";
import { type AwsFailure, type AwsPlace, awsFailure, CONNECTION } from "./failure.ts";
import {
  type Listed,
  type Objects,
  ObjectsError,
  type ObjectsFailure,
  type PutOptions,
  type StoredObject,
} from "./objects.ts";

/** A bucket of S3. Keys are what comes after the prefix, which callers neither give nor see. */
export function s3Objects(options: {
  readonly client: S3Client;
  readonly bucket: string;
  readonly prefix?: string;
  readonly clock?: Pick<Clock, "sleep">;
  /** In [0, 1). */
  readonly random?: () => number;
}): Objects {
  const { client, bucket, prefix = "", clock = systemClock, random = Math.random } = options;
  const place = { client, bucket, prefix };
  return {
    get: (key, limits) => readObject(place, key, limits),
    put: (key, bytes, how) => writeObject(place, key, bytes, { ...how, clock, random }),
    list: (from, { after } = {}) => listObjects(place, from, after),
    folders: (from) => listFolders(place, from),
  };
}

/** Region and credentials are those of the environment, where `place` does not say otherwise. */
export function s3Client(place: AwsPlace = {}): S3Client {
  const requestHandler = { ...CONNECTION.requestHandler, requestTimeout: 10_000, socketTimeout: 10_000 };
  return new S3Client({ maxAttempts: 4, requestHandler, ...place });
}

async function listObjects(
  place: S3Place,
  from: string,
  after: string | undefined,
): Promise<readonly Listed[]> {
  const listed: Listed[] = [];
  for await (const page of pages(place, from, { after })) {
    for (const { Key: key, ETag: etag, Size: size } of page.Contents ?? []) {
      if (key === undefined || etag === undefined || size === undefined) throw broken(place, from);
      listed.push({ key: key.slice(place.prefix.length), etag, size });
    }
  }
  // S3 goes by bytes of UTF-8, which is not the same beyond the basic plane.
  return listed.toSorted((a, b) => compareText(a.key, b.key));
}

async function listFolders(place: S3Place, from: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const page of pages(place, from, { delimiter: "/" })) {
    for (const { Prefix: folder } of page.CommonPrefixes ?? []) {
      if (folder === undefined) throw broken(place, from);
      names.push(folder.slice(place.prefix.length + from.length, -1));
    }
  }
  return names.toSorted(compareText);
}

type Asked = { readonly after?: string | undefined; readonly delimiter?: string };

async function* pages(
  place: S3Place,
  from: string,
  asked: Asked,
): AsyncGenerator<ListObjectsV2CommandOutput> {
  for (let page = await listPage(place, from, asked); ; ) {
    yield page;
    // S3 says it of each page: who does not has not said that there is nothing.
    if (page.IsTruncated === undefined) throw broken(place, from);
    if (!page.IsTruncated) return;
    const { NextContinuationToken: token } = page;
    if (token === undefined) throw broken(place, from);
    page = await listPage(place, from, { ...asked, after: undefined, token });
  }
}

async function listPage(
  { client, bucket, prefix }: S3Place,
  from: string,
  { after, delimiter, token }: Asked & { readonly token?: string },
): Promise<ListObjectsV2CommandOutput> {
  try {
    return await client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix + from,
        ...(delimiter === undefined ? {} : { Delimiter: delimiter }),
        ...(after === undefined ? {} : { StartAfter: prefix + after }),
        ...(token === undefined ? {} : { ContinuationToken: token }),
      }),
    );
  } catch (error) {
    throw s3FailureOf(error, { attempt: "listed", bucket, key: prefix + from });
  }
}

function broken(place: S3Place, from: string): ObjectsError {
  return new ObjectsError(`the list of ${s3Url(place, from)} is not whole: try again`, "broken");
}

async function readObject(
  place: S3Place,
  key: string,
  { maxBytes }: { readonly maxBytes: number },
): Promise<StoredObject | undefined> {
  const answer = await getObject(place, key);
  if (answer === undefined) return undefined;
  const address = s3Url(place, key);
  const { Body: body, ContentLength: length, ETag: etag } = answer;
  if (!(body instanceof Readable) || length === undefined || etag === undefined) {
    throw new ObjectsError(`${address} was answered without body, length or ETag: try again`, "broken");
  }
  try {
    if (length > maxBytes) throw tooLarge(address, length, maxBytes);
    return { bytes: await readBody(body, { address, length, maxBytes }), etag };
  } finally {
    // What is left of a body keeps its connection.
    body.destroy();
  }
}

async function getObject({ client, bucket, prefix }: S3Place, key: string) {
  try {
    return await client.send(new GetObjectCommand({ Bucket: bucket, Key: prefix + key }));
  } catch (error) {
    // No other 404 says that the object is missing.
    if (isNamed(error, "NoSuchKey")) return undefined;
    throw s3FailureOf(error, { attempt: "read", bucket, key: prefix + key });
  }
}

async function readBody(
  body: Readable,
  {
    address,
    length,
    maxBytes,
  }: { readonly address: string; readonly length: number; readonly maxBytes: number },
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  try {
    // The client's streams are of bytes.
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      total += chunk.byteLength;
      if (total > maxBytes) throw tooLarge(address, total, maxBytes);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof ObjectsError) throw error;
    // Cut off, silent for too long, or not what its checksum says.
    throw new ObjectsError(`${address} broke off after ${total} of ${length} bytes: try again`, "broken");
  }
  if (total !== length) {
    throw new ObjectsError(`${address} has ${total} bytes instead of ${length}: try again`, "broken");
  }
  return Buffer.concat(chunks);
}

function tooLarge(address: string, bytes: number, maxBytes: number): ObjectsError {
  return new ObjectsError(
    `${address} has ${bytes} bytes or more, and ${maxBytes} are the most that is read: put less into it`,
    "too-large",
  );
}

async function writeObject(
  place: S3Place,
  key: string,
  bytes: Uint8Array,
  options: PutOptions & { readonly clock: Pick<Clock, "sleep">; readonly random: () => number },
): Promise<string | undefined> {
  const { when, clock, random } = options;
  for (let tries = 1; ; tries += 1) {
    try {
      return await putObject(place, key, bytes, options);
    } catch (error) {
      if (error instanceof ObjectsError) throw error;
      // The client repeats what was not answered: that the condition does not hold may be our own doing.
      if (s3StatusOf(error) === 412) return etagOfSame(place, key, bytes);
      if (when !== "absent" && isNamed(error, "NoSuchKey")) return undefined;
      // 409: somebody else is writing the same key, and S3 does not say who will have won.
      if (s3StatusOf(error) !== 409 || tries === MOST_TRIES) {
        throw s3FailureOf(error, { attempt: "written", bucket: place.bucket, key: place.prefix + key });
      }
      await clock.sleep(backoff(tries - 1, random));
    }
  }
}

const MOST_TRIES = 5;

async function putObject(
  place: S3Place,
  key: string,
  bytes: Uint8Array,
  { when, contentType }: PutOptions,
): Promise<string> {
  const { ETag: etag } = await place.client.send(
    new PutObjectCommand({
      Bucket: place.bucket,
      Key: place.prefix + key,
      Body: bytes,
      ContentType: contentType,
      ...(when === "absent" ? { IfNoneMatch: "*" } : { IfMatch: when.etag }),
    }),
    { requestTimeout: timeFor(bytes) },
  );
  if (etag !== undefined) return etag;
  throw new ObjectsError(`${s3Url(place, key)} was written and got no ETag: try again`, "broken");
}

/** Milliseconds: what a request has at all, and what a slow line (400 kbit/s) needs for the body. */
function timeFor({ byteLength }: Uint8Array): number {
  return 10_000 + Math.ceil(byteLength / 50);
}

async function etagOfSame(place: S3Place, key: string, bytes: Uint8Array): Promise<string | undefined> {
  try {
    const found = await readObject(place, key, { maxBytes: bytes.byteLength });
    return found !== undefined && Buffer.compare(found.bytes, bytes) === 0 ? found.etag : undefined;
  } catch (error) {
    if (error instanceof ObjectsError && error.failure === "too-large") return undefined;
    throw error;
  }
}

type Call = {
  /** As in "could not be …". */
  readonly attempt: "read" | "written" | "listed";
  readonly bucket: string;
  readonly key: string;
};

/** What the client threw, in our words, which never hold what it signed the request with. */
function s3FailureOf(error: unknown, call: Call): ObjectsError {
  const aws = awsFailure(error);
  const { failure, remedy } = explain(aws, s3StatusOf(error), call);
  const { attempt, bucket, key } = call;
  return new ObjectsError(`s3://${bucket}/${key} could not be ${attempt}: ${aws.said}; ${remedy}`, failure);
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}

/** Of the answer, when there was one. */
function s3StatusOf(error: unknown): number | undefined {
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

/** Part of a bucket, and who asks for it. */
type S3Place = {
  readonly client: S3Client;
  readonly bucket: string;
  readonly prefix: string;
};

/** For messages. */
function s3Url({ bucket, prefix }: S3Place, key: string): string {
  return `s3://${bucket}/${prefix}${key}`;
}
