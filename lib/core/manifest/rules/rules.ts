import { address } from "./address.ts";
import { defaultTarget } from "./default-target.ts";
import { grants } from "./grants.ts";
import { host } from "./host.ts";
import { identity } from "./identity.ts";
import { pathRule } from "./path.ts";
import { routeOverlap } from "./route-overlap.ts";
import type { ManifestRule, SetRule } from "./rule.ts";

/** Each finds one kind of mistake and knows nothing of the others; none changes anything. */
export const MANIFEST_RULES: readonly ManifestRule[] = [host, pathRule, address, defaultTarget, grants];

export const SET_RULES: readonly SetRule[] = [identity, routeOverlap];
