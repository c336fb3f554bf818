/**
 * Replaces every secret by `[redacted]`: as it is, percent-encoded in part or in whole, and in base64 or base64url at
 * any alignment, since error texts of servers and proxies echo requests in all of these.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const patterns = [...new Set(secrets)]
    .filter((secret) => secret !== "")
    .flatMap((secret) => [plainOrPercent(secret), ...[0, 1, 2].flatMap((shift) => base64(secret, shift))])
    .map((pattern) => new RegExp(pattern, "g"));
  return (text) => patterns.reduce((redacted, pattern) => redacted.replace(pattern, "[redacted]"), text);
}

/** Each byte as itself or as `%XX`, in any mixture; a quote or backslash may carry JSON's backslash. */
function plainOrPercent(secret: string): string {
  return Array.from(secret, (character) => {
    const bytes = [...Buffer.from(character, "utf8")];
    const percent = bytes.map((byte) => `%${anyCase(byte.toString(16).padStart(2, "0"))}`).join("");
    const plain = `${/["\\]/.test(character) ? "\\\\?" : ""}${literal(character)}`;
    return `(?:${plain}|${percent})`;
  }).join("");
}

/** What of the encoding is the secret's alone when `shift` bytes of its group of three come before it. */
function base64(secret: string, shift: number): readonly string[] {
  const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret, "utf8")]);
  const encoded = bytes.toString("base64").replace(/=+$/, "");
  const shared = bytes.length % 3 === 0 ? 0 : 1;
  const core = encoded.slice(shift === 0 ? 0 : shift + 1, encoded.length - shared);
  if (core.length < SHORTEST_CORE) return [];
  const before = shift === 0 ? "" : "[\\w+/-]?";
  const after = shared === 0 ? "" : "[\\w+/-]?(?:=|%3[dD]){0,2}";
  return [`${before}${Array.from(core, base64Character).join("")}${after}`];
}

/** Fewer characters than this say nothing and occur by chance. */
const SHORTEST_CORE = 4;

function base64Character(character: string): string {
  if (character === "+") return "(?:[+-]|%2[bB])";
  if (character === "/") return "(?:[/_]|%2[fF])";
  return character;
}

function anyCase(hex: string): string {
  return hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function literal(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
