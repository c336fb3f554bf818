import { Argument } from "commander";
import { type AdoptFlags, adoptCommand } from "./adopt.ts";
import type { Declaring } from "./declaring.ts";
import { type DisownFlags, disownCommand } from "./disown.ts";
import { type ExportFlags, exportCommand } from "./export.ts";
import { type HoldFlags, holdCommand, type UnholdFlags, unholdCommand } from "./hold.ts";
import { withFormat, withHeld, withLocations, withPass, withRequests, withToken } from "./options.ts";
import { type WhyFlags, whyCommand } from "./why.ts";

/** About what is live, and whose it is: export, hold, unhold, adopt, disown, why. */
export function declareDecisions({ add, ended, whileWanted, surroundings }: Declaring): void {
  withRequests(
    withToken(
      withFormat(withLocations(add("export", "write manifests for what is live; it reads Buddy only"))),
    ),
  )
    .option(
      "--project <name...>",
      "of these projects (default: the workspace, and wherever there are manifests)",
    )
    .option("--environment-id <id...>", "of these environments, by their ids")
    .option("--only <identifier...>", "only these distributions")
    .option("--out <folder>", "where to write (default: the folder of manifests)")
    .option("--dry-run", "write nothing, and print what would be written")
    .action((flags: ExportFlags) => ended("plan", flags, () => exportCommand(flags, surroundings)))
    .addHelpText(
      "after",
      "\nFiles that declare a distribution already are edited in place; only values that differ are changed.",
    );

  withFormat(withLocations(withHeld(add("hold", "let no pass write to a distribution for a while"))))
    .option("--for <duration>", "for how long: 30m, 2h, 3d")
    .option("--until <time>", "until when: 2026-11-25T12:00:00Z")
    .option("--reason <text>", "why: shown with every plan that is held up")
    .option("--by <name>", "who decided (default: USER)")
    .option("--list", "show what is held, and hold nothing")
    .action((identifier: string | undefined, flags: HoldFlags) =>
      ended("apply", flags, () => whileWanted("hold", holdCommand(identifier, flags, surroundings))),
    )
    .addHelpText("after", "\nA hold is kept beside the state, needs no commit, and ends by itself.");

  withFormat(withLocations(withHeld(add("unhold", "end a hold before its time")))).action(
    (identifier: string | undefined, flags: UnholdFlags) =>
      ended("apply", flags, () => whileWanted("unhold", unholdCommand(identifier, flags, surroundings))),
  );

  withPass(
    withToken(
      withFormat(withLocations(add("adopt", "take ownership of what exists: nothing is changed in Buddy"))),
    ),
  )
    .addArgument(new Argument("[identifier...]", "distributions that manifests declare"))
    .option("--all", "everything that manifests declare and that is nobody's")
    .option("--yes", "do not ask")
    .action((identifiers: readonly string[], flags: AdoptFlags) =>
      ended("apply", flags, () => adoptCommand(identifiers, flags, surroundings)),
    )
    .addHelpText(
      "after",
      "\nThe plan shows what differs: the next apply changes that. What another instance owns is never taken.",
    );

  withFormat(withLocations(add("disown", "give up ownership: nothing is changed in Buddy")))
    .addArgument(new Argument("[identifier...]", "distributions of ours"))
    .option("--all", "everything that is ours in the workspace")
    .option("--yes", "do not ask")
    .action((identifiers: readonly string[], flags: DisownFlags) =>
      ended("apply", flags, () => whileWanted("disown", disownCommand(identifiers, flags, surroundings))),
    )
    .addHelpText(
      "after",
      "\nOne whose identifier is ours in several places is named by its key: project:web#shop.",
    );

  withRequests(
    withToken(withFormat(withLocations(add("why", "say why a distribution is changed, or left as it is")))),
  )
    .addArgument(new Argument("<identifier>", "of a distribution, or its id in Buddy"))
    .option("--project <name>", "only in this project and its environments")
    .action((identifier: string, flags: WhyFlags) =>
      ended("plan", flags, () => whyCommand(identifier, flags, surroundings)),
    )
    .addHelpText(
      "after",
      "\nIt makes a plan, which cannot write; --format json has one reason for programs.",
    );
}
