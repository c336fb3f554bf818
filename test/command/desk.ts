import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PassThrough } from "node:stream";
import { expect, onTestFinished, vi } from "vitest";
import { run } from "../../lib/command/program.ts";
import { compareText } from "../../lib/core/domain/order.ts";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../lib/emulator/emulator.ts";
import { CANARY, leaksIn } from "./canary.ts";

export type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

export type RunOptions = {
  /**
   * Beside BUDDY_TOKEN, BUDDY_WORKSPACE, BUDDY_API_ENDPOINT and XDG_STATE_HOME; undefined takes one of them away. Amazon's SDK
   * reads the variables that begin with AWS_ from this process: they are set there until the command has ended.
   */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Whether a person sits there; then `answer` is what they type, and the input ends after it. */
  readonly tty?: boolean;
  readonly answer?: string;
  readonly signal?: AbortSignal;
  readonly forget?: (variable: string) => void;
};

/** A folder with files, an emulator that takes the canary as its token, and the command. */
export type Desk = {
  readonly folder: string;
  readonly emulator: Emulator;
  readonly env: Readonly<Record<string, string>>;
  /** Runs the command in this process. No token may be in what it writes, on the streams and in files. */
  run(args: readonly string[], options?: RunOptions): Promise<Ended>;
  write(files: Files): Promise<void>;
  read(path: string): Promise<string>;
  /** Paths of all files, sorted. */
  files(): Promise<readonly string[]>;
};

/** Text by path. */
export type Files = Readonly<Record<string, string>>;

export async function deskWith(files: Files, options: EmulatorOptions = {}): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), "distro-sync-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const emulator = await startEmulator({ token: CANARY, ...options });
  onTestFinished(() => emulator.close());
  const env = {
    BUDDY_TOKEN: CANARY,
    BUDDY_WORKSPACE: "my-company",
    BUDDY_API_ENDPOINT: emulator.url,
    XDG_STATE_HOME: join(folder, ".state"),
  };
  const desk: Desk = {
    folder,
    emulator,
    env,
    run: async (args, given = {}) => {
      const ended = await command(args, {
        ...given,
        cwd: given.cwd ?? folder,
        env: { ...env, ...given.env },
      });
      expect(leaksIn(await written(folder, ended))).toEqual([]);
      return ended;
    },
    write: (more) => writeFiles(folder, more),
    read: (path) => readFile(join(folder, path), "utf8"),
    files: () => filesIn(folder),
  };
  await desk.write(files);
  return desk;
}

/** The command in this process, and nothing around it. */
export async function command(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const { tty = false, answer } = options;
  const stdin = Object.assign(new PassThrough(), { isTTY: tty });
  const stdout = Object.assign(new PassThrough(), { isTTY: tty });
  const stderr = Object.assign(new PassThrough(), { isTTY: tty });
  stdin.end(answer);
  for (const [name, value] of Object.entries(options.env ?? {}))
    if (name.startsWith("AWS_")) vi.stubEnv(name, value);
  const code = await run({
    args,
    env: options.env ?? {},
    cwd: options.cwd ?? process.cwd(),
    streams: { stdin, stdout, stderr },
    version: "1.2.3",
    ...(options.forget === undefined ? {} : { forget: options.forget }),
    signal: options.signal ?? new AbortController().signal,
  }).finally(() => void vi.unstubAllEnvs());
  return { code, stdout: textOf(stdout), stderr: textOf(stderr) };
}

/** All that a command has written: what it printed, and every file of its folder. */
export async function written(folder: string, { stdout, stderr }: Ended): Promise<string> {
  const texts = (await filesIn(folder)).map((path) => readFile(join(folder, path), "utf8"));
  return [stdout, stderr, ...(await Promise.all(texts))].join("\n");
}

/** In the inventory: otherwise the next pass waits until Buddy's lists surely show what was begun. */
export async function anHourPasses(desk: Desk): Promise<void> {
  for (const path of await desk.files()) {
    if (!path.endsWith(".jsonl")) continue;
    const text = await desk.read(path);
    const older = text.replaceAll(/"at":(\d+)/g, (_, at: string) => `"at":${Number(at) - 3_600_000}`);
    await desk.write({ [path]: older });
  }
}

/** The identifiers of what is live, sorted. */
export function identifiersAt(emulator: Emulator): readonly string[] {
  return emulator
    .distributions()
    .map(({ identifier }) => String(identifier))
    .toSorted(compareText);
}

/** The requests that could have changed something. */
export function writesOf({ log }: Emulator): readonly string[] {
  return log.filter(({ method }) => method !== "GET").map(({ method, path }) => `${method} ${path}`);
}

async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .toSorted();
}

function textOf(stream: PassThrough): string {
  const content: unknown = stream.read();
  return Buffer.isBuffer(content) ? content.toString("utf8") : "";
}
