import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** The command as it is installed. */
export const COMMAND = fileURLToPath(new URL("../../bin/distro-sync.js", import.meta.url));

export type Ended = { readonly code: number; readonly ms: number; readonly peakMegabytes: number };

/** Runs Node with these arguments. What it prints on stdout goes to the file descriptor, or nowhere. */
export async function runNode(
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly stdout?: number;
    /** Costs the start of a further module: not to be used where time is measured. */
    readonly memory?: true;
  },
): Promise<Ended> {
  const { cwd, env = {}, stdout = "ignore", memory } = options;
  const begun = performance.now();
  const child = spawn(process.execPath, [...(memory ? ["--import", TELL_PEAK] : []), ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", stdout, "inherit", "pipe"],
  });
  const peak = text(child.stdio[3] as NodeJS.ReadableStream);
  const [code] = (await once(child, "exit")) as unknown[];
  const ms = performance.now() - begun;
  return { code: Number(code ?? -1), ms, peakMegabytes: Number(await peak) / 1_024 };
}

const TELL_PEAK = `data:text/javascript,${encodeURIComponent(
  'import { writeSync } from "node:fs"; process.on("exit", () => writeSync(3, String(process.resourceUsage().maxRSS)));',
)}`;
