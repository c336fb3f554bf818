import { SCOPES } from "./access.ts";
import { addressedDistribution, namedPlace } from "./addressed.ts";
import { checkDistributionPatch, checkNewDistribution } from "./check-distribution.ts";
import type { Operation } from "./operation.ts";
import { pageOf } from "./page.ts";
import type { StoredDistribution } from "./stored-distribution.ts";
import { checkAddress, checkIdentity } from "./unique.ts";
import { distributionLinks, distributionView, queryOf, summaryView } from "./views.ts";
import { type Tenancy, workspaceNamed } from "./world.ts";

const LIST = "/workspaces/:workspace/distributions";
const ONE = `${LIST}/:distribution_id`;

/** buddy.works/docs/api/distributions: the list, and one distribution. */
export function distributionOperations(world: Tenancy): readonly Operation[] {
  const { store, personality } = world;
  return [
    {
      method: "GET",
      path: LIST,
      scopes: SCOPES.readDistributions,
      answer(call) {
        const workspace = workspaceNamed(world, call.parameter("workspace"));
        const place = namedPlace(workspace, call.query);
        const listed = store
          .allVisible()
          .filter((one) => one.workspace === workspace.name && isListed(world, one, place));
        const shown =
          personality.paging === "none" ? listed : pageOf(listed, call.query, personality.paging, "most");
        const name = encodeURIComponent(workspace.name);
        return {
          status: 200,
          body: {
            url: `${world.url}/workspaces/${name}/distributions${queryOf(place.project, place.environment)}`,
            html_url: `${world.url}/${name}/-/routing`,
            distributions: shown.map((one) => summaryView(world, workspace, one)),
          },
        };
      },
    },
    {
      method: "POST",
      path: LIST,
      scopes: SCOPES.addDistributions,
      answer(call) {
        const workspace = workspaceNamed(world, call.parameter("workspace"));
        const fields = checkNewDistribution(call.body, workspace, world);
        const id = world.ids.next("distribution");
        const routes = fields.routes.map((route) => ({ ...route, id: world.ids.next("route") }));
        const distribution: StoredDistribution = {
          ...fields,
          id,
          identifier: fields.identifier ?? id,
          routes,
        };
        checkIdentity(world, distribution);
        for (const route of routes) checkAddress(world, workspace.name, route);
        store.write(id, distribution);
        return { status: 201, body: distributionView(world, workspace, distribution) };
      },
    },
    {
      method: "GET",
      path: ONE,
      scopes: SCOPES.readDistributions,
      answer(call) {
        const { workspace, distribution } = addressedDistribution(world, call, "visible");
        return { status: 200, body: distributionView(world, workspace, distribution) };
      },
    },
    {
      method: "PATCH",
      path: ONE,
      scopes: SCOPES.manageDistributions,
      answer(call) {
        const { workspace, distribution: current } = addressedDistribution(world, call, "true");
        const changed = checkDistributionPatch(call.body, workspace, current, world);
        checkIdentity(world, changed);
        store.write(changed.id, changed);
        return { status: 200, body: distributionView(world, workspace, changed) };
      },
    },
    {
      method: "DELETE",
      path: ONE,
      scopes: SCOPES.manageDistributions,
      answer(call) {
        store.write(addressedDistribution(world, call, "true").distribution.id, undefined);
        return { status: 204 };
      },
    },
    {
      method: "GET",
      path: `${ONE}/routable-domains`,
      scopes: SCOPES.readDistributions,
      answer(call) {
        const { workspace, distribution } = addressedDistribution(world, call, "visible");
        return {
          status: 200,
          body: {
            ...distributionLinks(world, workspace, distribution, "routable-domains"),
            routable_domains: (workspace.domains ?? []).map(({ domain, type }) => ({
              domain,
              type,
              zone_id: null,
            })),
          },
        };
      },
    },
  ];
}

function isListed(
  { personality }: Tenancy,
  distribution: StoredDistribution,
  {
    project,
    environment,
  }: { readonly project: string | undefined; readonly environment: string | undefined },
): boolean {
  if (environment !== undefined) return distribution.environment === environment;
  if (project !== undefined) return distribution.project === project;
  return personality.unfilteredList === "everything" || distribution.scope === "WORKSPACE";
}
