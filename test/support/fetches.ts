import type { LoggedRequest } from "../../lib/emulator/emulator.ts";

type Fetch = typeof globalThis.fetch;

const REQUEST_ID = "x-test-request";

/** Time-outs without waiting: when the emulator says that a request hangs, its fetch ends as if its time were up. */
export function impatientFetch(): {
  readonly fetch: Fetch;
  readonly onStall: (request: LoggedRequest) => void;
} {
  const open = new Map<string, AbortController>();
  return {
    fetch: (input, init) => {
      const id = String(open.size + 1);
      const controller = new AbortController();
      open.set(id, controller);
      const headers = new Headers(init?.headers);
      headers.set(REQUEST_ID, id);
      const signals = [controller.signal, ...(init?.signal ? [init.signal] : [])];
      return fetch(input, { ...init, headers, signal: AbortSignal.any(signals) });
    },
    onStall: ({ headers }) => {
      open.get(headers[REQUEST_ID] ?? "")?.abort(new DOMException("The time is up", "TimeoutError"));
    },
  };
}

export type Death = {
  readonly fetch: Fetch;
  readonly isDead: () => boolean;
  /** Resolves when the process would have died. */
  readonly died: Promise<void>;
};

/** A process that dies at its n-th call, before it is sent or once it has been answered: nothing of it goes on. */
export function mortalFetch(
  inner: Fetch,
  at: { readonly call: number; readonly when: "before" | "after" },
): Death {
  const never = new Promise<never>(() => {});
  let calls = 0;
  let dead = false;
  let tell = () => {};
  const died = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const die = () => {
    dead = true;
    tell();
    return never;
  };
  return {
    died,
    isDead: () => dead,
    fetch: async (input, init) => {
      if (dead) return never;
      calls += 1;
      const mine = calls === at.call;
      if (mine && at.when === "before") return die();
      const response = await inner(input, init);
      if (mine) return die();
      return dead ? never : response;
    },
  };
}
