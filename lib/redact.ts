import type { TokenSource } from "./ports.ts";

/**
 * Keeps secrets out of all that is said and kept. There is one for a pass, or for a run of the command, from the source of the token
 * to every output: what it has learned by then is taken out.
 */
export type Redactor = {
  /** The same source, each of whose tokens is known from the moment on that it is given. */
  readonly watch: (source: TokenSource) => TokenSource;
  /** Makes secrets known that come from elsewhere. */
  readonly learn: (secrets: readonly string[]) => void;
  readonly text: (text: string) => string;
  /** A copy without secrets, in keys as in texts. For plain data alone. */
  readonly data: <T>(value: T) => T;
  /** For what may hold other secrets by mistake: takes out `suspected` as well. */
  readonly suspecting: (suspected: readonly string[]) => Pick<Redactor, "text" | "data">;
};

export function redactor(): Redactor {
  const secrets = new Set<string>();
  let hide = hiding([]);
  const learn = (found: readonly string[]) => {
    const fresh = found.filter((secret) => secret.length >= SHORTEST_SECRET && !secrets.has(secret));
    if (fresh.length === 0) return;
    for (const secret of fresh) secrets.add(secret);
    hide = hiding([...secrets]);
  };
  const text = (given: string) => hide(given);
  return {
    watch: (source) => ({
      token: async (options) => {
        const token = await source.token(options);
        learn([token]);
        return token;
      },
    }),
    learn,
    text,
    data: (value) => mapTexts(value, text),
    suspecting: (suspected) => {
      const hideMore = hiding(suspected.filter((secret) => secret.length >= SHORTEST_SECRET));
      const both = (given: string) => hideMore(text(given));
      return { text: both, data: (value) => mapTexts(value, both) };
    },
  };
}

/** What is shorter occurs by chance, and taking it out would spoil other words. No token is so short. */
export const SHORTEST_SECRET = 8;

function mapTexts<T>(value: T, change: (text: string) => string): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- plain data, which keeps its shape
  return mapAny(value, change) as T;
}

function mapAny(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => mapAny(one, change));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [change(key), mapAny(one, change)]));
}

/**
 * The spellings alone: replaces every secret by `[redacted]`: as it is, percent-encoded in part or in whole, and in base64 or base64url at
 * any alignment, since error texts of servers and proxies echo requests in all of these.
 */
export function hiding(secrets: readonly string[]): (text: string) => string {
  const patterns = [...new Set(secrets)]
    .filter((secret) => secret !== "")
    .flatMap((secret) => [plainOrPercent(secret), ...[0, 1, 2].flatMap((shift) => base64(secret, shift))])
    .map((pattern) => new RegExp(pattern, "g"));
  return (text) => {
    const whole = patterns.reduce((redacted, pattern) => redacted.replace(pattern, REDACTED), text);
    return secrets.reduce(withoutBeginnings, whole);
  };
}

const REDACTED = "[redacted]";

/** Messages cut long texts, and end them with `…`: there may be no more of a secret than its beginning. */
function withoutBeginnings(text: string, secret: string): string {
  const parts = text.split("…");
  const last = parts.length - 1;
  return parts.map((part, index) => (index === last ? part : withoutBeginning(part, secret))).join("…");
}

function withoutBeginning(text: string, secret: string): string {
  for (let length = secret.length - 1; length >= SHORTEST_BEGINNING; length -= 1) {
    if (text.endsWith(secret.slice(0, length))) return `${text.slice(0, -length)}${REDACTED}`;
  }
  return text;
}

/** Fewer characters than this are found at the end of many words. */
const SHORTEST_BEGINNING = 6;

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
