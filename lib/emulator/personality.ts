/**
 * What Buddy's API pages leave open, as switches: a client is correct only if it works under every value. The comment on each
 * switch says what the pages leave open (read in November 2026).
 */
export type Personality = {
  /**
   * How Buddy answers a second distribution with the same identifier in the same scope, or a second route with the same address.
   * buddy.works/docs/api/distributions/create does not say whether Buddy refuses it, nor with which status.
   */
  readonly uniqueness: "none" | "409" | "400";
  /**
   * What a list without `project_name` and `environment_id` holds: the objects of the workspace alone, or also those of its
   * projects and environments. docs/api/distributions/list does not say, nor does the page on environments.
   */
  readonly unfilteredList: "workspace" | "everything";
  /**
   * `none`: the list of distributions is whole, as docs/api/distributions/list implies by naming no paging parameter.
   * A number: a page has so many items, and `page` chooses one, as in Buddy's lists of members and projects.
   */
  readonly paging: "none" | number;
  /** docs/api/distributions/get documents ids as integers and shows strings such as `rm1P93jG`. */
  readonly ids: "string" | "number";
  /**
   * How a route is changed: docs/api/distributions/routes/update has PATCH (June 29 2026), the newer page
   * …/routes/update-configuration has PUT. Neither says whether Buddy serves both.
   */
  readonly routeUpdate: "PUT" | "PATCH" | "both";
  /**
   * What a PATCH of a distribution does with the `permissions` that it does not name. `replace`: it removes them; Buddy's Go SDK
   * always sends all. `merge`: it keeps them. docs/api/distributions/update does not say.
   */
  readonly permissionsUpdate: "replace" | "merge";
  /**
   * How answers show an `external_url`. `as-sent`: docs/api/distributions/routes has bare hosts in its answers.
   * `normalised`: as the URL standard writes it, with https:// where no scheme was; no page rules this out.
   */
  readonly externalUrls: "as-sent" | "normalised";
  /**
   * Route types that a write may name, and that answers name. `old`: PROXY, PROXY_NO_CACHE (June 2026); `new`:
   * CACHED_PROXY, DIRECT_PROXY (September 2026); `both`: either, and the answer repeats what was sent.
   */
  readonly typeNames: "new" | "old" | "both";
  /** The key of the default region in a write: one example of routes/create has `default`, every answer has `Default`. */
  readonly regionKeys: "Default" | "default" | "any";
  /**
   * How many requests Buddy answers before 429. No page has the numbers. Buddy's Go SDK starts with a burst of 1,000 and one
   * request a second, and reads X-Rate-Limit-Remaining and X-Rate-Limit-Reset (Unix seconds).
   */
  readonly quota: QuotaWord | QuotaWindow;
  /** How long reads do not show a write yet. No page says whether reads lag. */
  readonly lagSeconds: number;
  /**
   * What Buddy does with fields that the pages do not document, such as `disabled`, `routes` and `note` on create: it drops them,
   * answers 400, or accepts them. Buddy's command line has `--note`, so at least that one exists.
   */
  readonly undocumentedFields: "ignored" | "refused" | "accepted";
};

/** `large`: 1,000 a minute. `small`: 60 a minute. `none`: a burst of 1,000, then one a second, and no headers. */
type QuotaWord = "large" | "small" | "none";

/** So many requests in each window. A window begins with its first request and ends on a whole second. */
type QuotaWindow = {
  readonly limit: number;
  readonly windowSeconds: number;
  /** Whether answers say how much is left. */
  readonly headers: boolean;
};

/** The most likely reading of the pages. */
export const DEFAULT_PERSONALITY: Personality = {
  uniqueness: "409",
  unfilteredList: "workspace",
  paging: "none",
  ids: "string",
  routeUpdate: "PUT",
  permissionsUpdate: "replace",
  externalUrls: "as-sent",
  typeNames: "new",
  regionKeys: "any",
  quota: "large",
  lagSeconds: 0,
  undocumentedFields: "ignored",
};

/** The values of each switch that tests try, one at a time or in random combinations. */
export const PERSONALITIES: { readonly [Key in keyof Personality]: readonly Personality[Key][] } = {
  uniqueness: ["none", "409", "400"],
  unfilteredList: ["workspace", "everything"],
  // Page sizes near those in use: Buddy's other lists have 20 items a page, its SDK asks for 30.
  paging: ["none", 1, 30],
  ids: ["string", "number"],
  routeUpdate: ["PUT", "PATCH", "both"],
  permissionsUpdate: ["replace", "merge"],
  externalUrls: ["as-sent", "normalised"],
  typeNames: ["new", "old", "both"],
  regionKeys: ["Default", "default", "any"],
  quota: ["large", "small", "none"],
  lagSeconds: [0, 5],
  undocumentedFields: ["ignored", "refused", "accepted"],
};

/**
 * Reads one switch as the command line takes it: `ids=number`. `quota` also takes `LIMIT/SECONDS`, and `LIMIT/SECONDS/silent` for
 * a quota without headers.
 * @throws Error that names the switches, or the values of this switch
 */
export function parsePersonality(text: string): Partial<Personality> {
  const [key = "", value = ""] = splitOnce(text);
  switch (key) {
    case "paging":
      return {
        paging: value === "none" ? "none" : positive(text, value, "none, or how many items a page has"),
      };
    case "lagSeconds":
      return { lagSeconds: value === "0" ? 0 : positive(text, value, "a number of seconds") };
    case "quota":
      return { quota: parseQuota(text, value) };
    case "uniqueness":
      return { uniqueness: word(text, value, PERSONALITIES.uniqueness) };
    case "unfilteredList":
      return { unfilteredList: word(text, value, PERSONALITIES.unfilteredList) };
    case "ids":
      return { ids: word(text, value, PERSONALITIES.ids) };
    case "routeUpdate":
      return { routeUpdate: word(text, value, PERSONALITIES.routeUpdate) };
    case "permissionsUpdate":
      return { permissionsUpdate: word(text, value, PERSONALITIES.permissionsUpdate) };
    case "externalUrls":
      return { externalUrls: word(text, value, PERSONALITIES.externalUrls) };
    case "typeNames":
      return { typeNames: word(text, value, PERSONALITIES.typeNames) };
    case "regionKeys":
      return { regionKeys: word(text, value, PERSONALITIES.regionKeys) };
    case "undocumentedFields":
      return { undocumentedFields: word(text, value, PERSONALITIES.undocumentedFields) };
    default:
      throw new Error(
        `personality "${text}": there is no switch "${key}"; write SWITCH=VALUE, where SWITCH is one of ${Object.keys(PERSONALITIES).join(", ")}`,
      );
  }
}

function splitOnce(text: string): readonly string[] {
  const at = text.indexOf("=");
  return at < 0 ? [text.trim()] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

function word<Value extends string>(text: string, value: string, values: readonly Value[]): Value {
  const found = values.find((candidate) => candidate === value);
  if (found === undefined)
    throw new Error(`personality "${text}": the value must be one of ${values.join(", ")}`);
  return found;
}

function positive(text: string, value: string, expected: string): number {
  if (!/^[1-9][0-9]{0,8}$/.test(value))
    throw new Error(`personality "${text}": the value must be ${expected}`);
  return Number(value);
}

function parseQuota(text: string, value: string): QuotaWord | QuotaWindow {
  const known = (["large", "small", "none"] as const).find((candidate) => candidate === value);
  if (known !== undefined) return known;
  const parts = /^([0-9]{1,9})\/([1-9][0-9]{0,8})(\/silent)?$/.exec(value);
  if (parts === null) {
    throw new Error(
      `personality "${text}": the value must be large, small, none, or LIMIT/SECONDS such as 60/60, or LIMIT/SECONDS/silent for no headers`,
    );
  }
  const [, limit, windowSeconds, silent] = parts;
  return { limit: Number(limit), windowSeconds: Number(windowSeconds), headers: silent === undefined };
}

type QuotaReading = {
  readonly allowed: boolean;
  /** Without them a client learns of the quota only from a bare 429. */
  readonly headers: Readonly<Record<string, string>>;
};

export type Quota = { take(now: number): QuotaReading };

export function startQuota(setting: Personality["quota"]): Quota {
  switch (setting) {
    case "large":
      return windowed({ limit: 1000, windowSeconds: 60, headers: true });
    case "small":
      return windowed({ limit: 60, windowSeconds: 60, headers: true });
    case "none":
      return refilled({ burst: 1000, perSecond: 1 });
    default:
      return windowed(setting);
  }
}

function windowed({ limit, windowSeconds, headers }: QuotaWindow): Quota {
  let resetSeconds = Number.NEGATIVE_INFINITY;
  let used = 0;
  return {
    take(now) {
      if (now >= resetSeconds * 1000) {
        resetSeconds = Math.ceil(now / 1000) + windowSeconds;
        used = 0;
      }
      const allowed = used < limit;
      if (allowed) used += 1;
      return { allowed, headers: headers ? headersOf(limit - used, resetSeconds) : {} };
    },
  };
}

/** X-Rate-Limit-Limit is always 1, as in the sample of buddy.works/api/reference/getting-started/hello-world. */
function headersOf(remaining: number, resetSeconds: number): Record<string, string> {
  return {
    "X-Rate-Limit-Limit": "1",
    "X-Rate-Limit-Remaining": String(remaining),
    "X-Rate-Limit-Reset": String(resetSeconds),
  };
}

function refilled({ burst, perSecond }: { readonly burst: number; readonly perSecond: number }): Quota {
  let tokens = burst;
  let filledAt: number | undefined;
  return {
    take(now) {
      const elapsed = Math.max(0, now - (filledAt ?? now)) / 1000;
      tokens = Math.min(burst, tokens + elapsed * perSecond);
      filledAt = now;
      const allowed = tokens >= 1;
      if (allowed) tokens -= 1;
      return { allowed, headers: {} };
    },
  };
}
