import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { startEmulator } from "../../../lib/emulator/emulator.ts";
import { perform, type Role } from "../fresh-process.ts";

/** The emulator, with a quota that never ends, behind a line on which each answer comes after so many milliseconds. */
export type ServerRole = Role<{ readonly delayMs: number }, { readonly url: string }>;

export type ServerAccount = {
  readonly requests: number;
  readonly distributions: number;
  readonly peakInFlight: number;
  /** How long a request was truly kept, on average. */
  readonly keptMs: number;
};

const QUOTA = { limit: 1_000_000, windowSeconds: 3_600, headers: true };

await perform<ServerRole>(async ({ delayMs }) => {
  const emulator = await startEmulator({ personality: { quota: QUOTA } });
  const behind = Number(new URL(emulator.url).port);
  const book: Book = { kept: [], inFlight: 0, peak: 0 };
  const line = createServer((client) => delayAnswers(client, behind, delayMs, book));
  line.listen(0, "127.0.0.1");
  await once(line, "listening");
  const address = line.address();

  process.once("message", () => {
    const account: ServerAccount = {
      requests: emulator.log.length,
      distributions: emulator.distributions().length,
      peakInFlight: book.peak,
      keptMs: book.kept.reduce((sum, ms) => sum + ms, 0) / Math.max(1, book.kept.length),
    };
    process.send?.({ result: account });
  });
  process.once("disconnect", () => process.exit());
  if (delayMs === 0) return { url: emulator.url };
  return { url: `http://127.0.0.1:${typeof address === "object" ? (address?.port ?? 0) : 0}` };
});

type Book = { readonly kept: number[]; inFlight: number; peak: number };

/** One request is under way on a connection at a time: its answer is held until its time is up. */
function delayAnswers(client: Socket, port: number, delayMs: number, book: Book): void {
  const server = connect(port, "127.0.0.1");
  client.setNoDelay();
  server.setNoDelay();
  let arrivedAt: number | undefined;
  client.on("data", (chunk) => {
    if (arrivedAt === undefined) {
      arrivedAt = performance.now();
      book.inFlight += 1;
      book.peak = Math.max(book.peak, book.inFlight);
    }
    server.write(chunk);
  });
  server.on("data", (chunk) => {
    const asked = arrivedAt ?? performance.now();
    arrivedAt = undefined;
    const answer = () => {
      const keptMs = performance.now() - asked;
      // A timer may be early by a part of a millisecond.
      if (keptMs < delayMs) setImmediate(answer);
      else {
        book.kept.push(keptMs);
        book.inFlight -= 1;
        client.write(chunk);
      }
    };
    setTimeout(answer, delayMs - (performance.now() - asked));
  });
  for (const [one, other] of [
    [client, server],
    [server, client],
  ] as const) {
    one.on("error", () => other.destroy());
    one.on("close", () => other.destroy());
  }
}
