import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmulator } from "../emulator/emulator.ts";
import { packageFolder } from "../package-folder.ts";
import { type ApplyFlags, applyCommand, type CommandContext, planCommand } from "./pass.ts";

/** `distro-sync demo`: the real commands, with the manifests that come along, against an emulator on this machine. */
export async function demoCommand({ terminal, stdin, signal, redactor }: CommandContext): Promise<number> {
  const token = "emulator-token";
  const workspace = "my-company";
  const folder = await mkdtemp(join(tmpdir(), "distro-sync-demo-"));
  const emulator = await startEmulator({ token });
  try {
    const config = join(folder, "distro-sync.yaml");
    await writeFile(config, "instance: demo\n");
    const cwd = packageFolder();
    const env = { BUDDY_TOKEN: token, BUDDY_WORKSPACE: workspace, BUDDY_API_ENDPOINT: emulator.url };
    const surroundings: CommandContext = { terminal, stdin, env, cwd, signal, redactor };
    const flags: ApplyFlags = {
      config,
      manifests: join(cwd, "distributions"),
      state: join(folder, "state"),
      format: "text",
      concurrency: 4,
      yes: true,
    };
    const say = (text: string) => terminal.out(`${terminal.outStyle.strong(text)}\n`);

    terminal.out(
      `An emulator of Buddy's API listens on ${emulator.url}, with the workspace ${workspace}.\n\n`,
    );
    say("1. What would be created:  distro-sync plan");
    const codes = [await planCommand(flags, surroundings)];
    say("\n2. Create it:  distro-sync apply --yes");
    codes.push(await applyCommand({ ...flags, quietPlan: true }, surroundings));
    say("\n3. The same again, with nothing left to do:  distro-sync plan");
    codes.push(await planCommand(flags, surroundings));
    const posts = emulator.log.filter(({ method }) => method !== "GET").length;
    const gets = emulator.log.length - posts;
    terminal.out(`\nBuddy was asked ${gets} times and written to ${posts} times.\n\n${NEXT}`);
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
