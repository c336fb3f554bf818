import { createServer } from "node:http";
import { type Fault, Faults } from "./faults.ts";
import { DEFAULT_PERSONALITY, type Personality, startQuota } from "./personality.ts";
import type { LogEntry } from "./router.ts";
import { DEFAULT_SEED, type Seed, type SeedDistribution } from "./seed.ts";
import { listen, startBuddy, startExchange } from "./server.ts";
import { plant, plantAll, Store, type StoredDistribution, startIds, type Tenancy } from "./state.ts";

export type EmulatorOptions = {
  /** @default 0: any free port */
  readonly port?: number;
  /** Requests with any other token get 401. @default "emulator-token" */
  readonly token?: string;
  /** What the token may do, in Buddy's words. @default everything */
  readonly tokenPermissions?: readonly string[];
  /** @default DEFAULT_SEED */
  readonly seed?: Seed;
  /** @default DEFAULT_PERSONALITY for each switch that is left out */
  readonly personality?: Partial<Personality>;
  /** Milliseconds since the epoch, for lag, quota and the Date header. @default the real time */
  readonly clock?: { now(): number };
  /** Called when a time-out or slow-body fault leaves a request hanging, after the last byte was sent. */
  readonly onStall?: (request: LoggedRequest) => void;
  /** Called once for each request after the last byte was sent. Without a status, nothing was sent. */
  readonly onAnswer?: (request: LoggedRequest) => void;
};

export type Emulator = {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  /** A live view, in the order of arrival. */
  readonly log: readonly LoggedRequest[];
  /** The most requests that were in flight at once; one that hangs counts until the client gives up. */
  readonly peakInFlight: number;
  fault(fault: Fault): void;
  clearFaults(): void;
  /** Empties the log; the next request is number 1. */
  clearLog(): void;
  /** A copy of what is stored, without lag, of one workspace or of all. */
  distributions(workspace?: string): readonly StoredDistribution[];
  /** Adds a distribution as if somebody had made it in the UI a while ago: reads show it at once. Returns the id. */
  put(distribution: SeedDistribution): string;
  /** Removes a distribution as if somebody had done so in the UI a while ago. */
  remove(id: string): void;
  /** Replaces the token. */
  setToken(token: string): void;
  /** Stops listening, and cuts every connection, also of requests that hang. */
  close(): Promise<void>;
};

/** A request in the log: what arrived, and the answer as far as it is known. */
export type LoggedRequest = Readonly<LogEntry>;

/**
 * Starts Buddy's API on the IPv4 loopback, in memory. It is strict in what it accepts, and can fail in every way that matters.
 * @throws Error when the port is taken, or the seed refers to something that it does not have
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const clock = options.clock ?? { now: () => Date.now() };
  const personality: Personality = { ...DEFAULT_PERSONALITY, ...options.personality };
  const faults = new Faults();
  const log: LogEntry[] = [];
  let token = options.token ?? "emulator-token";

  const server = createServer();
  const { url, close } = await listen(server, options.port ?? 0);

  const tenancy: Tenancy = {
    url,
    personality,
    workspaces: (options.seed ?? DEFAULT_SEED).workspaces,
    store: new Store({ now: () => clock.now(), lagMilliseconds: personality.lagSeconds * 1000 }),
    ids: startIds(personality.ids),
  };
  try {
    plantAll(tenancy);
  } catch (error) {
    await close();
    throw error;
  }

  const exchange = startExchange({
    respond: startBuddy(tenancy, { token: () => token, permissions: options.tokenPermissions }),
    withoutEffect: (run) => tenancy.store.withoutEffect(run),
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
        tenancy.store.all().filter((one) => workspace === undefined || one.workspace === workspace),
      ),
    put: (distribution) => plant(tenancy, distribution),
    remove: (id) => tenancy.store.establish(id, undefined),
    setToken(next) {
      token = next;
    },
    close,
  };
}
