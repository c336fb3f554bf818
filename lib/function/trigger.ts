import { isRecord } from "../core/domain/canonical-json.ts";
import {
  isScheduled,
  manifestPrefix,
  releasePrefix,
  TRIGGERS,
  type Trigger,
  type Wake,
} from "../deployment.ts";
import type { Log } from "../ports.ts";
import type { Queue } from "./queue.ts";
import type { QueueRecord } from "./request.ts";

/** A message that nobody of this project wrote. It says what is wrong, and never repeats what was sent. */
export class WakeError extends Error {
  override readonly name = "WakeError";
}

/**
 * A message of the queue, read strictly: one that is only nearly right comes from another version or another sender.
 * @throws WakeError
 */
export function readWake(body: string): Wake {
  const value = parsed(body);
  if (!isRecord(value)) throw new WakeError(`the message is not a JSON object: ${REMEDY}`);
  const strange = Object.keys(value).filter((key) => !KEYS.has(key)).length;
  if (strange > 0) {
    throw new WakeError(`the message has ${strange} keys beside ${[...KEYS].join(", ")}: ${REMEDY}`);
  }
  const { trigger, workspace, at, key, commit, round } = value;
  if (!isTrigger(trigger)) throw wrong("trigger", `one of ${TRIGGERS.join(", ")}`);
  if (!isAbsentOr(isText(255), workspace)) throw wrong("workspace", "a workspace's handle");
  if (!isAbsentOr(isText(255), at)) throw wrong("at", "a text of up to 255 characters");
  if (!isAbsentOr(isText(1_024), key)) throw wrong("key", "the key of an object");
  if (!isAbsentOr(isCommit, commit)) throw wrong("commit", "40 hexadecimal digits");
  if (!isAbsentOr(isCount, round)) throw wrong("round", "a count");
  return {
    trigger,
    ...(workspace === undefined ? {} : { workspace }),
    ...(at === undefined ? {} : { at }),
    ...(key === undefined ? {} : { key }),
    ...(commit === undefined ? {} : { commit }),
    ...(round === undefined ? {} : { round }),
  };
}

/** Whether the object is part of the workspace's source: the pointer to its release, or one of its plain manifests. */
export function concerns(key: string, workspace: string): boolean {
  return key === `${releasePrefix(workspace)}current.json` || key.startsWith(manifestPrefix(workspace));
}

/**
 * What several messages come to, in the order in which they came: one pass answers them all. The newest commit counts, and
 * a fresh trigger gives a pass that goes on all its continuations back. What somebody decided is not made a mere schedule by
 * one that came in the same batch: only a decision undoes what was changed in Buddy.
 */
export function mergeWakes(first: Wake, others: readonly Wake[]): Wake {
  return others.reduce((before, { trigger, at, commit = before.commit, round = 0 }) => {
    const fewest = Math.min(before.round ?? 0, round);
    return {
      trigger: isScheduled(trigger) && !isScheduled(before.trigger) ? before.trigger : trigger,
      ...(before.workspace === undefined ? {} : { workspace: before.workspace }),
      ...(at === undefined ? {} : { at }),
      ...(commit === undefined ? {} : { commit }),
      ...(fewest === 0 ? {} : { round: fewest }),
    };
  }, first);
}

const KEYS: ReadonlySet<string> = new Set<keyof Wake>([
  "trigger",
  "workspace",
  "at",
  "key",
  "commit",
  "round",
]);
const REMEDY =
  "send what `distro-sync` of this version sends, such as { trigger: manual, workspace: my-company }";

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function wrong(key: string, due: string): WakeError {
  return new WakeError(`the message's ${key} is not ${due}: ${REMEDY}`);
}

function isAbsentOr<T>(check: (value: unknown) => value is T, value: unknown): value is T | undefined {
  return value === undefined || check(value);
}

function isTrigger(value: unknown): value is Trigger {
  return TRIGGERS.some((trigger) => trigger === value);
}

function isText(longest: number): (value: unknown) => value is string {
  return (value): value is string => typeof value === "string" && value !== "" && value.length <= longest;
}

function isCommit(value: unknown): value is string {
  return typeof value === "string" && /^[0-9a-f]{40}$/.test(value);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/** A message that was understood. */
export type Item = { readonly record: QueueRecord; readonly wake: Wake };

/** What is done once for all messages that ask for it. */
export type Job = {
  readonly records: readonly QueueRecord[];
  /** Resolves to why they must come back, if they must. */
  readonly work: () => Promise<string | undefined>;
};

export type JobTools = {
  /** The handles of all workspaces that are deployed. */
  readonly workspaces: readonly string[];
  /** Those of them whose manifests come from GitHub: what is pushed there concerns no other. */
  readonly fromGithub: readonly string[];
  /** Makes one pass; resolves to why the messages that ask for it must come back, if they must. */
  readonly pass: (asked: Asked) => Promise<string | undefined>;
  readonly queue: Queue;
  readonly log: Log;
};

type Asked = {
  readonly workspace: string;
  readonly wake: Wake;
  /** The message that asks for it: the newest, if there are several. */
  readonly cause: string;
  /** Nothing else is asked for by the same delivery, all of which stays in flight until the last of it is done. */
  readonly alone: boolean;
};

/**
 * A pass for each workspace that is named. What names none is put into the queue once more, for each workspace that it is
 * about: in its own group a workspace has one pass at a time. Where there is one workspace alone, its pass is made at once.
 */
export function jobsOf(items: readonly Item[], tools: JobTools): readonly Job[] {
  const errands = new Map<string, { readonly errand: Errand; readonly items: Item[] }>();
  for (const item of items) {
    const errand = errandOf(item.wake, tools);
    if (errand === undefined) tools.log("message.ignored", { messageId: item.record.id });
    else {
      const key = JSON.stringify(errand);
      const same = errands.get(key) ?? { errand, items: [] };
      same.items.push(item);
      errands.set(key, same);
    }
  }
  const alone = errands.size === 1;
  return [...errands.values()].flatMap(({ errand, items: asking }) => {
    const [first, ...others] = asking;
    return first === undefined ? [] : [jobOf(errand, { first, others, alone }, tools)];
  });
}

type Errand = { readonly pass: string } | { readonly forward: readonly string[] };

/** Undefined: what changed concerns no workspace. */
function errandOf({ workspace, key, commit }: Wake, tools: JobTools): Errand | undefined {
  if (workspace !== undefined) return { pass: workspace };
  const workspaces = commit === undefined ? tools.workspaces : tools.fromGithub;
  const concerned = key === undefined ? workspaces : workspaces.filter((name) => concerns(key, name));
  const [only] = concerned;
  if (only === undefined) return undefined;
  return tools.workspaces.length === 1 ? { pass: only } : { forward: concerned };
}

type Asking = { readonly first: Item; readonly others: readonly Item[]; readonly alone: boolean };

function jobOf(errand: Errand, { first, others, alone }: Asking, { pass, queue }: JobTools): Job {
  const records = [first, ...others].map(({ record }) => record);
  const wakes = others.map(({ wake }) => wake);
  const { key: _, ...wake } = mergeWakes(first.wake, wakes);
  // The newest: what comes together with a message that comes back is no repetition of what became of that one alone.
  const cause = (others.at(-1) ?? first).record.id;
  if ("pass" in errand) {
    return { records, work: () => pass({ workspace: errand.pass, wake, cause, alone }) };
  }
  return {
    records,
    work: async () => {
      await queue.send(errand.forward.map((workspace) => ({ wake: { ...wake, workspace }, cause })));
      return undefined;
    },
  };
}
