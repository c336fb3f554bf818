/** Something in the call or its environment is not usable; message and remedy say what to do. */
export class UsageError extends Error {
  override readonly name: string = "UsageError";
  readonly remedy: string | undefined;

  constructor(message: string, remedy?: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}

/** Something may not be used, since nobody outside of the reviewed tree said that it may: the command ends with 4. */
export class TrustError extends UsageError {
  override readonly name = "TrustError";
}
