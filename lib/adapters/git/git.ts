import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, realpath, stat } from "node:fs/promises";
import { devNull } from "node:os";
import { dirname, join, relative, resolve, sep } from "node:path";
import { promisify } from "node:util";
import type { SourceFile } from "../../ports.ts";
import { isWithin, type Link, linksOn, NotAFileError, realPlace } from "../files.ts";
import { IGNORED, MANIFEST } from "../source/manifest-files.ts";

/**
 * A repository whose `.git` was found by us. Git never looks for one by itself: a commit can contain a folder that git takes
 * for a bare repository, with a configuration that runs programs. No commit can contain a `.git`.
 */
export type Repository = {
  /** Real path. */
  readonly gitDir: string;
  /** Real path of the folder that `.git` stands in. */
  readonly workTree: string;
};

/** The nearest one above a folder, or at it. A `.git` file, as worktrees and submodules have it, is followed. */
export async function findRepository(folder: string): Promise<Repository | undefined> {
  for (let place = resolve(folder); ; place = dirname(place)) {
    const gitDir = await gitDirAt(place);
    if (gitDir !== undefined) return { gitDir, workTree: await realpath(place) };
    if (dirname(place) === place) return undefined;
  }
}

async function gitDirAt(place: string): Promise<string | undefined> {
  const path = join(place, ".git");
  try {
    const stats = await stat(path);
    const [, named] = stats.isFile() ? (/^gitdir: (.+)$/m.exec(await readFile(path, "utf8")) ?? []) : [];
    const gitDir = stats.isDirectory() ? path : named && resolve(place, named);
    return gitDir && (await stat(join(gitDir, "HEAD"))).isFile() ? await realpath(gitDir) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The commit that is checked out, if it has exactly these manifests in this folder: what is read, byte for byte, or with
 * CRLF where git keeps LF. Undefined where it has others, or none, and where git cannot tell. Git's own `status` is not asked,
 * since it runs the filters that a configuration names.
 * @param files by paths relative to the folder, with forward slashes
 */
export async function commitOf(
  repository: Repository,
  folder: string,
  files: readonly SourceFile[],
): Promise<string | undefined> {
  const path = await pathIn(repository, folder);
  if (path === undefined) return undefined;
  try {
    const commit = (await git(repository, ["rev-parse", "--verify", "HEAD^{commit}"])).trim();
    const within = path === "" ? [] : ["--", path];
    const listed = await git(repository, ["ls-tree", "-r", "-z", "--full-tree", commit, ...within]);
    const committed = blobsIn(listed, path === "" ? "" : `${path}/`);
    const same = files.every(({ path: name, content }) => isBlob(content, committed.get(name)));
    return same && committed.size === files.length ? commit : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether git tracks anything at this place.
 * @throws Error when git cannot tell
 */
export async function isTracked(repository: Repository, place: string): Promise<boolean> {
  const path = await pathIn(repository, place);
  if (path === undefined) return false;
  return (await git(repository, ["ls-files", "-z", "--cached", "--", `:(top,literal)${path}`])) !== "";
}

/** Relative to the work tree, with forward slashes; undefined outside of it. */
async function pathIn({ workTree }: Repository, place: string): Promise<string | undefined> {
  const real = await realPlace(place);
  return isWithin(real, workTree) ? relative(workTree, real).split(sep).join("/") : undefined;
}

/** A link on the way to a place that somebody else may have made: it lies in a work tree, where a commit can put it, or neither root nor this user owns it. */
export async function foreignLinkOn(place: string): Promise<Link | undefined> {
  const owners = new Set([0, process.getuid?.() ?? 0]);
  for (const link of await linksOn(place)) {
    if (!owners.has(link.uid) || (await findRepository(dirname(link.path))) !== undefined) return link;
  }
  return undefined;
}

/** Before something is written: a link would lead it somewhere else. @throws NotAFileError */
export async function refuseForeignLinks(target: string): Promise<void> {
  const link = await foreignLinkOn(target);
  if (link !== undefined)
    throw new NotAFileError(link.path, "a symbolic link that a commit or another user may have made");
}

/** The object ids of all files that a source would read, by their paths below the prefix. */
function blobsIn(listed: string, prefix: string): ReadonlyMap<string, string> {
  const blobs = new Map<string, string>();
  for (const entry of listed.split("\0")) {
    const [, type, id, path] = /^\d+ (\w+) ([0-9a-f]+)\t(.*)$/s.exec(entry) ?? [];
    if (id === undefined || path === undefined || !path.startsWith(prefix)) continue;
    const name = path.slice(prefix.length);
    const ignored = name.split("/").some((part) => IGNORED.test(part));
    if (type === "blob" && MANIFEST.test(name) && !ignored) blobs.set(name, id);
  }
  return blobs;
}

function isBlob(content: Uint8Array, id: string | undefined): boolean {
  if (id === undefined) return false;
  const bytes = Buffer.from(content);
  return [bytes, Buffer.from(bytes.toString("latin1").replaceAll("\r\n", "\n"), "latin1")].some(
    (one) => blobId(one, id.length) === id,
  );
}

/** https://git-scm.com/book/en/v2/Git-Internals-Git-Objects; ids of 64 digits are SHA-256's. */
function blobId(content: Buffer, digits: number): string {
  const digest = createHash(digits === 64 ? "sha256" : "sha1");
  return digest.update(`blob ${content.byteLength}\0`).update(content).digest("hex");
}

/**
 * The one way in which git is called: on the repository that was found, with nothing of this process's environment but the
 * path of programs, with nothing of the machine's configuration, and with all of the repository's own configuration that
 * runs programs or connects switched off. `GIT_ALLOW_PROTOCOL` goes before the configuration, which `-c` does not.
 */
async function git({ gitDir, workTree }: Repository, args: readonly string[]): Promise<string> {
  const where = [`--git-dir=${gitDir}`, `--work-tree=${workTree}`, "--no-pager", "--no-replace-objects"];
  const { stdout } = await promisify(execFile)("git", [...where, ...SWITCHED_OFF, ...args], {
    // No commit can put a program there, and Windows looks for one where a process is started.
    cwd: gitDir,
    env: {
      PATH: process.env.PATH,
      ...(process.env.SystemRoot === undefined ? {} : { SystemRoot: process.env.SystemRoot }),
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: devNull,
      GIT_ALLOW_PROTOCOL: "",
      GIT_NO_LAZY_FETCH: "1",
      GIT_TERMINAL_PROMPT: "0",
      GIT_ASKPASS: "",
      GIT_OPTIONAL_LOCKS: "0",
      LC_ALL: "C",
    },
    timeout: 10_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

const SWITCHED_OFF = [
  "safe.bareRepository=explicit",
  "core.fsmonitor=false",
  `core.hooksPath=${devNull}`,
  "credential.helper=",
  "commit.gpgSign=false",
  "gc.auto=0",
].flatMap((setting) => ["-c", setting]);
