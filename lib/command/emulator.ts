import { once } from "node:events";
import { printable } from "../core/domain/wording.ts";
import { type LoggedRequest, startEmulator } from "../emulator/emulator.ts";
import { parseFault } from "../emulator/faults.ts";
import { type Personality, parsePersonality } from "../emulator/personality.ts";
import { type SeedLists, seedFrom } from "../emulator/seed.ts";
import type { CommandContext } from "./pass.ts";
import { UsageError } from "./usage-error.ts";

export type EmulatorFlags = {
  readonly port?: number;
  readonly workspace?: readonly string[];
  readonly project?: readonly string[];
  readonly environment?: readonly string[];
  readonly member?: readonly string[];
  readonly group?: readonly string[];
  readonly token: string;
  readonly personality?: readonly string[];
  readonly fault?: readonly string[];
  readonly json?: boolean;
};

/** `distro-sync emulator`: runs until it is interrupted. */
export async function emulatorCommand(
  flags: EmulatorFlags,
  { terminal, signal }: CommandContext,
): Promise<number> {
  const seed = understood(seedFrom)(listsOf(flags));
  const switches = (flags.personality ?? []).map(understood(parsePersonality));
  const personality: Partial<Personality> = Object.fromEntries(switches.flatMap(Object.entries));
  const faults = (flags.fault ?? []).map(understood(parseFault));
  const emulator = await startEmulator({
    port: flags.port ?? 0,
    token: flags.token,
    seed,
    personality,
    onAnswer: (request) =>
      flags.json === true ? terminal.jsonLine(request) : terminal.out(`${printable(requestLine(request))}\n`),
  });
  for (const fault of faults) emulator.fault(fault);

  const workspaces = seed.workspaces.map(({ name }) => name);
  const [first = ""] = workspaces;
  if (flags.json === true) terminal.jsonLine({ url: emulator.url, token: flags.token, workspaces });
  else terminal.out(welcome(emulator.url, flags.token, first));
  if (!signal.aborted) await once(signal, "abort");
  await emulator.close();
  return 0;
}

function welcome(url: string, token: string, workspace: string): string {
  return `An emulator of Buddy's API listens on ${url}. In another terminal:

  export BUDDY_API_ENDPOINT=${url}
  export BUDDY_TOKEN=${token}
  export BUDDY_WORKSPACE=${workspace}
  npx distro-sync plan

Requests follow; Ctrl-C ends it.
`;
}

function requestLine({ method, path, query, status, fault }: LoggedRequest): string {
  const asked = query === "" ? path : `${path}?${query}`;
  return `${method} ${asked} ${status ?? "no answer"}${fault === undefined ? "" : ` (${fault})`}`;
}

function listsOf({ workspace, project, environment, member, group }: EmulatorFlags): SeedLists {
  return {
    ...(workspace === undefined ? {} : { workspaces: workspace }),
    ...(project === undefined ? {} : { projects: project }),
    ...(environment === undefined ? {} : { environments: environment }),
    ...(member === undefined ? {} : { members: member }),
    ...(group === undefined ? {} : { groups: group }),
  };
}

function understood<Given, Meant>(parse: (given: Given) => Meant): (given: Given) => Meant {
  return (given) => {
    try {
      return parse(given);
    } catch (error) {
      throw new UsageError(error instanceof Error ? error.message : String(error));
    }
  };
}
