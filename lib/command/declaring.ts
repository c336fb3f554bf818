import type { Command } from "commander";
import type { Report } from "../core/report/report.ts";
import type { CommandContext } from "./pass.ts";

/** What commands are declared with. */
export type Declaring = {
  readonly surroundings: CommandContext;
  /** A command with what all of them have. */
  readonly add: (name: string, summary: string) => Command;
  /** The code to end with. */
  readonly end: (code: number) => void;
  /** Ends with the code of the work; whoever asked for JSON gets a report also when it throws. */
  readonly ended: (
    mode: Report["mode"],
    flags: { readonly format: string },
    work: () => Promise<number>,
  ) => Promise<void>;
  /** Work that knows of no interruption, and that may be left at any moment: what it writes is there as a whole or not at all. */
  readonly whileWanted: <T>(what: string, work: Promise<T>) => Promise<T>;
};
