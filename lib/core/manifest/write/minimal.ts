import type { Manifest } from "../schema.ts";

type WrittenRoute = NonNullable<Manifest["routes"]>[number];

/**
 * The shortest manifest that means the same for what it is made of: no name that is the identifier, nothing that is empty, no
 * access that is Buddy's own, nothing that is so by default.
 */
export function minimal({ identifier, scope, ...rest }: Manifest): Manifest {
  const { project_name, environment_id, name, disabled, permissions, routes = [] } = rest;
  return {
    identifier,
    ...(name === undefined || name === identifier ? {} : { name }),
    scope,
    ...(project_name === undefined ? {} : { project_name }),
    ...(environment_id === undefined ? {} : { environment_id }),
    ...(disabled === true ? { disabled } : {}),
    ...minimalAccess(permissions),
    ...(routes.length === 0 ? {} : { routes: routes.map(minimalRoute) }),
  };
}

export function minimalRoute({ domain, subdomain, path, type, targets }: WrittenRoute): WrittenRoute {
  return {
    domain,
    ...(subdomain === undefined || subdomain === "" ? {} : { subdomain }),
    ...(path === undefined || path === "/" ? {} : { path }),
    type,
    targets: Object.fromEntries(
      Object.entries(targets).toSorted(([a], [b]) => Number(b === "Default") - Number(a === "Default")),
    ),
  };
}

function minimalAccess({
  others,
  users = [],
  groups = [],
}: NonNullable<Manifest["permissions"]> = {}): Pick<Manifest, "permissions"> {
  const permissions = {
    ...(others === undefined || others === "DEFAULT" ? {} : { others }),
    ...(users.length === 0 ? {} : { users }),
    ...(groups.length === 0 ? {} : { groups }),
  };
  return Object.keys(permissions).length === 0 ? {} : { permissions };
}
