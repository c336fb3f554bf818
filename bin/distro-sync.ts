#!/usr/bin/env node
import { run } from "../lib/command/program.ts";
import { VERSION } from "../lib/version.ts";

const interrupted = new AbortController();
process.once("SIGINT", () => {
  process.stderr.write("interrupted: finishing what is under way; once more ends it at once\n");
  interrupted.abort();
});
process.once("SIGTERM", () => interrupted.abort());
// `distro-sync plan | head` is no error, and an apply goes on to its end and its exit code without a reader.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

process.exitCode = await run({
  args: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  streams: process,
  version: VERSION,
  signal: interrupted.signal,
});
