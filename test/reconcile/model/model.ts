import { isDeepStrictEqual } from "node:util";
import type { Change, Plan, Policy } from "../../../lib/core/plan/plan.ts";
import type { Report } from "../../../lib/core/report/report.ts";
import type { StoredDistribution } from "../../../lib/emulator/state.ts";
import { differences, isAsPlanned, isStale, keyOf, planOf, unblocked } from "./effects.ts";
import { giving, handedOver, vanished } from "./handover.ts";
import { claims, claimsOf, keyAt, type Manifests, PLACES } from "./source.ts";

/**
 * What the tool may do to Buddy, said again in as few words as possible and without any of its code: Buddy is a set of
 * objects by id, the tool owns some of the ids, and a pass may change an object only as its plan said, only if it is owned,
 * and may end one only if nothing wants it any more.
 */
type Objects = ReadonlyMap<string, StoredDistribution>;

/** What the model remembers between passes. */
export type Memory = {
  /** Ids that passes created or adopted, and did not disown, with the key under which each is known. */
  readonly ours: Map<string, string>;
  /** Ids of what was ours when the inventory was lost: it looks like ours to a pass that was about to make the same. */
  readonly lost: Set<string>;
  /** Ids that a pass has recorded as protected and that no pass has been told to let go. */
  readonly protectedIds: Set<string>;
  /** When an approval has let a plan through, by its digest. */
  readonly used: Map<string, number>;
};

export type Observed = {
  readonly policy: Policy;
  readonly manifests: Manifests;
  readonly before: Objects;
  readonly after: Objects;
  /** As it was shown, before anything was written; absent when the pass ended earlier. */
  readonly plan?: Plan;
  /** Absent when the pass was killed. */
  readonly report?: Report;
  /** Whether Buddy lets an address exist once. */
  readonly unique: boolean;
  /** Nothing went wrong, nobody interfered, and reads show all that was written. */
  readonly quiet: boolean;
  /** Reads show all that was written before. */
  readonly clear: boolean;
  readonly now: number;
  /** What another instance has. */
  readonly foreign: ReadonlySet<string>;
  /** Keys on which somebody has put a hold. */
  readonly held: ReadonlySet<string>;
};

const DAY_MS = 86_400_000;

/** Every rule that the pass broke. */
export function broken({ ours, lost, protectedIds, used }: Memory, seen: Observed): readonly string[] {
  const { policy, before, after, plan, report, quiet, held } = seen;
  const allowed = plan === undefined ? [] : unblocked(plan);
  const claimed = claims(seen.manifests);
  const addresses = handedOver(allowed);
  const faults: string[] = [];
  const rule = (holds: boolean, text: string) => {
    if (!holds) faults.push(text);
  };

  for (const [id, was] of before) {
    const is = after.get(id);
    if (isDeepStrictEqual(was, is)) continue;
    const about = `${keyOf(was)} (${id})`;
    const changes = allowed.filter((change) => isAbout(change, was, ours));
    const did = differences(was, is);
    const planned = new Set([...changes.flatMap(planOf), ...giving(was, changes, { ...seen, addresses })]);
    const looksLikeOurs = changes.some((change) => change.action === "create" && change.presumed === true);
    rule(
      ours.has(id) || (lost.has(id) && looksLikeOurs),
      `${about} is not ours, and was changed: ${did.join(", ")}`,
    );
    rule(
      did.every((one) => planned.has(one)),
      `${about} was changed otherwise than planned: ${did.join(", ")}, not ${[...planned].join(", ")}`,
    );
    rule(!held.has(keyOf(was)), `${about} was changed although it is held`);
    rule(
      policy !== "create-only" || changes.every(({ action }) => action === "create"),
      `${about} existed, and create-only changed it`,
    );
    rule(
      !seen.clear || !changes.some((change) => isStale(change, was)),
      `${about} was changed although it is not what the plan has shown any more`,
    );
    const ended = changes.find(({ action }) => action === "delete" || action === "disable");
    if (is === undefined || ended !== undefined) {
      // One that is to be deleted may have given its routes away, and stayed.
      const stays = is !== undefined && ended?.action === "delete";
      rule(stays || !hasFailed(report), `${about} was ended although something else had failed`);
      rule(policy === "sync", `${about} was ended under ${policy}`);
      rule(!protectedIds.has(id), `${about} was ended although it is protected`);
      rule(!claimed.has(ended?.key ?? keyOf(was)), `${about} was ended although a manifest wants it`);
    }
  }

  for (const change of allowed.filter(({ action }) => action === "adopt")) {
    const wanted = PLACES.map((place, at) => [place, seen.manifests[at]] as const).find(
      ([place, one]) => one !== undefined && keyAt(place, place.identifiers[one.identifier]) === change.key,
    )?.[1];
    rule(wanted?.adopt === true && policy !== "create-only", `${change.key} is adopted, and nobody said so`);
    rule(change.action !== "adopt" || !seen.foreign.has(change.id), `${change.key} is adopted from another`);
  }
  const usedAt = plan === undefined ? undefined : used.get(plan.digest);
  const until = Date.parse(plan?.approval?.until ?? "");
  rule(usedAt === undefined || !(until <= usedAt + DAY_MS), "an approval was used twice");

  const made = [...after.values()].filter(({ id }) => !before.has(id));
  for (const one of made) {
    const changes = allowed.filter((change) => change.action === "create" && change.key === keyOf(one));
    rule(changes.length === 1, `${keyOf(one)} was created and not planned`);
    rule(claimed.has(keyOf(one)), `${keyOf(one)} was created and no manifest wants it`);
    rule(!held.has(keyOf(one)), `${keyOf(one)} was created although it is held`);
  }
  rule(new Set(made.map(keyOf)).size === made.length, "something was created twice");

  const nowhere = quiet ? vanished(seen, allowed) : [];
  rule(
    nowhere.length === 0,
    `live before, declared by what was carried out, and nowhere now: ${nowhere.join(", ")}`,
  );

  if (quiet && report?.verdict === "applied") {
    for (const change of allowed) {
      const about = `${change.action} ${change.key}`;
      const is = made.find((one) => change.action === "create" && keyOf(one) === change.key);
      if (is !== undefined && change.action === "create") {
        rule(isAsPlanned(is, change), `${about} was created otherwise than shown: ${JSON.stringify(is)}`);
        continue;
      }
      const was = [...before.values()].find((one) => isAbout(change, one, ours));
      rule(was !== undefined, `${about} was shown and not done`);
      if (was === undefined) continue;
      const did = new Set(differences(was, after.get(was.id)));
      // One that is finished, or put aside, may have been disabled before.
      if (change.action !== "update" && after.get(was.id)?.disabled === true) did.add("disabled true");
      const undone = planOf(change).filter((one) => !did.has(one));
      rule(undone.length === 0, `${about} was shown and not done: ${undone.join(", ")}`);
    }
  }
  return faults;
}

/** What the model has to remember of a pass that kept the rules. */
export function remember({ ours, protectedIds, used }: Memory, seen: Observed): void {
  const { before, after, plan, report, manifests, policy } = seen;
  if (plan !== undefined && needed(plan, seen)) used.set(plan.digest, seen.now);
  for (const [id, one] of after) if (!before.has(id)) ours.set(id, keyOf(one));
  for (const change of plan === undefined ? [] : unblocked(plan)) {
    if (change.action === "adopt") ours.set(change.id, change.key);
    if (change.action === "create" && change.resumes !== undefined) ours.set(change.resumes, change.key);
    if (change.action === "update" && ours.has(change.id)) ours.set(change.id, change.key);
    if (change.action === "disown" && outcomeOf(report, change) === "applied") ours.delete(change.id);
  }
  // Lifted as soon as a pass may have recorded that; set once a pass must have.
  const protects = new Map(PLACES.map((place, at) => [place, manifests[at]] as const));
  for (const [place, wanted] of protects) {
    if (wanted === undefined) continue;
    const keys = claimsOf(place, wanted).map((identifier) => keyAt(place, identifier));
    const mine = [...after.values()].filter((one) => ours.has(one.id) && keys.includes(keyOf(one)));
    for (const { id } of mine) {
      if (!wanted.protect) protectedIds.delete(id);
      else if (seen.quiet && report?.verdict === "in-sync" && policy !== "create-only") protectedIds.add(id);
    }
  }
}

/** Whether something was done that an approval allows: nothing else uses it up. */
function needed({ approval }: Plan, { before, after }: Observed): boolean {
  const keys = new Set(approval?.lifts.flatMap((block) => block.keys));
  return [...new Set([...before.keys(), ...after.keys()])].some((id) => {
    const [was, is] = [before.get(id), after.get(id)];
    return !isDeepStrictEqual(was, is) && [was, is].some((one) => one !== undefined && keys.has(keyOf(one)));
  });
}

/** Of what comes before the removals. */
function hasFailed(report: Report | undefined): boolean {
  return (
    report?.outcomes.some(
      ({ action, status }) =>
        action !== "delete" && action !== "disable" && status !== "applied" && status !== "blocked",
    ) ?? false
  );
}

function outcomeOf(report: Report | undefined, { key }: Change): string {
  // Killed: whether it was done is not known, and "ours" would allow more than "not ours".
  return report?.outcomes.find((outcome) => outcome.key === key)?.status ?? "unknown";
}

/** A creation is about one that is there when an earlier pass of ours has made it. */
function isAbout(change: Change, one: StoredDistribution, ours: ReadonlyMap<string, string>): boolean {
  if (change.action !== "create") return change.id === one.id;
  return change.resumes === one.id || change.key === ours.get(one.id);
}
