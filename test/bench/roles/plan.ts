import { cpuClock, perform, type Role } from "../fresh-process.ts";
import { files } from "../manifests.ts";
import { EMPTY_WORKSPACE, planAsJson, syncedWorkspace } from "../planning.ts";

/** From the bytes of the manifests to the text of the plan. */
export type PlanRole = Role<
  { readonly manifests: number; readonly perFile: number; readonly live: "nothing" | "everything" },
  { readonly cpuMs: number; readonly creates: number; readonly unchanged: number }
>;

await perform<PlanRole>(async ({ manifests, perFile, live }) => {
  const source = files(manifests, perFile).map(({ path, text }) => ({
    path,
    content: new TextEncoder().encode(text),
  }));
  const workspace = live === "nothing" ? EMPTY_WORKSPACE : syncedWorkspace(manifests);
  const cpu = cpuClock();
  const { plan } = await planAsJson({ read: async () => ({ files: source, problems: [] }) }, workspace);
  const cpuMs = cpu.milliseconds();
  return { cpuMs, creates: plan.summary.create, unchanged: plan.summary.unchanged };
});
