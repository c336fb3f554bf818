import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { planSchema } from "../../../lib/core/plan/schema.ts";
import { plan } from "../../support/builders.ts";
import { EVERYTHING } from "../everything.ts";

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const isPlan = new Ajv({ allErrors: true, formats: { "date-time": ISO } }).compile(planSchema);

/** As it is printed: what is undefined is not there. */
function printed(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** Every object in the value, by its path. */
function objectsIn(value: unknown, path: string): readonly (readonly [string, object])[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, part]) => objectsIn(part, `${path}/${key}`));
  return Array.isArray(value) ? inner : [[path, value], ...inner];
}

describe("the schema of plans", () => {
  it("takes an empty plan, and one of all that a plan can hold", () => {
    expect(isPlan(printed(plan())), JSON.stringify(isPlan.errors)).toBe(true);
    expect(isPlan(printed(EVERYTHING)), JSON.stringify(isPlan.errors)).toBe(true);
  });

  it.each(EVERYTHING.changes)("takes a plan of one change: $action", (change) => {
    expect(isPlan(printed(plan({ changes: [change] }))), JSON.stringify(isPlan.errors)).toBe(true);
  });

  it("takes no key that it does not name, wherever it stands", () => {
    const paths = objectsIn(printed(EVERYTHING), "").map(([path]) => path);
    // What Buddy says of a target may be anything, and so may the region be that has one.
    const open = /\/targets(\/|$)/;
    const closed = paths.filter((path) => !open.test(path));
    expect(closed.length).toBeGreaterThan(50);
    for (const path of closed) {
      const strange = printed(EVERYTHING);
      const [, found] = objectsIn(strange, "").find(([where]) => where === path) ?? [];
      Object.assign(found ?? {}, { stray: true });
      expect(isPlan(strange), path).toBe(false);
    }
  });

  it("takes no word that no plan has", () => {
    for (const wrong of [
      { policy: "mirror" },
      { changes: [{ ...EVERYTHING.changes[0], action: "patch" }] },
      { blocks: [{ code: "LIMIT_FUN", message: "…", remedy: "…", keys: [] }] },
      { leftAlone: [{ ...EVERYTHING.leftAlone[0], reason: "bored" }] },
    ]) {
      expect(isPlan(printed({ ...plan(), ...wrong })), JSON.stringify(wrong)).toBe(false);
    }
  });
});
