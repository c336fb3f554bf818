import type { OperationAnswer } from "./answer.ts";

/** One method of one path, as buddy-openapi has it. */
export type Operation = {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Segments that begin with a colon are parameters. */
  readonly path: string;
  /** The token needs one of these; without the key no token is needed at all. */
  readonly scopes?: readonly string[];
  /** @throws Refusal */
  answer(call: OperationCall): OperationAnswer;
};

export type OperationCall = {
  /** A segment of the path, decoded. */
  parameter(name: string): string;
  readonly query: URLSearchParams;
  /** The JSON of the request; undefined for a method that has none. */
  readonly body: unknown;
  hasScope(scope: string): boolean;
};

/** Whether requests with this method carry a JSON body. */
export function carriesBody(method: string): boolean {
  return method === "POST" || method === "PUT" || method === "PATCH";
}
