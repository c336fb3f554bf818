import { type Actual, type Desired, distributionKey, keyOf, type Scope } from "../../distribution.ts";
import { compareText } from "../../order.ts";
import { clashes } from "../rules/rule.ts";
import { type Draft, draftOf, HOLDS_TOKEN } from "./draft.ts";
import { type Omission, type OmissionReason, omittedFrom } from "./omission.ts";

/** A live distribution, in the scope that it was read in. */
export type LiveDistribution = { readonly scope: Scope; readonly actual: Actual };

/** One that a manifest can be about, and the manifest that is there already. */
export type ExportCandidate = LiveDistribution & {
  readonly key: string;
  readonly identifier: string;
  readonly draft: Draft;
  readonly declared?: Desired<Scope>;
};

/** Which live distributions can have a manifest, by key: what is written does not depend on the order of reading. */
export function selectLive(
  live: readonly LiveDistribution[],
  declared: readonly Desired<Scope>[],
  holdsSecret: (value: unknown) => boolean,
): { readonly candidates: readonly ExportCandidate[]; readonly omissions: readonly Omission[] } {
  const written = new Map(declared.map((one) => [keyOf(one), one]));
  const obstacle = obstacles(live, declared);
  const candidates: ExportCandidate[] = [];
  const omissions: Omission[] = [];
  for (const one of live) {
    const { scope, actual } = one;
    const { identifier } = actual;
    const omit = ([reason, detail]: Obstacle) =>
      omissions.push({ ...omittedFrom(scope, actual), part: "distribution", reason, detail });
    if (identifier === undefined) {
      omit(["no-identifier", "it was made without an identifier, by which a manifest would find it"]);
      continue;
    }
    const key = distributionKey(scope, identifier);
    const manifest = written.get(key);
    const found = obstacle(one, key);
    const draft = draftOf(actual, scope, identifier, holdsSecret);
    if (holdsSecret([scope, identifier])) omit(["holds-token", HOLDS_TOKEN]);
    else if (found !== undefined) omit(found);
    else if ("unsayable" in draft) omit(["not-sayable", draft.unsayable]);
    else {
      const known = manifest === undefined ? {} : { declared: manifest };
      candidates.push({ ...one, key, identifier, draft, ...known });
    }
  }
  return { candidates: candidates.toSorted((a, b) => compareText(a.key, b.key)), omissions };
}

type Obstacle = readonly [reason: OmissionReason, detail: string];

/** Why a manifest of it would not be about it, or could not stand beside the others. */
function obstacles(
  live: readonly LiveDistribution[],
  declared: readonly Desired<Scope>[],
): (one: LiveDistribution, key: string) => Obstacle | undefined {
  const named = live.flatMap(({ scope, actual: { id, identifier } }) =>
    identifier === undefined ? [] : [{ scope, id, identifier }],
  );
  const written = new Set(declared.map(keyOf));
  const twins = new Map(clashes(named, keyOf).flatMap((group) => group.map(({ id }) => [id, group])));
  const spellings = new Map([...declared, ...named].map((one) => [keyOf(one), foldedKey(one)]));
  const alike = new Map(
    clashes([...spellings], ([, folded]) => folded).flatMap((group) =>
      group.map(([key]) => [key, group.find(([other]) => other !== key)?.[0]]),
    ),
  );
  const there = new Set(named.map(keyOf));
  const renames = new Map(
    declared
      .filter((one) => !there.has(keyOf(one)))
      .flatMap((one) => one.previously.map((identifier) => [keyOf({ ...one, identifier }), one.source])),
  );
  return ({ actual }, key) => {
    const group = twins.get(actual.id);
    if (group !== undefined)
      return ["ambiguous", `several have its identifier: ${group.map(({ id }) => id).join(", ")}`];
    if (written.has(key)) return undefined;
    const other = alike.get(key);
    if (other !== undefined)
      return ["identifier-case", `${other} differs from it only in upper and lower case`];
    const renaming = renames.get(key);
    if (renaming === undefined) return undefined;
    return [
      "awaits-rename",
      `${renaming.file}:${renaming.line} says that it was called so before: it will be renamed`,
    ];
  };
}

type Named = { readonly scope: Scope; readonly identifier: string };

function foldedKey({ scope, identifier }: Named): string {
  return distributionKey(scope, identifier.toLowerCase());
}
