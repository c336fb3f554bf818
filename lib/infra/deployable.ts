import type { Config, WorkspaceConfig } from "../core/config/schema.ts";
import { isHandle } from "../core/config/workspace.ts";
import { deployedWorkspaces } from "../deployment.ts";
import { ProblemsError } from "./problems-error.ts";

export type DeployedWorkspace = ReturnType<typeof deployedWorkspaces>[number];

/**
 * The workspaces of a configuration that a function can work with: the command can do things that a function cannot.
 * @throws ProblemsError with all that stands in the way
 */
export function deployable(config: Config): readonly DeployedWorkspace[] {
  const { workspaces = [] } = config;
  const problems = [
    ...(workspaces.length === 0 ? [NO_WORKSPACE] : []),
    ...workspaces.flatMap((entry, index) => ofWorkspace(entry, index, config)),
    ...ofNames(workspaces),
    ...(config.webhook?.github !== undefined && config.github === undefined
      ? [`the webhook of GitHub needs to know the repository: ${NAME_REPOSITORY}`]
      : []),
  ];
  if (problems.length > 0) throw new ProblemsError(problems);
  return deployedWorkspaces(config);
}

const NO_WORKSPACE =
  "no workspace is configured: write `workspaces: [{ workspace: HANDLE, token: { ssm: /distro-sync/HANDLE/token } }]`";
const NAME_REPOSITORY = "add `github: { repository: OWNER/NAME }`";

function ofWorkspace(entry: WorkspaceConfig, index: number, { github }: Config): readonly string[] {
  const { workspace, token, source } = entry;
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
  if (source === "github" && github === undefined) {
    problems.push(`workspace ${called} has source: github, and no repository is named: ${NAME_REPOSITORY}`);
  }
  return problems;
}

/** A name is a message group, a prefix in the bucket, and an entry of the state. */
function ofNames(workspaces: readonly WorkspaceConfig[]): readonly string[] {
  const names = workspaces.flatMap(({ workspace }) => workspace ?? []);
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [...repeated].map((name) => `workspace ${name} is configured twice: keep one of the two`);
}
