import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { StateBusyError } from "../../ports.ts";

/** Who holds a lock file. */
type Holder = { readonly pid: number; readonly host: string; readonly since: string };

/**
 * Takes a lock file, or a dead process's lock file, and returns what releases it.
 * @throws StateBusyError when a living process, or one of another machine, holds it
 */
export async function takeLock(path: string, now: number, alive = isAlive): Promise<() => Promise<void>> {
  const holder: Holder = { pid: process.pid, host: hostname(), since: new Date(now).toISOString() };
  for (const last of [false, true]) {
    try {
      await writeFile(path, JSON.stringify(holder), { flag: "wx" });
      return () => rm(path, { force: true });
    } catch (error) {
      if (!isCode(error, "EEXIST")) throw error;
    }
    const other = await readHolder(path);
    const dead = other !== undefined && other.host === holder.host && !alive(other.pid);
    if (last || !dead) throw busy(path, other);
    await discard(path, holder.pid);
  }
  throw busy(path, undefined);
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

/** Moved aside before it is removed: of two processes that find it dead, one moves it and the other finds nothing. */
async function discard(path: string, pid: number): Promise<void> {
  const aside = `${path}.${pid}`;
  try {
    await rename(path, aside);
    await rm(aside, { force: true });
  } catch (error) {
    if (!isCode(error, "ENOENT")) throw error;
  }
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, "utf8"));
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

function busy(path: string, holder: Holder | undefined): StateBusyError {
  const who = holder === undefined ? "" : ` (process ${holder.pid} on ${holder.host}, since ${holder.since})`;
  return new StateBusyError(
    `another pass is writing${who}; wait for it to end, or remove ${path} if you know that it is dead`,
  );
}
