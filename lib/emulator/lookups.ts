import { SCOPES } from "./access.ts";
import { namedPlace } from "./addressed.ts";
import type { Operation } from "./operation.ts";
import { pageOf } from "./page.ts";
import { environmentView, projectView, queryOf } from "./views.ts";
import { projectNamed, type Tenancy, workspaceNamed } from "./world.ts";

/** What distributions refer to: environments, projects, members, groups. */
export function lookupOperations(world: Tenancy): readonly Operation[] {
  return [
    {
      method: "GET",
      path: "/workspaces/:workspace/environments",
      scopes: SCOPES.readEnvironments,
      answer(call) {
        const workspace = workspaceNamed(world, call.parameter("workspace"));
        const { project } = namedPlace(workspace, call.query);
        const listed = (workspace.environments ?? []).filter(
          (environment) =>
            environment.project === project ||
            (project === undefined && world.personality.unfilteredList === "everything"),
        );
        const name = encodeURIComponent(workspace.name);
        return {
          status: 200,
          body: {
            url: `${world.url}/workspaces/${name}/environments${queryOf(project, undefined)}`,
            html_url: `${world.url}/${name}/-/environments`,
            environments: listed.map((environment) => environmentView(world, workspace, environment)),
          },
        };
      },
    },
    {
      method: "GET",
      path: "/workspaces/:workspace/projects/:name",
      scopes: SCOPES.workspace,
      answer(call) {
        const workspace = workspaceNamed(world, call.parameter("workspace"));
        const name = projectNamed(workspace, call.parameter("name"));
        return { status: 200, body: projectView(world, workspace, name) };
      },
    },
    {
      method: "GET",
      path: "/workspaces/:workspace/members",
      scopes: SCOPES.workspace,
      answer(call) {
        const { name: workspace, members = [] } = workspaceNamed(world, call.parameter("workspace"));
        const showsEmail = SCOPES.memberEmail.some((scope) => call.hasScope(scope));
        const url = `${world.url}/workspaces/${encodeURIComponent(workspace)}/members`;
        return {
          status: 200,
          body: {
            url,
            // 20 a page unless asked otherwise: buddy.works/docs/api/platform/members/list.
            members: pageOf(members, call.query, 20, "default").map(({ id, name, email }) => ({
              url: `${url}/${id}`,
              id,
              name: name ?? email.split("@")[0],
              email: showsEmail ? email : null,
            })),
          },
        };
      },
    },
    {
      method: "GET",
      path: "/workspaces/:workspace/groups",
      scopes: SCOPES.workspace,
      answer(call) {
        const { name: workspace, groups = [] } = workspaceNamed(world, call.parameter("workspace"));
        const url = `${world.url}/workspaces/${encodeURIComponent(workspace)}/groups`;
        return {
          status: 200,
          body: { url, groups: groups.map(({ id, name }) => ({ url: `${url}/${id}`, id, name })) },
        };
      },
    },
  ];
}
