import { once } from "node:events";
import { defined } from "../core/domain/defined.ts";
import { printable } from "../core/domain/wording.ts";
import { type LoggedRequest, startEmulator } from "../emulator/emulator.ts";
import { parseFault } from "../emulator/faults.ts";
import { type Personality, parsePersonality } from "../emulator/personality.ts";
import { seedFrom } from "../emulator/seed.ts";
import type { CommandContext } from "./context.ts";
import { UsageError } from "./errors.ts";
import { Command, type FlagsOf, wholeNumberOf } from "./options.ts";

/** `distro-sync emulator`: runs until it is interrupted. */
export function emulatorCommand(context: CommandContext) {
  return declare().action(async (flags) => context.exit(await emulate(flags, context)));
}

function declare() {
  return new Command("emulator")
    .description("run Buddy's API on this machine, to try manifests without an account")
    .option(
      "--workspace <handle...>",
      "its workspaces (default: my-company, with projects, members and groups)",
    )
    .option("--project <name...>", "the projects in each of them")
    .option(
      "--environment <name...>",
      "environments: project/identifier, or identifier for an environment of the workspace",
    )
    .option("--member <email...>", "members")
    .option("--group <name...>", "groups")
    .option("--port <number>", "the port on 127.0.0.1 (default: a free one)", port)
    .option("--token <token>", "the token that it accepts", "emulator-token")
    .option("--personality <key=value...>", "what Buddy's pages leave open; docs/emulator.md lists the keys")
    .option("--fault <rule...>", "make requests fail; docs/emulator.md describes the rules")
    .option("--json", "print JSON lines: first where it listens, then each request")
    .addHelpText("after", `\n${EXAMPLES}`);
}

type EmulatorFlags = FlagsOf<typeof declare>;

const EXAMPLES = `It forgets everything when it ends. For example:
  distro-sync emulator --port 4000
  distro-sync emulator --project web shop --environment web/staging
  distro-sync emulator --personality quota=5/60 ids=number
  distro-sync emulator --fault "POST /distributions 2 after reset"`;

async function emulate(flags: EmulatorFlags, { terminal, signal }: CommandContext): Promise<number> {
  const { workspace, project, environment, member, group } = flags;
  const seed = orUsageError(seedFrom)(
    defined({
      workspaces: workspace,
      projects: project,
      environments: environment,
      members: member,
      groups: group,
    }),
  );
  const switches = (flags.personality ?? []).map(orUsageError(parsePersonality));
  const personality: Partial<Personality> = Object.fromEntries(switches.flatMap(Object.entries));
  const faults = (flags.fault ?? []).map(orUsageError(parseFault));
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

Each request is printed below; Ctrl-C ends the emulator.
`;
}

function requestLine({ method, path, query, status, fault }: LoggedRequest): string {
  const address = query === "" ? path : `${path}?${query}`;
  return `${method} ${address} ${status ?? "no answer"}${fault === undefined ? "" : ` (${fault})`}`;
}

function orUsageError<Given, Parsed>(parse: (given: Given) => Parsed): (given: Given) => Parsed {
  return (given) => {
    try {
      return parse(given);
    } catch (error) {
      throw new UsageError(error instanceof Error ? error.message : String(error));
    }
  };
}

function port(text: string): number {
  return wholeNumberOf(text, 0, 65_535);
}
