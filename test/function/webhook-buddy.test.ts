import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { BUDDY_SECRET, desk, fromBuddy, GITHUB_SECRET, request } from "./webhook-desk.ts";

/** As in Buddy's pages, with the secret where it is most likely to be. */
function delivery(fields: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    workspace: { name: "my-company" },
    invoker: { name: "Dev", email: "dev@example.com" },
    project: { name: "routing" },
    current_date: "2026-11-24T12:00:00.000Z",
    secret_key: BUDDY_SECRET,
    ...fields,
  });
}

describe("webhook: a push in Buddy", () => {
  it("is enqueued under the digest of its body, since it has no id", async () => {
    const { handle, queue, objects } = desk();
    const digest = createHash("sha256").update(delivery()).digest("hex");
    expect(await handle(fromBuddy(delivery()))).toMatchObject({ statusCode: 202 });
    expect(queue.sent).toEqual([{ request: { trigger: "push", at: digest }, cause: `webhook ${digest}` }]);
    expect([...objects.stored.keys()]).toEqual([`deliveries/buddy/${digest}`]);
  });

  it("is accepted with a base64 body", async () => {
    const { handle } = desk();
    expect(await handle(fromBuddy(Buffer.from(delivery())))).toMatchObject({ statusCode: 202 });
  });

  it.each(["secret_key", "secret", "token"])("may have its secret under %s", async (key) => {
    const { handle } = desk();
    const body = delivery({ secret_key: undefined, [key]: BUDDY_SECRET });
    expect(await handle(fromBuddy(body))).toMatchObject({ statusCode: 202 });
  });

  it("is answered 200 when it is repeated, and enqueues nothing", async () => {
    const { handle, queue } = desk();
    await handle(fromBuddy(delivery()));
    expect(await handle(fromBuddy(delivery()))).toMatchObject({ statusCode: 200 });
    expect(queue.sent).toHaveLength(1);
  });

  it("is accepted again if it could not be enqueued", async () => {
    const { handle, queue } = desk();
    queue.refusing = true;
    expect(await handle(fromBuddy(delivery()))).toEqual({ statusCode: 503 });
    queue.refusing = false;
    expect(await handle(fromBuddy(delivery()))).toMatchObject({ statusCode: 202 });
  });

  it("is ignored with 202 when it is the event of an execution", async () => {
    const { handle, queue } = desk();
    expect(await handle(fromBuddy(delivery({ execution: { id: 1, status: "SUCCESSFUL" } })))).toMatchObject({
      statusCode: 202,
    });
    expect(queue.sent).toEqual([]);
  });

  it.each([
    ["no secret", delivery({ secret_key: undefined })],
    ["an empty secret", delivery({ secret_key: "" })],
    ["another secret", delivery({ secret_key: `${BUDDY_SECRET}x` })],
    ["a part of the secret", delivery({ secret_key: BUDDY_SECRET.slice(0, -1) })],
    ["the secret in another case", delivery({ secret_key: BUDDY_SECRET.toUpperCase() })],
    ["the secret of the other webhook", delivery({ secret_key: GITHUB_SECRET })],
    ["a list of the secret", delivery({ secret_key: [BUDDY_SECRET] })],
    ["a number", delivery({ secret_key: 0 })],
    ["true", delivery({ secret_key: true })],
    ["the secret further down", delivery({ secret_key: undefined, project: { secret_key: BUDDY_SECRET } })],
    ["the secret in a prototype", `{"__proto__":{"secret_key":"${BUDDY_SECRET}"}}`],
    ["no object", JSON.stringify([BUDDY_SECRET])],
    ["the secret alone", JSON.stringify(BUDDY_SECRET)],
    ["no JSON", `secret_key=${BUDDY_SECRET}`],
    ["nothing", ""],
    ["a million brackets", "[".repeat(1_000_000)],
    ["the secret in a body in Latin-1", Buffer.from(delivery({ invoker: "ÿ" }), "latin1")],
  ])("is refused with 401 and an empty body with %s", async (_, body) => {
    const { handle, queue, objects } = desk();
    expect(await handle(fromBuddy(body))).toEqual({ statusCode: 401 });
    expect(queue.sent).toEqual([]);
    expect(objects.calls).toEqual([]);
  });

  it("takes its secret from the body alone", async () => {
    const { handle } = desk();
    const event = request("/buddy", delivery({ secret_key: undefined }), {
      secret_key: BUDDY_SECRET,
      authorization: `Bearer ${BUDDY_SECRET}`,
    });
    expect(await handle({ ...event, rawQueryString: `secret_key=${BUDDY_SECRET}` })).toEqual({
      statusCode: 401,
    });
  });
});
