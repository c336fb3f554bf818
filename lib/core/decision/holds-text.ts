import { canonicalJson } from "../plan/digest.ts";
import type { Problem } from "../problem.ts";
import { isoOf } from "../time.ts";
import { type Held, type Hold, parseHoldsText } from "./hold.ts";

/** A hold as somebody asks for it: where it is written down is not known yet. */
export type NewHold = Omit<Hold, "source">;

/** Holds as `parseHolds` reads them. */
export function holdsText(holds: readonly NewHold[]): string {
  return holds.length === 0 ? "[]\n" : holds.map(holdText).join("");
}

/**
 * The text with one hold more; it takes the place of one on the same. What else stood there besides holds, such as
 * comments, is gone. A text that cannot be read is not replaced: it may hold more than anybody knows.
 */
export function withHold(
  text: string | undefined,
  hold: NewHold,
): { readonly text: string } | { readonly problems: readonly Problem[] } {
  const { holds, problems } = read(text);
  if (problems.length > 0) return { problems };
  return { text: holdsText([...holds.filter(({ who }) => !isSame(who, hold.who)), hold]) };
}

/** The text without the holds on exactly that, and which these were. */
export function withoutHold(
  text: string | undefined,
  who: Held,
): { readonly text: string; readonly ended: readonly Hold[] } | { readonly problems: readonly Problem[] } {
  const { holds, problems } = read(text);
  if (problems.length > 0) return { problems };
  return {
    text: holdsText(holds.filter((hold) => !isSame(hold.who, who))),
    ended: holds.filter((hold) => isSame(hold.who, who)),
  };
}

function read(text: string | undefined): ReturnType<typeof parseHoldsText> {
  return text === undefined ? { holds: [], problems: [] } : parseHoldsText(text, "the holds");
}

function isSame(a: Held, b: Held): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

function holdText({ who, until, reason, by }: NewHold): string {
  const lines = [
    ...("all" in who ? ["all: true"] : linesOf(who)),
    `until: ${isoOf(until)}`,
    // JSON's texts are YAML's, whatever is in them.
    `reason: ${JSON.stringify(reason)}`,
    ...(by === undefined ? [] : [`by: ${JSON.stringify(by)}`]),
  ];
  return `- ${lines.join("\n  ")}\n`;
}

function linesOf({
  identifier,
  project,
  environment,
  environmentId,
}: Exclude<Held, { all: true }>): readonly string[] {
  const keys = { identifier, project, environment, environment_id: environmentId };
  return Object.entries(keys).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${JSON.stringify(value)}`],
  );
}
