import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { styleText } from "node:util";
import { neutraliseJson, neutraliseText } from "../core/report/neutralise.ts";
import { PLAIN, type Style } from "../core/report/style.ts";
import type { Redactor } from "../redact.ts";

/** Where a command reads and writes. stdout carries the result, stderr everything else. */
export type Streams = {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean };
};

/** Takes secrets out of everything that is written. */
type Hides = Pick<Redactor, "text" | "data">;

/** Everything is written without the secrets that are known, and so that no CI runner takes it for a command. */
export type Terminal = {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** A JSON document on stdout. */
  readonly json: (value: object) => void;
  /** A line of JSON on stdout. */
  readonly jsonLine: (value: object) => void;
  readonly outStyle: Style;
  readonly errStyle: Style;
  /** Whether a person can be asked. */
  readonly interactive: boolean;
  /** Reads a line of stdin; undefined when stdin ends or `signal` fires first. */
  readonly ask: (question: string, signal: AbortSignal) => Promise<string | undefined>;
  /** The same terminal, with other secrets taken out. */
  readonly hidingBy: (hides: Hides) => Terminal;
};

export function terminalOf(
  streams: Streams,
  options: { readonly color: boolean; readonly hides: Hides },
): Terminal {
  const { stdin, stdout, stderr } = streams;
  const [toOut, toErr] = [writerTo(stdout), writerTo(stderr)];
  const make = ({ text: hide, data }: Hides): Terminal => ({
    out: (text) => toOut.write(hide(text)),
    err: (text) => toErr.write(hide(text)),
    // Before it is escaped: a secret that is spelt with escapes is not recognised.
    json: (value) => toOut.write(neutraliseJson(jsonDocument(data(value)))),
    jsonLine: (value) => toOut.write(neutraliseJson(`${JSON.stringify(data(value))}\n`)),
    outStyle: styleOf(options.color && stdout.isTTY === true),
    errStyle: styleOf(options.color && stderr.isTTY === true),
    interactive: stdin.isTTY === true && stderr.isTTY === true,
    ask: async (question, signal) => {
      toErr.write(hide(question));
      const line = await readLine(stdin, signal);
      if (line === undefined) toErr.write("\n");
      else toErr.wasEnded();
      return line;
    },
    hidingBy: make,
  });
  return make(options.hides);
}

/** A JSON document as it is printed, and written to files: the same bytes for the same value. */
export function jsonDocument(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Remembers the line that was begun: two texts can be a command to a CI runner together, though neither is one alone. */
function writerTo(stream: Writable) {
  let before = "";
  return {
    write: (text: string): void => {
      const { text: neutral, begun } = neutraliseText(text, before);
      before = begun;
      stream.write(neutral);
    },
    /** Somebody has ended the line by answering the question in it. */
    wasEnded: (): void => {
      before = "";
    },
  };
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

/** `styleOf` has decided whether to paint, so node does not guess it again from the process's own streams. */
function paint(format: Parameters<typeof styleText>[0], text: string): string {
  return styleText(format, text, { validateStream: false });
}
