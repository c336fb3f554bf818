import type { LiveTarget } from "../distribution.ts";
import { printable } from "../invisible.ts";
import { normaliseTarget } from "../normal.ts";
import { canonicalJson } from "../plan/digest.ts";

/** Where a route leads, as people say it; what nobody here knows is shown as it came. */
export function renderTarget(target: LiveTarget): string {
  return printable(wordsOf(normaliseTarget(target)) ?? canonicalJson(target));
}

type Part = Readonly<Record<string, unknown>>;

function wordsOf(target: Part): string | undefined {
  switch (target.type) {
    case "EXTERNAL":
      return said`${target.external_url}`;
    case "TUNNEL": {
      const { id, tunnel_id: tunnel } = partOf(target.tunnel);
      return said`tunnel ${tunnel} of agent ${id}`;
    }
    case "SANDBOX": {
      const { id, endpoint } = partOf(target.sandbox);
      return said`sandbox ${id}, endpoint ${endpoint}`;
    }
    case "ARTIFACT": {
      const { id, version } = partOf(target.artifact);
      return version === undefined ? said`artifact ${id}` : said`artifact ${id}, version ${version}`;
    }
    default:
      return undefined;
  }
}

/** Of texts alone: with anything else in it, there are no words for it. */
function said(strings: TemplateStringsArray, ...values: readonly unknown[]): string | undefined {
  return values.every((value) => typeof value === "string") ? String.raw(strings, ...values) : undefined;
}

function partOf(value: unknown): Part {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
