import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { leaksIn } from "./canary.ts";
import { type Desk, type Ended, written } from "./desk.ts";

/** Made by `npm run build`, which `npm test` runs first. */
const PROGRAM = fileURLToPath(new URL("../../dist/bin/distro-sync.js", import.meta.url));

export type Child = {
  readonly kill: (signal: "SIGKILL" | "SIGINT" | "SIGTERM") => void;
  /** Resolves when it has printed something on stdout. */
  readonly begun: Promise<unknown>;
  /** Resolves when stderr holds the text. */
  readonly says: (text: string) => Promise<void>;
  /** Resolves when it has ended; without a code when a signal ended it. */
  readonly ended: Promise<Omit<Ended, "code"> & { readonly code: number | null }>;
};

/** The command as a process of its own, with the environment of the desk, and in its folder. */
export function start(
  desk: Desk,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd: string = desk.folder,
): Child {
  return watch(desk, spawn(process.execPath, [PROGRAM, ...args], { ...at(desk, env), cwd, stdio: STDIO }));
}

/** A line of shell in which `$DISTRO_SYNC` is the command; a pipe ends with what its first part ends with. */
export function shell(desk: Desk, line: string): Child {
  const env = { DISTRO_SYNC: `${process.execPath} ${PROGRAM}` };
  return watch(desk, spawn("bash", ["-o", "pipefail", "-c", line], { ...at(desk, env), stdio: STDIO }));
}

const STDIO: ["ignore", "pipe", "pipe"] = ["ignore", "pipe", "pipe"];

function at(desk: Desk, env: Readonly<Record<string, string>>) {
  return { cwd: desk.folder, env: { PATH: process.env.PATH, ...desk.env, ...env } };
}

function watch(desk: Desk, child: ChildProcessByStdio<null, Readable, Readable>): Child {
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].on("data", (chunk: Buffer) => {
      texts[name] += String(chunk);
    });
  }
  const ended = once(child, "close").then(async () => {
    const end = { code: child.exitCode, ...texts };
    expect(leaksIn(await written(desk.folder, { ...end, code: 0 }))).toEqual([]);
    return end;
  });
  return {
    begun: once(child.stdout, "data"),
    kill: (signal) => void child.kill(signal),
    says: async (text) => {
      while (!texts.stderr.includes(text)) await once(child.stderr, "data");
    },
    ended,
  };
}
