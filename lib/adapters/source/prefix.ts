import { compareText } from "../../core/domain/order.ts";
import { compareProblems, type Problem } from "../../core/domain/problem.ts";
import { cite } from "../../core/domain/wording.ts";
import { MAX_BYTES, textFault } from "../../core/yaml/text.ts";
import { SourceError } from "../../errors.ts";
import type { Clock, Snapshot, Source, SourceFile } from "../../ports.ts";
import { type Listed, type Objects, ObjectsError } from "../aws/objects.ts";
import {
  collisions,
  IGNORED,
  large,
  MANIFEST,
  MAX_FILES,
  pathFault,
  tooMany,
  unprintable,
} from "./manifest-files.ts";
import { readingStore } from "./release.ts";
import { LIMITS, sha256 } from "./release-format.ts";

/**
 * Plain `.yaml` and `.yml` objects below a prefix that ends with a slash, as `aws s3 sync` leaves them. Nothing makes such
 * an upload one step, so they are read between two identical listings: an upload that changes something meanwhile is
 * seen, one that pauses for longer than the reading takes is not. A release has no such gap.
 */
export function prefixSource(
  objects: Objects,
  prefix: string,
  { clock, attempts = 3 }: { readonly clock: Pick<Clock, "sleep">; readonly attempts?: number },
): Source {
  return {
    read: () =>
      readingStore(`what is below ${prefix}`, async () => {
        for (let attempt = 1; ; attempt += 1) {
          const snapshot = await readOnce(objects, prefix);
          if (snapshot !== undefined) return snapshot;
          if (attempt >= attempts) throw restless(prefix, attempts);
          await clock.sleep(PAUSE_MS);
        }
      }),
  };
}

const PAUSE_MS = 2_000;

/** Undefined when something changed while it was read. */
async function readOnce(objects: Objects, prefix: string): Promise<Snapshot | undefined> {
  const before = await objects.list(prefix);
  const manifests = before
    .filter(({ key }) => isManifest(key.slice(prefix.length)))
    .toSorted((a, b) => compareText(a.key, b.key));
  const { accepted, problems } = sift(prefix, manifests);
  const files = await getAll(objects, accepted);
  if (files === undefined) return undefined;
  if (!identical(before, await objects.list(prefix))) return undefined;
  if (manifests.length === 0) throw empty(prefix);
  const names = JSON.stringify(manifests.map(({ key, etag }) => [key, etag]));
  const release = `sha256:${sha256(Buffer.from(names, "utf8"))}`;
  return { files, problems: problems.toSorted(compareProblems), origin: { release } };
}

/** Consoles show folders by empty objects whose keys end with a slash. What "." and ".." mean is not for us to ignore. */
function isManifest(path: string): boolean {
  return MANIFEST.test(path) && path.split("/").every((part) => /^\.\.?$/.test(part) || !IGNORED.test(part));
}

type Sifted = { readonly accepted: readonly Listed[]; readonly problems: readonly Problem[] };

/** What to get, and what is wrong with the rest. */
function sift(prefix: string, manifests: readonly Listed[]): Sifted {
  if (manifests.length > MAX_FILES) return { accepted: [], problems: [tooMany(prefix)] };
  const printable = manifests.filter(({ key }) => textFault(key) === undefined);
  for (const { key } of printable) {
    const fault = pathFault(key.slice(prefix.length));
    if (fault !== undefined) throw new SourceError(`the key ${cite(key)} ${fault}: rename the object`);
  }
  const accepted = printable.filter(({ size }) => size <= MAX_BYTES);
  const bytes = accepted.reduce((sum, { size }) => sum + size, 0);
  if (bytes > LIMITS.unpacked) {
    throw new SourceError(
      `the manifests below ${prefix} have ${bytes} bytes together, and ${LIMITS.unpacked} are allowed: remove some`,
    );
  }
  const problems = manifests.flatMap(({ key, size }) => {
    if (textFault(key) !== undefined) return [unprintable(cite(key))];
    return size > MAX_BYTES ? [large(key, size)] : [];
  });
  return { accepted, problems: [...problems, ...collisions(printable.map(({ key }) => key))] };
}

const AT_ONCE = 8;

/** Undefined when one is no longer what was listed. */
async function getAll(
  objects: Objects,
  accepted: readonly Listed[],
): Promise<readonly SourceFile[] | undefined> {
  const files: SourceFile[] = [];
  for (let at = 0; at < accepted.length; at += AT_ONCE) {
    const some = await Promise.all(
      accepted.slice(at, at + AT_ONCE).map((listed) => getListed(objects, listed)),
    );
    for (const file of some) {
      if (file === undefined) return undefined;
      files.push(file);
    }
  }
  return files;
}

async function getListed(objects: Objects, { key, etag, size }: Listed): Promise<SourceFile | undefined> {
  try {
    const stored = await objects.get(key, { maxBytes: size });
    if (stored === undefined || stored.etag !== etag || stored.bytes.byteLength !== size) return undefined;
    return { path: key, content: stored.bytes };
  } catch (error) {
    if (error instanceof ObjectsError && error.failure === "too-large") return undefined; // It has grown since.
    throw error;
  }
}

function identical(before: readonly Listed[], after: readonly Listed[]): boolean {
  return fingerprintOf(before) === fingerprintOf(after);
}

function fingerprintOf(listed: readonly Listed[]): string {
  const sorted = listed.toSorted((a, b) => compareText(a.key, b.key));
  return JSON.stringify(sorted.map(({ key, etag, size }) => [key, etag, size]));
}

function empty(prefix: string): SourceError {
  return new SourceError(
    `there is no manifest below ${prefix}: upload a .yaml file, with [] in it when nothing is wanted`,
  );
}

function restless(prefix: string, attempts: number): SourceError {
  return new SourceError(
    `what is below ${prefix} changed each of the ${attempts} times that it was read: an upload is under way; \
when it has ended the next pass reads it`,
    { passing: true },
  );
}
