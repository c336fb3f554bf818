import { parseUrl } from "../../core/domain/url.ts";
import { LOOPBACK } from "../../core/trust/trust.ts";

/** An address that is not written as one is. The message never repeats what was given, which may hold a password. */
export class EndpointError extends Error {
  override readonly name = "EndpointError";
  readonly remedy: string;

  constructor(problem: string, remedy: string) {
    super(`the API endpoint ${problem}: ${remedy}`);
    this.remedy = remedy;
  }
}

/**
 * The base URL of an API, without a slash at its end. Whether the token may go there is for `core/trust` to say.
 * @throws EndpointError for every odd spelling, hosts that only look like Buddy's, and http to anywhere but this machine
 */
export function parseEndpoint(text: string): string {
  const { scheme, authority, path } = split(text);
  const host = parsedHost(text, authority);
  checkPath(path);
  if (!LOOPBACK.has(host.replace(/:\d+$/, ""))) {
    if (scheme !== "https") throw new EndpointError("is not https", "write https://");
    checkHost(host);
  }
  return `${scheme}://${host}${path.replace(/\/$/, "")}`;
}

const WRITE_IT = "write https://HOST or https://HOST/api";

type Parts = { readonly scheme: "http" | "https"; readonly authority: string; readonly path: string };

/** Splits by hand, because the URL parser forgives: it drops tabs and line breaks and reads `\` as `/`. */
function split(text: string): Parts {
  const parts = /^(https?):\/\/([^/\\?#\s]+)(.*)$/is.exec(text);
  const [, scheme, authority, path] = parts ?? [];
  if (scheme === undefined || authority === undefined || path === undefined)
    throw new EndpointError("is not a URL that begins with https://", WRITE_IT);
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
  const url = parseUrl(text);
  if (url === undefined) throw new EndpointError("is not a URL", WRITE_IT);
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
    throw new EndpointError("has an unusual path, a query or a fragment", WRITE_IT);
}

function checkHost(host: string): void {
  if (host.includes("buddy.works") && !/(?:^|\.)buddy\.works(?::\d+)?$/.test(host))
    throw new EndpointError(
      "has a host that only looks like Buddy's",
      "use https://api.buddy.works, api.eu.buddy.works or api.asia.buddy.works, or a host of your own",
    );
}
