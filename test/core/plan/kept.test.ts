import { describe, expect, it } from "vitest";
import { compareLive } from "../../../lib/core/plan/compare.ts";
import { redactor } from "../../../lib/redact.ts";
import { desired, liveRoute, route, WORKSPACE } from "../../support/builders.ts";

const TOKEN = "secret-token-1";

/** As the inventory keeps it when the token is known. */
function asKept<T>(value: T): T {
  const known = redactor();
  known.learn([TOKEN]);
  return known.data(value);
}

const to = (text: string) =>
  ({ Default: { type: "EXTERNAL", external_url: `https://a.example.net/${text}` } }) as const;
const HOLDING = { path: `/${TOKEN}`, targets: to(TOKEN) };
const BARE = { path: `/${TOKEN}`, targets: to("") };
const applied = asKept({ name: `Shop ${TOKEN}`, routes: [route(HOLDING)] });

function compare(
  git: { name: string; route?: typeof HOLDING | typeof BARE },
  buddy: { name: string; route?: typeof HOLDING | typeof BARE },
  base = applied,
) {
  const wanted = desired({ name: git.name, routes: git.route === undefined ? [] : [route(git.route)] });
  const routes = buddy.route === undefined ? [] : [liveRoute(buddy.route)];
  const live = { id: "rm1P93jG", identifier: "shop", name: buddy.name, routes };
  const {
    fields,
    routes: changes,
    both,
  } = compareLive(
    { ...wanted, scope: WORKSPACE },
    undefined,
    live,
    { identifier: "shop", applied: base },
    asKept,
  );
  return {
    fields: fields.map(({ moved }) => moved),
    routes: changes.map(({ kind, moved }) => `${kind} ${moved}`),
    both,
  };
}

const WITH = { name: `Shop ${TOKEN}`, route: HOLDING };
const WITHOUT = { name: "Shop", route: BARE };
const GONE = { name: `Shop ${TOKEN}` };

describe("a comparison with what was applied and kept without the token in it", () => {
  it("finds nothing where nobody has changed anything", () => {
    expect(compare(WITH, WITH)).toEqual({ fields: [], routes: [], both: [] });
  });

  it("tells git's changes from those of others", () => {
    expect(compare(WITHOUT, WITH)).toEqual({ fields: ["ours"], routes: ["update ours"], both: [] });
    expect(compare(WITH, WITHOUT)).toEqual({ fields: ["theirs"], routes: ["update theirs"], both: [] });
    expect(compare({ name: "A", route: BARE }, { name: "B", route: { ...BARE, targets: to("b") } })).toEqual({
      fields: ["conflict"],
      routes: ["update conflict"],
      both: [],
    });
  });

  it("takes what was kept with the token for the same", () => {
    const whole = { name: `Shop ${TOKEN}`, routes: [route(HOLDING)] };
    expect(compare(WITH, WITH, whole)).toEqual({ fields: [], routes: [], both: [] });
    expect(compare(WITHOUT, WITH, whole)).toMatchObject({ fields: ["ours"], routes: ["update ours"] });
  });

  it("knows a route again whose path holds the token", () => {
    expect(compare(GONE, WITH).routes).toEqual(["remove ours"]);
    expect(compare(WITH, GONE).routes).toEqual(["add theirs"]);
    expect(compare(GONE, GONE)).toEqual({
      fields: [],
      routes: [],
      both: ["route www.example.com/[redacted]"],
    });
  });
});
