import { createServer } from "node:http";
import { type Fault, Faults } from "./faults.ts";
import { DEFAULT_PERSONALITY, type Personality, startQuota } from "./personality.ts";
import type { LogEntry } from "./router.ts";
import { DEFAULT_SEED, plant, plantAll, type Seed, type SeedDistribution } from "./seed.ts";
import { listen, startBuddy, startExchange } from "./server.ts";
import { Store, type StoredDistribution, startIds, type Tenancy } from "./state.ts";

export type EmulatorOptions = {
  /** @default 0: any free one */
  readonly port?: number;
  /** Every other one is answered 401. @default "emulator-token" */
  readonly token?: string;
  /** What the token may do. @default everything */
  readonly tokenScopes?: readonly string[];
  /** @default DEFAULT_SEED */
  readonly seed?: Seed;
  /** @default DEFAULT_PERSONALITY, also for each switch that is left out */
  readonly personality?: Partial<Personality>;
  /** Milliseconds since the epoch, for lag, quota and the Date header. @default the real time */
  readonly clock?: { now(): number };
  /** Called when a time-out or slow-body fault leaves a request hanging: all that will be sent has been sent. */
  readonly onStall?: (request: LoggedRequest) => void;
  /** Called once for each request when all was sent that will be, also when that is nothing: then it has no status. */
  readonly onAnswer?: (request: LoggedRequest) => void;
};

export type Emulator = {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  /** In the order of arrival; a live view. */
  readonly log: readonly LoggedRequest[];
  /** The most requests that were under way at once; those that hang count until the client gives up. */
  readonly peakInFlight: number;
  fault(fault: Fault): void;
  clearFaults(): void;
  /** The next request is number 1 again. */
  clearLog(): void;
  /** The true state without any lag, of one workspace or of all; a copy. */
  distributions(workspace?: string): readonly StoredDistribution[];
  /** As somebody in the UI would have, a while ago: reads show it at once. Returns the id. */
  put(distribution: SeedDistribution): string;
  /** As somebody in the UI would have, a while ago. */
  remove(id: string): void;
  /** From now on this is the token. */
  setToken(token: string): void;
  /** Cuts every connection, also of requests that hang. */
  close(): Promise<void>;
};

/** One request: what arrived, and what became of it as far as that is known. */
export type LoggedRequest = Readonly<LogEntry>;

/**
 * Buddy's API on the IPv4 loopback, in memory: strict in what it takes, and able to fail in every way that matters.
 * @throws Error when the port is taken, or the seed refers to something that it does not hold.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const clock = options.clock ?? { now: () => Date.now() };
  const personality: Personality = { ...DEFAULT_PERSONALITY, ...options.personality };
  const faults = new Faults();
  const log: LogEntry[] = [];
  let token = options.token ?? "emulator-token";

  const server = createServer();
  const { url, close } = await listen(server, options.port ?? 0);

  const world: Tenancy = {
    url,
    personality,
    workspaces: (options.seed ?? DEFAULT_SEED).workspaces,
    store: new Store({ now: () => clock.now(), lagMilliseconds: personality.lagSeconds * 1000 }),
    ids: startIds(personality.ids),
  };
  try {
    plantAll(world);
  } catch (error) {
    await close();
    throw error;
  }

  const exchange = startExchange({
    respond: startBuddy(world, { token: () => token, scopes: options.tokenScopes }),
    withoutEffect: (run) => world.store.withoutEffect(run),
    quota: startQuota(personality.quota),
    faults,
    log,
    clock,
    onStall: options.onStall ?? (() => {}),
    onAnswer: options.onAnswer ?? (() => {}),
  });
  server.on("request", exchange.handle);

  return {
    url,
    log,
    get peakInFlight() {
      return exchange.peakInFlight();
    },
    fault: (fault) => faults.arm(fault),
    clearFaults: () => faults.clear(),
    clearLog() {
      log.length = 0;
    },
    distributions: (workspace) =>
      structuredClone(
        world.store.all().filter((one) => workspace === undefined || one.workspace === workspace),
      ),
    put: (distribution) => plant(world, distribution),
    remove: (id) => world.store.settle(id, undefined),
    setToken(next) {
      token = next;
    },
    close,
  };
}
