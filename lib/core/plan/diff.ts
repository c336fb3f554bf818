import { describeScope, distributionKey } from "../domain/distribution.ts";
import { type ToCompare, unchangedOf } from "./classify.ts";
import { type AsKept, type Comparison, compareLive, KEPT_WHOLE } from "./compare.ts";
import { leaveAlone } from "./left-alone.ts";
import {
  type AdoptChange,
  declaredOf,
  type FieldChange,
  type LeftAlone,
  type PlannedPermissions,
  type RouteChange,
  type Unchanged,
  type UpdateChange,
} from "./plan.ts";

/** What a pass does about changes that were made on Buddy's side: undo them, or only say so. */
export type DriftRule = "report" | "correct";

export type Diff = {
  readonly changes: readonly (UpdateChange | AdoptChange)[];
  readonly unchanged: readonly Unchanged[];
  readonly leftAlone: readonly LeftAlone[];
};

/** Turns what was compared into changes; `permissions` are those of the manifests, with Buddy's ids, by distribution key. */
export function diff(
  comparable: readonly ToCompare[],
  permissions: ReadonlyMap<string, PlannedPermissions>,
  drift: DriftRule,
  asKept: AsKept = KEPT_WHOLE,
): Diff {
  const all = comparable.map((one) => {
    const { desired, actual, row } = one;
    const granted = permissions.get(distributionKey(desired.scope, desired.identifier));
    const comparison = compareLive(desired, granted, actual, row ?? {}, asKept);
    const about = aboutOf(one, granted);
    return row === undefined ? adoption(about, comparison) : update(one, about, comparison, drift);
  });
  return {
    changes: all.flatMap(({ change }) => change ?? []),
    unchanged: all.flatMap(({ unchanged }) => unchanged ?? []),
    leftAlone: all.flatMap(({ leftAlone }) => leftAlone ?? []),
  };
}

type Classification = {
  readonly change?: UpdateChange | AdoptChange;
  readonly unchanged?: Unchanged;
  readonly leftAlone?: LeftAlone;
};

function adoption(about: About, { fields, routes }: Comparison): Classification {
  return { change: { action: "adopt", ...about, fields, routes } };
}

function update(one: ToCompare, about: About, comparison: Comparison, drift: DriftRule): Classification {
  const { desired, actual, row } = one;
  const reported = drift === "report" ? pick(comparison, (moved) => moved === "theirs") : NOTHING;
  const { fields, routes } =
    drift === "report" ? pick(comparison, (moved) => moved !== "theirs") : comparison;
  const renames = row === undefined || row.identifier === desired.identifier ? undefined : row.identifier;
  const acts = fields.length > 0 || routes.length > 0 || renames !== undefined;
  const drifted = reported.fields.length > 0 || reported.routes.length > 0;
  if (!acts && !drifted) {
    return { unchanged: unchangedOf(desired, actual.id, { verified: true, both: comparison.both }) };
  }
  const ofName = renames === undefined ? {} : { renames };
  return {
    ...(acts ? { change: { action: "update", ...about, ...ofName, fields, routes } } : {}),
    ...(drifted ? { leftAlone: { ...leaveAlone(desired, "drift", DRIFT, actual.id), ...reported } } : {}),
  };
}

const DRIFT =
  "changed in Buddy since it was applied; a push or `distro-sync apply` changes it back, or take it over into the manifest";

type Differences = { readonly fields: readonly FieldChange[]; readonly routes: readonly RouteChange[] };

const NOTHING: Differences = { fields: [], routes: [] };

function pick(
  { fields, routes }: Differences,
  isPicked: (moved: FieldChange["moved"]) => boolean,
): Differences {
  return {
    fields: fields.filter(({ moved }) => isPicked(moved)),
    routes: routes.filter(({ moved }) => isPicked(moved)),
  };
}

type About = Omit<AdoptChange, "action" | "fields" | "routes">;

function aboutOf({ desired, actual }: ToCompare, granted: PlannedPermissions | undefined): About {
  const { scope, identifier, environmentName, protect, onRemove, source } = desired;
  return {
    key: distributionKey(scope, identifier),
    scope,
    identifier,
    where: describeScope(scope, environmentName),
    name: desired.name ?? actual.name,
    id: actual.id,
    declared: declaredOf(desired, granted),
    protect,
    ...(onRemove === undefined ? {} : { onRemove }),
    source: `${source.file}:${source.line}`,
  };
}
