import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { takeLock } from "../../../lib/adapters/state/lock.ts";
import { StateBusyError } from "../../../lib/errors.ts";

function temporaryLock(): string {
  const folder = mkdtempSync(join(tmpdir(), "distro-sync-lock-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, "lock");
}

const DEAD = JSON.stringify({ pid: 1, host: hostname(), since: "2026-11-23T00:00:00.000Z" });
const NOW = Date.UTC(2026, 10, 24);

describe("takeLock", () => {
  it("does not take the lock of who was quicker to find the last holder dead", async () => {
    const path = temporaryLock();
    writeFileSync(path, DEAD);
    const quicker = JSON.stringify({ pid: 2, host: hostname(), since: "2026-11-24T00:00:00.000Z" });
    const alive = () => {
      // Between our look at the dead holder and what we do about it, another process replaces it.
      writeFileSync(path, quicker);
      return false;
    };
    await expect(takeLock(path, NOW, { alive })).rejects.toThrow(StateBusyError);
    expect(readFileSync(path, "utf8")).toBe(quicker);
  });

  it("lets one of many take over from a dead holder", async () => {
    for (let round = 0; round < 20; round += 1) {
      const path = temporaryLock();
      writeFileSync(path, DEAD);
      const tries = Array.from({ length: 8 }, (_, n) =>
        takeLock(path, NOW + n, { alive: (pid) => pid !== 1 }),
      );
      const taken = (await Promise.allSettled(tries)).filter(({ status }) => status === "fulfilled");
      expect(taken.length).toBeLessThanOrEqual(1);
    }
  });

  it("leaves nothing behind when it is released", async () => {
    const path = temporaryLock();
    writeFileSync(path, DEAD);
    const release = await takeLock(path, NOW, { alive: () => false });
    await release();
    expect(readdirSync(join(path, ".."))).toEqual([]);
  });

  it("releases its own lock alone", async () => {
    const path = temporaryLock();
    const release = await takeLock(path, NOW);
    writeFileSync(path, DEAD);
    await release();
    expect(readFileSync(path, "utf8")).toBe(DEAD);
  });
});
