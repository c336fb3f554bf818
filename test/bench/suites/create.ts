import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { figure, median, type Section } from "../figure.ts";
import { inFreshProcess, startProcess } from "../fresh-process.ts";
import type { CreateRole } from "../roles/create.ts";
import type { FetchRole } from "../roles/fetch.ts";
import type { ServerAccount, ServerRole } from "../roles/server.ts";

const DISTRIBUTIONS = 1_000;
const DELAY_MS = 50;
const CONCURRENCY = 10;
const REPETITIONS = 5;
const IDEAL_MS = (DISTRIBUTIONS / CONCURRENCY) * DELAY_MS;

/** A thousand creations against the time in which ten at a time could be answered. */
export async function create(): Promise<Section> {
  const passes: (CreateRole["result"] & ServerAccount)[] = [];
  const loops: FetchRole["result"][] = [];
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
    passes.push(await pass());
    loops.push((await served((url) => inFreshProcess<FetchRole>("fetch", { url, ...LOAD }))).result);
  }
  return {
    title: `Creating ${DISTRIBUTIONS} distributions at ${DELAY_MS} ms a call, ${CONCURRENCY} in flight (ideal: ${IDEAL_MS / 1_000} s)`,
    figures: [
      figure("apply against the ideal", "×", of(passes, "applyMs", IDEAL_MS), { target: 1.1 }),
      figure("the whole pass against the ideal", "×", of(passes, "passMs", IDEAL_MS)),
      figure("a bare loop over fetch against the ideal", "×", of(loops, "ms", IDEAL_MS)),
      figure("apply", "s", of(passes, "applyMs", 1_000)),
    ],
    remarks: [
      `Each call was kept for ${median(of(passes, "keptMs", 1)).toFixed(1)} ms; at most ${Math.max(...of(passes, "peakInFlight", 1))} were in flight; ${Math.max(...of(passes, "requests", 1))} requests a pass.`,
      `CPU for each creation: ${median(of(passes, "cpuMs", DISTRIBUTIONS)).toFixed(2)} ms in the pass, ${median(of(loops, "cpuMs", DISTRIBUTIONS)).toFixed(2)} ms in the loop.`,
    ],
  };
}

const LOAD = { distributions: DISTRIBUTIONS, concurrency: CONCURRENCY };

async function pass(): Promise<CreateRole["result"] & ServerAccount> {
  const stateFolder = await mkdtemp(join(tmpdir(), "distro-sync-bench-"));
  try {
    const { result, account } = await served((url) =>
      inFreshProcess<CreateRole>("create", { url, ...LOAD, stateFolder }),
    );
    if (result.applied !== DISTRIBUTIONS || account.distributions !== DISTRIBUTIONS) {
      throw new Error(`${result.applied} applied, ${account.distributions} there: ${result.verdict}`);
    }
    return { ...result, ...account };
  } finally {
    await rm(stateFolder, { recursive: true, force: true });
  }
}

async function served<T>(
  measure: (url: string) => Promise<T>,
): Promise<{ readonly result: T; readonly account: ServerAccount }> {
  const server = await startProcess<ServerRole, ServerAccount>("server", { delayMs: DELAY_MS });
  const result = await measure(server.answer.url);
  return { result, account: await server.finish() };
}

function of<Key extends string>(
  results: readonly Readonly<Record<Key, number>>[],
  key: Key,
  by: number,
): readonly number[] {
  return results.map((result) => result[key] / by);
}
