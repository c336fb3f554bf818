import { mkdir, mkdtemp, open, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { COMMAND, runNode } from "../command.ts";
import { figure, type Section } from "../figure.ts";
import { inFreshProcess, startProcess } from "../fresh-process.ts";
import { manifest } from "../manifests.ts";
import type { FolderRole } from "../roles/folder.ts";
import type { ServerAccount, ServerRole } from "../roles/server.ts";

const MANIFESTS = 10_000;
const REPETITIONS = 5;
const TARGET = { target: 300 };

/** The most memory that a process ever had resident while it planned what a folder on the disk asks for. */
export async function memory(): Promise<Section> {
  const folder = await mkdtemp(join(tmpdir(), "distro-sync-bench-"));
  const server = await startProcess<ServerRole, ServerAccount>("server", { delayMs: 0 });
  try {
    await writeManifests(folder);
    const plans: number[] = [];
    const commands: number[] = [];
    const idle: number[] = [];
    for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
      const planned = await inFreshProcess<FolderRole>("folder", { folder: join(folder, "distributions") });
      if (planned.creates !== MANIFESTS) throw new Error(`${planned.creates} planned`);
      plans.push(planned.peakMegabytes);
      commands.push(await planByCommand(folder, server.answer.url));
      idle.push((await runNode(["-e", "0"], { cwd: folder, memory: true })).peakMegabytes);
    }
    return {
      title: `Peak memory at ${MANIFESTS} manifests in as many files`,
      figures: [
        figure("reading the folder and planning", "MB", plans, TARGET),
        figure("`distro-sync plan --format json`", "MB", commands, TARGET),
        figure("Node with nothing to do", "MB", idle),
      ],
      remarks: [],
    };
  } finally {
    await server.finish();
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeManifests(folder: string): Promise<void> {
  await mkdir(join(folder, "distributions"));
  for (let number = 0; number < MANIFESTS; number += 1) {
    await writeFile(join(folder, "distributions", `shop-${number}.yaml`), manifest(number));
  }
  const limits = `workspaces: [{ workspace: my-company, limits: { creates: ${MANIFESTS} } }]\n`;
  await writeFile(join(folder, "distro-sync.yaml"), limits);
}

async function planByCommand(folder: string, url: string): Promise<number> {
  const output = join(folder, "plan.json");
  const file = await open(output, "w");
  const env = { BUDDY_TOKEN: "emulator-token", BUDDY_API_ENDPOINT: url, BUDDY_WORKSPACE: "my-company" };
  const args = [COMMAND, "plan", "--format", "json", "--detailed-exitcode"];
  const { code, peakMegabytes } = await runNode(args, { cwd: folder, env, stdout: file.fd, memory: true });
  await file.close();
  const { size } = await stat(output);
  if (code !== 2 || size < MANIFESTS * 100) throw new Error(`plan ended with ${code} and ${size} bytes`);
  return peakMegabytes;
}
