import { neutraliseJson } from "../core/report/neutralise.ts";

/** For the terminal. Two spaces, one line end: the same bytes for the same value, and no command to a CI runner. */
export function shownJson(value: object): string {
  return neutraliseJson(fileJson(value));
}

/** On one line. */
export function jsonLine(value: object): string {
  return neutraliseJson(`${JSON.stringify(value)}\n`);
}

/** For a file. */
export function fileJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
