import {
  type Actual,
  describeScope,
  type Scope,
  type Summary,
  scopeKey,
} from "../core/domain/distribution.ts";
import { nearest } from "../core/domain/wording.ts";
import { type Omission, omittedFrom } from "../core/export/omission.ts";
import type { LiveDistribution } from "../core/export/select.ts";
import { livesIn } from "../core/plan/match.ts";
import { ProviderError, stopsPass } from "../errors.ts";
import type { ReadingProvider } from "../ports.ts";

export type ExportReading = {
  readonly distributions: readonly LiveDistribution[];
  /** What was selected and could not be read. */
  readonly omissions: readonly Omission[];
  /** How many objects were seen in scopes that are not selected, by the name of the scope: a list may be wider than its own scope. */
  readonly elsewhere: ReadonlyMap<string, number>;
};

/**
 * Reads everything that is live in the scopes, or only what has one of the identifiers.
 * @throws ProviderError when nothing more can be read
 */
export async function readForExport(
  reader: ReadingProvider,
  scopes: readonly Scope[],
  only: readonly string[] | undefined,
): Promise<ExportReading> {
  const omissions: Omission[] = [];
  const elsewhere = new Map<string, number>();
  const asked = new Map(scopes.map((scope) => [scopeKey(scope), scope]));
  const skip = (home: Scope) => {
    const name = describeScope(home);
    elsewhere.set(name, (elsewhere.get(name) ?? 0) + 1);
  };

  const lists = await Promise.all(scopes.map((scope) => listWhole(reader, scope)));
  for (const list of lists) if ("failed" in list) omissions.push(unlisted(list.scope, list.failed));
  const listed = lists.flatMap((list) => ("failed" in list ? [] : [list]));
  const sought = [...spotsOf(listed).values()].filter(({ scope, summary }) => {
    if (only !== undefined && (summary.identifier === undefined || !only.includes(summary.identifier)))
      return false;
    if (!asked.has(scopeKey(scope))) skip(scope);
    return asked.has(scopeKey(scope));
  });

  const distributions: LiveDistribution[] = [];
  const readings = await Promise.all(
    sought.map(async (spot) => ({ ...spot, read: await readOne(reader, spot) })),
  );
  for (const { scope, summary, read } of readings) {
    if ("failed" in read) {
      const about = omittedFrom(scope, summary);
      omissions.push({ ...about, part: "distribution", reason: "unreadable", detail: read.failed });
      continue;
    }
    const home = livesIn(scope, read.actual) === false ? homeOf(read.actual) : scope;
    const place = home === undefined ? undefined : asked.get(scopeKey(home));
    if (place !== undefined) distributions.push({ scope: place, actual: read.actual });
    else skip(home ?? scope);
  }
  const missing = (only ?? []).filter((one) => sought.every(({ summary }) => summary.identifier !== one));
  return {
    distributions,
    omissions: [...omissions, ...missing.map((one) => notFound(one, listed))],
    elsewhere,
  };
}

type Listed = { readonly scope: Scope; readonly summaries: readonly Summary[] };
type Failed = { readonly failed: string };

async function listWhole(
  reader: ReadingProvider,
  scope: Scope,
): Promise<Listed | (Failed & { scope: Scope })> {
  const list = await tryRead(async () => {
    const first = await reader.list(scope);
    return [...first, ...(await reader.rest(scope, first))];
  });
  return "failed" in list ? { scope, ...list } : { scope, summaries: list.value };
}

async function readOne(
  reader: ReadingProvider,
  { scope, summary: { id } }: Spot,
): Promise<{ readonly actual: Actual } | Failed> {
  const read = await tryRead(() => reader.get(scope, id));
  if ("failed" in read) return read;
  return read.value === undefined
    ? { failed: "Buddy lists it, and does not find it when it is read" }
    : { actual: read.value };
}

/** The result of the work, or the reason why Buddy gave none. @throws ProviderError that ends the command */
export async function tryRead<T>(work: () => Promise<T>): Promise<{ readonly value: T } | Failed> {
  try {
    return { value: await work() };
  } catch (error) {
    if (!(error instanceof ProviderError) || stopsPass(error)) throw error;
    return { failed: error.remedy === undefined ? error.message : `${error.message} — ${error.remedy}` };
  }
}

/** An object, and the scope where it most likely lives: the narrowest of those that its lists and its own address name. */
type Spot = { readonly scope: Scope; readonly summary: Summary };

function spotsOf(lists: readonly Listed[]): ReadonlyMap<string, Spot> {
  const spots = new Map<string, Spot>();
  for (const { scope: list, summaries } of lists) {
    for (const summary of summaries) {
      const known = spots.get(summary.id);
      const scopes = [known?.scope, summary.home, list].filter((one) => one !== undefined);
      const [scope = list] = scopes.toSorted((a, b) => NARROWNESS[a.kind] - NARROWNESS[b.kind]);
      spots.set(summary.id, { scope, summary });
    }
  }
  return spots;
}

const NARROWNESS = { environment: 0, project: 1, workspace: 2 } as const;

function homeOf({ scope, project, environmentId }: Actual): Scope | undefined {
  if (scope === "WORKSPACE") return { kind: "workspace" };
  if (scope === "PROJECT" && project !== undefined) return { kind: "project", project };
  if (scope === "ENVIRONMENT" && environmentId !== undefined) return { kind: "environment", environmentId };
  return undefined;
}

function unlisted(scope: Scope, detail: string): Omission {
  const where = describeScope(scope);
  return { identifier: "*", where, part: "distribution", reason: "scope-unreadable", detail };
}

function notFound(identifier: string, lists: readonly Listed[]): Omission {
  const known = lists.flatMap(({ summaries }) => summaries.flatMap((one) => one.identifier ?? []));
  const meant = nearest(identifier, known);
  const hint = meant === undefined ? "" : `; did you mean ${meant}?`;
  const where = lists.map(({ scope }) => describeScope(scope)).join(", ");
  const detail = `nothing live has this identifier${hint}`;
  return { identifier, where, part: "distribution", reason: "not-found", detail };
}
