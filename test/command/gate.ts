import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export type Gate = {
  readonly url: string;
  /** Resolves when a write has come, and waits. */
  readonly waiting: Promise<void>;
  /** Lets it, and all others, through. */
  readonly open: () => void;
};

/** A proxy that holds writes back until it is opened: what is under way then is under test. */
export async function gateBefore(target: string): Promise<Gate> {
  const came = signal();
  const opened = signal();
  const server = createServer((request, response) => {
    void (async () => {
      if (request.method !== "GET") {
        came.fire();
        await opened.fired;
      }
      const body = Buffer.concat((await request.toArray()) as Buffer[]);
      const answer = await fetch(`${target}${request.url}`, {
        method: request.method ?? "GET",
        headers: {
          authorization: request.headers.authorization ?? "",
          ...(body.length === 0 ? {} : { "content-type": "application/json" }),
        },
        ...(body.length === 0 ? {} : { body }),
      });
      response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, waiting: came.fired, open: opened.fire };
}

function signal(): { readonly fired: Promise<void>; readonly fire: () => void } {
  let fire = () => {};
  const fired = new Promise<void>((resolve) => {
    fire = resolve;
  });
  return { fired, fire: () => fire() };
}
