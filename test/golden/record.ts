import { createHash } from "node:crypto";
import type { Played } from "./play.ts";

/**
 * What the golden file holds of a step: codes, actions, calls and numbers, and no prose. All names of fields of published
 * JSON are in this file; where one is renamed, both names can stand beside each other in `either`.
 */
export type Line = {
  readonly run: string;
  readonly exit?: number;
  readonly json?: "none";
  readonly policy?: string;
  readonly verdict?: string;
  readonly mode?: string;
  /** Its kind, and whether it says when to go on. */
  readonly failure?: string;
  /** `distributions/shop.yaml:2:8 UNKNOWN_VALUE` */
  readonly problems?: readonly string[];
  /** How many. */
  readonly notices?: number;
  /** `workspace#shop create routes:1 = applied created wrote shop.example.com/=applied` */
  readonly changes?: readonly string[];
  /** `EXPOSURE apex workspace#shop` */
  readonly blocks?: readonly string[];
  readonly lifted?: readonly string[];
  /** `workspace#shop drift name:theirs` */
  readonly left?: readonly string[];
  readonly unchanged?: readonly string[];
  /** `create=1`, for all that is not zero. */
  readonly summary?: readonly string[];
  readonly explained?: readonly string[];
  readonly held?: readonly string[];
  readonly ended?: number;
  readonly disowned?: readonly string[];
  readonly files?: readonly string[];
  readonly omitted?: readonly string[];
  readonly calls?: readonly string[];
};

export function lineOf(played: Played): Line {
  const { said, exit, printed, calls, named } = played;
  const root = record(printed);
  const plan = record("changes" in root && "digest" in root ? root : root.plan);
  const line = {
    run: said,
    exit,
    json: printed === undefined ? "none" : undefined,
    policy: plan.policy,
    verdict: root.verdict,
    mode: root.mode,
    failure: failureIn(root),
    problems: list(root.problems).map(({ file, line: at, column, code }) =>
      say([file, at, column].map((part) => say(part)).join(":"), code),
    ),
    notices: words(root.notices).length || undefined,
    changes: list(plan.changes).map((change) => changeText(change, list(root.outcomes))),
    blocks: list(plan.blocks).map(blockText),
    lifted: list(record(plan.approval).lifts).map(blockText),
    left: list(either(plan, "leftAlone", "left")).map((one) =>
      say(one.key, one.reason, ...differencesIn(one)),
    ),
    unchanged: list(plan.unchanged).map((one) =>
      say(one.key, one.verified === true ? "verified" : "listed", ...words(one.both)),
    ),
    summary: numbersIn(plan.summary),
    explained: list(root.explanations).map((one) =>
      say(one.key, one.reason, either(record(one.live), "state", "kind")),
    ),
    held: list(root.holds).map((one) =>
      say(one.identifier ?? "all", one.project, one.environment, one.environment_id, one.until),
    ),
    ended: list(root.ended).length || undefined,
    disowned: list(either(root, "released", "disowned")).map(({ key }) => say(key)),
    files: list(root.files).map((file) =>
      say(file.path, file.state, list(file.distributions).length, hash(bare(say(file.text)))),
    ),
    omitted: list(root.omissions).map((one) => say(one.identifier, one.part, one.reason)),
    calls: inOneOrder(calls),
  };
  const told = Object.entries(line).filter(([, value]) => !isEmpty(value));
  const text = JSON.stringify(Object.fromEntries(told.toSorted(([a], [b]) => (a < b ? -1 : 1))));
  return JSON.parse(named(text)) as Line;
}

/** Apart from all else, since a change of words changes every one of them. */
export function digestOf({ printed }: Played): string {
  const root = record(printed);
  const digest = root.digest ?? record(root.plan).digest;
  return typeof digest === "string" ? digest.replace("sha256:", "").slice(0, 16) : "-";
}

type Json = Readonly<Record<string, unknown>>;

/** Action and end of a change, what it is about in Buddy, and whatever marks it. */
function changeText(change: Json, outcomes: readonly Json[]): string {
  const outcome = outcomes.find(({ key }) => key === change.key);
  const marks = ["renames", "resumes", "presumed", "deleteAfter", "declaredIn", "goneIn", "permissions"];
  const switches = ["disabled", "protect", "enabled"];
  const routes = list(change.routes).filter((route) => kindOf(route) === undefined).length;
  return say(
    change.key,
    change.action,
    ...marks.filter((mark) => change[mark] !== undefined),
    ...switches.filter((name) => change[name] === true),
    routes === 0 ? undefined : `routes:${routes}`,
    ...differencesIn(change),
    ...(outcome === undefined ? [] : ["=", ...endOf(outcome)]),
  );
}

function endOf({ status, distribution, wrote, routes }: Json): readonly unknown[] {
  const ofRoutes = list(routes).map((one) => `${say(one.route)}=${say(one.status)}`);
  return [status, distribution, wrote === true ? "wrote" : undefined, ...ofRoutes];
}

/** `name:ours` and `update:shop.example.com/:theirs`. */
function differencesIn(one: Json): readonly string[] {
  const fields = list(one.fields).map(({ field, moved }) => `${say(field)}:${say(moved)}`);
  const routes = list(one.routes).flatMap((route) => {
    const kind = kindOf(route);
    const address = addressOf(record(route.to ?? route.from));
    return kind === undefined ? [] : [`${say(kind)}:${address}:${say(route.moved)}`];
  });
  return [...fields, ...routes];
}

/** What is done with a route, where it is not merely one of a list. */
function kindOf(route: Json): unknown {
  return either(route, "change", "kind");
}

function addressOf({ subdomain, domain, path }: Json): string {
  return `${subdomain === "" ? "" : `${say(subdomain)}.`}${say(domain)}${say(path)}`;
}

function blockText({ code, exposure, keys }: Json): string {
  return say(code, exposure, ...words(keys));
}

function failureIn({ failure }: Json): string | undefined {
  if (failure === undefined) return undefined;
  const { kind, resumeAt, passing } = record(failure);
  return say(kind, resumeAt === undefined ? undefined : "resumes", passing === true ? "passing" : undefined);
}

function numbersIn(summary: unknown): readonly string[] {
  const some = Object.entries(record(summary)).filter(([, number]) => number !== 0);
  return some.map(([name, number]) => `${name}=${say(number)}`).toSorted();
}

/** Reads may overtake each other: those between two writes are put in order, and counted where they are the same. */
function inOneOrder(calls: readonly string[]): readonly string[] {
  const ordered: string[] = [];
  let reads: string[] = [];
  const flush = () => {
    for (const read of [...new Set(reads)].toSorted()) {
      const times = reads.filter((one) => one === read).length;
      ordered.push(times === 1 ? read : `${read} x${times}`);
    }
    reads = [];
  };
  for (const call of calls) {
    if (call.startsWith("GET ")) reads.push(call);
    else {
      flush();
      ordered.push(call);
    }
  }
  flush();
  return ordered;
}

/** A manifest without its comments, which are prose. */
function bare(text: string): string {
  return text.replaceAll(/(?:^|\s)#.*$/gm, "");
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

/** What is there, as one text. */
function say(...parts: readonly unknown[]): string {
  return parts
    .filter((part) => part !== undefined)
    .map((part) => (typeof part === "string" ? part : JSON.stringify(part)))
    .join(" ");
}

function either(one: Json, ...names: readonly string[]): unknown {
  return names.map((name) => one[name]).find((value) => value !== undefined);
}

function record(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(record) : [];
}

function words(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map((word) => say(word)) : [];
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}
