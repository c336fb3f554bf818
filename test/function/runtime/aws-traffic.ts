import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
  request as send,
} from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** One call to a service of AWS, as it was sent. */
export type AwsCall = {
  /** `ssm.GetParameter`, `s3.PUT`. */
  readonly name: string;
  readonly path: string;
  readonly body: string;
};

export type AwsTraffic = {
  /** What clients have in place of AWS's address. */
  readonly url: string;
  readonly calls: AwsCall[];
  close(): Promise<void>;
};

/** Stands in front of a server of AWS's protocols, changes nothing, and remembers what was asked of it. */
export async function watchAws(target: string): Promise<AwsTraffic> {
  const calls: AwsCall[] = [];
  const pass = async (request: IncomingMessage, answer: ServerResponse) => {
    const { method = "GET", url = "/", headers } = request;
    const body = await buffer(request);
    calls.push({ name: nameOf(method, headers), path: url, body: body.toString("utf8") });
    const onward = send(`${target}${url}`, { method, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
    });
    onward.on("error", () => answer.destroy());
    onward.end(body);
  };
  const server = createServer((request, answer) => void pass(request, answer));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Services with JSON name the operation in a header; the others in method and path. */
function nameOf(method: string, headers: IncomingHttpHeaders): string {
  const [, service = ""] = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? "") ?? [];
  const target = headers["x-amz-target"];
  const operation = typeof target === "string" ? target.split(".").at(-1) : method;
  return `${service}.${operation}`;
}
