import { ProviderError, TokenError } from "../../errors.ts";
import { interruption, unlessInterrupted } from "../../interrupt.ts";
import type { Clock, Log, QuotaMemory, TokenSource, WriteRight } from "../../ports.ts";
import { type Redactor, redactor } from "../../redact.ts";
import { type Answer, exchange, LostError, USER_AGENT } from "../http/exchange.ts";
import { checkToken } from "../http/token.ts";
import { buildPath, type Call, PathError } from "./call.ts";
import {
  type CallContext,
  callOf,
  noAnswerError,
  noRightError,
  noTokenError,
  pathError,
  refusedError,
  withUnknownEffect,
} from "./failure.ts";
import { readQuota } from "./rate-limit.ts";
import { outOfTime, rateLimiter } from "./rate-limiter.ts";
import {
  type DecodeBody,
  type Deletion,
  orAbsent,
  type ParseResponse,
  parseDeletion,
  parseResponse,
} from "./response.ts";
import { type Attempt, retrier } from "./retry.ts";

/** Whom to talk to, and what of the world is needed for it. */
export type ClientOptions = {
  /** From `parseEndpoint`. */
  readonly endpoint: string;
  /** The URL handle. */
  readonly workspace: string;
  readonly tokens: TokenSource;
  /** Of the pass, where there is more to it than its calls: takes the token out of what is said about them. */
  readonly redactor?: Redactor;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Log;
  /** Requests in flight at a time: 4 by default, 10 at most. */
  readonly concurrency?: number;
  /** Milliseconds since the epoch: nothing is sent then or later. */
  readonly deadline?: number;
  /** For the rate limit nobody waits longer than this at a time: it is `out-of-time` then. */
  readonly longestWaitMs?: number;
  /** Fires when the process is told to end: see `RateLimiterOptions`. A read under way is given up; a write never is. */
  readonly signal?: AbortSignal;
  /** For one request and its answer: 10 s by default. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof globalThis.fetch;
};

/** Cannot send anything but GET. All calls throw `ProviderError`. */
export type ReadingClient = {
  get<T>(call: Call, decode: DecodeBody<T>): Promise<T>;
  /** Undefined when Buddy answers 404: for a call about one object. */
  find<T>(call: Call, decode: DecodeBody<T>): Promise<T | undefined>;
};

export type WritingClient = ReadingClient & {
  /** Sent once, unless it is certain that it never left. */
  post<T>(call: Call, body: object, decode: DecodeBody<T>): Promise<T>;
  /** This and all below are idempotent, and so repeated. */
  patch<T>(call: Call, body: object, decode: DecodeBody<T>): Promise<T>;
  put<T>(call: Call, body: object, decode: DecodeBody<T>): Promise<T>;
  /** For a call about one object. */
  delete(call: Call): Promise<Deletion>;
};

/** Both clients share the token, the rate limiter and the retry budget: they are one pass. */
export function connect(options: ClientOptions): {
  readonly reading: ReadingClient;
  readonly writing: (right: WriteRight) => WritingClient;
  readonly recall: (memory: QuotaMemory) => void;
} {
  const { endpoint, workspace, clock, log, timeoutMs = 10_000 } = options;
  const { deadline = Number.POSITIVE_INFINITY, signal } = options;
  const known = options.redactor ?? redactor();
  const login = credentials(known.watch(options.tokens));
  const redact = (text: string) => known.text(text);
  const limiter = rateLimiter(options);
  const retries = retrier(options);
  let requests = 0;
  /** The final refusal of the token: nothing is sent any more. */
  let locked: ProviderError | undefined;

  function ask<T>(
    method: CallContext["method"],
    call: Call,
    write: Write | undefined,
    parse: ParseResponse<T>,
  ): Promise<T> {
    let open = false;
    return retries.run(async () => {
      const attempt = await tryOnce(method, call, write, parse);
      if (attempt.ok) return attempt;
      open ||= attempt.error.effect === "unknown";
      return open && attempt.error.effect === "none"
        ? { ...attempt, error: withUnknownEffect(attempt.error) }
        : attempt;
    });
  }

  async function tryOnce<T>(
    method: CallContext["method"],
    call: Call,
    write: Write | undefined,
    parse: ParseResponse<T>,
  ): Promise<Attempt<T>> {
    const asked = describe(method, call);
    try {
      const path = buildPath(["workspaces", workspace, ...call.segments]);
      const query = new URLSearchParams(call.query).toString();
      const url = `${endpoint}${path}${query === "" ? "" : `?${query}`}`;
      for (;;) {
        if (locked !== undefined) throw locked;
        const { answer, replaced } = await limiter.run(
          callOf(asked),
          () => transmit(asked, url, write),
          write === undefined ? "read" : "write",
        );
        if (answer.status !== 401) return parse(answer, withHold(asked));
        if (replaced !== undefined && (await soon("another token", replaced))) continue;
        locked ??= refusedError(asked, answer);
      }
    } catch (error) {
      return { ok: false, ...explained(error, asked) };
    }
  }

  async function transmit(asked: CallContext, url: string, write: Write | undefined): Promise<Transmitted> {
    const token = await soon("the token", login.token());
    // After every wait, and last of all.
    if (write !== undefined) await soon("the right to write", confirm(write.right, asked));
    else if (signal?.aborted === true) throw interruption(callOf(asked));
    if (locked !== undefined) throw locked;
    if (clock.now() >= deadline) throw outOfTime(callOf(asked), clock.now());
    requests += 1;
    const line = { method: asked.method, path: redact(asked.path), n: requests };
    const begun = clock.now();
    try {
      const answer = await exchange(options.fetch, {
        url,
        method: asked.method,
        headers: {
          Authorization: `Bearer ${token}`,
          "User-Agent": USER_AGENT,
          Accept: "application/json",
          ...(write?.content === undefined ? {} : { "Content-Type": "application/json" }),
        },
        ...(write?.content === undefined ? {} : { body: JSON.stringify(write.content) }),
        timeoutMs,
        ...(write === undefined && signal !== undefined ? { signal } : {}),
      });
      const { remaining } = readQuota(answer.headers, begun);
      const left = remaining === undefined ? {} : { remaining };
      log("request", { ...line, status: answer.status, ms: clock.now() - begun, ...left });
      const replaced = answer.status === 401 ? login.replace(token) : undefined;
      return { status: answer.status, headers: answer.headers, answer, replaced };
    } catch (error) {
      if (error instanceof LostError)
        log("request", { ...line, failure: error.how, ms: clock.now() - begun });
      if (write === undefined && signal?.aborted === true) throw interruption(callOf(asked));
      throw error;
    }
  }

  /** For what a request needs before it can be sent: in the cloud that may take long. */
  function soon<T>(what: string, work: Promise<T>): Promise<T> {
    return unlessInterrupted(what, work, { clock, signal });
  }

  function explained(error: unknown, asked: CallContext): Omit<Extract<Attempt<never>, { ok: false }>, "ok"> {
    if (error instanceof ProviderError) return { error, again: "no" };
    if (error instanceof PathError) return { error: pathError(asked, error.message), again: "no" };
    if (error instanceof LostError) {
      const repeatable = error.how === "connection" || error.how === "timeout";
      const safe = asked.method !== "POST" || !error.sent;
      return { error: noAnswerError(asked, error), again: repeatable && safe ? "later" : "no" };
    }
    if (error instanceof TokenError) {
      locked = noTokenError(asked, error.message);
      return { error: locked, again: "no" };
    }
    throw error;
  }

  function describe(method: CallContext["method"], call: Call): CallContext {
    const { segments, scope, permission, distribution } = call;
    // Also for names that no request can have, so that an error about them cannot break a line of output.
    const path = ["workspaces", workspace, ...segments]
      .map((segment) => `/${encodeURIComponent(segment.replace(/\p{Cs}/gu, "\uFFFD"))}`)
      .join("");
    const about = distribution === undefined ? {} : { distribution };
    return { method, path, endpoint, workspace, scope, permission, ...about, redact };
  }

  function withHold(asked: CallContext): CallContext {
    const resumeAt = limiter.heldUntil();
    return resumeAt === undefined ? asked : { ...asked, resumeAt };
  }

  const reading: ReadingClient = {
    get: (call, decode) => ask("GET", call, undefined, parseResponse(decode)),
    find: (call, decode) => ask("GET", call, undefined, orAbsent(parseResponse(decode))),
  };
  return {
    reading,
    writing: (right) => ({
      ...reading,
      post: (call, content, decode) => ask("POST", call, { content, right }, parseResponse(decode)),
      patch: (call, content, decode) => ask("PATCH", call, { content, right }, parseResponse(decode)),
      put: (call, content, decode) => ask("PUT", call, { content, right }, parseResponse(decode)),
      delete: (call) => ask("DELETE", call, { right }, parseDeletion),
    }),
    recall: (memory) => limiter.recall(memory),
  };
}

/** A right that cannot be confirmed just now, because another pass has it or the state does not answer, is none. */
async function confirm(right: WriteRight, asked: CallContext): Promise<void> {
  try {
    await right.confirm();
  } catch (error) {
    throw noRightError(asked, error);
  }
}

/** What is written, if it has a body, and what it may be written under. */
type Write = { readonly content?: object; readonly right: WriteRight };

/** An answer on its way through the rate limiter; `replaced` is set for 401, as soon as it came. */
type Transmitted = Pick<Answer, "status" | "headers"> & {
  readonly answer: Answer;
  readonly replaced: Promise<boolean> | undefined;
};

/** The token of one pass. It stays in here. */
type Credentials = {
  /** @throws TokenError */
  token(): Promise<string>;
  /**
   * Tells that Buddy refused a token; the first time, another is fetched past every cache. Resolves to whether there is
   * one that was not refused. Takes effect when called, so that nobody else uses the refused one in the meantime.
   */
  replace(refused: string): Promise<boolean>;
};

function credentials(source: TokenSource): Credentials {
  let current: Promise<string> | undefined;
  let refetched = false;

  async function fetch(fresh: boolean): Promise<string> {
    return checkToken(await source.token({ fresh }), "the token");
  }

  return {
    async token() {
      current ??= fetch(false);
      return current;
    },
    async replace(refused) {
      if (!refetched) {
        refetched = true;
        current = fetch(true);
      }
      try {
        return (await current) !== refused;
      } catch {
        return false; // Buddy's 401 says more than the failure to find another token.
      }
    },
  };
}
