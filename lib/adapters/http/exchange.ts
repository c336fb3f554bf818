import { VERSION } from "../../version.ts";

/** One request as it goes out. The URL is complete; the body is JSON text. */
export type Outgoing = {
  readonly url: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the whole exchange, the reading of the body included. */
  readonly timeoutMs: number;
  /** Gives the exchange up: for what can be given up at any time, which a write cannot. */
  readonly signal?: AbortSignal;
};

/** Status and headers came; the body came whole, or how it was lost. */
export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly body:
    | { readonly bytes: Uint8Array }
    | { readonly lost: "too large" | "cut short" | "not finished in time" };
};

/** No answer came. `sent` is false only if it is certain that the request did not leave. */
export class LostError extends Error {
  override readonly name = "LostError";
  readonly how: "connection" | "certificate" | "timeout" | "redirect";
  readonly sent: boolean;

  constructor(how: LostError["how"], sent: boolean, detail: string) {
    super(detail);
    this.how = how;
    this.sent = sent;
  }
}

/** More than this is not read: Buddy's longest list is far shorter. */
const LARGEST_BODY = 20 * 1024 * 1024;

/**
 * One request and its answer, whatever the status. Follows no redirect: 307 and 308 would send the body, and on the
 * same host the token, a second time. Errors are made anew, since ofetch's hold the Authorization header.
 * @param fetch Node's own when it is left out
 * @throws LostError
 */
export async function exchange(
  fetch: typeof globalThis.fetch | undefined,
  request: Outgoing,
): Promise<Answer> {
  // With the first request: it brings in Node's own fetch, which takes longer to load than all the rest does.
  const { createFetch } = await import("ofetch");
  const send = createFetch({ fetch: fetch ?? globalThis.fetch });
  const end = ending(request);
  const { signal } = end;
  try {
    const response = await send.raw(request.url, {
      method: request.method,
      headers: request.headers,
      ...(request.body === undefined ? {} : { body: request.body }),
      signal,
      redirect: "error",
      retry: false,
      ignoreResponseError: true,
      responseType: "stream",
    });
    return {
      status: response.status,
      headers: response.headers,
      body: await readBody(response.body, signal),
    };
  } catch (error) {
    throw lost(error, request.timeoutMs);
  } finally {
    end.forget();
  }
}

/** Fires when the time is over, or the exchange is given up. */
function ending({ timeoutMs, signal }: Outgoing): {
  readonly signal: AbortSignal;
  readonly forget: () => void;
} {
  const sources = [AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])];
  const end = new AbortController();
  // Whoever listens to a signal holds it. Once the headers have come fetch holds its own weakly, and would forget the time.
  const stopped = sources.map((source) => {
    const fire = () => end.abort(source.reason);
    if (source.aborted) fire();
    else source.addEventListener("abort", fire, { once: true });
    return () => source.removeEventListener("abort", fire);
  });
  return {
    signal: end.signal,
    forget: () => {
      for (const stop of stopped) stop();
    },
  };
}

async function readBody(
  stream: ReadableStream<Uint8Array> | null,
  signal: AbortSignal,
): Promise<Answer["body"]> {
  if (stream === null) return { bytes: new Uint8Array() };
  const reader = stream.getReader();
  const late = rejection(signal);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), late.promise]);
      if (done) return { bytes: Buffer.concat(chunks) };
      size += value.byteLength;
      if (size > LARGEST_BODY) return { lost: "too large" };
      chunks.push(value);
    }
  } catch (error) {
    return { lost: isTimeout(error) ? "not finished in time" : "cut short" };
  } finally {
    late.forget();
    // What is not read any more is not worth waiting for, nor is how its end went.
    reader.cancel().catch(() => {});
  }
}

/** Rejects when the signal fires. */
function rejection(signal: AbortSignal): { readonly promise: Promise<never>; readonly forget: () => void } {
  const { promise, reject } = deferred();
  const fire = () => reject(signal.reason);
  if (signal.aborted) fire();
  else signal.addEventListener("abort", fire, { once: true });
  return { promise, forget: () => signal.removeEventListener("abort", fire) };
}

/** A promise that may be rejected without anybody waiting for it. */
function deferred(): { readonly promise: Promise<never>; readonly reject: (reason: unknown) => void } {
  const parts: { reject?: (reason: unknown) => void } = {};
  const promise = new Promise<never>((_, reject) => {
    parts.reject = reject;
  });
  promise.catch(() => {});
  return { promise, reject: (reason) => parts.reject?.(reason) };
}

function lost(error: unknown, timeoutMs: number): LostError {
  const causes = causesOf(error);
  if (causes.some(isTimeout)) return new LostError("timeout", true, `no answer within ${timeoutMs} ms`);
  // Node's fetch says it in words only.
  if (causes.some((cause) => cause instanceof Error && cause.message === "unexpected redirect"))
    return new LostError("redirect", true, "the answer is a redirect, which is not followed");
  const code = causes.map((cause) => property(cause, "code")).find((found) => found !== undefined);
  if (code !== undefined && CERTIFICATE.test(code)) return new LostError("certificate", false, code);
  const before = causes.some((cause) => BEFORE_SENDING.has(property(cause, "syscall") ?? ""));
  return new LostError("connection", !before && !NOT_SENT.has(code ?? ""), code ?? "the connection was lost");
}

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY)/;
const BEFORE_SENDING: ReadonlySet<string> = new Set(["connect", "getaddrinfo"]);
const NOT_SENT: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
]);

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === "TimeoutError";
}

/** An error and what caused it, outermost first. */
function causesOf(error: unknown): readonly unknown[] {
  const causes: unknown[] = [];
  for (let cause = error; cause instanceof Error && causes.length < 10; cause = cause.cause)
    causes.push(cause);
  return causes;
}

function property(value: unknown, name: "code" | "syscall"): string | undefined {
  const found: unknown = value instanceof Error && name in value ? Reflect.get(value, name) : undefined;
  return typeof found === "string" ? found : undefined;
}

/** Sent with every request; a test compares it with package.json. */
export const USER_AGENT = `distro-sync/${VERSION}`;
