import { describe, expect, it } from "vitest";
import { guard } from "../../../lib/core/plan/guard.ts";
import { blockReasons } from "../../../lib/core/plan/plan.ts";
import { change } from "../../support/builders.ts";

const many = (number: number) =>
  Array.from({ length: number }, (_, index) =>
    change({ key: `workspace#shop-${index}`, identifier: `shop-${index}` }),
  );

describe("guard", () => {
  it("lets as many creations pass as the limit says", () => {
    expect(guard(many(50), { creates: 50 })).toEqual([]);
  });

  it("blocks all creations when there is one too many", () => {
    const blocks = guard(many(51), { creates: 50 });
    expect(blocks).toMatchObject([{ code: "LIMIT_CREATES" }]);
    expect(blocks[0]?.keys).toHaveLength(51);
    expect(blocks[0]?.message).toBe("51 distributions would be created, and the limit is 50 a pass");
    expect(blocks[0]?.remedy).toContain("limits: { creates: 51 }");
  });

  it("does not count what an earlier pass began", () => {
    expect(guard([...many(50), change({ resumes: "rm1P93jG" })], { creates: 50 })).toEqual([]);
  });

  it("allows none when the limit is 0", () => {
    expect(guard(many(1), { creates: 0 })).toHaveLength(1);
  });
});

describe("blockReasons", () => {
  it("tells for each key why it is blocked", () => {
    const blocks = guard(many(2), { creates: 1 });
    expect([...blockReasons({ blocks }).keys()]).toEqual(["workspace#shop-0", "workspace#shop-1"]);
  });
});
