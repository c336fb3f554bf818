import type { WorkspaceConfig } from "../core/config/schema.ts";
import { isHandle } from "../core/config/workspace.ts";
import type { Named } from "../core/trust/trust.ts";
import type { LoadedConfig } from "./config.ts";
import { UsageError } from "./usage-error.ts";

/** The workspace that a pass is about, and its settings. */
export function chooseWorkspace(
  config: LoadedConfig,
  wanted: Named | undefined,
): { readonly name: string; readonly entry: WorkspaceConfig } {
  if (wanted !== undefined) return { name: checkHandle(wanted.name), entry: entryFor(config, wanted) };
  const entries = workspaceEntries(config);
  if (entries.length > 1) {
    throw new UsageError(
      `${config.shownAs} names several workspaces (${handles(entries)}), and a pass is about one`,
      "choose one with --workspace",
    );
  }
  const [entry = {}] = entries;
  if (entry.workspace === undefined) {
    throw new UsageError(
      "no workspace is named",
      "set BUDDY_WORKSPACE to the handle in your workspace's URL, or use --workspace",
    );
  }
  return { name: checkHandle(entry.workspace), entry };
}

/** A workspace that the file does not name is refused: its manifests would go to somebody else's workspace. */
export function entryFor(config: LoadedConfig, { name, from }: Named): WorkspaceConfig {
  const entries = workspaceEntries(config);
  const entry = entries.find(({ workspace = name }) => workspace === name);
  if (entry !== undefined) return entry;
  throw new UsageError(
    `${config.shownAs} has no workspace "${name}", which ${from} asks for; it has ${handles(entries)}`,
    `add it there, or correct ${from}`,
  );
}

/** At least one: without a file there is a workspace all of whose settings are the defaults. */
export function workspaceEntries({ value: { workspaces = [] } }: LoadedConfig): readonly WorkspaceConfig[] {
  return workspaces.length === 0 ? [{}] : workspaces;
}

/** Of an entry of {@link workspaceEntries}, in the file. */
export function indexOf(config: LoadedConfig, entry: WorkspaceConfig): number {
  return Math.max(0, workspaceEntries(config).indexOf(entry));
}

function handles(entries: readonly WorkspaceConfig[]): string {
  return entries.flatMap(({ workspace }) => workspace ?? []).join(", ");
}

function checkHandle(name: string): string {
  if (isHandle(name)) return name;
  throw new UsageError(
    `${JSON.stringify(name)} cannot be a workspace`,
    "use the handle in your workspace's URL: letters, digits, hyphens, underscores",
  );
}
