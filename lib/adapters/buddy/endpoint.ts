import { REGIONS } from "../../core/config/workspace.ts";

/** The token would go to a place that nobody named. The message never repeats what was given, which may hold a password. */
export class EndpointError extends Error {
  override readonly name = "EndpointError";
  readonly remedy: string;

  constructor(problem: string, remedy: string) {
    super(`the API endpoint ${problem}: ${remedy}`);
    this.remedy = remedy;
  }
}

/**
 * The base URL to send the token to, without a slash at its end.
 * @param options.named hosts that the configuration file names, as `host` or `host:port`
 * @throws EndpointError for everything but Buddy's regions, loopback and the named hosts, and for every odd spelling
 */
export function parseEndpoint(text: string, options: { readonly named?: readonly string[] } = {}): string {
  const { scheme, authority, path } = split(text);
  const host = parsedHost(text, authority);
  checkPath(path);
  const named = (options.named ?? []).map((name) => name.toLowerCase());
  if (!LOOPBACK.has(host.replace(/:\d+$/, ""))) {
    if (scheme !== "https") throw new EndpointError("is not https", "write https://");
    checkHost(host, named);
  }
  return `${scheme}://${host}${path.replace(/\/$/, "")}`;
}

const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);
const REGION_HOSTS: ReadonlySet<string> = new Set(Object.values(REGIONS).map((url) => new URL(url).host));
const NAME_IT = "name it in distro-sync.yaml: `api: https://HOST/api`, or `region: us`, `eu` or `asia`";

type Parts = { readonly scheme: "http" | "https"; readonly authority: string; readonly path: string };

/** Splits by hand, because the URL parser forgives: it drops tabs and line breaks and reads `\` as `/`. */
function split(text: string): Parts {
  const parts = /^(https?):\/\/([^/\\?#\s]+)(.*)$/is.exec(text);
  const [, scheme, authority, path] = parts ?? [];
  if (scheme === undefined || authority === undefined || path === undefined)
    throw new EndpointError("is not a URL that begins with https://", NAME_IT);
  if (authority.includes("@"))
    throw new EndpointError(
      "holds a user name or password",
      "write the host alone, and give the token apart",
    );
  return {
    scheme: scheme.toLowerCase() === "http" ? "http" : "https",
    authority: authority.toLowerCase(),
    path,
  };
}

/** The host that would be called, if it is also the one that was written: `127.1` and full-width dots are not. */
function parsedHost(text: string, authority: string): string {
  if (!URL.canParse(text)) throw new EndpointError("is not a URL", NAME_IT);
  const url = new URL(text);
  const asWritten = url.port === "" ? authority.replace(DEFAULT_PORT[url.protocol] ?? /$^/, "") : authority;
  if (url.host !== asWritten)
    throw new EndpointError("spells its host in an unusual way", "write it in plain lower-case letters");
  if (url.hostname.endsWith("."))
    throw new EndpointError("has a dot at the end of its host", "write the host without it");
  return url.host;
}

const DEFAULT_PORT: Readonly<Record<string, RegExp>> = { "http:": /:80$/, "https:": /:443$/ };

function checkPath(path: string): void {
  if (!/^(?:\/[\w~-][\w.~-]*)*\/?$/.test(path) || path.includes(".."))
    throw new EndpointError(
      "has an unusual path, a query or a fragment",
      "write https://HOST or https://HOST/api",
    );
}

function checkHost(host: string, named: readonly string[]): void {
  if (REGION_HOSTS.has(host)) return;
  if (host.includes("buddy.works") && !/(?:^|\.)buddy\.works(?::\d+)?$/.test(host))
    throw new EndpointError(
      "has a host that only looks like Buddy's",
      "use `region: us`, `eu` or `asia`, or a host of your own",
    );
  if (!named.includes(host))
    throw new EndpointError(
      `has a host that is neither Buddy's nor named by the configuration (${host})`,
      NAME_IT,
    );
}
