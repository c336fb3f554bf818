import { type ConfigFault, configFaults } from "../core/config/read.ts";
import type { Config, WorkspaceConfig } from "../core/config/schema.ts";
import { isHandle } from "../core/config/workspace.ts";
import { deployedWorkspaces } from "../deployment.ts";
import { ProblemsError } from "./problems-error.ts";

export type DeployedWorkspace = ReturnType<typeof deployedWorkspaces>[number];

/**
 * The workspaces of a configuration that a function can work with: the command can do things that a function cannot.
 * @throws ProblemsError with all that stands in the way. The type of a configuration keeps an app in TypeScript from most of it;
 *   what others pass, or read from somewhere, is checked as `distro-sync.yaml` is
 */
export function deployable(config: Config): readonly DeployedWorkspace[] {
  const faults = configFaults(config);
  if (
    faults.some(
      ({ code, path }) => code === "TOO_MANY_ITEMS" && path[0] === "workspaces" && path.length === 1,
    )
  )
    throw new ProblemsError([TOO_MANY_WORKSPACES]);
  if (faults.length > 0) throw new ProblemsError(faults.map(faultText));
  const { workspaces = [] } = config;
  const problems = [...(workspaces.length === 0 ? [NO_WORKSPACE] : []), ...workspaces.flatMap(ofWorkspace)];
  if (problems.length > 0) throw new ProblemsError(problems);
  return deployedWorkspaces(config);
}

/** `config.workspaces[0].limits.removls UNKNOWN_KEY ...`: problems of a file have its name, line and column there. */
function faultText({ path, code, message, remedy }: ConfigFault): string {
  const place = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`)).join("");
  return `config${place} ${code} ${message}${remedy === undefined ? "" : ` — ${remedy}`}`;
}

export const TOO_MANY_WORKSPACES =
  "the configuration has more workspaces than a function reads: deploy some of them with a file of their own, and another `instance:`";
const NO_WORKSPACE =
  "no workspace is configured: write `workspaces: [{ workspace: HANDLE, token: { ssm: /distro-sync/HANDLE/token } }]`";

function ofWorkspace({ workspace, token }: WorkspaceConfig, index: number): readonly string[] {
  const called = workspace ?? `number ${index + 1}`;
  const problems: string[] = [];
  if (workspace !== undefined && !isHandle(workspace)) {
    problems.push(
      `workspace ${called} is not named by the handle in its URL: that has letters, digits, hyphens and underscores only`,
    );
  }
  if (workspace === undefined) {
    problems.push(
      `workspace ${called} has no name, and a function has no BUDDY_WORKSPACE: add \`workspace:\` with the handle in its URL`,
    );
  }
  if (token?.ssm === undefined && token?.oidc === undefined) {
    const parameter = `/distro-sync/${workspace ?? "HANDLE"}/token`;
    problems.push(
      `the token of workspace ${called} is in the environment variable ${token?.env ?? "BUDDY_TOKEN"}, where a function cannot keep it: ` +
        `put it into Parameter Store with \`aws ssm put-parameter --type SecureString --name ${parameter} --value ...\`, ` +
        `and write \`token: { ssm: ${parameter} }\``,
    );
  }
  return problems;
}
