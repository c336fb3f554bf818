import type { Path } from "../fault.ts";
import type { PlainMap } from "../plain.ts";
import type { Manifest } from "../schema.ts";
import type { Edit } from "./edit.ts";

/** How an entry of a file is written: in the words of a manifest, or in those of Buddy's own YAML. */
export type Words = {
  /** The grants of a list as they are written, in an order in which they can be taken out one after the other. */
  readonly grants: (list: GrantList) => readonly WrittenGrant[];
  /** Undefined where there are no words for it; the same below. */
  readonly grant: (list: GrantList, grant: LiveGrant) => Edit | undefined;
  readonly retype: (path: Path, type: string) => Edit;
  readonly retarget: (
    path: Path,
    written: WrittenTargets,
    live: WrittenTargets,
  ) => readonly Edit[] | undefined;
  readonly route: (route: WrittenRoute) => PlainMap | undefined;
};

export type WrittenRoute = NonNullable<Manifest["routes"]>[number];
export type WrittenTargets = WrittenRoute["targets"];
export type GrantList = "users" | "groups";

export type WrittenGrant = {
  /** Buddy's id; undefined for somebody whom Buddy does not know. */
  readonly id: number | undefined;
  readonly level: string;
  /** The entry of the list or mapping, and its access level. */
  readonly path: Path;
  readonly levelPath: Path;
};

type LiveGrant = NonNullable<NonNullable<Manifest["permissions"]>["users"]>[number] & {
  readonly id: number;
};
