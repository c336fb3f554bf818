/** An event that this function has no use for. It says what is wrong, and never repeats what was sent. */
export class EventError extends Error {
  override readonly name = "EventError";

  constructor(problem: string) {
    super(`${problem}: ${REMEDY}`);
  }
}

const REMEDY = 'invoke the function with { "workspace": "my-company", "mode": "plan" }, or with "apply"';
