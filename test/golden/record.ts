import { createHash } from "node:crypto";
import type { Played } from "./play.ts";

/**
 * What the golden file holds of a step: codes, actions, calls and numbers, and no prose. All names of fields of published
 * JSON are in this file; where one is renamed, both names can stand beside each other in `either`.
 */
export type Line = Readonly<Record<string, unknown>>;

export function lineOf(played: Played): Line {
  const { said, exit, printed, calls, named } = played;
  const root = record(printed);
  const plan = record("changes" in root && "digest" in root ? root : root.plan);
  const line = {
    run: said,
    exit,
    json: printed === undefined ? "none" : undefined,
    verdict: root.verdict,
    mode: root.mode,
    failure: failureIn(root),
    problems: list(root.problems).map(({ file, line: at, column, code }) => `${file}:${at}:${column} ${code}`),
    notices: words(root.notices).length,
    changes: list(plan.changes).map((change) => changeText(change, list(root.outcomes))),
    blocks: list(plan.blocks).map(blockText),
    lifted: list(record(plan.approval).lifts).map(blockText),
    left: list(plan.left).map((one) => [one.key, one.reason, ...differencesIn(one)].join(" ")),
    unchanged: list(plan.unchanged).map((one) =>
      [one.key, one.verified === true ? "verified" : "listed", ...words(one.both)].join(" "),
    ),
    summary: numbersIn(plan.summary),
    explained: list(root.explanations).map((one) => `${one.key} ${one.reason} ${record(one.live).state}`),
    held: list(root.holds).map((one) => [one.identifier ?? "all", one.project, one.environment, one.until]),
    ended: list(root.ended).length,
    disowned: list(either(root, "released", "disowned")).map(({ key }) => key),
    files: list(root.files).map(
      (file) => `${file.path} ${file.state} ${list(file.distributions).length} ${hash(bare(file.text))}`,
    ),
    omitted: list(root.omissions).map((one) => `${one.identifier} ${one.part} ${one.reason}`),
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
  const marks = ["renames", "resumes", "presumed", "deleteAfter", "declaredIn", "goneIn"].filter(
    (mark) => change[mark] !== undefined,
  );
  const switches = ["disabled", "protect", "enabled"].filter((name) => change[name] === true);
  const ended =
    outcome === undefined
      ? []
      : [
          `= ${outcome.status} ${outcome.distribution}${outcome.wrote === true ? " wrote" : ""}`,
          ...list(outcome.routes).map(({ route, status }) => `${route}=${status}`),
        ];
  const routes = list(change.routes).filter((route) => either(route, "change", "kind") === undefined);
  return [
    change.key,
    change.action,
    ...marks,
    ...switches,
    ...(change.permissions === undefined ? [] : ["permissions"]),
    ...(routes.length === 0 ? [] : [`routes:${routes.length}`]),
    ...differencesIn(change),
    ...ended,
  ].join(" ");
}

/** `name:ours` and `update:shop.example.com/:theirs`. */
function differencesIn(one: Json): readonly string[] {
  const fields = list(one.fields).map(({ field, moved }) => `${field}:${moved}`);
  const routes = list(one.routes).flatMap((route) => {
    const kind = either(route, "change", "kind");
    return kind === undefined ? [] : [`${kind}:${addressOf(record(route.to ?? route.from))}:${route.moved}`];
  });
  return [...fields, ...routes];
}

function addressOf({ subdomain, domain, path }: Json): string {
  return `${subdomain === "" ? "" : `${subdomain}.`}${domain}${path}`;
}

function blockText({ code, exposure, keys }: Json): string {
  return [code, exposure, ...words(keys)].filter((part) => part !== undefined).join(" ");
}

function failureIn({ failure }: Json): string | undefined {
  if (failure === undefined) return undefined;
  const { kind, resumeAt, passing } = record(failure);
  return [kind, resumeAt === undefined ? "" : "resumes", passing === true ? "passing" : ""].join(" ").trim();
}

function numbersIn(summary: unknown): string {
  const some = Object.entries(record(summary)).filter(([, number]) => number !== 0);
  return some.map(([name, number]) => `${name}=${number}`).toSorted().join(" ");
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
function bare(text: unknown): string {
  return String(text).replaceAll(/(?:^|\s)#.*$/gm, "");
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
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
  return Array.isArray(value) ? value.map(String) : [];
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === 0 || value === "" || (Array.isArray(value) && value.length === 0)
  );
}
