import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** How Lambda says that a function failed. */
type RuntimeError = {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
};

type Outcome =
  | { readonly response: unknown }
  | { readonly error: RuntimeError }
  /** It was killed when its time was over, or ended by itself. */
  | { readonly died: "timed out" | "exited" };

/** One execution environment of Lambda: a process that serves one invocation after the other. */
export type Sandbox = {
  /** Kills the process when the time is over, as Lambda does. */
  invoke(event: unknown, options?: { readonly timeoutMs?: number }): Promise<Outcome>;
  /** Why the process could not start, once it has said so. */
  readonly initError: Promise<RuntimeError>;
  /** All that was written to stdout and stderr. */
  output(): string;
  close(): Promise<void>;
};

const BOOTSTRAP = fileURLToPath(new URL("bootstrap.ts", import.meta.url));

/**
 * The server of Lambda's Runtime API, and a process that runs a bundle against it as Lambda's runtime for Node would:
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export async function startSandbox(options: {
  /** A Node of the release that Lambda has. */
  readonly node: string;
  /** Where the bundle's `index.mjs` is. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}): Promise<Sandbox> {
  const { node, folder, env } = options;
  /** What is to be done next, and who asks for it: one of the two at most is there. */
  let pending: Invocation | undefined;
  let asking: ServerResponse | undefined;
  let underWay: Invocation | undefined;
  const init = promised<RuntimeError>();

  const hand = () => {
    if (pending === undefined || asking === undefined) return;
    const { id, event, deadline } = pending;
    asking.setHeader("Lambda-Runtime-Aws-Request-Id", id);
    asking.setHeader("Lambda-Runtime-Deadline-Ms", String(deadline));
    asking.setHeader("Lambda-Runtime-Invoked-Function-Arn", ARN);
    asking.setHeader("Content-Type", "application/json");
    asking.end(JSON.stringify(event));
    [underWay, pending, asking] = [pending, undefined, undefined];
  };

  const serve = async (request: IncomingMessage, answer: ServerResponse) => {
    const path = (request.url ?? "").replace("/2018-06-01/runtime", "");
    if (request.method === "GET" && path === "/invocation/next") {
      asking = answer;
      return hand();
    }
    // Lambda takes 6 MB, and what it takes is JSON.
    const body: unknown = JSON.parse(await text(request));
    answer.statusCode = 202;
    answer.end('{"status":"OK"}');
    const told = body as RuntimeError;
    if (path === "/init/error") init.resolve(told);
    else if (path === `/invocation/${underWay?.id}/response`) underWay?.settle({ response: body });
    else if (path === `/invocation/${underWay?.id}/error`) underWay?.settle({ error: told });
  };

  const server = createServer((request, answer) => void serve(request, answer));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  let written = "";
  const child = spawn(node, [BOOTSTRAP], {
    env: {
      ...env,
      ...LAMBDA,
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
      LAMBDA_TASK_ROOT: folder,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (chunk: string) => {
      written += chunk;
    });
  }
  const ended = once(child, "close");
  child.on("close", () => {
    for (const lost of [underWay, pending]) lost?.settle({ died: "exited" });
  });

  return {
    initError: init.promise,
    output: () => written,
    invoke: async (event, { timeoutMs = 60_000 } = {}) => {
      const { promise, resolve } = promised<Outcome>();
      pending = { id: randomUUID(), event, deadline: Date.now() + timeoutMs, settle: resolve };
      if (child.exitCode !== null) resolve({ died: "exited" });
      hand();
      const timer = setTimeout(() => {
        resolve({ died: "timed out" });
        child.kill("SIGKILL");
      }, timeoutMs);
      try {
        return await promise;
      } finally {
        clearTimeout(timer);
        underWay = undefined;
      }
    },
    close: async () => {
      child.kill("SIGKILL");
      await ended;
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function promised<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

type Invocation = {
  readonly id: string;
  readonly event: unknown;
  readonly deadline: number;
  readonly settle: (outcome: Outcome) => void;
};

const ARN = "arn:aws:lambda:eu-central-1:123456789012:function:reconcile";

const LAMBDA = {
  _HANDLER: "index.handler",
  AWS_LAMBDA_FUNCTION_NAME: "reconcile",
  AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "512",
  AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
  NODE_OPTIONS: "--disable-warning=ExperimentalWarning",
};
