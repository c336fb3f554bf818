import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { styleText } from "node:util";
import { PLAIN, type Style } from "../core/report/style.ts";

/** Where a command reads and writes. stdout carries the result, stderr everything else. */
export type Streams = {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean };
};

type Redact = Terminal["redact"];

export type Terminal = {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly outStyle: Style;
  readonly errStyle: Style;
  /** Whether a person can be asked. */
  readonly interactive: boolean;
  /** A line of stdin; undefined when it ends, or `signal` fires, before there is one. */
  readonly ask: (question: string, signal: AbortSignal) => Promise<string | undefined>;
  /** Takes out the secrets that are known, for what is written elsewhere. */
  readonly redact: (text: string) => string;
  /** The same, with more secrets taken out of all that is written. */
  readonly redacting: (redact: Redact) => Terminal;
};

export function terminalOf(streams: Streams, options: { readonly color: boolean }): Terminal {
  const { stdin, stdout, stderr } = streams;
  const make = (redact: Redact): Terminal => ({
    out: (text) => void stdout.write(redact(text)),
    err: (text) => void stderr.write(redact(text)),
    outStyle: styleOf(options.color && stdout.isTTY === true),
    errStyle: styleOf(options.color && stderr.isTTY === true),
    interactive: stdin.isTTY === true && stderr.isTTY === true,
    ask: async (question, signal) => {
      stderr.write(redact(question));
      const line = await readLine(stdin, signal);
      if (line === undefined) stderr.write("\n");
      return line;
    },
    redact,
    redacting: (more) => make((text) => more(redact(text))),
  });
  return make((text) => text);
}

/** Without readline's own handling of terminals, so that Ctrl-C stays the process's signal and nothing is painted. */
function readLine(input: Readable, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const reader = createInterface({ input, terminal: false, signal });
    reader.once("line", (line) => {
      resolve(line);
      reader.close();
    });
    reader.once("close", () => resolve(undefined));
  });
}

const COLORED: Style = {
  create: (text) => paint("green", text),
  warn: (text) => paint("yellow", text),
  bad: (text) => paint("red", text),
  strong: (text) => paint("bold", text),
  faint: (text) => paint("dim", text),
};

function styleOf(color: boolean): Style {
  return color ? COLORED : PLAIN;
}

/** Whether there is a terminal was decided above, so that it is not guessed again from the process's own streams. */
function paint(format: Parameters<typeof styleText>[0], text: string): string {
  return styleText(format, text, { validateStream: false });
}
