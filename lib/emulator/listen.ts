import type { Server } from "node:http";

/** IPv4 loopback only: nothing outside this machine can reach the emulator. */
const HOST = "127.0.0.1";

/** @throws Error when the port cannot be had. */
export async function listen(
  server: Server,
  port: number,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) =>
      reject(
        new Error(`The emulator cannot listen on ${HOST}:${port}: choose another port, or 0 for any`, {
          cause,
        }),
      ),
    );
    server.listen(port, HOST, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The emulator has no port");
  return { url: `http://${HOST}:${address.port}`, close: () => close(server) };
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
