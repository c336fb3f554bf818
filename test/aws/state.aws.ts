import { describe, expect, it } from "vitest";
import { s3Objects } from "../../lib/adapters/aws/s3-objects.ts";
import { s3Holds } from "../../lib/adapters/state/holds.ts";
import { reportStore } from "../../lib/adapters/state/reports.ts";
import { s3State } from "../../lib/adapters/state/s3.ts";
import type { Report } from "../../lib/core/report/report.ts";
import type { StateOwner } from "../../lib/deployment.ts";
import { StateBusyError } from "../../lib/errors.ts";
import type { State } from "../../lib/ports.ts";
import { LEASE_MS, OWNER, PREFIX } from "../support/shared-state.ts";
import { begun, creationOf, STATE_CONTRACT } from "../support/state-contract.ts";
import { type VirtualClock, virtualClock } from "../support/virtual-clock.ts";
import { freshBucket } from "./moto.ts";

type Bucket = Awaited<ReturnType<typeof freshBucket>>;

function stateIn(bucket: Bucket, clock: Pick<VirtualClock, "now">, holder = "process 1"): State {
  return s3State(s3Objects(bucket), OWNER, { clock, holder, leaseMs: () => LEASE_MS });
}

async function begunIn(state: State): Promise<readonly string[]> {
  const { inventory } = await state.read();
  return [...inventory.begun.values()].map(({ identifier }) => identifier).toSorted();
}

describe("s3State, against S3's protocol", () => {
  it.each([...STATE_CONTRACT])("%s", async (_, check) => {
    const bucket = await freshBucket();
    const clock = virtualClock();
    await check(() => stateIn(bucket, clock));
  });

  it("shuts out a holder that wakes up late, whatever it was doing", async () => {
    const bucket = await freshBucket();
    const clock = virtualClock();
    const frozen = await stateIn(bucket, { now: () => 0 }, "frozen").open();
    await frozen.record(begun("before"));
    const next = await stateIn(bucket, clock, "next").open();
    const late = Array.from({ length: 5 }, (_, n) => frozen.record(begun(`late ${n}`)));
    for (const outcome of await Promise.allSettled(late)) expect(outcome.status).toBe("rejected");
    await expect(frozen.confirm()).rejects.toThrow(StateBusyError);
    await next.record(begun("next"));
    await frozen.close();
    await next.close();
    expect(await begunIn(stateIn(bucket, clock))).toEqual(["before", "next"]);
  });

  it("loses nothing when a holder records while another takes over", async () => {
    const bucket = await freshBucket();
    const clock = virtualClock();
    const old = await stateIn(bucket, { now: () => 0 }, "old").open();
    const stored: string[] = [];
    const recordForever = async () => {
      for (let n = 0; ; n += 1) {
        await old.record(begun(`old ${n}`));
        stored.push(`old ${n}`);
      }
    };
    const [next] = await Promise.all([
      stateIn(bucket, clock, "next").open(),
      expect(recordForever()).rejects.toThrow(StateBusyError),
    ]);
    const seen = [...next.inventory.begun.values()].map(({ identifier }) => identifier);
    expect(seen).toEqual(expect.arrayContaining(stored));
    await next.close();
    expect(await begunIn(stateIn(bucket, clock))).toEqual(expect.arrayContaining(stored));
  });

  it("says which objects it has, and in what order they came", async () => {
    const bucket = await freshBucket();
    const clock = virtualClock();
    const dead = await stateIn(bucket, clock).open();
    await dead.record(begun("shop"));
    clock.advance(LEASE_MS);
    const next = await stateIn(bucket, clock).open();
    for (const event of creationOf("blog")) await next.record(event);
    await next.close();
    const listed = await s3Objects(bucket).list(PREFIX);
    expect(listed.map(({ key }) => key.slice(PREFIX.length))).toEqual([
      "inventory.jsonl",
      "lease.json",
      "ledger/0000000001/000001.jsonl",
      "ledger/0000000001/000002.jsonl",
      "ledger/0000000002/000001.jsonl",
      "ledger/0000000002/000002.jsonl",
      "ledger/0000000002/000003.jsonl",
      "ledger/0000000002/000004.jsonl",
    ]);
  });

  it("says whose objects are whose in the same workspace, folded or not yet", async () => {
    const bucket = await freshBucket();
    const clock = virtualClock();
    const of = (owner: StateOwner) =>
      s3State(s3Objects(bucket), owner, { clock, holder: "process 1", leaseMs: () => LEASE_MS });
    expect(await of(OWNER).foreign()).toEqual(new Map());
    const other = { ...OWNER, instance: "shop-team" };
    const closed = await of(other).open();
    for (const event of creationOf("folded")) await closed.record(event);
    await closed.close();
    const writing = await of(other).open();
    for (const event of creationOf("fresh")) await writing.record(event);
    for (const owner of [OWNER, { ...other, workspace: "another" }]) {
      const ledger = await of(owner).open();
      for (const event of creationOf(`${owner.instance} in ${owner.workspace}`)) await ledger.record(event);
      await ledger.close();
    }
    expect(await of(OWNER).foreign()).toEqual(
      new Map([
        ["id of folded", "shop-team"],
        ["id of fresh", "shop-team"],
      ]),
    );
  });

  it("keeps the holds of several people who set them at once", async () => {
    const bucket = await freshBucket();
    const names = ["ann", "bea", "cy"];
    expect(await s3Holds(s3Objects(bucket), OWNER).read()).toBeUndefined();
    await Promise.all(
      names.map((name) => s3Holds(s3Objects(bucket), OWNER).edit((text = "") => `${text}- ${name}\n`)),
    );
    const text = await s3Holds(s3Objects(bucket), OWNER).read();
    expect(text?.trimEnd().split("\n").toSorted()).toEqual(names.map((name) => `- ${name}`));
  });

  it("keeps the reports of several passes that end at once, and the latest besides", async () => {
    const reports = reportStore(s3Objects(await freshBucket()), PREFIX);
    const ids = ["20261124T000000Z-b", "20261124T000000Z-c", "20261124T000000Z-a"];
    await Promise.all(ids.map((id) => reports.keep(reportWith(id), { id, endedAt: "2026-11-24T00:00:09Z" })));
    expect((await reports.latest())?.pass?.id).toBe("20261124T000000Z-c");
  });
});

function reportWith(id: string): Report {
  return {
    version: 1,
    mode: "apply",
    verdict: "in-sync",
    problems: [],
    outcomes: [],
    notices: [],
    pass: {
      id,
      trigger: "schedule",
      instance: OWNER.instance,
      workspace: { api: OWNER.api, name: OWNER.workspace },
      startedAt: "2026-11-24T00:00:00Z",
      endedAt: "2026-11-24T00:00:09Z",
      requests: 0,
      throttled: 0,
    },
  };
}
