import { Buffer } from "node:buffer";
import { isDeepStrictEqual } from "node:util";
import { startPrism } from "./prism.ts";
import { type Answer, type Distort, EXCHANGE, type Exchange, startRouter } from "./router.ts";

type Fetch = typeof globalThis.fetch;

/** What is between the tests and all of their emulators: Prism, and what watches it. */
export type Checkpoint = {
  /** As `inner`, but requests to the emulator at `upstream` go through Prism. */
  through(upstream: string, inner: Fetch, distort?: Distort): Fetch;
  /** How many requests have been answered. */
  readonly calls: number;
  /** Those that broke the contract since the last time, in either direction. */
  takeViolations(): readonly Violation[];
  close(): Promise<void>;
};

type Violation = {
  /** `POST /workspaces/my-company/distributions`. */
  readonly call: string;
  /** `request`: it did not reach the emulator. `answer`: what the client got is not what the emulator said. */
  readonly by: "request" | "answer";
  /** What Prism says about it. */
  readonly detail: string;
};

export async function startCheckpoint(): Promise<Checkpoint> {
  const exchanges = new Map<string, Exchange>();
  const router = await startRouter(exchanges);
  const prism = await startPrism(router.url).catch(async (error: unknown) => {
    await router.close();
    throw error;
  });
  let begun = 0;
  let calls = 0;
  let violations: Violation[] = [];

  return {
    through: (upstream, inner, distort) => async (input, init) => {
      const sent = new Request(input, init);
      begun += 1;
      const number = String(begun);
      const exchange: Exchange = { upstream, ...(distort === undefined ? {} : { distort }) };
      exchanges.set(number, exchange);
      try {
        const headers = new Headers(sent.headers);
        headers.set(EXCHANGE, number);
        const { pathname, search } = new URL(sent.url);
        const response = await inner(`${prism.url}${pathname}${search}`, { ...init, headers });
        const body = Buffer.from(await response.arrayBuffer());
        calls += 1;
        const violation = violationIn(exchange.answer, response, body);
        if (violation !== undefined) violations.push({ call: `${sent.method} ${pathname}`, ...violation });
        const { status } = response;
        return new Response(status === 204 ? null : body, { status, headers: response.headers });
      } finally {
        exchanges.delete(number);
      }
    },
    get calls() {
      return calls;
    },
    takeViolations() {
      const taken = violations;
      violations = [];
      return taken;
    },
    close: async () => {
      await prism.close();
      await router.close();
    },
  };
}

function violationIn(
  said: Answer | undefined,
  heard: Response,
  body: Buffer,
): Omit<Violation, "call"> | undefined {
  const detail = heard.headers.get("sl-violations") ?? `${heard.status} ${body.toString("utf8")}`;
  if (said === undefined) return { by: "request", detail };
  if (heard.headers.has("sl-violations")) return { by: sideOf(detail), detail };
  if (heard.status !== said.status || !isDeepStrictEqual(contentOf(body), contentOf(said.body)))
    return { by: "answer", detail: `${said.status} ${said.body.toString("utf8")} came as ${detail}` };
  const lost = Object.entries(said.headers).filter(([name, value]) => heard.headers.get(name) !== value);
  if (lost.length > 0) return { by: "answer", detail: `headers came differently: ${JSON.stringify(lost)}` };
  return undefined;
}

/** Prism puts `request` or `response` first in the location of each violation. */
function sideOf(violations: string): Violation["by"] {
  return violations.includes('"location":["response"') ? "answer" : "request";
}

/** JSON by value, since Prism writes it anew. */
function contentOf(body: Buffer): unknown {
  const text = body.toString("utf8");
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
