import { describe, expect, it } from "vitest";
import { s3Holds } from "../../lib/adapters/state/holds.ts";
import { manifest } from "../support/shops.ts";
import { type Desk, deskWith } from "./desk.ts";
import { sqsEvent } from "./events.ts";

const NAMED = { "shop.yaml": manifest("shop", ["/x"], "name: Shop\n") };

/** A message of the queue that asks for a pass. */
const request = (trigger: string) =>
  sqsEvent({
    id: `m-${trigger}`,
    body: { trigger, workspace: "my-company" },
    group: "workspace-my-company",
  });

const nameOf = ({ emulator }: Desk) => emulator.distributions()[0]?.name;

/** What somebody does in Buddy. */
async function rename({ emulator }: Desk, name: string): Promise<void> {
  const [distribution] = emulator.distributions();
  const response = await fetch(`${emulator.url}/workspaces/my-company/distributions/${distribution?.id}`, {
    method: "PATCH",
    headers: { authorization: "Bearer emulator-token", "content-type": "application/json" },
    body: JSON.stringify({ name }),
  });
  expect(response.status).toBe(200);
}

describe("what was changed in Buddy", () => {
  it.each([
    ["schedule", "report", "Hand-made"],
    ["continuation", "report", "Hand-made"],
    ["push", "report", "Shop"],
    ["deploy", "report", "Shop"],
    ["manual", "report", "Shop"],
    ["schedule", "apply", "Shop"],
  ] as const)("is, on a pass by %s with schedule: %s, afterwards %s", async (trigger, schedule, after) => {
    const desk = await deskWith({ manifests: NAMED, settings: { policy: "upsert", schedule } });
    await desk.invoke(request("push"));
    await rename(desk, "Hand-made");
    await desk.invoke(request(trigger));
    expect(nameOf(desk)).toBe(after);
    const reported = after === "Hand-made";
    expect(desk.announced.at(-1)).toMatchObject({
      verdict: reported ? "in-sync" : "applied",
      counts: { drift: 1, updated: reported ? 0 : 1, desired: 1 },
    });
    expect(desk.measured.at(-1)?.values).toMatchObject({ PassSuccess: 1, Drift: 1 });
  });

  it("stays under create-only, whoever asks", async () => {
    const desk = await deskWith({ manifests: NAMED });
    await desk.invoke(request("push"));
    await rename(desk, "Hand-made");
    await desk.invoke(request("push"));
    expect(nameOf(desk)).toBe("Hand-made");
  });
});

describe("a pass that may not write", () => {
  it("obeys a hold beside the state", async () => {
    const desk = await deskWith({ manifests: NAMED });
    const owner = { instance: "test", api: desk.emulator.url, workspace: "my-company" };
    const until = new Date(desk.clock.now() + 3_600_000).toISOString();
    await s3Holds(desk.objects, owner).edit(() => `- all: true\n  until: ${until}\n  reason: incident\n`);
    await desk.invoke(request("push"));
    expect(desk.emulator.distributions()).toEqual([]);
    expect(desk.announced).toMatchObject([{ verdict: "blocked", exitCode: 3, counts: { blocked: 1 } }]);
    desk.clock.advance(3_600_001);
    await desk.invoke(request("schedule"));
    expect(nameOf(desk)).toBe("Shop");
  });

  it("obeys the windows of the configuration", async () => {
    // The clock of the desk begins at midnight.
    const windows = [{ deny: "0 0 * * *", duration: "1h", reason: "the night of the sale" }];
    const desk = await deskWith({ manifests: NAMED, windows });
    await desk.invoke(request("push"));
    expect(desk.reports()).toMatchObject([{ plan: { blocks: [{ code: "FROZEN" }] } }]);
    expect(desk.emulator.distributions()).toEqual([]);
  });
});
