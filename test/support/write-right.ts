import type { WriteRight } from "../../lib/ports.ts";

/** The right to write, for good. */
export const HELD: WriteRight = { confirm: async () => {} };
