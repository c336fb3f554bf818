import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export type Prism = { readonly url: string; readonly close: () => Promise<void> };

const CLI = fileURLToPath(new URL("node_modules/@stoplight/prism-cli/dist/index.js", import.meta.url));
const CONTRACT = fileURLToPath(new URL("buddy-openapi.yaml", import.meta.url));
const STARTS_WITHIN_MS = 60_000;

/**
 * One `prism proxy --errors` in front of a server: a request or an answer that breaks the contract comes back as 4xx or
 * 500 with `application/problem+json`. Prism follows redirects by itself, and answers in place of a server that says 501.
 * @throws Error with all that Prism printed when it does not start; it is dead then.
 */
export async function startPrism(upstream: string): Promise<Prism> {
  // Level info prints the address; the requests that it prints too are read and dropped.
  const options = ["--errors", "--host", "127.0.0.1", "--port", "0", "--cors", "false", "-v", "info"];
  const child = spawn(process.execPath, [CLI, "proxy", ...options, CONTRACT, upstream], {
    env: { NO_COLOR: "1", FORCE_COLOR: "0" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const kill = () => void child.kill("SIGKILL");
  process.once("exit", kill);
  const close = async () => {
    process.removeListener("exit", kill);
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    kill();
    await exited;
  };
  try {
    return { url: await addressOf(child), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function addressOf(child: ChildProcess & { stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream }) {
  const printed: string[] = [];
  return new Promise<string>((resolve, reject) => {
    const fail = (what: string) => {
      clearTimeout(expired);
      reject(
        new Error(`Prism ${what}; \`npm run contract\` installs it. It printed:\n${printed.join("\n")}`),
      );
    };
    const expired = setTimeout(() => fail(`does not listen within ${STARTS_WITHIN_MS} ms`), STARTS_WITHIN_MS);
    let listening = false;
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on("line", (line) => {
        if (listening) return;
        printed.push(line);
        const [, address] = /Prism is listening on (http:\/\/[\w.:]+)/.exec(line) ?? [];
        if (address === undefined) return;
        listening = true;
        clearTimeout(expired);
        resolve(address);
      });
    }
    child.once("error", (error) => fail(`cannot be run: ${error.message}`));
    // Not "exit": what it printed last has been read by then.
    child.once("close", (code) => fail(`ended with ${code}`));
  });
}
