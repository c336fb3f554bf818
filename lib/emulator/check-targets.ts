import type { Target } from "../core/distribution.ts";
import { exactKeys, type Fields, object, oneOf, refuse, textField } from "./check.ts";
import type { Personality } from "./personality.ts";

const TARGET_TYPES = [
  "EXTERNAL",
  "TUNNEL",
  "SANDBOX",
  "ARTIFACT",
] as const satisfies readonly Target["type"][];

/** From buddy/domain.go of Buddy's Go SDK, and the command line's list of regions. */
const REGION =
  /^(COUNTRY-[A-Z]{2}|CONTINENT-(NorthAmerica|SouthAmerica|Europe|Asia|Oceania|Africa|Antarctica))$/;

/** Targets by region, the default one spelled `Default` whatever the request has. */
export type TargetsBody = Readonly<Record<string, Target>>;

/** @throws Refusal 400 */
export function checkTargets(value: unknown, spelling: Personality["regionKeys"]): TargetsBody {
  const entries = Object.entries(object(value, "targets")).map(
    ([key, target]) => [region(key, spelling), checkTarget(target, `targets.${key}`)] as const,
  );
  // "Default region is mandatory" says buddy.works/docs/cli/distro/route/create.
  if (entries.filter(([key]) => key === "Default").length !== 1) {
    refuse("targets must hold the default region, once");
  }
  return Object.fromEntries(entries);
}

function region(key: string, spelling: Personality["regionKeys"]): string {
  const accepted = spelling === "any" ? ["Default", "default"] : [spelling];
  if (accepted.includes(key)) return "Default";
  if (!REGION.test(key)) {
    refuse(`targets: unknown region ${key}; it is ${accepted.join(" or ")}, COUNTRY-XX or CONTINENT-Name`);
  }
  return key;
}

function checkTarget(value: unknown, what: string): Target {
  const fields = object(value, what);
  const type = oneOf(fields.type, `${what}.type`, TARGET_TYPES);
  switch (type) {
    case "EXTERNAL":
      exactKeys(fields, what, ["type", "external_url"]);
      return { type, external_url: textField(fields.external_url, `${what}.external_url`) };
    case "TUNNEL": {
      const tunnel = part(fields, what, "tunnel", ["id", "tunnel_id"]);
      return { type, tunnel: { id: tunnel("id"), tunnel_id: tunnel("tunnel_id") } };
    }
    case "SANDBOX": {
      const sandbox = part(fields, what, "sandbox", ["id", "endpoint"]);
      return { type, sandbox: { id: sandbox("id"), endpoint: sandbox("endpoint") } };
    }
    case "ARTIFACT": {
      const artifact = part(fields, what, "artifact", ["id"], ["version"]);
      const version = Object.hasOwn(object(fields.artifact, what), "version")
        ? { version: artifact("version") }
        : {};
      return { type, artifact: { id: artifact("id"), ...version } };
    }
    default:
      return type satisfies never;
  }
}

/** The inner object of a target, as a way to its texts. */
function part(
  fields: Fields,
  what: string,
  key: string,
  required: readonly string[],
  optional: readonly string[] = [],
): (field: string) => string {
  exactKeys(fields, what, ["type", key]);
  const inner = object(fields[key], `${what}.${key}`);
  exactKeys(inner, `${what}.${key}`, required, optional);
  return (field) => textField(inner[field], `${what}.${key}.${field}`);
}
