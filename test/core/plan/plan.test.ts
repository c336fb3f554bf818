import { expect, it } from "vitest";
import { routeChangeKey } from "../../../lib/core/plan/plan.ts";
import { route } from "../../support/builders.ts";

it("knows a change of a route by the address that it ends with, and a removal by the one that goes", () => {
  const from = route({ path: "/old" });
  const to = route({ path: "/new" });
  const about = { moved: "ours", id: "r" } as const;
  expect(routeChangeKey({ ...about, kind: "replace", from, to })).toBe("www.example.com/new");
  expect(routeChangeKey({ ...about, kind: "remove", from })).toBe("www.example.com/old");
});
