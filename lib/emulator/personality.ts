/**
 * What Buddy's API pages leave open, as switches: a client is right only if it works under every value. The comment on
 * each says why nobody can tell from the pages (read in November 2026).
 */
export type Personality = {
  /**
   * What a second distribution with one identifier in one scope, or a second route with one address, is answered.
   * buddy.works/docs/api/distributions/create says neither whether it is refused nor with which status.
   */
  readonly uniqueness: "none" | "409" | "400";
  /**
   * What a list without `project_name` and `environment_id` holds: the workspace's own objects, or those of its
   * projects and environments too. Open at docs/api/distributions/list, and in the same way for environments.
   */
  readonly unfilteredList: "workspace" | "everything";
  /**
   * `none`: the list of distributions is whole, as docs/api/distributions/list implies by naming no paging parameter.
   * A number: the list answers so many items and honours `page`, as Buddy's lists of members and projects do.
   */
  readonly paging: "none" | number;
  /** docs/api/distributions/get documents ids as integers and shows strings such as `rm1P93jG`. */
  readonly ids: "string" | "number";
  /**
   * How a route is changed: docs/api/distributions/routes/update has PATCH (June 29 2026), the newer page
   * …/routes/update-configuration has PUT. Whether both are served is not said.
   */
  readonly routeUpdate: "PUT" | "PATCH" | "both";
  /**
   * What a PATCH of a distribution does with the `permissions` that it does not name. `replace`: they are gone, as they are
   * for Buddy's Go SDK, which sends all. `merge`: they stay. docs/api/distributions/update says neither.
   */
  readonly permissionsUpdate: "replace" | "merge";
  /**
   * How answers show an `external_url`. `as-sent`: docs/api/distributions/routes has bare hosts in its answers.
   * `normalised`: as the URL standard writes it, with https:// where nothing was; that none ever does is written nowhere.
   */
  readonly externalUrls: "as-sent" | "normalised";
  /**
   * Route types that a write may name, and that answers name. `old`: PROXY, PROXY_NO_CACHE (June 2026); `new`:
   * CACHED_PROXY, DIRECT_PROXY (September 2026); `both`: either, and the answer repeats what was sent.
   */
  readonly typeNames: "new" | "old" | "both";
  /** How a write spells the default region: one example of routes/create has `default`, every answer has `Default`. */
  readonly regionKeys: "Default" | "default" | "any";
  /**
   * How many requests are answered before 429. No page has the numbers; Buddy's Go SDK begins with a burst of 1,000
   * and one a second, and reads X-Rate-Limit-Remaining and X-Rate-Limit-Reset (Unix seconds).
   */
  readonly quota: QuotaWord | QuotaWindow;
  /** For how long, by the clock, reads do not show a write yet. Whether reads lag is written nowhere. */
  readonly lagSeconds: number;
  /**
   * What becomes of fields that the pages do not document, such as `disabled`, `routes` and `note` on create: dropped,
   * answered 400, or taken. The command line has `--note`, so at least that one exists somewhere.
   */
  readonly undocumentedFields: "ignored" | "refused" | "accepted";
};

/** `large`: 1,000 a minute. `small`: 60 a minute. `none`: a burst of 1,000, then one a second, and no headers. */
type QuotaWord = "large" | "small" | "none";

/** So many requests in each window. The window begins with its first request and ends on a whole second. */
type QuotaWindow = {
  readonly limit: number;
  readonly windowSeconds: number;
  /** Whether answers tell what is left. */
  readonly headers: boolean;
};

/** The reading of the pages that seems the most likely one. */
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

/** The values of each switch that are worth trying, for tests that go through them singly or draw combinations. */
export const PERSONALITIES: { readonly [Key in keyof Personality]: readonly Personality[Key][] } = {
  uniqueness: ["none", "409", "400"],
  unfilteredList: ["workspace", "everything"],
  // The lengths that pages have in practice: Buddy's other lists come by 20, its SDK asks for 30.
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
 * `ids=number` as a personality; `quota` also takes `LIMIT/SECONDS`, and `LIMIT/SECONDS/silent` for one without headers.
 * @throws Error that names the switches, or the values of the one that was meant.
 */
export function parsePersonality(text: string): Partial<Personality> {
  const [key = "", value = ""] = splitOnce(text);
  switch (key) {
    case "paging":
      return { paging: value === "none" ? "none" : positive(text, value, "none, or how many items a page") };
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
        `personality "${text}": there is no switch "${key}"; write one of ${Object.keys(PERSONALITIES).join(", ")}, then = and its value`,
      );
  }
}

function splitOnce(text: string): readonly string[] {
  const at = text.indexOf("=");
  return at < 0 ? [text.trim()] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

function word<Value extends string>(text: string, value: string, values: readonly Value[]): Value {
  const found = values.find((candidate) => candidate === value);
  if (found === undefined) throw new Error(`personality "${text}": the value is one of ${values.join(", ")}`);
  return found;
}

function positive(text: string, value: string, expected: string): number {
  if (!/^[1-9][0-9]{0,8}$/.test(value)) throw new Error(`personality "${text}": the value is ${expected}`);
  return Number(value);
}

function parseQuota(text: string, value: string): QuotaWord | QuotaWindow {
  const known = (["large", "small", "none"] as const).find((candidate) => candidate === value);
  if (known !== undefined) return known;
  const parts = /^([0-9]{1,9})\/([1-9][0-9]{0,8})(\/silent)?$/.exec(value);
  if (parts === null) {
    throw new Error(
      `personality "${text}": the value is large, small, none, or LIMIT/SECONDS such as 60/60, with /silent for no headers`,
    );
  }
  const [, limit, windowSeconds, silent] = parts;
  return { limit: Number(limit), windowSeconds: Number(windowSeconds), headers: silent === undefined };
}

type QuotaReading = {
  readonly allowed: boolean;
  /** Unknown to the client when there are none: then the answer to too many requests is a bare 429. */
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
      return bucket({ burst: 1000, perSecond: 1 });
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

/** Limit is 1 whatever the limit is: so says the sample of buddy.works/api/reference/getting-started/hello-world. */
function headersOf(remaining: number, resetSeconds: number): Record<string, string> {
  return {
    "X-Rate-Limit-Limit": "1",
    "X-Rate-Limit-Remaining": String(remaining),
    "X-Rate-Limit-Reset": String(resetSeconds),
  };
}

function bucket({ burst, perSecond }: { readonly burst: number; readonly perSecond: number }): Quota {
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
