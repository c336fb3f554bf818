import type { Wake } from "../deployment.ts";
import type { Log } from "../ports.ts";
import type { QueueRecord } from "./event.ts";
import type { Queue } from "./queue.ts";
import { concerns, mergeWakes } from "./wake.ts";

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
