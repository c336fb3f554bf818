import { directorySource } from "../../../lib/adapters/source/directory.ts";
import { perform, type Role } from "../fresh-process.ts";
import { EMPTY_WORKSPACE, planAsJson } from "../planning.ts";

/** A plan from a folder on the disk, in a process that has done nothing else. */
export type FolderRole = Role<
  { readonly folder: string },
  { readonly peakMegabytes: number; readonly creates: number }
>;

await perform<FolderRole>(async ({ folder }) => {
  const { plan } = await planAsJson(directorySource(folder), EMPTY_WORKSPACE);
  return { peakMegabytes: process.resourceUsage().maxRSS / 1_024, creates: plan.summary.create };
});
