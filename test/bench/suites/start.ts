import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { COMMAND, runNode } from "../command.ts";
import { figure, type Section } from "../figure.ts";
import { manifest } from "../manifests.ts";

const REPETITIONS = 11;

/** How long it takes until the command has done next to nothing. */
export async function start(): Promise<Section> {
  const folder = await mkdtemp(join(tmpdir(), "distro-sync-bench-"));
  try {
    await mkdir(join(folder, "distributions"));
    await writeFile(join(folder, "distributions/shop.yaml"), manifest(1));
    const bare: number[] = [];
    const help: number[] = [];
    const validate: number[] = [];
    for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
      bare.push(await time(["-e", "0"], folder));
      help.push(await time([COMMAND, "--help"], folder));
      validate.push(await time([COMMAND, "validate"], folder));
    }
    return {
      title: "Starting the command",
      figures: [
        figure("Node with nothing to do", "ms", bare),
        figure("`distro-sync --help`", "ms", help),
        figure("`distro-sync validate`, one manifest", "ms", validate),
      ],
      remarks: [],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function time(args: readonly string[], cwd: string): Promise<number> {
  const { code, ms } = await runNode(args, { cwd });
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}`);
  return ms;
}
