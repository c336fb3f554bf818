import { Refusal } from "./answer.ts";
import type { Ids } from "./id.ts";
import type { Personality } from "./personality.ts";
import type { SeedEnvironment, SeedWorkspace } from "./seed.ts";
import type { Store } from "./store.ts";

/** All that handlers work on. */
export type Tenancy = {
  readonly url: string;
  readonly personality: Personality;
  readonly workspaces: readonly SeedWorkspace[];
  readonly store: Store;
  readonly ids: Ids;
};

/** @throws Refusal 404 for a workspace that is not there, 403 for one whose API is switched off. */
export function workspaceNamed({ workspaces }: Tenancy, name: string): SeedWorkspace {
  const workspace = workspaces.find((candidate) => candidate.name === name);
  if (workspace === undefined) throw new Refusal(404, `Workspace ${name} not found`);
  // The text is from buddy.works/docs/api/faq; the status is not given there, 403 is the likely one.
  if (workspace.apiEnabled === false) throw new Refusal(403, "API is disabled in this workspace");
  return workspace;
}

/** @throws Refusal 404 when the workspace has no such project. */
export function projectNamed(workspace: SeedWorkspace, name: string): string {
  if (workspace.projects?.includes(name) !== true) throw new Refusal(404, `Project ${name} not found`);
  return name;
}

/** @throws Refusal 404 when the workspace has no environment with this id. */
export function environmentWithId(workspace: SeedWorkspace, id: string): SeedEnvironment {
  const environment = workspace.environments?.find((candidate) => candidate.id === id);
  if (environment === undefined) throw new Refusal(404, `Environment ${id} not found`);
  return environment;
}
