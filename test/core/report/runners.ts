/**
 * What CI runners take for a command, as small models of their parsers. Written from their sources (actions/runner
 * ActionCommand.cs and ActionCommandManager.cs, azure-pipelines-agent Command.cs, GitLab's lib/gitlab/regex.rb) and TeamCity's page
 * on service messages, and stricter than these: whatever the name is counts.
 */
export function commandsIn(log: string): readonly string[] {
  return VIEWS.flatMap((view) => {
    const seen = view(log);
    const found = seen.split(LINE_ENDS).flatMap((line) => RUNNERS.filter(([, takes]) => takes(line)));
    const sections = SECTION.test(seen) ? ["gitlab"] : [];
    return [...found.map(([name]) => name), ...sections];
  });
}

/** As written; without colours, as for problem matchers; without what a comparison by culture passes over; and both. */
const VIEWS: readonly ((log: string) => string)[] = [
  (log) => log,
  withoutColours,
  withoutWeightless,
  (log) => withoutColours(withoutWeightless(log)),
  (log) => withoutWeightless(withoutColours(log)),
];

const RUNNERS: readonly (readonly [string, (line: string) => boolean])[] = [
  ["github v2", (line) => trimStart(line).startsWith("::")],
  ["github v1, azure format", (line) => line.includes("##[")],
  ["azure", (line) => line.toLowerCase().includes("##vso[")],
  ["teamcity", (line) => line.toLowerCase().includes("##teamcity[")],
];

const LINE_ENDS = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/;
const ESC = "\u001b";
const SECTION = new RegExp(`section_(?:start|end):\\d+:[^\\r\\n]*\\r${ESC}\\[0K`);

/** .NET's Char.IsWhiteSpace. */
function trimStart(line: string): string {
  let start = 0;
  while (start < line.length && DOTNET_SPACES.has(line.charCodeAt(start))) start += 1;
  return line.slice(start);
}

const DOTNET_SPACES: ReadonlySet<number> = new Set([
  0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20, 0x85, 0xa0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005,
  0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000,
]);

function withoutColours(log: string): string {
  return log.replaceAll(COLOURS, "");
}

const COLOURS = new RegExp(`${ESC}\\[[0-9;]*m?`, "g");

export const WEIGHTLESS: readonly string[] = Array.from(
  "\u0000\u0007\u001f\u007f\u0080\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u180b\u180e\u200b\u200c\u200d\u200e\u200f" +
    "\u202a\u202e\u2060\u2063\u2066\u2069\u206f\u3164\ufe00\ufe0e\ufe0f\ufeff\uffa0\ufff9\u{e0001}\u{e0061}\u{e007f}\u{e0100}",
);

function withoutWeightless(log: string): string {
  return Array.from(log, (character) => (NOTHING.has(character) ? "" : character)).join("");
}

const NOTHING: ReadonlySet<string> = new Set(WEIGHTLESS);
