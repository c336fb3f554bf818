/** Somebody changed, since the plan was made, what was to be written: nothing is. The message says what. */
export class Conflict extends Error {
  override readonly name = "Conflict";
}
