import { canonicalJson } from "./canonical-json.ts";
import type { LiveRoute, LiveTarget, Route, RouteType, Target } from "./distribution.ts";
import { parseUrl } from "./url.ts";

/** What a route or a target means, however Buddy or a manifest spells it: what is normalised is the same if it is equal. */

type LiveTargets = Readonly<Record<string, LiveTarget>>;

/**
 * Whether live targets are what was declared: the same regions, each with the same target. What a declaration leaves open
 * is not compared, so the order of the arguments counts: an address without a scheme is also what Buddy may have made of
 * it, and so is an artifact without a version.
 *
 * @param declared by a manifest, or by an earlier one that was applied
 */
export function sameTargets(declared: LiveTargets, live: LiveTargets): boolean {
  const [expected, found] = [normaliseTargets(declared), normaliseTargets(live)];
  const regions = Object.keys(expected);
  return (
    regions.length === Object.keys(found).length &&
    regions.every((region) => {
      const [one, other] = [targetOf(expected, region), targetOf(found, region)];
      return one !== undefined && other !== undefined && sameTarget(one, other);
    })
  );
}

/** `default`, as one of Buddy's examples has it, is `Default`. */
export function normaliseTargets(targets: LiveTargets): LiveTargets {
  return Object.fromEntries(
    Object.entries(targets).map(([region, target]) => [
      region === "default" ? "Default" : region,
      normaliseTarget(target),
    ]),
  );
}

/**
 * A target of a type that we know, in our fields alone: Buddy fills in others, and says null where it has nothing. One of
 * any other type, or of a shape that it should not have, stays as it came.
 */
export function normaliseTarget(target: LiveTarget): LiveTarget {
  return knownTarget(target) ?? target;
}

export function sameRouteType(a: string, b: string): boolean {
  return normaliseRouteType(a) === normaliseRouteType(b);
}

/** The newer name; a word that nobody here knows stays as it is. */
export function normaliseRouteType(word: string): string {
  switch (word) {
    case "PROXY":
      return "CACHED_PROXY";
    case "PROXY_NO_CACHE":
      return "DIRECT_PROXY";
    default:
      return word;
  }
}

/** A live route as a manifest would declare it; undefined when it has a type or a target that no manifest can say. */
export function declarable({ domain, subdomain, path, type, targets }: LiveRoute): Route | undefined {
  const known = routeTypeOf(normaliseRouteType(type));
  const said = Object.entries(normaliseTargets(targets)).flatMap(([region, target]) => {
    const one = knownTarget(target);
    return one === undefined ? [] : [[region, one] as const];
  });
  if (known === undefined || said.length < Object.keys(targets).length) return undefined;
  return { domain, subdomain, path, type: known, targets: Object.fromEntries(said) };
}

function routeTypeOf(word: string): RouteType | undefined {
  switch (word) {
    case "DIRECT_PROXY":
    case "CACHED_PROXY":
    case "REDIRECT":
    case "CLOAKING":
      return word;
    default:
      return undefined;
  }
}

function sameTarget(declared: LiveTarget, live: LiveTarget): boolean {
  const [expected, found] = [knownTarget(declared), knownTarget(live)];
  if (expected === undefined || found === undefined) return canonicalJson(declared) === canonicalJson(live);
  if (expected.type === "EXTERNAL" && found.type === "EXTERNAL")
    return sameAddress(expected.external_url, found.external_url);
  if (expected.type === "ARTIFACT" && found.type === "ARTIFACT")
    return (
      expected.artifact.id === found.artifact.id &&
      (expected.artifact.version === undefined || expected.artifact.version === found.artifact.version)
    );
  return canonicalJson(expected) === canonicalJson(found);
}

/**
 * Compared as the URL standard writes them: case of scheme and host, the default port and the slash of a bare host do not
 * count. Buddy takes a host without a scheme, and its examples show one that stayed so; whether it always does is not
 * known. Declared without a scheme means that none is asked for: `https://test.com` and `http://test.com` both are
 * `test.com`, and nothing is written again and again should Buddy add one. The other way round it is a difference:
 * where Buddy shows no scheme, the one that is asked for is not there.
 */
function sameAddress(declared: string, live: string): boolean {
  const [asked, shown] = [schemeOf(declared), schemeOf(live)];
  if (asked !== undefined) return shown !== undefined && canonical(declared) === canonical(live);
  if (shown !== undefined)
    return SCHEMES.includes(shown) && canonical(`${shown}${declared}`) === canonical(live);
  return SCHEMES.every((scheme) => canonical(`${scheme}${declared}`) === canonical(`${scheme}${live}`));
}

/** What a bare host may stand for: which port is the default one depends on it. */
const SCHEMES = ["https://", "http://"];

function schemeOf(address: string): string | undefined {
  return /^[a-z][a-z0-9+.-]*:\/\//i.exec(address)?.[0].toLowerCase();
}

function canonical(address: string): string {
  return parseUrl(address)?.href ?? address;
}

function knownTarget(target: LiveTarget): Target | undefined {
  switch (target.type) {
    case "EXTERNAL": {
      const { external_url }: Part = target;
      return typeof external_url === "string" ? { type: "EXTERNAL", external_url } : undefined;
    }
    case "TUNNEL": {
      const tunnel = partOf(target, "tunnel");
      const [id, tunnel_id] = [wordOf(tunnel.id), wordOf(tunnel.tunnel_id)];
      return id === undefined || tunnel_id === undefined
        ? undefined
        : { type: "TUNNEL", tunnel: { id, tunnel_id } };
    }
    case "SANDBOX": {
      const sandbox = partOf(target, "sandbox");
      const [id, endpoint] = [wordOf(sandbox.id), wordOf(sandbox.endpoint)];
      return id === undefined || endpoint === undefined
        ? undefined
        : { type: "SANDBOX", sandbox: { id, endpoint } };
    }
    case "ARTIFACT": {
      const artifact = partOf(target, "artifact");
      const [id, version] = [wordOf(artifact.id), wordOf(artifact.version)];
      if (id === undefined) return undefined;
      return { type: "ARTIFACT", artifact: { id, ...(version === undefined ? {} : { version }) } };
    }
    default:
      return undefined;
  }
}

type Part = Readonly<Record<string, unknown>>;

/** An object inside an object; one without anything in it when there is none. */
function partOf(whole: Part, name: string): Part {
  const part = whole[name];
  return typeof part === "object" && part !== null ? { ...part } : {};
}

/** Ids are texts in every example, and documented as numbers in some places: both are the same id. */
function wordOf(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

function targetOf(targets: LiveTargets, region: string): LiveTarget | undefined {
  return Object.hasOwn(targets, region) ? targets[region] : undefined;
}
