import type { Declaring } from "./declaring.ts";
import { APPLY_RULES } from "./help.ts";
import {
  digest,
  withFormat,
  withLocations,
  withPass,
  withPlaces,
  withRevision,
  withToken,
} from "./options.ts";
import { type ApplyFlags, applyCommand, type PlanFlags, planCommand } from "./pass.ts";
import { type PublishFlags, publishCommand } from "./publish.ts";
import { type ValidateFlags, validateCommand } from "./validate.ts";

/** From manifests to Buddy: validate, plan, apply, publish. */
export function declarePasses({ add, ended, whileWanted, surroundings }: Declaring): void {
  withFormat(withLocations(add("validate", "check the manifests: no token, no call")))
    .action((flags: ValidateFlags) => ended("plan", flags, () => validateCommand(flags, surroundings)))
    .addHelpText(
      "after",
      "\nEvery problem of every file is listed as file:line:column CODE message — remedy.",
    );

  withPass(withToken(withFormat(withLocations(add("plan", "show what apply would do; it cannot write")))))
    .option("--out <file>", "also write the plan as JSON to this file")
    .action((flags: PlanFlags) => ended("plan", flags, () => planCommand(flags, surroundings)))
    .addHelpText(
      "after",
      "\nThe digest at its end names the plan: `apply --plan DIGEST` carries out that one or none.",
    );

  withPass(withToken(withFormat(withLocations(add("apply", "carry out the plan, after you have agreed")))))
    .option("--yes", "do not ask")
    .option("--plan <digest>", "only if the plan still has this digest", digest)
    .action((flags: ApplyFlags) => ended("apply", flags, () => applyCommand(flags, surroundings)))
    .addHelpText("after", `\n${APPLY_RULES}`);

  withRevision(withFormat(withPlaces(add("publish", "upload the manifests for a deployed function"))))
    .action((flags: PublishFlags) =>
      ended("apply", flags, () => whileWanted("publish", publishCommand(flags, surroundings))),
    )
    .addHelpText(
      "after",
      "\nIt uses the credentials that AWS's own command line uses. Nothing is uploaded unless every manifest is valid.",
    );
}
