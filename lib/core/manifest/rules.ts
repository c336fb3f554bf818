import { hostOf } from "../domain/distribution.ts";
import { cite } from "../domain/wording.ts";
import type { Explanation } from "../yaml/explain.ts";
import { groupKey, toGroup, toUser, userKey } from "./desired.ts";
import type { Manifest } from "./schema.ts";
import { clashes } from "./set-rules.ts";

/** How the values of one manifest fit together, as far as the schema cannot say it. */
export type ManifestRule = (manifest: Manifest) => readonly Explanation[];

type WrittenRoute = NonNullable<Manifest["routes"]>[number];

/** A rule that looks at one route at a time; paths lead on from the route. */
function routeRule(check: (route: WrittenRoute) => readonly Explanation[]): ManifestRule {
  return ({ routes = [] }) => {
    const all: Explanation[] = [];
    for (const [index, route] of routes.entries()) {
      for (const found of check(route)) all.push({ ...found, path: ["routes", index, ...found.path] });
    }
    return all;
  };
}

/**
 * An external target is a web address outside the machine that calls it. Private ranges are allowed: a Buddy that one
 * hosts oneself reaches them.
 */
const addressRule = routeRule(({ targets }) =>
  Object.entries(targets).flatMap(([region, target]): Explanation[] => {
    if (target.type !== "EXTERNAL") return [];
    const wrong = addressFault(target.external_url);
    if (wrong === undefined) return [];
    return [
      {
        path: ["targets", region, "external_url"],
        part: "value",
        code: "INVALID_ADDRESS",
        message: `${cite(target.external_url)} cannot be a target: ${wrong}`,
        remedy: "write https://backend.example.com, or a host with or without port and path",
      },
    ];
  }),
);

/** What nearly all addresses are: a name that URL would leave as it is, and take ten times as long over. */
const PLAIN = /^(?:https?:\/\/)?((?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]+)(?:\/[a-z0-9/._-]*)?$/;

function addressFault(text: string): string | undefined {
  const plain = PLAIN.exec(text)?.[1];
  if (plain !== undefined) return inside(plain);
  if (/[\s\\]/.test(text)) return "it holds a blank or a backslash";
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):(?!\d+(?:[/?#]|$))/.exec(text);
  if (scheme !== null && !/^https?:\/\//i.test(text))
    return `it begins with ${scheme[1]}:, and not with https://`;
  const rest = text.replace(/^https?:\/\//i, "");
  if (/^[^/?#]*@/.test(rest))
    return "it holds a user name or password, which everybody who reads the manifest could use";
  if (/^(?:$|[/?#:])/.test(rest)) return "it has no host";
  let host: string;
  try {
    host = new URL(`http://${rest}`).hostname;
  } catch {
    return "it is not an address";
  }
  // `127.1`, `0x7f.1` and full-width dots are spellings of other addresses: the resolved one is what counts.
  return inside(host);
}

function inside(host: string): string | undefined {
  const what = insideOf(host);
  return what === undefined ? undefined : `${host} is ${what}`;
}

/**
 * What a host is when it is not outside: the machine that calls, its link, or the service that gives cloud machines
 * their credentials. Undefined for every other host. `host` as URL writes it: lower case, IPv4 in four decimal parts,
 * IPv6 shortened and in brackets.
 */
function insideOf(host: string): string | undefined {
  const name = host.replace(/\.$/, "");
  return INSIDE.find(({ pattern }) => pattern.test(name))?.what;
}

const SELF = "the calling machine itself";
const METADATA = "where cloud machines get their credentials";

const INSIDE: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  { pattern: /^(?:.+\.)?localhost$/, what: SELF },
  { pattern: /^(?:127|0)\.\d+\.\d+\.\d+$/, what: SELF },
  { pattern: /^169\.254\.169\.254$/, what: METADATA },
  { pattern: /^169\.254\.\d+\.\d+$/, what: "an address of the calling machine's own link" },
  { pattern: /^metadata\.google\.internal$/, what: METADATA },
  { pattern: /^\[fd00:ec2::254\]$/, what: METADATA },
  // Loopback, unspecified, IPv4 in IPv6 (mapped, compatible, translated): all in ::/32 and 64:ff9b::/96.
  {
    pattern: /^\[(?:::|0:0:|64:ff9b:)/,
    what: "an address that stands for the calling machine or hides an IPv4 address",
  },
  { pattern: /^\[fe[89ab][0-9a-f]:/, what: "an address of the calling machine's own link" },
];

/** Domain and subdomain are host names as DNS has them, and the subdomain does not repeat the domain. */
const hostRule = routeRule(({ domain, subdomain = "" }) => {
  const zone = domain.toLowerCase();
  const name = subdomain.toLowerCase();
  if (name !== "" && `.${name}`.endsWith(`.${zone}`)) return [repeatedZone(name, zone)];
  const ofDomain = labelFault(domain, { wildcard: subdomain === "" }) ?? zoneFault(domain);
  const ofSubdomain = subdomain === "" ? undefined : labelFault(subdomain, { wildcard: true });
  const whole =
    hostOf({ domain, subdomain }).length > LONGEST
      ? `the host has more than ${LONGEST} characters`
      : undefined;
  if (ofDomain === undefined && ofSubdomain === undefined && whole === undefined) return [];
  return [
    ...(ofDomain === undefined ? [] : [explanation("domain", domain, ofDomain)]),
    ...(ofSubdomain === undefined ? [] : [explanation("subdomain", subdomain, ofSubdomain)]),
    ...(whole === undefined ? [] : [explanation("subdomain", subdomain, { message: whole })]),
  ];
});

/** RFC 1035. */
const LONGEST = 253;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
const LABELS = new RegExp(`${LABEL.source.slice(0, -1)}(?:\\.${LABEL.source.slice(1, -1)})*$`, "i");

type NameFault = { readonly message: string; readonly remedy?: string };

function labelFault(text: string, { wildcard }: { readonly wildcard: boolean }): NameFault | undefined {
  if (LABELS.test(text)) return undefined;
  if (/[/:@?#]/.test(text)) {
    return { message: "a host name has no scheme, port or path", remedy: "write the name only" };
  }
  if (/[^\0-\x7f]/.test(text)) return international(text);
  if (text.endsWith(".")) return { message: "it ends with a dot", remedy: "take the dot off" };
  const [first = "", ...rest] = text.split(".");
  const labels = first === "*" && wildcard ? rest : [first, ...rest];
  const wrong = labels.find((label) => !LABEL.test(label));
  if (wrong === undefined) return undefined;
  if (wrong.includes("*")) {
    return { message: "* stands for a whole label, and only for the leftmost one of the host" };
  }
  return {
    message:
      wrong === ""
        ? "a label is empty"
        : `${cite(wrong)} is not a label of letters, digits and inner hyphens`,
  };
}

function zoneFault(domain: string): NameFault | undefined {
  if (!domain.includes("."))
    return { message: "a domain has at least one dot", remedy: "write the whole zone" };
  return /\.\d+$/.test(domain) ? { message: "an IP address is not a domain" } : undefined;
}

/** Certificates and Buddy's lists hold the ASCII form, which URL's rules (UTS 46) make of any other. */
function international(text: string): NameFault {
  const message = "a host name is written in ASCII";
  try {
    return { message, remedy: `write ${new URL(`http://${text}`).hostname}` };
  } catch {
    return { message };
  }
}

function explanation(key: "domain" | "subdomain", text: string, { message, remedy }: NameFault): Explanation {
  return {
    path: [key],
    part: "value",
    code: "INVALID_HOST",
    message: `${cite(text)} cannot be a ${key}: ${message}`,
    ...(remedy === undefined ? {} : { remedy }),
  };
}

function repeatedZone(name: string, zone: string): Explanation {
  const rest = name.slice(0, -zone.length - 1);
  return {
    path: ["subdomain"],
    part: "value",
    code: "REPEATED_ZONE",
    message: `${cite(name)} repeats the domain, so that the host would be ${cite(`${name}.${zone}`)}`,
    remedy: rest === "" ? "leave the subdomain out" : `write ${cite(rest)}`,
  };
}

/** A path is one that a request can have: what proxies and browsers would rewrite never arrives. */
const pathRule = routeRule(({ path: written = "" }) => {
  const wrong = pathFault(written);
  return wrong === undefined
    ? []
    : [
        {
          path: ["path"],
          part: "value",
          code: "INVALID_PATH",
          message: `${cite(written)} cannot be a path: ${wrong.message}`,
          ...(wrong.remedy === undefined ? {} : { remedy: wrong.remedy }),
        },
      ];
});

type PathFault = { readonly message: string; readonly remedy?: string };

function pathFault(path: string): PathFault | undefined {
  if (path === "") return undefined;
  if (/[?#]/.test(path)) return { message: "routes do not look at ? and #", remedy: "write the path only" };
  if (path.includes("://"))
    return { message: "it is a whole address", remedy: "write what follows the host" };
  if (!path.startsWith("/"))
    return { message: "it does not begin with a slash", remedy: `write /${cite(path)}` };
  if (path.includes("//")) return { message: "it has two slashes in a row", remedy: "write one" };
  if (/\/\.{1,2}(?:\/|$)/.test(path)) {
    return { message: "requests never hold . and .. as parts", remedy: "write the path that they lead to" };
  }
  // Slash, dot and backslash, encoded: some servers decode them before they look, and some after.
  const encoded = /%(?:2f|2e|5c)/i.exec(path);
  if (encoded !== null) return { message: `it holds ${encoded[0]}, which servers read in two ways` };
  if (/%(?![0-9a-f]{2})/i.test(path)) {
    return {
      message: "a % is not followed by two hexadecimal digits",
      remedy: "write %25 for a percent sign",
    };
  }
  // RFC 3986, pchar.
  const odd = /[^A-Za-z0-9\-._~!$&'()*+,;=:@/%]/u.exec(path);
  if (odd !== null) {
    return { message: `it holds ${cite(odd[0])}`, remedy: `write ${encodeURIComponent(odd[0])}` };
  }
  return undefined;
}

/** Buddy: "Default region is mandatory". */
const defaultTargetRule = routeRule(({ targets }) =>
  Object.hasOwn(targets, "Default")
    ? []
    : [
        {
          path: ["targets"],
          part: "key",
          code: "MISSING_DEFAULT",
          message: "the route leads nowhere for visitors of other regions",
          remedy: "add a `Default:` target",
        },
      ],
);

/** One access level for each: with two, the order of a list would decide. */
const grantsRule: ManifestRule = ({ permissions: { users = [], groups = [] } = {} }) => [
  ...twice(
    "users",
    users.map((user) => ({ key: userKey(toUser(user)), name: user.email ?? `id ${user.id}` })),
  ),
  ...twice(
    "groups",
    groups.map((group) => ({ key: groupKey(toGroup(group)), name: group.name ?? `id ${group.id}` })),
  ),
];

type Named = { readonly key: string; readonly name: string };

function twice(list: "users" | "groups", named: readonly Named[]): readonly Explanation[] {
  if (named.length < 2) return [];
  const placed = named.map((one, index) => ({ ...one, index }));
  return clashes(placed, ({ key }) => key)
    .flat()
    .map(({ name, index }) => ({
      path: ["permissions", list, index],
      part: "value",
      code: "DUPLICATE_GRANT",
      message: `${name} is granted access more than once`,
      remedy: "keep one of the grants",
    }));
}

/** Each finds one kind of mistake and knows nothing of the others; none changes anything. */
export const MANIFEST_RULES: readonly ManifestRule[] = [
  hostRule,
  pathRule,
  addressRule,
  defaultTargetRule,
  grantsRule,
];
