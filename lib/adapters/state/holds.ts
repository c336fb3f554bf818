import type { HoldStore } from "../../ports.ts";

/** Holds that can be changed as well. What they say is the caller's: a store keeps their text. */
export interface Holds extends HoldStore {
  /** Where they are, for people. */
  readonly place: string;
  /**
   * Stores what `change` makes of the text that is there. It is asked again when somebody else was quicker, with what they
   * stored, so that nobody undoes another's hold; what it throws leaves everything as it is.
   */
  edit(change: (text: string | undefined) => string): Promise<void>;
}
