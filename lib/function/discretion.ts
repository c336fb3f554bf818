import type { TokenSource } from "../ports.ts";
import { redactor } from "../redact.ts";

/** Keeps the secrets of one pass out of everything that is said about it. */
export type Discretion = {
  /** The same source, each of whose tokens is taken out of what `of` is given from then on. */
  watch(source: TokenSource): TokenSource;
  /** A copy without secrets, in keys as in texts. For plain data alone. */
  of<T>(value: T): T;
};

export function discretion(): Discretion {
  const secrets = new Set<string>();
  let redact: ((text: string) => string) | undefined;
  return {
    watch: (source) => ({
      token: async (options) => {
        const token = await source.token(options);
        if (!secrets.has(token)) {
          secrets.add(token);
          redact = redactor([...secrets]);
        }
        return token;
      },
    }),
    of: (value) => (redact === undefined ? value : mapTexts(value, redact)),
  };
}

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
