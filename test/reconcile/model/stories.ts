import fc from "fast-check";
import type { Fault, FaultAction } from "../../../lib/emulator/faults.ts";
import { PERSONALITIES, type Personality } from "../../../lib/emulator/personality.ts";
import type { Setting, Step, Story } from "./driver.ts";
import { edits } from "./edits.ts";
import { moves } from "./moving.ts";
import { commit, manifests, PLACES } from "./source.ts";

const policy = fc.constantFrom("create-only" as const, "upsert" as const, "sync" as const, "sync" as const);

const personality: fc.Arbitrary<Partial<Personality>> = fc.record({
  uniqueness: fc.constantFrom(...PERSONALITIES.uniqueness),
  unfilteredList: fc.constantFrom(...PERSONALITIES.unfilteredList),
  paging: fc.constantFrom(...PERSONALITIES.paging),
  ids: fc.constantFrom(...PERSONALITIES.ids),
  routeUpdate: fc.constantFrom(...PERSONALITIES.routeUpdate),
  typeNames: fc.constantFrom(...PERSONALITIES.typeNames),
  regionKeys: fc.constantFrom(...PERSONALITIES.regionKeys),
  quota: fc.constantFrom(...PERSONALITIES.quota),
  lagSeconds: fc.constantFrom(...PERSONALITIES.lagSeconds),
  undocumentedFields: fc.constantFrom(...PERSONALITIES.undocumentedFields),
});

const setting: fc.Arbitrary<Setting> = fc.record({
  personality,
  lax: fc.boolean(),
  onRemove: fc.constantFrom("retain" as const, "disable" as const, "delete" as const, "delete" as const),
  quarantineDays: fc.constantFrom(0, 0, 7),
  concurrency: fc.constantFrom(1, 4),
});

const action: fc.Arbitrary<FaultAction> = fc.constantFrom<FaultAction[]>(
  { kind: "reset" },
  { kind: "time-out" },
  { kind: "status", status: 429, headers: { "Retry-After": "7" } },
  { kind: "status", status: 500 },
  { kind: "status", status: 503 },
  { kind: "status", status: 403 },
  { kind: "status", status: 404 },
  { kind: "status", status: 409 },
  { kind: "wrong-shape", body: {} },
  { kind: "wrong-shape", body: null },
  { kind: "truncated" },
  { kind: "not-json" },
);

/** A list that says nothing is there, once: what repeats the same lie is believed (docs/promises.md, "a very late read"). */
const lie = fc.record({ nth: fc.integer({ min: 1, max: 4 }) }).map(({ nth }) => ({
  kind: "wrong-shape" as const,
  body: { distributions: [] },
  when: "after" as const,
  match: { method: "GET", path: "/distributions", nth },
}));

const failure = fc
  .record({
    action,
    call: fc.integer({ min: 1, max: 24 }),
    times: fc.constantFrom(1, 1, 2, 5),
    when: fc.constantFrom("before" as const, "after" as const),
  })
  .map(({ action: one, ...rest }) => ({ ...one, ...rest }));
const fault: fc.Arbitrary<Fault> = fc.oneof({ weight: 9, arbitrary: failure }, { weight: 1, arbitrary: lie });

const calm = fc.record({
  do: fc.constant("pass" as const),
  scheduled: fc.boolean(),
  meanwhile: fc.constant([]),
});
const interfered = fc.record({
  do: fc.constant("pass" as const),
  scheduled: fc.boolean(),
  meanwhile: fc.array(edits, { minLength: 1, maxLength: 2 }),
});
const faulty = fc.record({
  do: fc.constant("pass" as const),
  scheduled: fc.boolean(),
  fault,
  meanwhile: fc.constant([]),
});
const deadly = fc.record({
  do: fc.constant("pass" as const),
  scheduled: fc.boolean(),
  dies: fc.integer({ min: 1, max: 80 }),
  meanwhile: fc.constant([]),
});

type Weighted = fc.WeightedArbitrary<Step>;

/** What people do, and passes in which nothing goes wrong. */
const everyday: readonly Weighted[] = [
  { weight: 6, arbitrary: commit.map((change): Step => ({ do: "commit", ...change })) },
  { weight: 5, arbitrary: moves.map((move): Step => ({ do: "move", ...move })) },
  { weight: 1, arbitrary: commit.map(({ at }): Step => ({ do: "there-and-back", at })) },
  { weight: 4, arbitrary: edits.map((edit): Step => ({ do: "edit", edit })) },
  { weight: 6, arbitrary: calm },
  { weight: 1, arbitrary: fc.constantFrom(1, 25, 200).map((hours): Step => ({ do: "wait", hours })) },
  { weight: 1, arbitrary: policy.map((one): Step => ({ do: "policy", policy: one })) },
  {
    weight: 1,
    arbitrary: fc
      .record({ at: fc.nat(PLACES.length - 1), hours: fc.constantFrom(1, 30) })
      .map((hold): Step => ({ do: "hold", ...hold })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom("approve" as const, "approve" as const, "plan" as const, "forget" as const)
      .map((one): Step => ({ do: one })),
  },
];

/** Passes that somebody, the network or death gets in the way of. */
const troubles: readonly Weighted[] = [
  { weight: 3, arbitrary: interfered },
  { weight: 2, arbitrary: faulty },
  { weight: 2, arbitrary: deadly },
];

function storiesOf(steps: readonly Weighted[]): fc.Arbitrary<Story> {
  const step = fc.oneof(...steps);
  // Often what is wanted at first is there, so that it can be changed.
  const opening = fc.array(calm, { maxLength: 1 });
  const further = fc.array(step, { minLength: 1, maxLength: 9 });
  const all = fc.tuple(opening, further).map(([first, rest]): readonly Step[] => [...first, ...rest]);
  return fc.record({ setting, policy, manifests, steps: all });
}

export const calmStories = storiesOf(everyday);
export const troubledStories = storiesOf([...everyday, ...troubles]);
