import { nearest } from "../core/domain/wording.ts";
import type { Plan } from "../core/plan/plan.ts";
import { applyAgreed, requireAnswer } from "./apply.ts";
import { type CommandContext, runAction } from "./context.ts";
import { dependencies } from "./dependencies.ts";
import { UsageError } from "./errors.ts";
import { type FlagsOf, passCommand } from "./options.ts";

/**
 * `distro-sync adopt`: takes ownership of what exists and nobody owns, as `sync.adopt` in a manifest does. It only reads
 * Buddy: it shows what differs, and the next apply changes that.
 */
export function adoptCommand(context: CommandContext) {
  return declare().action((identifiers, flags) =>
    runAction(context, "apply", flags, () => adopt(identifiers, flags, context)),
  );
}

function declare() {
  return passCommand("adopt", "take ownership of what exists; it changes nothing in Buddy")
    .argument("[identifier...]", "distributions that manifests declare")
    .option("--all", "everything that manifests declare and nobody owns")
    .option("--yes", "do not ask")
    .addHelpText(
      "after",
      "\nThe plan shows what differs, and the next apply changes that. What another instance owns is never adopted.",
    );
}

type AdoptFlags = FlagsOf<typeof declare>;

async function adopt(
  identifiers: readonly string[],
  flags: AdoptFlags,
  context: CommandContext,
): Promise<number> {
  if (flags.all === true && identifiers.length > 0) {
    throw new UsageError("--all cannot be combined with identifiers", "use one of the two");
  }
  if (flags.all !== true && identifiers.length === 0) {
    throw new UsageError("adopt needs to know which distributions", "name their identifiers, or use --all");
  }
  requireAnswer(flags, context, {
    message: "adopt asks before it takes ownership, and there is no terminal to ask on",
    remedy: "name what to adopt, and use --yes",
  });
  const found = await dependencies(flags, context);
  if (found.pass.policy === "create-only") {
    throw new UsageError(
      "the policy is create-only, under which nothing that exists is ever changed",
      "set policy: upsert in distro-sync.yaml first",
    );
  }
  const adopting = flags.all === true ? ("all" as const) : new Set(identifiers);
  const pass = { ...found.pass, adopting };
  return applyAgreed({ yes: flags.yes === true }, flags, context, { ...found, pass }, (plan) =>
    requireDeclared(plan, identifiers),
  );
}

/** @throws Error for an identifier that no manifest declares, or that does not exist in Buddy */
function requireDeclared({ changes, unchanged, leftAlone }: Plan, identifiers: readonly string[]): void {
  const declared = [...changes, ...unchanged, ...leftAlone].flatMap((one) =>
    "source" in one && one.source !== undefined ? [one.identifier] : [],
  );
  const unknown = identifiers.find((identifier) => !declared.includes(identifier));
  if (unknown === undefined) return;
  const close = nearest(unknown, declared);
  const remedy =
    close === undefined ? "write its manifest, or let `distro-sync export` do so" : `did you mean ${close}?`;
  throw new Error(`${unknown} cannot be adopted: no manifest declares it, or it does not exist; ${remedy}`);
}
