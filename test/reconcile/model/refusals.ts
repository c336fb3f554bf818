import type { Change } from "../../../lib/core/plan/plan.ts";
import type { Report } from "../../../lib/core/report/report.ts";
import type { Fault } from "../../../lib/emulator/faults.ts";
import { addressOf, contentOf, keyOf, unblocked } from "./effects.ts";
import { handedOver, takenBy } from "./handover.ts";
import type { Observed } from "./model.ts";

type Outcome = Report["outcomes"][number];

/**
 * What docs/promises.md leaves open: Buddy refuses an identifier that another distribution has, or an address that another
 * one has and keeps by this plan, and goes on to, until a person decides. Nothing else failed, and what failed was refused
 * for that. An address that the plan takes away elsewhere is no excuse, but beside a refusal that is one.
 * @param inVain see `refusedInVain`
 */
export function isRefusedForAnother(seen: Observed, inVain: ReadonlySet<string>): boolean {
  const { report, plan, after, unique } = seen;
  const allowed = plan === undefined ? [] : unblocked(plan);
  const holders = (address: string, outcome: Outcome) =>
    [...after.values()].filter(
      ({ id, routes }) => id !== outcome.id && routes.some((route) => addressOf(route) === address),
    );
  const isKept = (address: string, id: string) =>
    !allowed.some(
      (change) => change.action !== "create" && change.id === id && takenBy(change).includes(address),
    );

  const isRefused = (outcome: Outcome): boolean => {
    const refused = outcome.routes.flatMap(({ status, route }) => (status === "failed" ? [route] : []));
    if (refused.length === 0)
      return [...after.values()].some((one) => one.id !== outcome.id && keyOf(one) === outcome.key);
    const change = allowed.find(({ key }) => key === outcome.key);
    const wanted = change === undefined ? [] : addedBy(change);
    return (
      refused.every((address) => holders(address, outcome).length > 0) &&
      refused.some(
        (address) =>
          holders(address, outcome).some(({ id }) => isKept(address, id)) ||
          wanted.some((content) => content.startsWith(`${address} `) && inVain.has(content)),
      )
    );
  };
  const failed = report?.outcomes.filter(({ status }) => status === "failed") ?? [];
  return unique && failed.length > 0 && failed.every(isRefused);
}

/**
 * Routes that may have been refused while no other distribution had their address, by a Buddy that had no reason to: it is
 * promised that they are not tried again before their manifest changes.
 */
export function refusedInVain({ plan }: Observed, fault: Fault): readonly string[] {
  if (plan === undefined || fault.kind !== "status" || fault.status >= 429) return [];
  const allowed = unblocked(plan);
  const addresses = handedOver(allowed);
  return allowed.flatMap(addedBy).filter((content) => addresses.has(content.split(" ")[0] ?? ""));
}

function addedBy(change: Change): readonly string[] {
  if (change.action === "create") return change.routes.map(contentOf);
  if (change.action !== "update") return [];
  return change.routes.flatMap((route) =>
    route.kind === "add" || route.kind === "replace" ? [contentOf(route.to)] : [],
  );
}
