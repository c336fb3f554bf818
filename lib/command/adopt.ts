import { nearest } from "../core/domain/wording.ts";
import type { Plan } from "../core/plan/plan.ts";
import { dependencies } from "./equipment.ts";
import { type ApplyFlags, askable, type CommandContext, carryThrough } from "./pass.ts";
import { UsageError } from "./usage-error.ts";

export type AdoptFlags = ApplyFlags & { readonly all?: boolean };

/**
 * `distro-sync adopt`: takes ownership of what exists and is nobody's, as `sync.adopt` in its manifest does. Buddy is only
 * read; what differs is shown, and changed by the next apply.
 */
export async function adoptCommand(
  identifiers: readonly string[],
  flags: AdoptFlags,
  surroundings: CommandContext,
): Promise<number> {
  if ((flags.all === true) === identifiers.length > 0) {
    throw new UsageError(
      flags.all === true ? "--all and identifiers exclude each other" : "it is not said what to adopt",
      "name identifiers of manifests, or use --all",
    );
  }
  askable(flags, surroundings, {
    message: "adopt asks before it takes ownership, and there is no terminal to ask on",
    remedy: "name what is to be adopted, and use --yes",
  });
  const equipped = await dependencies(flags, surroundings);
  const { policy } = equipped.equipment;
  if (policy === "create-only") {
    throw new UsageError(
      "the policy is create-only, under which nothing that exists is ever changed",
      "use policy: upsert in distro-sync.yaml, and adopt then",
    );
  }
  const adopting = flags.all === true ? "all" : new Set(identifiers);
  const equipment = { ...equipped.equipment, adopting } as const;
  return carryThrough(flags, surroundings, { ...equipped, equipment }, (plan) =>
    mentioned(plan, identifiers),
  );
}

/** @throws Error for an identifier that there is nothing to adopt as; the pass then ends before it writes */
function mentioned({ changes, unchanged, leftAlone }: Plan, identifiers: readonly string[]): void {
  const declared = [...changes, ...unchanged, ...leftAlone].flatMap((one) =>
    "source" in one && one.source !== undefined ? [one.identifier] : [],
  );
  const unknown = identifiers.find((identifier) => !declared.includes(identifier));
  if (unknown === undefined) return;
  const close = nearest(unknown, declared);
  throw new Error(
    `there is nothing to adopt as ${unknown}: no manifest declares it, or it is not there; ${
      close === undefined
        ? "write its manifest, for which `distro-sync export` helps"
        : `did you mean ${close}?`
    }`,
  );
}
