import { SCOPES } from "./access.ts";
import { addressedDistribution, addressedRoute } from "./addressed.ts";
import type { OperationAnswer } from "./answer.ts";
import { checkNewRoute, checkRoutePatch, checkRoutePut } from "./check-route.ts";
import type { Operation, OperationCall } from "./operation.ts";
import type { StoredRoute } from "./stored-distribution.ts";
import { checkAddress } from "./unique.ts";
import { distributionLinks, routeView } from "./views.ts";
import type { Tenancy } from "./world.ts";

const LIST = "/workspaces/:workspace/distributions/:distribution_id/routes";
const ONE = `${LIST}/:route_id`;

/** buddy.works/docs/api/distributions/routes. */
export function routeOperations(world: Tenancy): readonly Operation[] {
  const { store, personality } = world;

  function change(call: OperationCall, changed: (current: StoredRoute) => StoredRoute): OperationAnswer {
    const addressed = addressedDistribution(world, call, "true");
    const { workspace, distribution } = addressed;
    const route = changed(addressedRoute(addressed, call));
    checkAddress(world, workspace.name, route);
    const routes = distribution.routes.map((other) => (other.id === route.id ? route : other));
    store.write(distribution.id, { ...distribution, routes });
    return { status: 200, body: routeView(world, workspace, distribution, route) };
  }

  const replace: Operation = {
    method: "PUT",
    path: ONE,
    scopes: SCOPES.manageDistributions,
    answer: (call) => change(call, (current) => checkRoutePut(call.body, personality, current)),
  };
  const update: Operation = {
    method: "PATCH",
    path: ONE,
    scopes: SCOPES.manageDistributions,
    answer: (call) => change(call, (current) => checkRoutePatch(call.body, personality, current)),
  };

  return [
    {
      method: "GET",
      path: LIST,
      scopes: SCOPES.readDistributions,
      answer(call) {
        const { workspace, distribution } = addressedDistribution(world, call, "visible");
        return {
          status: 200,
          body: {
            ...distributionLinks(world, workspace, distribution, "routes"),
            routes: distribution.routes.map((route) => routeView(world, workspace, distribution, route)),
          },
        };
      },
    },
    {
      method: "POST",
      path: LIST,
      scopes: SCOPES.addDistributions,
      answer(call) {
        const { workspace, distribution } = addressedDistribution(world, call, "true");
        const route = { ...checkNewRoute(call.body, personality), id: world.ids.next("route") };
        checkAddress(world, workspace.name, route);
        store.write(distribution.id, { ...distribution, routes: [...distribution.routes, route] });
        return { status: 201, body: routeView(world, workspace, distribution, route) };
      },
    },
    {
      method: "GET",
      path: ONE,
      scopes: SCOPES.readDistributions,
      answer(call) {
        const addressed = addressedDistribution(world, call, "visible");
        const route = addressedRoute(addressed, call);
        return { status: 200, body: routeView(world, addressed.workspace, addressed.distribution, route) };
      },
    },
    ...[replace, update].filter(
      ({ method }) => personality.routeUpdate === "both" || personality.routeUpdate === method,
    ),
    {
      method: "DELETE",
      path: ONE,
      scopes: SCOPES.manageDistributions,
      answer(call) {
        const addressed = addressedDistribution(world, call, "true");
        const { id } = addressedRoute(addressed, call);
        const routes = addressed.distribution.routes.filter((route) => route.id !== id);
        store.write(addressed.distribution.id, { ...addressed.distribution, routes });
        return { status: 204 };
      },
    },
  ];
}
