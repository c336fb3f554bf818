import { describe, expect, it } from "vitest";
import type { PassRequest } from "../../lib/deployment.ts";
import { concerns, mergeRequests } from "../../lib/function/batch.ts";
import { PassRequestError, readPassRequest } from "../../lib/function/request.ts";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";

describe("a message", () => {
  it.each<PassRequest>([
    { trigger: "schedule" },
    { trigger: "push", key: "releases/my-company/current.json", at: "2026-11-24T10:15:00Z" },
    { trigger: "push", workspace: "my-company", commit: COMMIT },
    { trigger: "continuation", workspace: "my-company", at: "2026-11-24T10:15:00.000Z", round: 96 },
  ])("is read as it was written: %j", (request) => {
    expect(readPassRequest(JSON.stringify(request))).toEqual(request);
  });

  it.each([
    "",
    "schedule",
    "null",
    "[]",
    '"schedule"',
    "{}",
    '{"trigger":"Schedule"}',
    '{"trigger":["schedule"]}',
    '{"trigger":"schedule","workspace":""}',
    '{"trigger":"schedule","workspace":7}',
    '{"trigger":"schedule","workspace":null}',
    `{"trigger":"schedule","at":"${"9".repeat(300)}"}`,
    `{"trigger":"push","key":"${"k".repeat(2_000)}"}`,
    '{"trigger":"push","commit":"HEAD"}',
    `{"trigger":"push","commit":"${COMMIT.toUpperCase()}"}`,
    '{"trigger":"continuation","round":-1}',
    '{"trigger":"continuation","round":1.5}',
    '{"trigger":"continuation","round":"1"}',
    '{"trigger":"schedule","mode":"apply"}',
    '{"trigger":"schedule","__proto__":{}}',
    '{"trigger":"schedule"',
  ])("of any other form is refused, and not repeated in the error: %s", (body) => {
    expect(() => readPassRequest(body)).toThrow(PassRequestError);
    expect(() => readPassRequest(body)).toThrow(
      /^the message[^{]*\{ trigger: manual, workspace: my-company \}$/,
    );
  });
});

describe("an object", () => {
  it.each([
    ["releases/shop/current.json", true],
    ["manifests/shop/a.yaml", true],
    ["manifests/shop/deep/er/a.yaml", true],
    ["releases/shop/1-abc/index.json", false],
    ["releases/shop-2/current.json", false],
    ["manifests/shop-2/a.yaml", false],
    ["manifests/shop", false],
    ["state/default/shop/lease.json", false],
    ["releases/../releases/shop/current.json", false],
  ])("%s concerns the workspace shop: %s", (key, expected) => {
    expect(concerns(key, "shop")).toBe(expected);
  });
});

describe("several messages about one workspace", () => {
  it("become one with the decision and the newest commit", () => {
    expect(
      mergeRequests({ trigger: "push", workspace: "a", commit: COMMIT, at: "1" }, [
        { trigger: "schedule", workspace: "a", at: "2" },
      ]),
    ).toEqual({ trigger: "push", workspace: "a", commit: COMMIT, at: "2" });
    expect(mergeRequests({ trigger: "schedule" }, [{ trigger: "deploy" }])).toEqual({ trigger: "deploy" });
  });

  it("become one in its first round if one of them is new, and else in the earliest round", () => {
    expect(mergeRequests({ trigger: "continuation", round: 40 }, [{ trigger: "push" }])).toEqual({
      trigger: "push",
    });
    expect(
      mergeRequests({ trigger: "continuation", round: 40 }, [{ trigger: "continuation", round: 7 }]),
    ).toMatchObject({ round: 7 });
  });
});
