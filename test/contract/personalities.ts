import { DEFAULT_PERSONALITY, PERSONALITIES, type Personality } from "../../lib/emulator/personality.ts";

/** The default personality, and each that differs from it in one switch. */
export const PERSONALITIES_SINGLY: readonly Partial<Personality>[] = [
  {},
  ...Object.entries(PERSONALITIES).flatMap(([key, values]) =>
    values
      .filter((value) => value !== DEFAULT_PERSONALITY[key as keyof Personality])
      .map((value) => ({ [key]: value })),
  ),
];
