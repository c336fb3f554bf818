import { describe, expectTypeOf, it } from "vitest";
import type { ApplyFlags } from "../../lib/command/apply.ts";
import type { HoldFlags } from "../../lib/command/hold-flags.ts";
import {
  buddyCommand,
  type FlagsOf,
  type PassFlags,
  type PlaceFlags,
  stateCommand,
} from "../../lib/command/options.ts";
import type { PlanFlags } from "../../lib/command/plan.ts";

/** `npm run types` checks this file: an error that is expected and does not occur is an error, too. */
describe("the flags of a command", () => {
  it("are those that its declaration names", () => {
    expectTypeOf<PlanFlags["out"]>().toEqualTypeOf<string | undefined>();
    expectTypeOf<ApplyFlags["plan"]>().toEqualTypeOf<string | undefined>();
    expectTypeOf<HoldFlags["environmentId"]>().toEqualTypeOf<string | undefined>();
    expectTypeOf<PassFlags["concurrency"]>().toEqualTypeOf<number>();
    expectTypeOf<PlaceFlags["format"]>().toEqualTypeOf<"text" | "json">();
  });

  it("are not known by a name that its declaration does not have", () => {
    const renamed = () => stateCommand("hold", "").option("--motive <text>");
    const use = (flags: FlagsOf<typeof renamed>) => {
      // @ts-expect-error -- the declaration says --motive
      void flags.reason;
      return flags.motive;
    };
    expectTypeOf(use).toBeFunction();
  });

  it("are not known to a command of less: only one that sends requests has a deadline", () => {
    const use = (flags: PlaceFlags) => {
      // @ts-expect-error -- declared by buddyCommand
      void flags.deadline;
    };
    expectTypeOf(use).toBeFunction();
    expectTypeOf<FlagsOf<typeof buddyCommand>["deadline"]>().toEqualTypeOf<number | undefined>();
  });

  it("reach the action with the types of its arguments", () => {
    buddyCommand("why", "")
      .argument("<identifier>")
      .action((identifier, flags) => {
        expectTypeOf(identifier).toEqualTypeOf<string>();
        expectTypeOf(flags.verbose).toEqualTypeOf<true | undefined>();
      });
  });
});
