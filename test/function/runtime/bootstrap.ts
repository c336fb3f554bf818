/**
 * What Lambda's own runtime for Node does with a function, as its pages describe it: loads the handler, asks for
 * invocations one after the other, and answers each. Runs under Node 24, which strips the types.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
const { AWS_LAMBDA_RUNTIME_API: api = "", LAMBDA_TASK_ROOT: root = "", _HANDLER: name = "" } = process.env;
const RUNTIME = `http://${api}/2018-06-01/runtime`;

type Handler = (event: unknown, context: object) => Promise<unknown>;

function asLambdaTells(error: unknown): object {
  const { name: errorType, message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  return { errorType, errorMessage: message, trace: stack.split("\n") };
}

async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<void> {
  const answer = await fetch(`${RUNTIME}${path}`, {
    method: "POST",
    body: JSON.stringify(body ?? null),
    headers,
  });
  await answer.arrayBuffer();
}

async function postError(path: string, error: unknown): Promise<void> {
  const told = asLambdaTells(error);
  // As in Lambda's log, where people look for it.
  process.stderr.write(`${JSON.stringify(told)}\n`);
  await post(path, told, { "Lambda-Runtime-Function-Error-Type": "Unhandled" });
}

async function loadHandler(): Promise<Handler> {
  const [file, exported = ""] = name.split(".");
  const loaded = (await import(`${root}/${file}.mjs`)) as Record<string, unknown>;
  const handler = loaded[exported];
  if (typeof handler !== "function") throw new Error(`${name} is undefined or not exported`);
  return handler as Handler;
}

async function next(handler: Handler): Promise<void> {
  const invocation = await fetch(`${RUNTIME}/invocation/next`);
  const id = invocation.headers.get("Lambda-Runtime-Aws-Request-Id") ?? "";
  const deadline = Number(invocation.headers.get("Lambda-Runtime-Deadline-Ms"));
  const context = {
    awsRequestId: id,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: invocation.headers.get("Lambda-Runtime-Invoked-Function-Arn"),
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  try {
    await post(`/invocation/${id}/response`, await handler(await invocation.json(), context));
  } catch (error) {
    await postError(`/invocation/${id}/error`, error);
  }
}

try {
  const handler = await loadHandler();
  for (;;) await next(handler);
} catch (error) {
  await postError("/init/error", error);
  process.exit(1);
}
