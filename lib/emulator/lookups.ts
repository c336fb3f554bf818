import { TOKEN_PERMISSIONS } from "./access.ts";
import { namedPlace, projectNamed, workspaceNamed } from "./check.ts";
import { type Operation, pageOf } from "./router.ts";
import type { Tenancy } from "./state.ts";
import { environmentView, projectView, queryOf } from "./views.ts";

/** Read operations on what distributions refer to: environments, projects, members, groups. */
export function lookupOperations(tenancy: Tenancy): readonly Operation[] {
  return [
    {
      method: "GET",
      path: "/workspaces/:workspace/environments",
      permissions: TOKEN_PERMISSIONS.readEnvironments,
      answer(call) {
        const workspace = workspaceNamed(tenancy, call.parameter("workspace"));
        const { project } = namedPlace(workspace, call.query);
        const listed = (workspace.environments ?? []).filter(
          (environment) =>
            environment.project === project ||
            (project === undefined && tenancy.personality.unfilteredList === "everything"),
        );
        const name = encodeURIComponent(workspace.name);
        return {
          status: 200,
          body: {
            url: `${tenancy.url}/workspaces/${name}/environments${queryOf(project, undefined)}`,
            html_url: `${tenancy.url}/${name}/-/environments`,
            environments: listed.map((environment) => environmentView(tenancy, workspace, environment)),
          },
        };
      },
    },
    {
      method: "GET",
      path: "/workspaces/:workspace/projects/:name",
      permissions: TOKEN_PERMISSIONS.workspace,
      answer(call) {
        const workspace = workspaceNamed(tenancy, call.parameter("workspace"));
        const name = projectNamed(workspace, call.parameter("name"));
        return { status: 200, body: projectView(tenancy, workspace, name) };
      },
    },
    {
      method: "GET",
      path: "/workspaces/:workspace/members",
      permissions: TOKEN_PERMISSIONS.workspace,
      answer(call) {
        const { name: workspace, members = [] } = workspaceNamed(tenancy, call.parameter("workspace"));
        const showsEmail = TOKEN_PERMISSIONS.memberEmail.some((name) => call.hasPermission(name));
        const url = `${tenancy.url}/workspaces/${encodeURIComponent(workspace)}/members`;
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
      permissions: TOKEN_PERMISSIONS.workspace,
      answer(call) {
        const { name: workspace, groups = [] } = workspaceNamed(tenancy, call.parameter("workspace"));
        const url = `${tenancy.url}/workspaces/${encodeURIComponent(workspace)}/groups`;
        return {
          status: 200,
          body: { url, groups: groups.map(({ id, name }) => ({ url: `${url}/${id}`, id, name })) },
        };
      },
    },
  ];
}
