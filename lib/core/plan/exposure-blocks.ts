import { compareText } from "../order.ts";
import { EXPOSURES, type Exposed, type Exposure, exposedBy } from "./exposure.ts";
import type { Block, GuardContext } from "./guard.ts";
import { hostsAfter } from "./hosts-after.ts";
import { listed } from "./listed.ts";
import type { Change } from "./plan.ts";

/**
 * One block for each class of exposure that is not allowed, whatever the number of changes.
 *
 * @param refused keys of changes that are blocked already: a hostname that one of them would serve is not served
 */
export function exposureBlocks(
  changes: readonly Change[],
  allow: readonly Exposure[],
  context: GuardContext,
  refused: ReadonlySet<string>,
): readonly Block[] {
  const allowed = new Set(allow);
  const hosts = hostsAfter(changes, context, refused);
  const found = changes.map((change) => ({
    key: change.key,
    exposed: exposedBy(change, { ...context, hosts }).filter(({ exposure }) => !allowed.has(exposure)),
  }));
  const blocked = new Set([
    ...refused,
    ...found.flatMap(({ key, exposed }) => (exposed.length > 0 ? [key] : [])),
  ]);
  // What is blocked here adds nothing either, which may leave other hostnames without a route.
  if (blocked.size > refused.size) return exposureBlocks(changes, allow, context, blocked);
  return EXPOSURES.flatMap((exposure) => blockOf(exposure, found));
}

function blockOf(
  exposure: Exposure,
  found: readonly { readonly key: string; readonly exposed: readonly Exposed[] }[],
): readonly Block[] {
  const concerned = found.filter(({ exposed }) => exposed.some((one) => one.exposure === exposure));
  if (concerned.length === 0) return [];
  const what = concerned.flatMap(({ exposed }) =>
    exposed.flatMap((one) => (one.exposure === exposure ? [one.what] : [])),
  );
  return [
    {
      code: "EXPOSURE",
      exposure,
      message: `${MEANING[exposure]}: ${listed([...new Set(what)].toSorted(compareText))}`,
      remedy: `if that is intended, approve this plan, or allow all of the kind with \`limits: { allow: [${exposure}] }\` in distro-sync.yaml`,
      keys: concerned.map(({ key }) => key),
    },
  ];
}

const MEANING: Readonly<Record<Exposure, string>> = {
  "last-route": "hostnames would answer nothing any more",
  apex: "routes of a domain itself would be taken away",
  wildcard: "routes of every subdomain would be taken away",
  "root-path": "routes of the path / would be taken away",
  "default-target": "the default target or the type of routes would change",
  "domain-change": "routes would move to another domain",
  "others-widened": "everybody would be allowed more",
};
