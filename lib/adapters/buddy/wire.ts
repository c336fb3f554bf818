import {
  type Actual,
  BUDDY_SCOPE,
  type LiveGrant,
  type LivePermissions,
  type Scope,
  type Summary,
} from "../../core/domain/distribution.ts";
import { parseUrl } from "../../core/domain/url.ts";
import type { DistributionFields, Environment, NewDistribution } from "../../ports.ts";
import {
  fields,
  identity,
  labelText,
  list,
  numericIdentity,
  ShapeError,
  shallow,
  text,
} from "../http/fields.ts";
import { decodeRoutesOf } from "./wire-route.ts";

/**
 * From Buddy's JSON to the domain. Values are taken liberally, since Buddy adds fields and words; shapes strictly,
 * since an answer that is read as an empty list would say that nothing is live. Every decoder throws `ShapeError`.
 */

export function decodeDistributions(body: unknown): readonly Summary[] {
  return list(fields(body, "the answer")("distributions"), "`distributions`").map(decodeSummary);
}

/** A distribution as it is read. `routes` is undefined when the answer does not say: that is not "none". */
export type DecodedDistribution = Omit<Actual, "routes"> & {
  readonly routes: Actual["routes"] | undefined;
};

/** @param id what was asked for: an answer about another object is no answer. */
export function decodeDistribution(body: unknown, id: string): DecodedDistribution {
  const field = fields(body, "the answer");
  for (const name of READ) shallow(field(name), name);
  const summary = decodeSummary(body);
  if (summary.id !== id) throw new ShapeError("the answer is about another distribution");
  const scope = text(field("scope"));
  const project = fieldOf(field("project"), "name");
  const environmentId = fieldOf(field("environment"), "id");
  const permissions = decodePermissions(field("permissions"));
  const routes = field("routes");
  return {
    ...summary,
    ...(scope === undefined ? {} : { scope }),
    ...(project === undefined ? {} : { project }),
    ...(environmentId === undefined ? {} : { environmentId }),
    ...(permissions === undefined ? {} : { permissions }),
    ...(routes === undefined || routes === null ? { routes: undefined } : decodeRoutesOf(routes)),
  };
}

/** Besides routes and permissions: what is not read may be as it likes. */
const READ = ["id", "identifier", "name", "disabled", "url", "html_url", "scope", "project", "environment"];

/** The id of what was created, if the answer shows that it is what was asked for. */
export function decodeCreated(body: unknown, sent: NewDistribution): string {
  const field = fields(body, "the answer");
  const id = identity(field("id"), "the new distribution");
  expectEcho(field("identifier"), sent.identifier, "identifier");
  expectEcho(field("scope"), BUDDY_SCOPE[sent.scope.kind], "scope");
  return id;
}

/** An answer that does not say what was sent proves nothing: whoever made it may not be Buddy. */
export function decodeUpdated(body: unknown, id: string, sent: DistributionFields): void {
  const field = fields(body, "the answer");
  const answered = field("id");
  if (answered !== undefined && identity(answered, "the answer") !== id)
    throw new ShapeError("the answer is about another distribution");
  for (const name of ["identifier", "name", "disabled"] as const) {
    const value = sent[name];
    if (value === undefined) continue;
    if (field(name) === undefined) throw new ShapeError(`\`${name}\` is missing`);
    expectEcho(field(name), value, name);
  }
  if (sent.permissions !== undefined) expectPermissions(field("permissions"), sent.permissions);
}

/** Environments without an identifier are left out: no manifest can name them. */
export function decodeEnvironments(body: unknown): readonly Environment[] {
  return list(fields(body, "the answer")("environments"), "`environments`").flatMap((item) => {
    const field = fields(item, "an environment");
    const id = identity(field("id"), "an environment");
    const identifier = labelText(field("identifier"), "`identifier` of an environment");
    const scope = text(field("scope"));
    const home = homeOf(text(field("url")), undefined);
    const project =
      fieldOf(field("project"), "name") ?? (home?.kind === "project" ? home.project : undefined);
    if (identifier === undefined) return [];
    return [
      {
        id,
        identifier,
        ...(scope === undefined ? {} : { scope }),
        ...(project === undefined ? {} : { project }),
      },
    ];
  });
}

function decodeSummary(item: unknown): Summary {
  const field = fields(item, "a distribution");
  const id = identity(field("id"), "a distribution");
  const identifier = labelText(field("identifier"), "`identifier` of a distribution");
  const disabled = field("disabled");
  const home = homeOf(text(field("url")), text(field("html_url")));
  return {
    id,
    ...(identifier === undefined ? {} : { identifier }),
    name: text(field("name")) ?? identifier ?? id,
    ...(typeof disabled === "boolean" ? { disabled } : {}),
    ...(home === undefined ? {} : { home }),
  };
}

/** A text or an id inside a nested object, which may be absent, null or of another shape. */
function fieldOf(value: unknown, name: string): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const found = fields(value, name)(name);
  return found === undefined || found === null || found === "" ? undefined : identity(found, `\`${name}\``);
}

function expectEcho(answered: unknown, sent: string | boolean, name: string): void {
  if (answered === undefined || answered === sent) return;
  const how =
    typeof answered === "object" && answered !== null ? "otherwise" : `as ${JSON.stringify(answered)}`;
  throw new ShapeError(`\`${name}\` was sent as ${JSON.stringify(sent)} and answered ${how}`);
}

/** Undefined where Buddy does not say: that is not "nobody". Levels of tomorrow are kept as they are. */
export function decodePermissions(value: unknown): LivePermissions | undefined {
  if (value === undefined || value === null) return undefined;
  shallow(value, "permissions");
  const field = fields(value, "`permissions`");
  const others = text(field("others"));
  const users = decodeGrants(field("users"), "users");
  const groups = decodeGrants(field("groups"), "groups");
  return {
    ...(others === undefined ? {} : { others }),
    ...(users === undefined ? {} : { users }),
    ...(groups === undefined ? {} : { groups }),
  };
}

/** What was sent must be there; more may be, since Buddy may add whoever owns the token. */
function expectPermissions(answered: unknown, sent: LivePermissions): void {
  const { others, users = [], groups = [] } = decodePermissions(answered) ?? {};
  if (sent.others !== undefined && sent.others !== others)
    throw new ShapeError(`\`permissions.others\` was sent as ${sent.others} and answered otherwise`);
  expectGrants(users, sent.users ?? [], "users");
  expectGrants(groups, sent.groups ?? [], "groups");
}

function decodeGrants(value: unknown, name: string): readonly LiveGrant[] | undefined {
  if (value === undefined || value === null) return undefined;
  return list(value, `\`permissions.${name}\``).map((item) => {
    const field = fields(item, `an entry of \`permissions.${name}\``);
    return {
      id: numericIdentity(field("id"), `an entry of \`permissions.${name}\``),
      access_level: text(field("access_level")) ?? "",
    };
  });
}

function expectGrants(answered: readonly LiveGrant[], sent: readonly LiveGrant[], name: string): void {
  const levels = new Map(answered.map(({ id, access_level }) => [id, access_level]));
  const lost = sent.find(({ id, access_level }) => levels.get(id) !== access_level);
  if (lost !== undefined)
    throw new ShapeError(
      `\`permissions.${name}\` was sent with ${lost.id} as ${lost.access_level}, and answered otherwise`,
    );
}

/**
 * The scope that an object's own addresses name, or undefined where they leave it open. The addresses are read, never
 * called. Buddy puts `?project_name=` on the API address of what belongs to a project, and writes the web address as
 * `/workspace/project/routing/…`, with `-` for the workspace itself (examples of June 2026).
 */
export function homeOf(url: string | undefined, htmlUrl: string | undefined): Scope | undefined {
  const query = parse(url)?.searchParams;
  const environmentId = query?.get("environment_id");
  if (environmentId) return { kind: "environment", environmentId };
  const project = query?.get("project_name");
  if (project) return { kind: "project", project };
  const [, , owner, section] = parse(htmlUrl)?.pathname.split("/") ?? [];
  if (owner === undefined || owner === "" || section !== "routing") return undefined;
  if (owner === "-") return { kind: "workspace" };
  const name = decoded(owner);
  return name === undefined ? undefined : { kind: "project", project: name };
}

function parse(url: string | undefined): URL | undefined {
  return url === undefined ? undefined : parseUrl(url);
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined; // A lone `%`: the address is not one of Buddy's.
  }
}
