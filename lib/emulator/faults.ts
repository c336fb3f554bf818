/** What goes wrong, and when. A fault is gone after it has hit `times` requests. */
export type Fault = FaultAction & {
  /** Hits only requests like this; default: every request. */
  readonly match?: FaultMatch;
  /** Hits the n-th request of all since arming, or a later one; default 1. */
  readonly call?: number;
  /** How many requests it hits; default 1, `Infinity` for all. */
  readonly times?: number;
  /** `before` the request takes effect, so that it never does, or `after`. */
  readonly when: "before" | "after";
};

type FaultMatch = {
  readonly method?: string;
  /**
   * Text matches the end of the path in whole segments, and `*` matches any one segment: `/distributions` is the list,
   * `/distributions/*` one distribution, `*` any path. A regular expression is tried on the path without its query.
   */
  readonly path?: string | RegExp;
  /** Hits the n-th request since arming that matches method and path, or a later one; default 1. */
  readonly nth?: number;
};

export type FaultAction =
  /** The connection is reset. */
  | { readonly kind: "reset" }
  /** No answer ever comes; `onStall` is called. */
  | { readonly kind: "time-out" }
  /** This answer, with these headers and `Date` alone, as a gateway in front of Buddy would send it. */
  | {
      readonly kind: "status";
      readonly status: number;
      /** Text is sent as HTML, anything else as JSON, unless the headers say otherwise. */
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: "redirect"; readonly status: number; readonly location: string }
  /** The status of the true answer, or 200 if that was an error, with this JSON. */
  | { readonly kind: "wrong-shape"; readonly body: unknown }
  /** The Content-Length of the whole body, and half of the body; then the connection is cut. */
  | { readonly kind: "truncated" }
  /** The headers and half of the body, then silence; `onStall` is called. */
  | { readonly kind: "slow-body" }
  /** The headers say JSON, and the body is HTML. */
  | { readonly kind: "not-json" }
  /** The true answer, behind as much white space as makes it this long: valid JSON, without Content-Length. */
  | { readonly kind: "oversize"; readonly bytes: number };

type FaultKind = FaultAction["kind"];

type Arrival = { readonly method: string; readonly path: string };
type Armed = { readonly fault: Fault; calls: number; matches: number; fired: number };

/** The armed faults, in the order of arming. The first that is due hits the request; the others keep waiting. */
export class Faults {
  #armed: Armed[] = [];

  arm(fault: Fault): void {
    this.#armed.push({ fault, calls: 0, matches: 0, fired: 0 });
  }

  clear(): void {
    this.#armed = [];
  }

  /** The fault that hits this request. Every armed fault counts the request, hit or not. */
  due(arrival: Arrival): Fault | undefined {
    let hit: Armed | undefined;
    for (const armed of this.#armed) {
      armed.calls += 1;
      if (!fits(armed.fault.match, arrival)) continue;
      armed.matches += 1;
      if (hit === undefined && isDue(armed)) hit = armed;
    }
    if (hit === undefined) return undefined;
    hit.fired += 1;
    this.#armed = this.#armed.filter(({ fault, fired }) => fired < (fault.times ?? 1));
    return hit.fault;
  }
}

/** A fault as the request log names it: `after reset`, `before status 503`. */
export function describeFault(fault: Fault): string {
  const detail = "status" in fault ? ` ${fault.status}` : "";
  return `${fault.when} ${fault.kind}${detail}`;
}

function isDue({ fault, calls, matches }: Armed): boolean {
  return calls >= (fault.call ?? 1) && matches >= (fault.match?.nth ?? 1);
}

function fits(match: FaultMatch | undefined, { method, path }: Arrival): boolean {
  if (match?.method !== undefined && match.method.toUpperCase() !== method) return false;
  if (match?.path === undefined) return true;
  // A new expression: one with the g or y flag remembers where it stopped, and would match only every other time.
  if (match.path instanceof RegExp) return new RegExp(match.path.source, match.path.flags).test(path);
  return endsWithSegments(path, match.path);
}

function endsWithSegments(path: string, end: string): boolean {
  const segments = end.split("/").filter((segment) => segment !== "");
  const tail = path
    .split("/")
    .filter((segment) => segment !== "")
    .slice(-segments.length);
  return (
    tail.length === segments.length &&
    segments.every((segment, at) => segment === "*" || segment === tail[at])
  );
}

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
 * Reads a fault as the command line takes it: `POST /distributions 2 after reset` resets the connection after the second
 * distribution was created. A word that is missing or `*` matches everything; `x3` means three times, `x*` always.
 * @throws Error that names the word that was not understood, and what could stand there
 */
export function parseFault(text: string): Fault {
  const parts = /^(.*?)(?:^|\s)(before|after)\s+(\S+)\s*(.*)$/s.exec(text.trim());
  if (parts === null) fail(text, `write ${GRAMMAR}, as in "POST /distributions 2 after reset"`);
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
        `"${word}" is none of METHOD (in capitals), /PATH, a count such as 2, #CALL, xTIMES; write ${GRAMMAR}`,
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
      if (rest !== "") fail(text, `"${kind}" takes no argument; remove "${rest}"`);
      return { kind };
    case "status":
      return parseStatus(text, rest);
    case "redirect": {
      const [status = "", location] = rest.split(/\s+/);
      if (!/^3[0-9]{2}$/.test(status) || location === undefined) {
        fail(text, `write ${KINDS.redirect}, as in redirect 302 http://127.0.0.1:4001/`);
      }
      return { kind, status: Number(status), location };
    }
    case "wrong-shape":
      return {
        kind,
        body: (parseJson(rest) ?? fail(text, `write ${KINDS[kind]}, as in wrong-shape []`)).value,
      };
    case "oversize":
      if (!/^[1-9][0-9]{0,11}$/.test(rest)) fail(text, `write ${KINDS.oversize}, as in oversize 20000000`);
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
    return fail(text, `write ${KINDS.status}, as in status 429 Retry-After=5`);
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
