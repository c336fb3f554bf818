import type { TextFault } from "./finding.ts";

/** A manifest larger than this is a mistake, and YAML's parser would make it an expensive one. */
export const MAX_BYTES = 64 * 1024;

/** The file's text without a byte order mark, and what keeps it from being read; without text the fault is at its start. */
export function decode(
  content: Uint8Array,
  maxBytes: number,
): { readonly text: string; readonly fault?: TextFault } {
  if (content.length > maxBytes) return { text: "", fault: tooLarge(content.length, maxBytes) };
  let text: string;
  try {
    text = UTF8.decode(content);
  } catch {
    return { text: "", fault: notUtf8(content) };
  }
  const offset = text.search(INVISIBLE);
  return offset < 0 ? { text } : { text, fault: { offset, ...controlCharacter(text, offset) } };
}

/** What is wrong with a string that YAML's escapes may have put together, if anything. */
export function textFault(value: string): Omit<TextFault, "offset"> | undefined {
  if (value.length > MAX_LENGTH) {
    return {
      code: "TOO_LONG",
      message: `a text has ${value.length} characters, and ${MAX_LENGTH} are allowed`,
    };
  }
  const at = value.search(INVISIBLE_IN_VALUE);
  if (at >= 0) return controlCharacter(value, at);
  if (value.includes(DYNAMIC)) {
    return {
      code: "DYNAMIC_REFERENCE",
      message: `${DYNAMIC} in a text would be replaced by CloudFormation`,
      remedy: "leave it out: manifests hold no secrets",
    };
  }
  return undefined;
}

/** For every file that is refused unread because of its size. */
export function tooLarge(bytes: number, maxBytes = MAX_BYTES): TextFault {
  return {
    offset: 0,
    code: "FILE_TOO_LARGE",
    message: `the file has ${bytes} bytes, and ${maxBytes} are allowed`,
    remedy:
      maxBytes === MAX_BYTES
        ? "split it: any number of files may declare distributions"
        : "use several configurations, each with an instance of its own",
  };
}

const MAX_LENGTH = 4 * 1024;
const DYNAMIC = "{{resolve:";
const UTF8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Controls but tab and line end, and what turns, hides or breaks the text around it (Unicode 16, UAX 9 and 31).
 * ZWJ and ZWNJ are not here: emoji and several scripts are written with them.
 */
const INVISIBLE =
  /(?![\t\n\r])[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]|\r(?!\n)/u;
const INVISIBLE_IN_VALUE = /[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/u;

function notUtf8([first, second]: Uint8Array): TextFault {
  const utf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return {
    offset: 0,
    code: "NOT_UTF8",
    message: utf16 ? "the file is UTF-16" : "the file is not UTF-8 text",
    remedy: "save it as UTF-8",
  };
}

function controlCharacter(text: string, at: number): Omit<TextFault, "offset"> {
  const unit = text.charCodeAt(at);
  const name = `U+${unit.toString(16).toUpperCase().padStart(4, "0")}`;
  return {
    code: "CONTROL_CHARACTER",
    message: `the text holds the character ${name}, which is invisible or changes how its neighbours are shown`,
    // UTF-16 without a mark is valid UTF-8 with a NUL at every other place.
    remedy: "take it out, and keep each text on one line",
  };
}
