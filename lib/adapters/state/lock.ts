import { readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { StateBusyError } from "../../errors.ts";

/** Who holds a lock file. */
type Holder = { readonly pid: number; readonly host: string; readonly since: string };

type LockOptions = {
  readonly alive?: (pid: number) => boolean;
  /** What whoever holds it does, for those that find it held. */
  readonly doing?: string;
};

/**
 * Takes a lock file, or a dead process's lock file, and returns what releases it.
 * @throws StateBusyError when a living process, or one of another machine, holds it
 */
export async function takeLock(
  path: string,
  now: number,
  { alive = isAlive, doing = "another pass is writing" }: LockOptions = {},
): Promise<() => Promise<void>> {
  const own = JSON.stringify({ pid: process.pid, host: hostname(), since: new Date(now).toISOString() });
  if (!(await create(path, own))) {
    const text = await readText(path);
    const other = holderIn(text);
    if (other === undefined || other.host !== hostname() || alive(other.pid)) throw busy(path, other, doing);
    await discard(path, text, other, doing);
    if (!(await create(path, own))) throw busy(path, holderIn(await readText(path)), doing);
  }
  return async () => {
    if ((await readText(path)) === own) await rm(path, { force: true });
  };
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

/** False when it is there already. */
async function create(path: string, text: string): Promise<boolean> {
  try {
    // Exclusive creation follows no link.
    await writeFile(path, text, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  }
}

/**
 * Removes the lock of a dead process. Several may find it dead at once, and the slowest of them must not remove the lock
 * that the quickest has taken since: only who claims the dead holder may remove anything, and only what was judged dead.
 */
async function discard(path: string, text: string, { pid, since }: Holder, doing: string): Promise<void> {
  const claim = `${path}.dead-${pid}-${since.replaceAll(/\W/g, "")}`;
  if (!(await create(claim, ""))) throw busy(claim, undefined, doing);
  try {
    if ((await readText(path)) === text) await rm(path, { force: true });
  } finally {
    await rm(claim, { force: true });
  }
}

/** Empty when there is none. */
async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (isCode(error, "ENOENT")) return "";
    throw error;
  }
}

function holderIn(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isHolder(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isHolder(value: unknown): value is Holder {
  if (typeof value !== "object" || value === null) return false;
  if (!("pid" in value && "host" in value && "since" in value)) return false;
  return typeof value.pid === "number" && typeof value.host === "string" && typeof value.since === "string";
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isCode(error, "EPERM");
  }
}

function busy(path: string, holder: Holder | undefined, doing: string): StateBusyError {
  const who = holder === undefined ? "" : ` (process ${holder.pid} on ${holder.host}, since ${holder.since})`;
  return new StateBusyError(
    `${doing}${who}; wait for it to end, or remove ${path} if you know that it is dead`,
  );
}
