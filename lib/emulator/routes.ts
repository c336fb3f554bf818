import type { Target } from "../core/domain/distribution.ts";
import { TOKEN_PERMISSIONS } from "./access.ts";
import {
  addressedDistribution,
  addressedRoute,
  checkAddress,
  exactKeys,
  type Fields,
  knownFields,
  object,
  oneOf,
  refuse,
  textField,
} from "./check.ts";
import type { Personality } from "./personality.ts";
import type { Operation, OperationAnswer, OperationCall } from "./router.ts";
import type { StoredRoute, Tenancy } from "./state.ts";
import { acceptedTypes, distributionLinks, routeView } from "./views.ts";

const LIST = "/workspaces/:workspace/distributions/:distribution_id/routes";
const ONE = `${LIST}/:route_id`;

/** The operations of buddy.works/docs/api/distributions/routes. */
export function routeOperations(tenancy: Tenancy): readonly Operation[] {
  const { store, personality } = tenancy;

  function change(call: OperationCall, changed: (current: StoredRoute) => StoredRoute): OperationAnswer {
    const addressed = addressedDistribution(tenancy, call, "true");
    const { workspace, distribution } = addressed;
    const route = changed(addressedRoute(addressed, call));
    checkAddress(tenancy, workspace.name, route);
    const routes = distribution.routes.map((other) => (other.id === route.id ? route : other));
    store.write(distribution.id, { ...distribution, routes });
    return { status: 200, body: routeView(tenancy, workspace, distribution, route) };
  }

  const replace: Operation = {
    method: "PUT",
    path: ONE,
    permissions: TOKEN_PERMISSIONS.manageDistributions,
    answer: (call) => change(call, (current) => checkRoutePut(call.body, personality, current)),
  };
  const update: Operation = {
    method: "PATCH",
    path: ONE,
    permissions: TOKEN_PERMISSIONS.manageDistributions,
    answer: (call) => change(call, (current) => checkRoutePatch(call.body, personality, current)),
  };

  return [
    {
      method: "GET",
      path: LIST,
      permissions: TOKEN_PERMISSIONS.readDistributions,
      answer(call) {
        const { workspace, distribution } = addressedDistribution(tenancy, call, "visible");
        return {
          status: 200,
          body: {
            ...distributionLinks(tenancy, workspace, distribution, "routes"),
            routes: distribution.routes.map((route) => routeView(tenancy, workspace, distribution, route)),
          },
        };
      },
    },
    {
      method: "POST",
      path: LIST,
      permissions: TOKEN_PERMISSIONS.addDistributions,
      answer(call) {
        const { workspace, distribution } = addressedDistribution(tenancy, call, "true");
        const route = { ...checkNewRoute(call.body, personality), id: tenancy.ids.next("route") };
        checkAddress(tenancy, workspace.name, route);
        store.write(distribution.id, { ...distribution, routes: [...distribution.routes, route] });
        return { status: 201, body: routeView(tenancy, workspace, distribution, route) };
      },
    },
    {
      method: "GET",
      path: ONE,
      permissions: TOKEN_PERMISSIONS.readDistributions,
      answer(call) {
        const addressed = addressedDistribution(tenancy, call, "visible");
        const route = addressedRoute(addressed, call);
        return { status: 200, body: routeView(tenancy, addressed.workspace, addressed.distribution, route) };
      },
    },
    ...[replace, update].filter(
      ({ method }) => personality.routeUpdate === "both" || personality.routeUpdate === method,
    ),
    {
      method: "DELETE",
      path: ONE,
      permissions: TOKEN_PERMISSIONS.manageDistributions,
      answer(call) {
        const addressed = addressedDistribution(tenancy, call, "true");
        const { id } = addressedRoute(addressed, call);
        const routes = addressed.distribution.routes.filter((route) => route.id !== id);
        store.write(addressed.distribution.id, { ...addressed.distribution, routes });
        return { status: 204 };
      },
    },
  ];
}

type Values = Omit<StoredRoute, "id">;

const FIELDS = ["type", "domain", "subdomain", "path", "targets"];
const NOTES = ["note", "agent_note"];
const KNOWN = [...FIELDS, "note"];

/** Where a body starts from. `type` and `targets` are required there, so these two are always replaced. */
const EMPTY: Values = { type: "", domain: null, subdomain: null, path: "", targets: {} };

/** One label or several, other scripts as punycode; `*` may stand alone or first. */
const HOST = /^(\*|(\*\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*)$/i;

/** The route in the body of a POST: `type` and `targets` are required. @throws Refusal 400 */
export function checkNewRoute(body: unknown, personality: Personality): Values {
  const fields = routeFields(body, personality);
  exactKeys(fields, "The route", ["type", "targets"], KNOWN);
  return { ...EMPTY, ...valuesOf(fields, personality) };
}

/** The route after a PATCH: fields that are not sent stay. @throws Refusal 400 */
function checkRoutePatch(body: unknown, personality: Personality, current: StoredRoute): StoredRoute {
  return { ...current, ...valuesOf(routeFields(body, personality), personality) };
}

/**
 * The route after a PUT: fields that are not sent, or null, become empty. The domain must be the one that the route has. A note
 * stays where no request can name it.
 * @throws Refusal 400
 */
function checkRoutePut(body: unknown, personality: Personality, current: StoredRoute): StoredRoute {
  const fields = routeFields(body, personality);
  exactKeys(fields, "The route", ["type", "domain", "targets"], KNOWN);
  const emptied = ["subdomain", "path", "note"].filter((key) => fields[key] === null);
  const sent = Object.fromEntries(Object.entries(fields).filter(([key]) => !emptied.includes(key)));
  const kept =
    personality.undocumentedFields === "accepted" || current.note === undefined ? {} : { note: current.note };
  const replaced = { id: current.id, ...EMPTY, ...kept, ...valuesOf(sent, personality) };
  if (replaced.domain !== current.domain) refuse("domain cannot be changed");
  return replaced;
}

function routeFields(body: unknown, { undocumentedFields }: Personality): Fields {
  const { agent_note: _agentNote, ...fields } = knownFields(body, FIELDS, NOTES, undocumentedFields);
  return fields;
}

/** The fields that were sent. */
function valuesOf(fields: Fields, personality: Personality): Partial<Values> {
  const has = (key: string): boolean => Object.hasOwn(fields, key);
  return {
    ...(has("type") ? { type: oneOf(fields.type, "type", acceptedTypes(personality.typeNames)) } : {}),
    ...(has("domain") ? { domain: host(fields.domain, "domain") } : {}),
    ...(has("subdomain") ? { subdomain: subdomain(fields.subdomain) } : {}),
    ...(has("path") ? { path: path(fields.path) } : {}),
    ...(has("note") ? { note: textField(fields.note, "note") } : {}),
    ...(has("targets") ? { targets: checkTargets(fields.targets, personality.regionKeys) } : {}),
  };
}

function subdomain(value: unknown): string | null {
  return value === "" ? null : host(value, "subdomain");
}

function host(value: unknown, what: string): string {
  const checked = textField(value, what);
  if (checked.length > 253 || !HOST.test(checked)) refuse(`${what} must be a host name`);
  return checked;
}

function path(value: unknown): string {
  if (typeof value !== "string") refuse("path must be a text");
  let decoded: string;
  try {
    decoded = decodeURIComponent(value);
  } catch {
    return refuse("path is not well encoded");
  }
  const segments = decoded.split(/[/\\]/);
  const encodedSlash = /%2f|%5c/i.test(value);
  if (encodedSlash || segments.includes(".") || segments.includes("..") || /[\s?#]/.test(value)) {
    refuse("path must not lead elsewhere, and holds no space, ? or #");
  }
  return value;
}

const TARGET_TYPES = [
  "EXTERNAL",
  "TUNNEL",
  "SANDBOX",
  "ARTIFACT",
] as const satisfies readonly Target["type"][];

/** After buddy/domain.go of Buddy's Go SDK, and the list of regions of its command line. */
const REGION =
  /^(COUNTRY-[A-Z]{2}|CONTINENT-(NorthAmerica|SouthAmerica|Europe|Asia|Oceania|Africa|Antarctica))$/;

/** Targets by region. The key of the default region is `Default`, whatever the request has. */
type TargetsBody = Readonly<Record<string, Target>>;

/** @throws Refusal 400 */
function checkTargets(value: unknown, spelling: Personality["regionKeys"]): TargetsBody {
  const entries = Object.entries(object(value, "targets")).map(
    ([key, target]) => [region(key, spelling), checkTarget(target, `targets.${key}`)] as const,
  );
  // buddy.works/docs/cli/distro/route/create: "Default region is mandatory".
  if (entries.filter(([key]) => key === "Default").length !== 1) {
    refuse("targets must hold the default region, once");
  }
  return Object.fromEntries(entries);
}

function region(key: string, spelling: Personality["regionKeys"]): string {
  const accepted = spelling === "any" ? ["Default", "default"] : [spelling];
  if (accepted.includes(key)) return "Default";
  if (!REGION.test(key)) {
    refuse(`targets: unknown region ${key}; it is ${accepted.join(" or ")}, COUNTRY-XX or CONTINENT-Name`);
  }
  return key;
}

function checkTarget(value: unknown, what: string): Target {
  const fields = object(value, what);
  const type = oneOf(fields.type, `${what}.type`, TARGET_TYPES);
  switch (type) {
    case "EXTERNAL":
      exactKeys(fields, what, ["type", "external_url"]);
      return { type, external_url: textField(fields.external_url, `${what}.external_url`) };
    case "TUNNEL": {
      const tunnel = part(fields, what, "tunnel", ["id", "tunnel_id"]);
      return { type, tunnel: { id: tunnel("id"), tunnel_id: tunnel("tunnel_id") } };
    }
    case "SANDBOX": {
      const sandbox = part(fields, what, "sandbox", ["id", "endpoint"]);
      return { type, sandbox: { id: sandbox("id"), endpoint: sandbox("endpoint") } };
    }
    case "ARTIFACT": {
      const artifact = part(fields, what, "artifact", ["id"], ["version"]);
      const version = Object.hasOwn(object(fields.artifact, what), "version")
        ? { version: artifact("version") }
        : {};
      return { type, artifact: { id: artifact("id"), ...version } };
    }
    default:
      return type satisfies never;
  }
}

/** Reads the texts of the inner object of a target. */
function part(
  fields: Fields,
  what: string,
  key: string,
  required: readonly string[],
  optional: readonly string[] = [],
): (field: string) => string {
  exactKeys(fields, what, ["type", key]);
  const inner = object(fields[key], `${what}.${key}`);
  exactKeys(inner, `${what}.${key}`, required, optional);
  return (field) => textField(inner[field], `${what}.${key}.${field}`);
}
