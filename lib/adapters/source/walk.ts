import { join } from "node:path";
import { cite } from "../../core/manifest/cite.ts";
import { MAX_BYTES, textFault } from "../../core/manifest/text.ts";
import { compareText } from "../../core/order.ts";
import type { Problem } from "../../core/problem.ts";
import type { Disk } from "./disk.ts";
import { IGNORED, MANIFEST, MAX_FILES } from "./manifest-path.ts";
import { large, link, notAFile, tooMany, unprintable, unreadable } from "./problems.ts";

/** Where something is, and what people call it. */
export type Spot = { readonly path: string; readonly shown: string };

export type Walked = {
  /** The files to read, by code unit: the order is the same everywhere. */
  readonly manifests: readonly Spot[];
  readonly problems: readonly Problem[];
};

/** Looks at everything below a folder that could be a manifest, and reads nothing. */
export async function walk(root: Spot, names: readonly string[], disk: Disk): Promise<Walked> {
  const manifests: Spot[] = [];
  const problems: Problem[] = [];
  const visit = async (spot: Spot): Promise<void> => {
    try {
      const { kind, bytes } = await disk.look(spot.path);
      const named = MANIFEST.test(spot.path);
      if (kind === "link") problems.push(link(spot.shown));
      else if (kind === "folder" && !named) await enter(spot, await disk.names(spot.path));
      else if (named && kind !== "file") problems.push(notAFile(spot.shown));
      else if (named && bytes > MAX_BYTES) problems.push(large(spot.shown, bytes));
      else if (named) manifests.push(spot);
    } catch (error) {
      problems.push(unreadable(spot.shown, error));
    }
  };
  const enter = async (folder: Spot, within: readonly string[]): Promise<void> => {
    for (const name of within.filter((one) => !IGNORED.test(one)).toSorted(compareText)) {
      if (manifests.length > MAX_FILES) return;
      const prefix = folder.shown === "" ? "" : `${folder.shown}/`;
      if (textFault(name) !== undefined) problems.push(unprintable(`${prefix}${cite(name)}`));
      else await visit({ path: join(folder.path, name), shown: `${prefix}${name}` });
    }
  };
  await enter(root, names);
  return manifests.length > MAX_FILES
    ? { manifests: [], problems: [...problems, tooMany(root.shown)] }
    : { manifests, problems };
}
