import { Buffer } from "node:buffer";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as open,
  type ServerResponse,
} from "node:http";
import { listen } from "../../lib/emulator/server.ts";

/** One request on its way to one emulator, found again by its number. */
export type Exchange = {
  /** `http://127.0.0.1:PORT`. */
  readonly upstream: string;
  readonly distort?: Distort;
  /** What the router sent on; absent while the request has not come as far, or its answer was lost. */
  answer?: Answer;
};

export type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

/** Makes another body of the JSON of an answer: an emulator with a mistake. */
export type Distort = (body: unknown) => unknown;

/** Names the exchange that a request belongs to. */
export const EXCHANGE = "x-test-exchange";

/** Prism has one upstream, and tests have many emulators: this one forwards to the emulator of the exchange. */
export async function startRouter(
  exchanges: ReadonlyMap<string, Exchange>,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const exchange = exchanges.get(String(request.headers[EXCHANGE]));
    if (exchange === undefined) throw new Error(`There is no exchange for ${request.method} ${request.url}`);
    const answer = distorted(await forward(request, exchange.upstream), exchange.distort);
    exchange.answer = answer;
    response.sendDate = false;
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }

  return listen(
    createServer((request, response) => {
      handle(request, response).catch(() => response.destroy());
    }),
    0,
  );
}

async function forward(request: IncomingMessage, upstream: string): Promise<Answer> {
  const body = await bytesOf(request);
  const { connection: _connection, host: _host, ...headers } = request.headers;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    open(`${upstream}${request.url}`, { method: request.method, headers, agent: false }, resolve)
      .once("error", reject)
      .end(body);
  });
  const { connection: _ours, "keep-alive": _alive, "transfer-encoding": _chunks, ...kept } = answer.headers;
  return { status: answer.statusCode ?? 0, headers: kept, body: await bytesOf(answer) };
}

function distorted(answer: Answer, distort: Distort | undefined): Answer {
  if (distort === undefined) return answer;
  const body = Buffer.from(JSON.stringify(distort(JSON.parse(answer.body.toString("utf8")))));
  return { ...answer, headers: { ...answer.headers, "content-length": String(body.length) }, body };
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
