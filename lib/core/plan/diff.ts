import { describeScope, distributionKey } from "../domain/distribution.ts";
import { type ToCompare, unchangedOf } from "./classify.ts";
import { type AsKept, type Comparison, compareLive, KEPT_WHOLE } from "./compare.ts";
import { leaveAlone } from "./left-alone.ts";
import type {
  AdoptChange,
  FieldChange,
  LeftAlone,
  PlannedPermissions,
  RouteChange,
  Unchanged,
  UpdateChange,
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
    return row === undefined ? adoption(one, comparison) : update(one, comparison, drift);
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

function adoption(one: ToCompare, { fields, routes }: Comparison): Classification {
  return { change: { action: "adopt", ...aboutOf(one), fields, routes } };
}

function update(one: ToCompare, comparison: Comparison, drift: DriftRule): Classification {
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
    ...(acts ? { change: { action: "update", ...aboutOf(one), ...ofName, fields, routes } } : {}),
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

function aboutOf({ desired, actual }: ToCompare): Omit<AdoptChange, "action" | "fields" | "routes"> {
  const { scope, identifier, environmentName, protect, source } = desired;
  return {
    key: distributionKey(scope, identifier),
    scope,
    identifier,
    where: describeScope(scope, environmentName),
    name: desired.name ?? actual.name,
    id: actual.id,
    protect,
    source: `${source.file}:${source.line}`,
  };
}
