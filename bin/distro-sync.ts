#!/usr/bin/env node
import { run } from "../lib/command/program.ts";
import { VERSION } from "../lib/version.ts";

// The SDK is pinned, and README.md says when it will need a newer Node: no command has to repeat that.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

const interrupted = new AbortController();
const SIGNALS = ["SIGINT", "SIGTERM"] as const;
function interrupt(): void {
  // The next signal, of either kind, does what it does to any process.
  for (const signal of SIGNALS) process.off(signal, interrupt);
  process.stderr.write("interrupted: finishing what is being written; interrupt again to end at once\n");
  interrupted.abort();
}
for (const signal of SIGNALS) process.on(signal, interrupt);
// `distro-sync plan | head` is not an error, and an apply continues to its end and its exit code without a reader.
const unwritable = new Set<string>();
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", ({ code = "unknown" }: NodeJS.ErrnoException) => {
    if (code === "EPIPE" || unwritable.has(code)) return;
    unwritable.add(code);
    if (stream === process.stdout) process.stderr.write(`error: the result cannot be written (${code})\n`);
    process.exitCode = 1;
  });
}

// No process that is started from here has the token in its environment.
const env = { ...process.env };
const forget = (variable: string) => void Reflect.deleteProperty(process.env, variable);
forget("BUDDY_TOKEN");

const code = await run({
  args: process.argv.slice(2),
  env,
  forget,
  cwd: process.cwd(),
  streams: process,
  version: VERSION,
  signal: interrupted.signal,
});
process.exitCode = code === 0 && unwritable.size > 0 ? 1 : code;
// Abandoned work may still have a connection open: nobody waits for it.
if (interrupted.signal.aborted) {
  process.stdout.write("", () => process.stderr.write("", () => process.exit()));
}
