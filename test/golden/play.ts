import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PassThrough } from "node:stream";
import { vi } from "vitest";
import { run } from "../../lib/command/program.ts";
import { TOKEN } from "../support/memory-buddy.ts";
import { ADDRESS, type Buddy, startBuddy } from "./buddy.ts";
import { makePass } from "./pass.ts";
import { time } from "./time.ts";
import type { Command, Event, Files, Pass, World } from "./world.ts";

/** What a command or a pass came to. */
export type Played = {
  /** The command line, or `scheduled plan`. */
  readonly said: string;
  /** Of a command. */
  readonly exit?: number;
  /** The JSON that it printed; undefined when it was none. */
  readonly printed: unknown;
  readonly calls: readonly string[];
  /** The text with readable names in the place of Buddy's ids. */
  readonly named: (text: string) => string;
};

/** Plays a world from its beginning to its end. */
export async function play(world: World): Promise<readonly Played[]> {
  time.restart();
  const folder = await mkdtemp(join(tmpdir(), "distro-sync-golden-"));
  const buddy = startBuddy(world);
  vi.stubGlobal("fetch", buddy.fetch);
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  try {
    await writeFiles(folder, world.files);
    const played: Played[] = [];
    const stage: Stage = { folder, buddy, digest: "sha256:none" };
    for (const step of world.steps) {
      if ("run" in step) played.push(await playCommand(step, stage));
      else if ("pass" in step) played.push(await playPass(step, stage));
      else await playEvent(step, stage);
    }
    return played;
  } finally {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
    await rm(folder, { recursive: true, force: true });
  }
}

type Stage = { readonly folder: string; readonly buddy: Buddy; digest: string };

/** Commands that know how many calls may be under way. */
const COUNTING = /^(?:plan|apply|adopt)\b/;

async function playCommand(command: Command, stage: Stage): Promise<Played> {
  const { folder, buddy } = stage;
  const tty = command.answer !== undefined;
  const [stdin, stdout, stderr] = [0, 1, 2].map(() => Object.assign(new PassThrough(), { isTTY: tty }));
  if (stdin === undefined || stdout === undefined || stderr === undefined) throw new Error("no streams");
  stdin.end(command.answer);
  const interruption = new AbortController();
  if (command.interruptAt !== undefined) buddy.beforeCall(command.interruptAt, 1, () => interruption.abort());
  const exit = await run({
    args: [
      ...command.run.split(" ").map((word) => word.replace("{digest}", stage.digest)),
      "--format",
      "json",
      ...(COUNTING.test(command.run) ? ["--concurrency", "1"] : []),
    ],
    env: {
      BUDDY_TOKEN: TOKEN,
      BUDDY_WORKSPACE: "my-company",
      BUDDY_API_ENDPOINT: ADDRESS,
      XDG_STATE_HOME: join(folder, ".state"),
      USER: "somebody",
      ...command.env,
    },
    cwd: folder,
    streams: { stdin, stdout, stderr },
    version: "1.2.3",
    signal: interruption.signal,
  });
  const text = textOf(stdout);
  const printed = jsonIn(text.replaceAll(folder, "FOLDER"));
  if (printed !== undefined) await writeFile(join(folder, "last.json"), text);
  remember(printed, stage);
  return { said: command.run, exit, printed, calls: buddy.takeCalls(), named: buddy.named };
}

async function playPass(pass: Pass, stage: Stage): Promise<Played> {
  const printed: unknown = JSON.parse(JSON.stringify(await makePass(stage.folder, pass)));
  remember(printed, stage);
  const said = [pass.scheduled ? "scheduled" : "pushed", pass.pass, pass.generation ?? ""].join(" ").trim();
  return { said, printed, calls: stage.buddy.takeCalls(), named: stage.buddy.named };
}

/** The digest of what was planned, for `{digest}` and for approvals. */
function remember(printed: unknown, stage: Stage): void {
  const [, digest] = /"digest": ?"(sha256:[0-9a-f]{64})"/.exec(JSON.stringify(printed) ?? "") ?? [];
  if (digest !== undefined) stage.digest = digest;
}

async function playEvent(event: Event, { folder, buddy, digest }: Stage): Promise<void> {
  if ("write" in event) await writeFiles(folder, event.write);
  else if ("edit" in event) buddy.edit(event.edit);
  else if ("meanwhile" in event)
    buddy.beforeCall(event.before, event.nth ?? 1, () => buddy.edit(event.meanwhile));
  else if ("fault" in event) buddy.fault(event.fault);
  else if ("clearFaults" in event) buddy.clearFaults();
  else if ("wait" in event) time.advance(millisecondsOf(event.wait));
  else if ("approve" in event) {
    const until = new Date(time.now() + millisecondsOf(event.until ?? "23h")).toISOString();
    const text = `by: a reviewer\nreason: looked at it\nuntil: ${until}\nlifts: [${event.approve.join(", ")}]\n`;
    await writeFiles(folder, { [`distributions/approvals/${digest.replace("sha256:", "")}.yaml`]: text });
  } else {
    for (const path of await stored(folder, "lock" in event ? ".jsonl" : event.spoil)) {
      if ("spoil" in event) await writeFile(path, event.with);
      else if (event.lock) await writeFile(`${path}.lock`, "somebody");
      else await rm(`${path}.lock`, { force: true });
    }
  }
}

function millisecondsOf(text: string): number {
  const unit = { s: 1_000, h: 3_600_000, d: 86_400_000 }[text.slice(-1)] ?? Number.NaN;
  return Number(text.slice(0, -1)) * unit;
}

async function stored(folder: string, end: string): Promise<readonly string[]> {
  const names = await readdir(join(folder, ".state"), { recursive: true });
  return names.filter((name) => name.endsWith(end)).map((name) => join(folder, ".state", name));
}

async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    const whole = join(folder, path);
    if (text === undefined) await rm(whole, { force: true });
    else if (typeof text === "object" && "link" in text) await symlink(text.link, whole);
    else await writeFile(whole, text);
  }
}

function textOf(stream: PassThrough): string {
  const content: unknown = stream.read();
  return Buffer.isBuffer(content) ? content.toString("utf8") : "";
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
