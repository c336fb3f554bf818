import { flag, identifier, knownFields, listField, oneOf, refuse, textField } from "./check.ts";
import { checkPermissions } from "./check-permissions.ts";
import { checkNewRoute } from "./check-route.ts";
import type { SeedWorkspace } from "./seed.ts";
import type { StoredDistribution, StoredRoute } from "./stored-distribution.ts";
import { environmentWithId, projectNamed, type Tenancy } from "./world.ts";

const SCOPES = [
  "WORKSPACE",
  "PROJECT",
  "ENVIRONMENT",
] as const satisfies readonly StoredDistribution["scope"][];

/** Without an identifier, Buddy gives one: of targets it is said to be the id, so it is here. */
export type DistributionBody = Omit<StoredDistribution, "id" | "routes" | "identifier"> & {
  readonly identifier?: string;
  readonly routes: readonly Omit<StoredRoute, "id">[];
};

/** @throws Refusal 400; 404 for a project or an environment that is not there. */
export function checkNewDistribution(
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
 * The distribution as a PATCH makes it.
 * @throws Refusal 400; 404 for a project that is not there.
 */
export function checkDistributionPatch(
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

/** Between the workspace and projects only: `environment_id` is not among the fields of the update page. */
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
