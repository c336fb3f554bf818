import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { ParameterError, type Parameters } from "../../lib/adapters/aws/parameters.ts";
import type { Config } from "../../lib/core/config/config.generated.ts";
import type { Report } from "../../lib/core/report/report.ts";
import type { MetricName, PassFinished } from "../../lib/deployment.ts";
import { type Emulator, startEmulator } from "../../lib/emulator/emulator.ts";
import type { Personality } from "../../lib/emulator/personality.ts";
import { DEFAULT_SEED, type Seed } from "../../lib/emulator/seed.ts";
import type { FunctionDependencies } from "../../lib/function/dependencies.ts";
import { handle } from "../../lib/function/handler.ts";
import { settingsOf, workspaceTokens } from "../../lib/function/settings.ts";
import { type MemoryObjects, memoryObjects } from "../support/memory-objects.ts";
import { type VirtualClock, virtualClock } from "../support/virtual-clock.ts";
import { BUCKET } from "./events.ts";
import { type MemoryQueue, memoryQueue } from "./memory-queue.ts";
import { type MemorySchedules, memorySchedules } from "./memory-schedules.ts";

/** The function in process, with an emulator of Buddy over real HTTP, and stores in memory in place of AWS's. */
export type Desk = {
  readonly emulator: Emulator;
  readonly clock: VirtualClock;
  readonly dependencies: FunctionDependencies;
  readonly objects: MemoryObjects;
  /** What Parameter Store holds; what is not in it is missing. */
  readonly parameters: Map<string, string>;
  /** `secret /name` for each reading. */
  readonly readings: string[];
  readonly queue: MemoryQueue;
  readonly schedules: MemorySchedules;
  readonly announced: PassFinished[];
  readonly measured: { readonly workspace: string; readonly values: Partial<Record<MetricName, number>> }[];
  readonly lines: { readonly event: string; readonly fields: Readonly<Record<string, unknown>> }[];
  /** One invocation, which has a quarter of an hour unless it is said otherwise. */
  invoke(event: unknown, options?: { readonly remainingMs?: number }): Promise<unknown>;
  /** The reports that were kept, in the order of their passes. */
  reports(): readonly Report[];
};

export const TOKEN_PARAMETER = "/distro-sync/token";
export const PAUSE_PARAMETER = "/distro-sync/pause";

export async function deskWith(options: {
  readonly manifests: Readonly<Record<string, string>>;
  readonly workspaces?: readonly string[];
  /** Beside those of the emulator, the token and the name. */
  readonly settings?: Partial<NonNullable<Config["workspaces"]>[number]>;
  readonly windows?: NonNullable<Config["windows"]>;
  readonly personality?: Partial<Personality>;
  readonly token?: string;
  readonly announce?: FunctionDependencies["announce"];
}): Promise<Desk> {
  const { workspaces = ["my-company"], token = "emulator-token" } = options;
  const clock = virtualClock();
  const emulator = await startEmulator({
    token,
    clock,
    seed: seedOf(workspaces),
    ...(options.personality === undefined ? {} : { personality: options.personality }),
  });
  onTestFinished(() => emulator.close());
  const folder = await folderWith(options.manifests);

  const objects = memoryObjects();
  const parameters = new Map([
    [TOKEN_PARAMETER, token],
    [PAUSE_PARAMETER, "off"],
  ]);
  const readings: string[] = [];
  const store = parametersIn(parameters, readings);
  const queue = memoryQueue();
  const schedules = memorySchedules();
  const announced: PassFinished[] = [];
  const measured: Desk["measured"] = [];
  const lines: Desk["lines"] = [];
  let draws = 0;
  const dependencies: FunctionDependencies = {
    settings: settingsOf({
      instance: "test",
      ...(options.windows === undefined ? {} : { windows: options.windows }),
      workspaces: workspaces.map((workspace) => ({
        workspace,
        api: emulator.url,
        token: { ssm: TOKEN_PARAMETER },
        ...options.settings,
      })),
    }),
    folder,
    bucket: BUCKET,
    objects,
    pause: {
      parameter: PAUSE_PARAMETER,
      read: () => store.read(PAUSE_PARAMETER, { secret: false }),
    },
    tokens: workspaceTokens(store, clock),
    queue,
    schedules,
    announce: options.announce ?? (async (detail) => void announced.push(detail)),
    measure: (workspace, values) => void measured.push({ workspace, values }),
    log: (event, fields) => void lines.push({ event, fields }),
    clock,
    // Each pass has an id of its own, also where no time goes by.
    random: () => {
      draws += 1;
      return (draws / 65_536) % 1;
    },
  };
  let invocations = 0;
  return {
    emulator,
    clock,
    dependencies,
    objects,
    parameters,
    readings,
    queue,
    schedules,
    announced,
    measured,
    lines,
    invoke: (event, { remainingMs = 900_000 } = {}) => {
      const until = clock.now() + remainingMs;
      invocations += 1;
      return handle(event, dependencies, {
        functionName: "reconcile",
        requestId: `request-${invocations}`,
        remaining: () => until - clock.now(),
      });
    },
    reports: () =>
      [...objects.stored]
        .filter(([key]) => /\/reports\/\d/.test(key))
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([, { bytes }]) => JSON.parse(Buffer.from(bytes).toString("utf8")) as Report),
  };
}

/** Of the given names, each as the default seed has its workspace. */
function seedOf(names: readonly string[]): Seed {
  const [like] = DEFAULT_SEED.workspaces;
  return { workspaces: names.map((name) => ({ ...like, name })) };
}

async function folderWith(manifests: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "distro-sync-function-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(manifests)) {
    const path = join(folder, "distributions", name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  return folder;
}

function parametersIn(values: ReadonlyMap<string, string>, readings: string[]): Parameters {
  return {
    read: async (name, { secret }) => {
      readings.push(`${secret ? "secret" : "plain"} ${name}`);
      const value = values.get(name);
      if (value === undefined) throw new ParameterError(`the parameter ${name} is not there`, "missing");
      return value;
    },
  };
}
