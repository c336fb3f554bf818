import { cite } from "../cite.ts";
import { routeRule } from "./rule.ts";

/** A path is one that a request can have: what proxies and browsers would rewrite never arrives. */
export const pathRule = routeRule(({ path: written = "" }) => {
  const wrong = fault(written);
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

type Fault = { readonly message: string; readonly remedy?: string };

function fault(path: string): Fault | undefined {
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
