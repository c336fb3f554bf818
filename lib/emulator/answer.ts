/** What the emulator sends back. Without a body the answer is empty, as a 204 is. */
export type OperationAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

/** A request that is answered with an error. Thrown by checks and handlers, turned into an answer in one place. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }

  /** The shape of Buddy's errors, after github.com/buddy/api-go-sdk. */
  answer(): OperationAnswer {
    return { status: this.status, headers: this.headers, body: { errors: [{ message: this.message }] } };
  }
}
