import { TOKEN_PERMISSIONS } from "./access.ts";
import { namedPlace } from "./check.ts";
import { type Operation, pageOf } from "./router.ts";
import { projectNamed, type Tenancy, workspaceNamed } from "./state.ts";
import { environmentView, projectView, queryOf } from "./views.ts";

/** What distributions refer to: environments, projects, members, groups. */
export function lookupOperations(world: Tenancy): readonly Operation[] {
  return [
    {
      method: "GET",
      path: "/workspaces/:workspace/environments",
      scopes: TOKEN_PERMISSIONS.readEnvironments,
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
      scopes: TOKEN_PERMISSIONS.workspace,
      answer(call) {
        const workspace = workspaceNamed(world, call.parameter("workspace"));
        const name = projectNamed(workspace, call.parameter("name"));
        return { status: 200, body: projectView(world, workspace, name) };
      },
    },
    {
      method: "GET",
      path: "/workspaces/:workspace/members",
      scopes: TOKEN_PERMISSIONS.workspace,
      answer(call) {
        const { name: workspace, members = [] } = workspaceNamed(world, call.parameter("workspace"));
        const showsEmail = TOKEN_PERMISSIONS.memberEmail.some((scope) => call.hasScope(scope));
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
      scopes: TOKEN_PERMISSIONS.workspace,
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
