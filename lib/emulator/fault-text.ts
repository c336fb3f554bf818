import type { Fault, FaultAction, FaultKind } from "./faults.ts";

const KINDS: Readonly<Record<FaultKind, string>> = {
  reset: "reset",
  "time-out": "time-out",
  status: "status CODE [Header=value ...] [BODY]",
  redirect: "redirect CODE LOCATION",
  "wrong-shape": "wrong-shape JSON",
  truncated: "truncated",
  "slow-body": "slow-body",
  "not-json": "not-json",
  oversize: "oversize BYTES",
};

const GRAMMAR = "[METHOD] [PATH] [NTH] [#CALL] [xTIMES] before|after KIND";

/**
 * A fault as one writes it on a command line: `POST /distributions 2 after reset` resets the connection after the second
 * distribution was created. What is left out, or is `*`, matches everything; `x3` is three times, `x*` always.
 * @throws Error that says which word was not understood, and what could stand there.
 */
export function parseFault(text: string): Fault {
  const parts = /^(.*?)(?:^|\s)(before|after)\s+(\S+)\s*(.*)$/s.exec(text.trim());
  if (parts === null) fail(text, `it reads ${GRAMMAR}, as in "POST /distributions 2 after reset"`);
  const [, selection = "", when, kind = "", rest = ""] = parts;
  return {
    ...parseSelection(
      text,
      selection.split(/\s+/).filter((word) => word !== ""),
    ),
    when: when === "before" ? "before" : "after",
    ...parseAction(text, kind, rest),
  };
}

function parseSelection(text: string, words: readonly string[]): Pick<Fault, "match" | "call" | "times"> {
  let match: { method?: string; path?: string; nth?: number } = {};
  let others: { call?: number; times?: number } = {};
  for (const word of words) {
    if (word === "*") continue;
    else if (/^[A-Z]+$/.test(word)) match = { ...match, method: word };
    else if (word.startsWith("/")) match = { ...match, path: word };
    else if (/^[1-9][0-9]*$/.test(word)) match = { ...match, nth: Number(word) };
    else if (/^#[1-9][0-9]*$/.test(word)) others = { ...others, call: Number(word.slice(1)) };
    else if (word === "x*") others = { ...others, times: Number.POSITIVE_INFINITY };
    else if (/^x[1-9][0-9]*$/.test(word)) others = { ...others, times: Number(word.slice(1)) };
    else
      fail(
        text,
        `"${word}" is no METHOD (in capitals), no /PATH, no count such as 2, no #CALL and no xTIMES; it reads ${GRAMMAR}`,
      );
  }
  return Object.keys(match).length === 0 ? others : { ...others, match };
}

function parseAction(text: string, word: string, rest: string): FaultAction {
  const kind = isKind(word) ? word : undefined;
  switch (kind) {
    case undefined:
      return fail(text, `there is no fault "${word}"; write one of ${Object.values(KINDS).join(", ")}`);
    case "reset":
    case "time-out":
    case "truncated":
    case "slow-body":
    case "not-json":
      if (rest !== "") fail(text, `"${kind}" takes nothing after it, and here is "${rest}"`);
      return { kind };
    case "status":
      return parseStatus(text, rest);
    case "redirect": {
      const [status = "", location] = rest.split(/\s+/);
      if (!/^3[0-9]{2}$/.test(status) || location === undefined) {
        fail(text, `it reads ${KINDS.redirect}, as in redirect 302 http://127.0.0.1:4001/`);
      }
      return { kind, status: Number(status), location };
    }
    case "wrong-shape":
      return {
        kind,
        body: (parseJson(rest) ?? fail(text, `it reads ${KINDS[kind]}, as in wrong-shape []`)).value,
      };
    case "oversize":
      if (!/^[1-9][0-9]{0,11}$/.test(rest)) fail(text, `it reads ${KINDS.oversize}, as in oversize 20000000`);
      return { kind, bytes: Number(rest) };
    default:
      return kind satisfies never;
  }
}

function isKind(word: string): word is FaultKind {
  return Object.hasOwn(KINDS, word);
}

function parseStatus(text: string, rest: string): FaultAction {
  const parts = /^([1-5][0-9]{2})(?=\s|$)((?:\s+[A-Za-z0-9-]+=\S+)*)\s*(.*)$/s.exec(rest);
  if (parts === null) {
    return fail(text, `it reads ${KINDS.status}, as in status 429 Retry-After=5`);
  }
  const [, status, pairs = "", body = ""] = parts;
  const headers = Object.fromEntries(
    pairs
      .split(/\s+/)
      .filter((pair) => pair !== "")
      .map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
  );
  return {
    kind: "status",
    status: Number(status),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(body === "" ? {} : { body: parseJson(body)?.value ?? body }),
  };
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

function fail(text: string, why: string): never {
  throw new Error(`fault "${text}": ${why}`);
}
