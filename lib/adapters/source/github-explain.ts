import { SourceError } from "../../ports.ts";

/** An answer that is not the one that was asked for. Nothing of its text is repeated. */
export function githubRefusal(
  repository: string,
  { status, headers }: Pick<Response, "status" | "headers">,
  { withToken }: { readonly withToken: boolean },
): SourceError {
  const exhausted =
    status === 429 || headers.get("x-ratelimit-remaining") === "0" || headers.has("retry-after");
  return new SourceError(
    `GitHub answered ${status} when it was asked for ${repository}: ${remedyOf(status, { withToken, exhausted })}`,
    { passing: status >= 500 || (exhausted && (status === 403 || status === 429)) },
  );
}

type Circumstances = { readonly withToken: boolean; readonly exhausted: boolean };

function remedyOf(status: number, { withToken, exhausted }: Circumstances): string {
  if (status === 401) return "the token has expired or was revoked; store another in its place";
  if ((status === 403 || status === 429) && exhausted)
    return withToken
      ? "the limit of requests is used up; a later pass reads it, or use a token that nothing else uses"
      : "the limit of requests without a token is used up; give it a token (`github: token`)";
  if (status === 403) return withToken ? MAY_NOT_READ : `it may not be read without a token; ${GIVE_TOKEN}`;
  if (status === 404 || status === 409 || status === 422)
    return withToken
      ? `the repository or the branch is misspelt or empty, or the token may not read it; correct \`github\` in the configuration, or give the token read access to its contents`
      : `the repository is private, or it or the branch is misspelt or empty; correct \`github\` in the configuration, or ${GIVE_TOKEN}`;
  if (status >= 300 && status < 400) return "it has moved; write its new name into `github: repository`";
  return "the next pass asks again";
}

const GIVE_TOKEN = "give it a token that may read its contents (`github: token: { ssm: … }`)";
const MAY_NOT_READ = "the token may not read it; give the token read access to its contents";

/** No answer, or none that came to its end. */
export function githubLoss(repository: string, error: unknown, signal: AbortSignal): SourceError {
  const how = signal.aborted ? "no answer in time" : codeOf(error);
  return new SourceError(
    `GitHub could not be asked for ${repository} (${how}): check that it can be reached from here; the next pass asks again`,
    { passing: true },
  );
}

/** An answer that GitHub does not give. */
export function githubStrange(repository: string, what: string): SourceError {
  return new SourceError(
    `what GitHub answered when it was asked for ${repository} ${what}: check that no proxy changes its answers`,
  );
}

/** The code of the system's or of fetch's error. Its text may repeat parts of the request. */
function codeOf(error: unknown): string {
  let cause = error;
  for (let depth = 0; depth < 10 && cause instanceof Error; depth += 1) {
    const code: unknown = "code" in cause ? cause.code : undefined;
    if (typeof code === "string" && /^[A-Z][A-Z0-9_]*$/.test(code)) return code;
    cause = cause.cause;
  }
  return "the connection was lost";
}
