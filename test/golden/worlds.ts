import { DECISION_WORLDS } from "./decision-worlds.ts";
import { PASS_WORLDS } from "./pass-worlds.ts";
import { PROBLEM_WORLDS } from "./problem-worlds.ts";
import { randomWorlds } from "./random-worlds.ts";
import type { World } from "./world.ts";

/** All worlds whose record is kept; their names are different. */
export const WORLDS: readonly World[] = [
  ...PROBLEM_WORLDS,
  ...DECISION_WORLDS,
  ...PASS_WORLDS,
  ...randomWorlds(34),
];
