import { addressRule } from "./address.ts";
import { defaultTargetRule } from "./default-target.ts";
import { grantsRule } from "./grants.ts";
import { hostRule } from "./host.ts";
import { identityRule } from "./identity.ts";
import { pathRule } from "./path.ts";
import { routeOverlapRule } from "./route-overlap.ts";
import type { ManifestRule, SetRule } from "./rule.ts";

/** Each finds one kind of mistake and knows nothing of the others; none changes anything. */
export const MANIFEST_RULES: readonly ManifestRule[] = [
  hostRule,
  pathRule,
  addressRule,
  defaultTargetRule,
  grantsRule,
];

export const SET_RULES: readonly SetRule[] = [identityRule, routeOverlapRule];
