import { ALL_SCOPES, checkBearer, checkScopes, scopeHeaders } from "./access.ts";
import { type OperationAnswer, Refusal } from "./answer.ts";
import { distributionOperations } from "./distributions.ts";
import { lookupOperations } from "./lookups.ts";
import { carriesBody, type Operation } from "./operation.ts";
import { decodeSegments, route } from "./router.ts";
import { routeOperations } from "./routes.ts";
import { tokenOperations } from "./tokens.ts";
import type { Tenancy } from "./world.ts";

/** A request that has arrived whole. */
export type Arrived = {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly body: ReadBody;
};

/** `too-large` when the cap was passed. */
export type ReadBody = Uint8Array | "too-large";

/** Buddy itself, without the network: what it answers to a request, and what that changes. */
export function startBuddy(
  world: Tenancy,
  access: { readonly token: () => string; readonly scopes?: readonly string[] | undefined },
): (request: Arrived) => OperationAnswer {
  const held = access.scopes ?? ALL_SCOPES;
  const operations: readonly Operation[] = [
    ...distributionOperations(world),
    ...routeOperations(world),
    ...lookupOperations(world),
    ...tokenOperations({ token: access.token, scopes: held }),
  ];

  function respond(request: Arrived): OperationAnswer {
    const segments = decodeSegments(request.path);
    const isOpen = operations.some(
      ({ scopes, path }) => scopes === undefined && path === `/${segments.join("/")}`,
    );
    if (!isOpen) checkBearer(request.authorization, access.token());
    const { operation, parameters } = route(operations, request.method, segments);
    const accepted = operation.scopes;
    if (accepted === undefined) return operation.answer(callOf(request, parameters, held));
    return withHeaders(scopeHeaders(accepted, held), () => {
      checkScopes(accepted, held);
      return operation.answer(callOf(request, parameters, held));
    });
  }

  return (request) => catchRefusal(() => respond(request));
}

function callOf(request: Arrived, parameters: ReadonlyMap<string, string>, held: readonly string[]) {
  return {
    parameter(name: string): string {
      const value = parameters.get(name);
      if (value === undefined) throw new Error(`The path of this operation has no parameter ${name}`);
      return value;
    },
    query: new URLSearchParams(request.query),
    body: carriesBody(request.method) ? jsonOf(request) : undefined,
    hasScope: (scope: string) => held.includes(scope),
  };
}

/** @throws Refusal 413, 415 or 400 */
function jsonOf({ body, contentType }: Arrived): unknown {
  if (body === "too-large") throw new Refusal(413, "The body is larger than 1 MB");
  if (!/^application\/json\s*(;|$)/i.test(contentType ?? "")) {
    throw new Refusal(415, "The body must be sent as application/json");
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)) as unknown;
  } catch {
    throw new Refusal(400, "The body is not JSON");
  }
}

function catchRefusal(respond: () => OperationAnswer): OperationAnswer {
  try {
    return respond();
  } catch (error) {
    if (error instanceof Refusal) return error.answer();
    throw error;
  }
}

function withHeaders(
  headers: Readonly<Record<string, string>>,
  respond: () => OperationAnswer,
): OperationAnswer {
  const answer = catchRefusal(respond);
  return { ...answer, headers: { ...headers, ...answer.headers } };
}
