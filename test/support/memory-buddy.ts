import { setImmediate } from "node:timers/promises";
import { type Fault, Faults } from "../../lib/emulator/faults.ts";
import { DEFAULT_PERSONALITY, type Personality, startQuota } from "../../lib/emulator/personality.ts";
import { DEFAULT_SEED, type SeedDistribution } from "../../lib/emulator/seed.ts";
import { startBuddy } from "../../lib/emulator/server.ts";
import type { StoredDistribution, Tenancy } from "../../lib/emulator/state.ts";
import { identityKey, plant, Store, startIds } from "../../lib/emulator/state.ts";

type Fetch = typeof globalThis.fetch;

/** The emulator without its network: the same operations, store, quota and faults behind a `fetch`. */
export type MemoryBuddy = {
  readonly fetch: Fetch;
  readonly personality: Personality;
  /** `POST /workspaces/…`, in the order in which they arrived. */
  readonly requests: string[];
  live(): ReadonlyMap<string, StoredDistribution>;
  fault(fault: Fault): void;
  clearFaults(): void;
  /** As somebody in the UI: seen by every read at once. Undefined: Buddy would refuse it. */
  put(seed: SeedDistribution): string | undefined;
  /** Undefined for the new value deletes it. False: Buddy would refuse it. */
  change(id: string, to: (before: StoredDistribution) => StoredDistribution | undefined): boolean;
  nextRouteId(): string;
  /** Resolves when every request that was sent has had its effect. */
  idle(): Promise<void>;
};

export const TOKEN = "emulator-token";
export const ENDPOINT = "http://buddy.invalid";

export function memoryBuddy(
  switches: Partial<Personality>,
  clock: { readonly now: () => number },
): MemoryBuddy {
  const personality = { ...DEFAULT_PERSONALITY, ...switches };
  const store = new Store({
    now: () => clock.now(),
    lagMilliseconds: personality.lagSeconds * 1000,
  });
  const world: Tenancy = {
    url: ENDPOINT,
    personality,
    workspaces: DEFAULT_SEED.workspaces,
    store,
    ids: startIds(personality.ids),
  };
  const respond = startBuddy(world, { token: () => TOKEN });
  const quota = startQuota(personality.quota);
  const faults = new Faults();
  const requests: string[] = [];
  const underWay = new Set<number>();

  const isTaken = (one: StoredDistribution): boolean => {
    const key = identityKey(one, one.identifier);
    return (
      personality.uniqueness !== "none" &&
      key !== undefined &&
      store.holders(key).some(({ id }) => id !== one.id)
    );
  };

  const fetch: Fetch = async (input, init) => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    const method = init?.method ?? "GET";
    const fault = faults.due({ method, path: pathname });
    const number = requests.push(`${method} ${pathname}${search}`);
    underWay.add(number);
    await setImmediate();
    underWay.delete(number);
    const date = new Date(clock.now()).toUTCString();
    const before = fault?.when === "before";
    if (fault !== undefined && before && (fault.kind === "reset" || fault.kind === "time-out"))
      return lose(fault);
    const { allowed, headers } = quota.take(clock.now());
    if (!allowed)
      return Response.json(
        { errors: [{ message: "Too many requests" }] },
        { status: 429, headers: { ...headers, date } },
      );
    const sent = new Headers(init?.headers);
    const request = {
      method,
      path: pathname,
      query: search.slice(1),
      authorization: sent.get("authorization") ?? undefined,
      contentType: sent.get("content-type") ?? undefined,
      body: new TextEncoder().encode(typeof init?.body === "string" ? init.body : ""),
    };
    const answer = before ? store.withoutEffect(() => respond(request)) : respond(request);
    if (fault !== undefined) return misbehave(fault, answer.body, date);
    const all = { ...headers, ...answer.headers, date };
    return answer.body === undefined
      ? new Response(null, { status: answer.status, headers: all })
      : Response.json(answer.body, { status: answer.status, headers: all });
  };

  return {
    fetch,
    personality,
    requests,
    live: () => new Map(store.all().map((one) => [one.id, structuredClone(one)])),
    fault: (fault) => faults.arm(fault),
    clearFaults: () => faults.clear(),
    put(seed) {
      const id = plant(world, seed);
      const planted = store.get(id);
      if (planted === undefined || !isTaken(planted)) return id;
      store.establish(id, undefined);
      return undefined;
    },
    change(id, to) {
      const now = store.get(id);
      if (now === undefined) return false;
      const next = to(structuredClone(now));
      if (next !== undefined && isTaken(next)) return false;
      store.establish(id, next);
      return true;
    },
    idle: async () => {
      while (underWay.size > 0) await setImmediate();
    },
    nextRouteId: () => world.ids.next("route"),
  };
}

/** What becomes of an answer; the ways that matter for what is believed, not for how bytes arrive. */
function misbehave(fault: Fault, body: unknown, date: string): Response {
  switch (fault.kind) {
    case "status":
      return Response.json(fault.body ?? { errors: [{ message: `Fault: ${fault.status}` }] }, {
        status: fault.status,
        headers: { ...fault.headers, date },
      });
    case "wrong-shape":
      return Response.json(fault.body, { headers: { date } });
    case "truncated":
      return new Response(JSON.stringify(body ?? null).slice(0, -2), {
        headers: { date, "content-type": "application/json" },
      });
    case "not-json":
      return new Response("<title>Please wait</title>", {
        headers: { date, "content-type": "application/json" },
      });
    case "redirect":
    case "oversize":
    case "slow-body":
    case "reset":
    case "time-out":
      return lose(fault);
    default:
      return fault satisfies never;
  }
}

function lose({ kind }: Fault): never {
  if (kind === "time-out") throw new DOMException("The time is up", "TimeoutError");
  throw new TypeError("fetch failed", { cause: Object.assign(new Error("reset"), { code: "ECONNRESET" }) });
}
