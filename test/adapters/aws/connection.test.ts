import { createServer, type Server, type Socket } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { closeConnections } from "../../../lib/adapters/aws/failure.ts";
import { parameterStore, ssmClient } from "../../../lib/adapters/aws/parameters.ts";

describe("the connections to AWS", () => {
  it("of a process that was frozen are made anew, so that four dead ones do not use up three tries", async () => {
    const { port, freeze, resets } = await parameterServer({ together: 4 });
    const store = parameterStore(
      ssmClient({
        endpoint: `http://127.0.0.1:${port}`,
        region: "eu-central-1",
        credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
      }),
    );
    const read = () => store.read("/pause", { secret: false });
    await Promise.all([read(), read(), read(), read()]);
    freeze();
    closeConnections();
    expect(await read()).toBe("off");
    expect(resets()).toBe(0);
  });
});

/**
 * Answers once so many requests have come, and from then on each at once. After `freeze` it answers nothing on connections
 * from before, but resets them, as a peer does that gave them up while nobody was listening.
 */
async function parameterServer({ together }: { readonly together: number }) {
  const open = new Set<Socket>();
  let dead: ReadonlySet<Socket> = new Set();
  let waiting: Socket[] = [];
  let asked = 0;
  let resets = 0;
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => {});
    socket.on("data", (data) => {
      if (dead.has(socket)) {
        resets += 1;
        socket.resetAndDestroy();
      } else if (data.toString().includes("\r\n\r\n")) {
        asked += 1;
        waiting.push(socket);
        if (asked < together) return;
        for (const one of waiting) one.write(ANSWER);
        waiting = [];
      }
    });
  });
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return {
    port: await listening(server),
    freeze: () => {
      dead = new Set(open);
    },
    resets: () => resets,
  };
}

const BODY = JSON.stringify({ Parameter: { Type: "String", Value: "off" } });
const ANSWER = [
  "HTTP/1.1 200 OK",
  "Content-Type: application/x-amz-json-1.1",
  `Content-Length: ${BODY.length}`,
  "",
  BODY,
].join("\r\n");

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}
