import { describe, expect, it } from "vitest";
import type { PassRequest } from "../../lib/deployment.ts";
import { handleBatch } from "../../lib/function/batch.ts";
import type { QueueRecord } from "../../lib/function/request.ts";
import { type MemoryQueue, memoryQueue } from "./memory-queue.ts";

type Made = { readonly workspace: string; readonly request: PassRequest; readonly cause: string };

/** The passes that were made and what was queued; workspaces in `failing` have passes that fail. */
function bench(
  workspaces: readonly string[],
  failing: readonly string[] = [],
  fromGithub: readonly string[] = [],
): {
  readonly made: Made[];
  readonly queue: MemoryQueue;
  readonly lines: (readonly [string, object])[];
  readonly peak: () => number;
  run(...records: readonly QueueRecord[]): Promise<readonly string[]>;
} {
  const made: Made[] = [];
  const lines: (readonly [string, object])[] = [];
  const queue = memoryQueue();
  let underWay = 0;
  let peak = 0;
  return {
    made,
    queue,
    lines,
    peak: () => peak,
    run: async (...records) => {
      const answer = await handleBatch(records, {
        workspaces,
        fromGithub,
        queue,
        log: (event, fields) => void lines.push([event, fields]),
        pass: async (workspace, { request, cause }) => {
          underWay += 1;
          peak = Math.max(peak, underWay);
          made.push({ workspace, request, cause });
          await Promise.resolve();
          underWay -= 1;
          if (failing.includes(workspace)) return "its pass ended as error";
          if (workspace === "broken") throw new Error("a fault of ours");
          return undefined;
        },
      });
      return answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    },
  };
}

function message(id: string, request: PassRequest | string, more: Partial<QueueRecord> = {}): QueueRecord {
  const body = typeof request === "string" ? request : JSON.stringify(request);
  return { id, receipt: `receipt-${id}`, body, receives: 1, ...more };
}

const push = (workspace: string): PassRequest => ({ trigger: "push", workspace });

describe("a push to GitHub", () => {
  const commit = "0123456789abcdef0123456789abcdef01234567";

  it("asks for passes of exactly the workspaces whose manifests come from there", async () => {
    const { made, queue, run } = bench(["a", "b", "c"], [], ["a", "c"]);
    expect(await run(message("m1", { trigger: "push", commit }))).toEqual([]);
    expect(made).toEqual([]);
    expect(queue.sent.map(({ request }) => request.workspace)).toEqual(["a", "c"]);
  });

  it("asks for no pass if all manifests come from elsewhere", async () => {
    const { made, queue, run } = bench(["a"]);
    expect(await run(message("m1", { trigger: "push", commit }))).toEqual([]);
    expect([made, queue.sent]).toEqual([[], []]);
  });
});

describe("a batch", () => {
  it("makes one pass for all messages of a workspace, and none of them comes back", async () => {
    const { made, run } = bench(["a", "b"]);
    const failed = await run(
      message("m1", push("a")),
      message("m2", push("b")),
      message("m3", { trigger: "schedule", workspace: "a" }),
    );
    expect(failed).toEqual([]);
    expect(made).toEqual([
      { workspace: "a", request: { trigger: "push", workspace: "a" }, cause: "m3" },
      { workspace: "b", request: { trigger: "push", workspace: "b" }, cause: "m2" },
    ]);
  });

  it("returns exactly the one of ten that failed", async () => {
    const names = Array.from({ length: 10 }, (_, n) => `w${n}`);
    const { made, run } = bench(names, ["w4"]);
    expect(await run(...names.map((name, n) => message(`m${n}`, push(name))))).toEqual(["m4"]);
    expect(made).toHaveLength(10);
  });

  it("handles what follows an unreadable message, so that good messages do not reach the dead-letter queue with it", async () => {
    const { made, run } = bench(["a", "b"]);
    // As often as the queue delivers a message before it goes to the dead-letter queue.
    for (const receives of [1, 2, 3]) {
      const poison = message("poison", "{", { receives });
      expect(await run(poison, message(`m${receives}`, push("a")))).toEqual(["poison"]);
    }
    expect(made.map(({ cause }) => cause)).toEqual(["m1", "m2", "m3"]);
  });

  it("returns a message about a workspace that is not deployed, so that it is not lost", async () => {
    const { made, run, lines } = bench(["a"]);
    expect(await run(message("m1", push("gone")), message("m2", push("a")))).toEqual(["m1"]);
    expect(made).toHaveLength(1);
    expect(lines).toMatchObject([["message.returned", { reason: expect.stringContaining("not deployed") }]]);
  });

  it("returns all messages of a pass that failed, even by a bug", async () => {
    const { run } = bench(["a", "b", "broken"], ["a"]);
    const failed = await run(
      message("m1", push("a")),
      message("m2", push("broken")),
      message("m3", push("b")),
      message("m4", push("a")),
    );
    expect(failed).toEqual(["m1", "m2", "m4"]);
  });

  it("makes failed messages visible after a minute for each delivery, and after a quarter of an hour at most", async () => {
    const { run, queue } = bench(["a"], ["a"]);
    await run(
      message("m1", push("a"), { receives: 3 }),
      message("m2", push("a"), { receives: 1 }),
      message("m3", push("a"), { receives: 400 }),
    );
    expect(queue.postponed).toEqual([
      { receipt: "receipt-m1", seconds: 180 },
      { receipt: "receipt-m2", seconds: 60 },
      { receipt: "receipt-m3", seconds: 900 },
    ]);
  });

  it("returns failed messages even if their visibility cannot be changed", async () => {
    const { run, queue, lines } = bench(["a"], ["a"]);
    queue.refusing = true;
    expect(await run(message("m1", push("a")))).toEqual(["m1"]);
    expect(lines.map(([event]) => event)).toEqual(["message.returned", "message.unpostponed"]);
  });

  it("makes passes of four workspaces at a time", async () => {
    const names = Array.from({ length: 10 }, (_, n) => `w${n}`);
    const { peak, run } = bench(names);
    await run(...names.map((name, n) => message(`m${n}`, push(name))));
    expect(peak()).toBe(4);
  });
});

describe("a message about no workspace in particular", () => {
  it("becomes one for each, in the group of each, and makes no pass", async () => {
    const { made, queue, run } = bench(["a", "b"]);
    expect(await run(message("m1", { trigger: "schedule", at: "10:15" }))).toEqual([]);
    expect(made).toEqual([]);
    expect(queue.sent).toEqual([
      { request: { trigger: "schedule", workspace: "a", at: "10:15" }, cause: "m1" },
      { request: { trigger: "schedule", workspace: "b", at: "10:15" }, cause: "m1" },
    ]);
  });

  it("becomes one for each, however many of them come together", async () => {
    const { queue, run } = bench(["a", "b"]);
    await run(
      message("m1", { trigger: "schedule" }),
      message("m2", { trigger: "deploy" }),
      message("m3", { trigger: "schedule" }),
    );
    expect(queue.sent).toHaveLength(2);
  });

  it("comes back when the queue refuses what becomes of it", async () => {
    const { queue, run } = bench(["a", "b"]);
    queue.refusing = true;
    expect(await run(message("m1", { trigger: "schedule" }))).toEqual(["m1"]);
  });

  it("is not dropped as a repetition when it comes with one that came back", async () => {
    const { queue, run } = bench(["a", "b"]);
    const repeated = message("m1", { trigger: "schedule", at: "10:15" });
    await run(repeated);
    await run(repeated, message("m2", { trigger: "deploy", at: "10:16" }));
    const causes = queue.sent.map(({ request, cause }) => [request.workspace, request.at, cause]);
    expect(causes).toEqual([
      ["a", "10:15", "m1"],
      ["b", "10:15", "m1"],
      ["a", "10:16", "m2"],
      ["b", "10:16", "m2"],
    ]);
  });

  it("makes a pass at once if only one workspace is deployed", async () => {
    const { made, queue, run } = bench(["a"]);
    expect(await run(message("m1", { trigger: "schedule" }))).toEqual([]);
    expect(made).toMatchObject([{ workspace: "a" }]);
    expect(queue.sent).toEqual([]);
  });

  it("is about the workspace whose object changed", async () => {
    const { made, queue, run } = bench(["a", "b"]);
    await run(message("m1", { trigger: "push", key: "releases/b/current.json" }));
    expect(made).toEqual([]);
    expect(queue.sent).toEqual([{ request: { trigger: "push", workspace: "b" }, cause: "m1" }]);
  });

  it("is ignored if the object that changed is not part of a source", async () => {
    const { made, queue, run, lines } = bench(["a"]);
    expect(await run(message("m1", { trigger: "push", key: "state/a/lease.json" }))).toEqual([]);
    expect(made).toEqual([]);
    expect(queue.sent).toEqual([]);
    expect(lines).toEqual([["message.ignored", { messageId: "m1" }]]);
  });
});
