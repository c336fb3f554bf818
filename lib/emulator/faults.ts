/** What goes wrong, and when. Each fault fires `times` (default 1), and is then spent. */
export type Fault = FaultAction & {
  /** Only requests like this; without it every request. */
  readonly match?: FaultMatch;
  /** From the n-th request of all on, counted from arming; default 1. */
  readonly call?: number;
  /** How many requests it hits; default 1, `Infinity` for all. */
  readonly times?: number;
  /** Whether the request still has its effect (`after`), or none (`before`). */
  readonly when: "before" | "after";
};

type FaultMatch = {
  readonly method?: string;
  /**
   * A text is the end of the path in whole segments, where `*` stands for any one segment: `/distributions` is the list,
   * `/distributions/*` one distribution, `*` any path. An expression is tried on the path without its query.
   */
  readonly path?: string | RegExp;
  /** From the n-th request that matches method and path on, counted from arming; default 1. */
  readonly nth?: number;
};

export type FaultAction =
  /** The connection is reset. */
  | { readonly kind: "reset" }
  /** No answer comes, ever; `onStall` is called. */
  | { readonly kind: "time-out" }
  /** This answer and no other header than these and `Date`, as a gateway in front of Buddy would send it. */
  | {
      readonly kind: "status";
      readonly status: number;
      /** A text is sent as HTML, anything else as JSON, unless the headers say otherwise. */
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: "redirect"; readonly status: number; readonly location: string }
  /** The status of the true answer, or 200 if that was an error, with this JSON. */
  | { readonly kind: "wrong-shape"; readonly body: unknown }
  /** Content-Length of the whole and half of the body, then the connection is cut. */
  | { readonly kind: "truncated" }
  /** The headers and half of the body, then silence; `onStall` is called. */
  | { readonly kind: "slow-body" }
  /** Said to be JSON, and is HTML. */
  | { readonly kind: "not-json" }
  /** The true answer behind so much white space that it is this long: valid JSON, without Content-Length. */
  | { readonly kind: "oversize"; readonly bytes: number };

export type FaultKind = FaultAction["kind"];

type Arrival = { readonly method: string; readonly path: string };
type Armed = { readonly fault: Fault; calls: number; matches: number; fired: number };

/** The armed faults, in the order of arming. A request is hit by the first that is due; every other one keeps waiting. */
export class Faults {
  #armed: Armed[] = [];

  arm(fault: Fault): void {
    this.#armed.push({ fault, calls: 0, matches: 0, fired: 0 });
  }

  clear(): void {
    this.#armed = [];
  }

  /** Every armed fault counts the request, whether or not it is hit. */
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

/** As the request log names it: `after reset`, `before status 503`. */
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
  // A fresh expression: one with the g or y flag remembers where it stopped, and would match every other time.
  if (match.path instanceof RegExp) return new RegExp(match.path.source, match.path.flags).test(path);
  return endsWithSegments(path, match.path);
}

function endsWithSegments(path: string, end: string): boolean {
  const wanted = end.split("/").filter((segment) => segment !== "");
  const tail = path
    .split("/")
    .filter((segment) => segment !== "")
    .slice(-wanted.length);
  return (
    tail.length === wanted.length && wanted.every((segment, at) => segment === "*" || segment === tail[at])
  );
}
