import { hostOf } from "../../distribution.ts";
import { cite } from "../cite.ts";
import type { Explanation } from "../explain.ts";
import { routeRule } from "./rule.ts";

/** Domain and subdomain are host names as DNS has them, and the subdomain does not repeat the domain. */
export const hostRule = routeRule(({ domain, subdomain = "" }) => {
  const zone = domain.toLowerCase();
  const name = subdomain.toLowerCase();
  if (name !== "" && `.${name}`.endsWith(`.${zone}`)) return [repeatedZone(name, zone)];
  const ofDomain = fault(domain, { wildcard: subdomain === "" }) ?? zoneFault(domain);
  const ofSubdomain = subdomain === "" ? undefined : fault(subdomain, { wildcard: true });
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

type Fault = { readonly message: string; readonly remedy?: string };

function fault(text: string, { wildcard }: { readonly wildcard: boolean }): Fault | undefined {
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

function zoneFault(domain: string): Fault | undefined {
  if (!domain.includes("."))
    return { message: "a domain has at least one dot", remedy: "write the whole zone" };
  return /\.\d+$/.test(domain) ? { message: "an IP address is not a domain" } : undefined;
}

/** Certificates and Buddy's lists hold the ASCII form, which URL's rules (UTS 46) make of any other. */
function international(text: string): Fault {
  const message = "a host name is written in ASCII";
  try {
    return { message, remedy: `write ${new URL(`http://${text}`).hostname}` };
  } catch {
    return { message };
  }
}

function explanation(key: "domain" | "subdomain", text: string, { message, remedy }: Fault): Explanation {
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
