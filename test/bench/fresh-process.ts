import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A measurement that needs a process of its own: a file of `roles/`, what it is given, and what it finds out. */
export type Role<Input, Result> = { readonly input: Input; readonly result: Result };

/** Runs a role in a new process, which has compiled, allocated and cached nothing yet. */
export async function inFreshProcess<R extends Role<unknown, unknown>>(
  name: string,
  input: R["input"],
): Promise<R["result"]> {
  const child = start(name);
  const result = await ask(child, name, input);
  await ended(child);
  return result;
}

/** A role that goes on after it has answered, until it is told to finish. */
export async function startProcess<R extends Role<unknown, unknown>, Last>(
  name: string,
  input: R["input"],
): Promise<{ readonly answer: R["result"]; readonly finish: () => Promise<Last> }> {
  const child = start(name);
  const answer = await ask(child, name, input);
  return {
    answer,
    finish: async () => {
      const last = await ask(child, name, "finish");
      await ended(child);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the caller names the role, and so its type
      return last as Last;
    },
  };
}

/** The body of a role: does its work once, and answers. */
export async function perform<R extends Role<unknown, unknown>>(
  work: (input: R["input"]) => Promise<R["result"]>,
): Promise<void> {
  const [input] = (await once(process, "message")) as unknown[];
  process.send?.({ result: await work(input) });
}

/** What getting ready has left behind is collected before the clock starts, and not on the measured work's account. */
export function cpuClock(): { readonly milliseconds: () => number } {
  globalThis.gc?.();
  const before = process.cpuUsage();
  return {
    milliseconds: () => {
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1_000;
    },
  };
}

function start(name: string): ChildProcess {
  const path = fileURLToPath(new URL(`roles/${name}.js`, import.meta.url));
  return fork(path, { serialization: "advanced", execArgv: ["--expose-gc"] });
}

async function ask(child: ChildProcess, name: string, input: unknown): Promise<unknown> {
  const died = once(child, "exit").then(([code, signal]) => {
    throw new Error(`${name} ended with ${String(code ?? signal)}, and without an answer`);
  });
  died.catch(() => {});
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- inputs are plain data
  child.send(input as object);
  const [message] = (await Promise.race([once(child, "message"), died])) as { result: unknown }[];
  return message?.result;
}

async function ended(child: ChildProcess): Promise<void> {
  const exit = once(child, "exit");
  child.disconnect();
  await exit;
}
