import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmulator } from "../emulator/emulator.ts";
import { packageFolder } from "../package-folder.ts";
import { runApply } from "./apply.ts";
import type { CommandContext } from "./context.ts";
import { Command } from "./options.ts";
import { showPlan } from "./plan.ts";

/** `distro-sync demo`: the real commands, with the package's own manifests, against an emulator on this machine. */
export function demoCommand(context: CommandContext) {
  return new Command("demo")
    .description("plan, apply and plan again, against an emulator on this machine")
    .action(async () => context.exit(await demo(context)));
}

async function demo(context: CommandContext): Promise<number> {
  const { terminal } = context;
  const token = "emulator-token";
  const workspace = "my-company";
  const folder = await mkdtemp(join(tmpdir(), "distro-sync-demo-"));
  const emulator = await startEmulator({ token });
  try {
    const config = join(folder, "distro-sync.yaml");
    await writeFile(config, "instance: demo\n");
    const cwd = packageFolder();
    const env = { BUDDY_TOKEN: token, BUDDY_WORKSPACE: workspace, BUDDY_API_ENDPOINT: emulator.url };
    const here: CommandContext = { ...context, env, cwd };
    const flags = {
      config,
      manifests: join(cwd, "distributions"),
      state: join(folder, "state"),
      format: "text",
      concurrency: 4,
    } as const;
    const title = (text: string) => terminal.out(`${terminal.outStyle.strong(text)}\n`);

    terminal.out(
      `An emulator of Buddy's API listens on ${emulator.url}, with the workspace ${workspace}.\n\n`,
    );
    title("1. Show what would be created:  distro-sync plan");
    const codes = [await showPlan(flags, here)];
    title("\n2. Create it:  distro-sync apply --yes");
    codes.push(await runApply({ ...flags, yes: true }, here, { planShown: true }));
    title("\n3. Plan again, with nothing left to do:  distro-sync plan");
    codes.push(await showPlan(flags, here));
    const writes = emulator.log.filter(({ method }) => method !== "GET").length;
    const reads = emulator.log.length - writes;
    terminal.out(`\nThe three passes sent ${reads} reads and ${writes} writes to Buddy.\n\n${NEXT}`);
    return Math.max(...codes);
  } finally {
    await emulator.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const NEXT = `Now with your own workspace:
  export BUDDY_TOKEN=...            a personal access token that may read and write distributions
  export BUDDY_WORKSPACE=...        the handle in your workspace's URL
  export BUDDY_API_ENDPOINT=https://api.buddy.works      or api.eu.buddy.works, api.asia.buddy.works
  npx distro-sync plan --manifests path/to/your/manifests

plan cannot write, and apply changes nothing that exists. \`npx distro-sync --help\` shows the rest.
`;
