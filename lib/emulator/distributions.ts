import { ACCESS_LEVELS, type Grant } from "../core/domain/distribution.ts";
import { TOKEN_PERMISSIONS } from "./access.ts";
import {
  addressedDistribution,
  checkAddress,
  checkIdentity,
  environmentWithId,
  exactKeys,
  flag,
  identifier,
  knownFields,
  listField,
  namedPlace,
  object,
  oneOf,
  projectNamed,
  refuse,
  textField,
  wholeNumber,
  workspaceNamed,
} from "./check.ts";
import { type Operation, pageOf } from "./router.ts";
import { checkNewRoute } from "./routes.ts";
import type { SeedPermissions, SeedWorkspace } from "./seed.ts";
import type { StoredDistribution, StoredRoute, Tenancy } from "./state.ts";
import { distributionLinks, distributionView, queryOf, summaryView } from "./views.ts";

const LIST = "/workspaces/:workspace/distributions";
const ONE = `${LIST}/:distribution_id`;

/** The operations of buddy.works/docs/api/distributions: on the list, and on one distribution. */
export function distributionOperations(tenancy: Tenancy): readonly Operation[] {
  const { store, personality } = tenancy;
  return [
    {
      method: "GET",
      path: LIST,
      permissions: TOKEN_PERMISSIONS.readDistributions,
      answer(call) {
        const workspace = workspaceNamed(tenancy, call.parameter("workspace"));
        const place = namedPlace(workspace, call.query);
        const listed = store
          .allVisible()
          .filter((one) => one.workspace === workspace.name && isListed(tenancy, one, place));
        const shown =
          personality.paging === "none" ? listed : pageOf(listed, call.query, personality.paging, "most");
        const name = encodeURIComponent(workspace.name);
        return {
          status: 200,
          body: {
            url: `${tenancy.url}/workspaces/${name}/distributions${queryOf(place.project, place.environment)}`,
            html_url: `${tenancy.url}/${name}/-/routing`,
            distributions: shown.map((one) => summaryView(tenancy, workspace, one)),
          },
        };
      },
    },
    {
      method: "POST",
      path: LIST,
      permissions: TOKEN_PERMISSIONS.addDistributions,
      answer(call) {
        const workspace = workspaceNamed(tenancy, call.parameter("workspace"));
        const fields = checkNewDistribution(call.body, workspace, tenancy);
        const id = tenancy.ids.next("distribution");
        const routes = fields.routes.map((route) => ({ ...route, id: tenancy.ids.next("route") }));
        const distribution: StoredDistribution = {
          ...fields,
          id,
          identifier: fields.identifier ?? id,
          routes,
        };
        checkIdentity(tenancy, distribution);
        for (const route of routes) checkAddress(tenancy, workspace.name, route);
        store.write(id, distribution);
        return { status: 201, body: distributionView(tenancy, workspace, distribution) };
      },
    },
    {
      method: "GET",
      path: ONE,
      permissions: TOKEN_PERMISSIONS.readDistributions,
      answer(call) {
        const { workspace, distribution } = addressedDistribution(tenancy, call, "visible");
        return { status: 200, body: distributionView(tenancy, workspace, distribution) };
      },
    },
    {
      method: "PATCH",
      path: ONE,
      permissions: TOKEN_PERMISSIONS.manageDistributions,
      answer(call) {
        const { workspace, distribution: current } = addressedDistribution(tenancy, call, "true");
        const changed = checkDistributionPatch(call.body, workspace, current, tenancy);
        checkIdentity(tenancy, changed);
        store.write(changed.id, changed);
        return { status: 200, body: distributionView(tenancy, workspace, changed) };
      },
    },
    {
      method: "DELETE",
      path: ONE,
      permissions: TOKEN_PERMISSIONS.manageDistributions,
      answer(call) {
        store.write(addressedDistribution(tenancy, call, "true").distribution.id, undefined);
        return { status: 204 };
      },
    },
    {
      method: "GET",
      path: `${ONE}/routable-domains`,
      permissions: TOKEN_PERMISSIONS.readDistributions,
      answer(call) {
        const { workspace, distribution } = addressedDistribution(tenancy, call, "visible");
        return {
          status: 200,
          body: {
            ...distributionLinks(tenancy, workspace, distribution, "routable-domains"),
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

const SCOPES = [
  "WORKSPACE",
  "PROJECT",
  "ENVIRONMENT",
] as const satisfies readonly StoredDistribution["scope"][];

/** Buddy makes an identifier where none is sent. The pages say of targets that it is the id; the emulator does the same here. */
type DistributionBody = Omit<StoredDistribution, "id" | "routes" | "identifier"> & {
  readonly identifier?: string;
  readonly routes: readonly Omit<StoredRoute, "id">[];
};

/** @throws Refusal 400; 404 for a project or an environment that does not exist */
function checkNewDistribution(
  body: unknown,
  workspace: SeedWorkspace,
  { personality }: Tenancy,
): DistributionBody {
  const documented = ["name", "scope", "identifier", "project_name", "environment_id", "permissions"];
  const undocumented = ["disabled", "routes", "note", "agent_note"];
  const fields = knownFields(body, documented, undocumented, personality.undocumentedFields);
  const has = (key: string): boolean => Object.hasOwn(fields, key);
  const place = checkPlace(
    workspace,
    oneOf(fields.scope, "scope", SCOPES),
    has("project_name") ? textField(fields.project_name, "project_name") : undefined,
    has("environment_id") ? textField(fields.environment_id, "environment_id") : undefined,
  );
  return {
    workspace: workspace.name,
    ...place,
    name: textField(fields.name, "name"),
    ...(has("identifier") ? { identifier: identifier(fields.identifier) } : {}),
    permissions: has("permissions") ? checkPermissions(fields.permissions, workspace) : { others: "DEFAULT" },
    disabled: has("disabled") ? flag(fields.disabled, "disabled") : false,
    ...(has("note") ? { note: textField(fields.note, "note") } : {}),
    routes: has("routes")
      ? listField(fields.routes, "routes").map((route) => checkNewRoute(route, personality))
      : [],
  };
}

/**
 * The distribution after a PATCH.
 * @throws Refusal 400; 404 for a project that does not exist
 */
function checkDistributionPatch(
  body: unknown,
  workspace: SeedWorkspace,
  current: StoredDistribution,
  { personality }: Tenancy,
): StoredDistribution {
  const documented = ["name", "identifier", "scope", "project_name", "disabled", "permissions"];
  const fields = knownFields(body, documented, ["note", "agent_note"], personality.undocumentedFields);
  const has = (key: string): boolean => Object.hasOwn(fields, key);
  const { project: _project, environment: _environment, scope: _scope, ...rest } = current;
  return {
    ...rest,
    ...(has("scope") || has("project_name") ? movedPlace(fields, workspace, current) : placeOf(current)),
    ...(has("name") ? { name: textField(fields.name, "name") } : {}),
    ...(has("identifier") ? { identifier: identifier(fields.identifier) } : {}),
    ...(has("disabled") ? { disabled: flag(fields.disabled, "disabled") } : {}),
    ...(has("permissions")
      ? {
          permissions: {
            ...(personality.permissionsUpdate === "merge" ? current.permissions : {}),
            ...checkPermissions(fields.permissions, workspace),
          },
        }
      : {}),
    ...(has("note") ? { note: textField(fields.note, "note") } : {}),
  };
}

type Place = Pick<StoredDistribution, "scope" | "project" | "environment">;

function placeOf({ scope, project, environment }: StoredDistribution): Place {
  return {
    scope,
    ...(project === undefined ? {} : { project }),
    ...(environment === undefined ? {} : { environment }),
  };
}

/** Moves go between the workspace and projects only: the update page has no `environment_id`. */
function movedPlace(
  fields: Readonly<Record<string, unknown>>,
  workspace: SeedWorkspace,
  current: StoredDistribution,
): Place {
  const scope = Object.hasOwn(fields, "scope") ? oneOf(fields.scope, "scope", SCOPES) : current.scope;
  const sent = Object.hasOwn(fields, "project_name")
    ? textField(fields.project_name, "project_name")
    : undefined;
  if (scope === "ENVIRONMENT") {
    if (current.scope !== scope || sent !== undefined)
      refuse("A distribution cannot be moved into an environment");
    return placeOf(current);
  }
  return checkPlace(workspace, scope, sent ?? (scope === "PROJECT" ? current.project : undefined), undefined);
}

function checkPlace(
  workspace: SeedWorkspace,
  scope: StoredDistribution["scope"],
  project: string | undefined,
  environment: string | undefined,
): Place {
  switch (scope) {
    case "WORKSPACE":
      if (project !== undefined || environment !== undefined) {
        refuse("scope WORKSPACE takes neither project_name nor environment_id");
      }
      return { scope };
    case "PROJECT":
      if (project === undefined) return refuse("scope PROJECT needs project_name");
      if (environment !== undefined) refuse("scope PROJECT takes no environment_id");
      return { scope, project: projectNamed(workspace, project) };
    case "ENVIRONMENT": {
      if (environment === undefined) return refuse("scope ENVIRONMENT needs environment_id");
      const found = environmentWithId(workspace, environment);
      if (project !== undefined && found.project !== project)
        refuse("The environment is not in this project");
      return { scope, environment: found.id };
    }
    default:
      return scope satisfies never;
  }
}

/** @throws Refusal 400, also for a user or a group that the workspace does not have */
function checkPermissions(value: unknown, workspace: SeedWorkspace): SeedPermissions {
  const fields = object(value, "permissions");
  exactKeys(fields, "permissions", [], ["others", "users", "groups"]);
  const { others, users, groups } = fields;
  return {
    ...(others === undefined ? {} : { others: oneOf(others, "permissions.others", ACCESS_LEVELS) }),
    ...(users === undefined ? {} : { users: grants(users, "permissions.users", workspace.members ?? []) }),
    ...(groups === undefined ? {} : { groups: grants(groups, "permissions.groups", workspace.groups ?? []) }),
  };
}

type Known = readonly { readonly id: number }[];

function grants(value: unknown, what: string, known: Known): readonly Grant<{ readonly id: number }>[] {
  return listField(value, what).map((entry, at) => grant(entry, `${what}[${at}]`, known));
}

function grant(value: unknown, what: string, known: Known): Grant<{ readonly id: number }> {
  const fields = object(value, what);
  exactKeys(fields, what, ["id", "access_level"]);
  const id = wholeNumber(fields.id, `${what}.id`);
  if (!known.some((candidate) => candidate.id === id)) refuse(`${what}: the workspace has no id ${id}`);
  return { id, access_level: oneOf(fields.access_level, `${what}.access_level`, ACCESS_LEVELS) };
}
