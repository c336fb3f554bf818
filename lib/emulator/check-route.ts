import { exactKeys, type Fields, knownFields, oneOf, refuse, textField } from "./check.ts";
import { checkTargets } from "./check-targets.ts";
import type { Personality } from "./personality.ts";
import { acceptedTypes } from "./route-type.ts";
import type { StoredRoute } from "./stored-distribution.ts";

type Values = Omit<StoredRoute, "id">;

const FIELDS = ["type", "domain", "subdomain", "path", "targets"];
const NOTES = ["note", "agent_note"];
const KNOWN = [...FIELDS, "note"];

/** `type` and `targets` are required wherever this is the beginning: they are always replaced. */
const EMPTY: Values = { type: "", domain: null, subdomain: null, path: "", targets: {} };

/** A label, or several; letters of other scripts come as punycode. `*` may stand alone or first. */
const HOST = /^(\*|(\*\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*)$/i;

/** The body of a POST: `type` and `targets` are required. @throws Refusal 400 */
export function checkNewRoute(body: unknown, personality: Personality): Values {
  const fields = routeFields(body, personality);
  exactKeys(fields, "The route", ["type", "targets"], KNOWN);
  return { ...EMPTY, ...valuesOf(fields, personality) };
}

/** The body of a PATCH: what is not sent stays. @throws Refusal 400 */
export function checkRoutePatch(body: unknown, personality: Personality, current: StoredRoute): StoredRoute {
  return { ...current, ...valuesOf(routeFields(body, personality), personality) };
}

/**
 * The body of a PUT: what is not sent, or null, is emptied; the domain must be the one it has. A note that no request can
 * name stays.
 * @throws Refusal 400
 */
export function checkRoutePut(body: unknown, personality: Personality, current: StoredRoute): StoredRoute {
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
