import type { Personality } from "../../lib/emulator/personality.ts";
import type { SeedDistribution, SeedRoute } from "../../lib/emulator/seed.ts";
import type { StoredDistribution, StoredRoute } from "../../lib/emulator/state.ts";

/** By path, relative to the folder in which commands run: a text, bytes, or a link to another file. Undefined removes it. */
export type Files = Readonly<Record<string, string | Uint8Array | { readonly link: string } | undefined>>;

/** What there is before the first step, and what happens then. */
export type World = {
  readonly name: string;
  readonly files: Files;
  /** Distributions that somebody has made by hand. */
  readonly live?: readonly SeedDistribution[];
  readonly personality?: Partial<Personality>;
  readonly steps: readonly Step[];
};

/** `{digest}` in a command line stands for the digest of the last plan. */
export type Step = Command | Pass | Event;

/** A command line, to which `--format json` is added. Only commands and passes leave a line in the golden file. */
export type Command = {
  readonly run: string;
  /** Typed on a terminal; without it there is no terminal. */
  readonly answer?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The process is told to end before this call is sent: `POST /distributions`. */
  readonly interruptAt?: string;
};

/** A pass as the deployed function makes it, which no command line can. */
export type Pass = {
  readonly pass: "plan" | "apply";
  /** Whether it is made because it is time. */
  readonly scheduled: boolean;
  readonly generation?: number;
};

export type Event =
  | { readonly write: Files }
  | { readonly edit: Edit }
  /** The edit happens just before the n-th call like this one is answered: `GET /distributions/shop`. */
  | { readonly meanwhile: Edit; readonly before: string; readonly nth?: number }
  /** In the words of `--fault`. */
  | { readonly fault: string }
  | { readonly clearFaults: true }
  | { readonly wait: `${number}${"s" | "h" | "d"}` }
  /** A commit that approves the last plan. */
  | { readonly approve: readonly string[]; readonly until?: `${number}h` }
  /** The stored file with this end is overwritten. */
  | { readonly spoil: ".jsonl" | ".holds.yaml"; readonly with: string }
  /** Another process has the right to write. */
  | { readonly lock: boolean };

/** What somebody does in Buddy's own pages, to the first object with the identifier. */
export type Edit =
  | { readonly put: SeedDistribution }
  | { readonly remove: string }
  | { readonly patch: string; readonly with: Partial<StoredDistribution> }
  | { readonly addRoute: string; readonly route: SeedRoute }
  | { readonly setRoute: string; readonly nth: number; readonly with: Partial<StoredRoute> }
  | { readonly dropRoute: string; readonly nth: number };
