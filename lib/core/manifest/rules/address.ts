import { cite } from "../cite.ts";
import type { Explanation } from "../explain.ts";
import { insideOf } from "./inside.ts";
import { routeRule } from "./rule.ts";

/**
 * An external target is a web address outside the machine that calls it. Private ranges are allowed: a Buddy that one
 * hosts oneself reaches them.
 */
export const addressRule = routeRule(({ targets }) =>
  Object.entries(targets).flatMap(([region, target]): Explanation[] => {
    if (target.type !== "EXTERNAL") return [];
    const wrong = fault(target.external_url);
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

function fault(text: string): string | undefined {
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
