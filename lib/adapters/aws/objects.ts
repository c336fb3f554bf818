/** Bytes by key, with the conditional writes that state and releases are built on: what S3 is to us. */
export interface Objects {
  /**
   * @returns undefined when nothing has this key
   * @throws ObjectsError also when it is larger than `maxBytes`, or ends short of its length
   */
  get(key: string, limits: { readonly maxBytes: number }): Promise<StoredObject | undefined>;
  /**
   * Writes only if the condition holds: nothing has the key yet, or what has it is the version with this ETag.
   * @returns the new ETag, or undefined when the condition does not hold. A write whose answer was lost and that is found
   * to be there, byte for byte, counts as done.
   */
  put(key: string, bytes: Uint8Array, options: PutOptions): Promise<string | undefined>;
  /** All keys that begin with `prefix` and come after `after`, by code unit; also beyond one page. */
  list(prefix: string, options?: { readonly after?: string }): Promise<readonly Listed[]>;
  /** The names of the folders right below `prefix`, which ends with a slash, in order: what is in them is not listed. */
  folders(prefix: string): Promise<readonly string[]>;
}

export type StoredObject = { readonly bytes: Uint8Array; readonly etag: string };

export type PutOptions = {
  readonly when: "absent" | { readonly etag: string };
  /** `application/json` and the like. */
  readonly contentType: string;
};

export type Listed = { readonly key: string; readonly etag: string; readonly size: number };

/** The store did not do what was asked. The message names the object, and ends with the remedy. */
export class ObjectsError extends Error {
  override readonly name = "ObjectsError";
  readonly failure: ObjectsFailure;

  constructor(message: string, failure: ObjectsFailure, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.failure = failure;
  }
}

export type ObjectsFailure =
  | "denied" // the caller may not do this, or has no credentials at all
  | "no-bucket"
  | "unavailable" // slowed down, no answer, or a failure of the store itself, after the tries that are allowed
  | "too-large" // more bytes than the caller takes
  | "broken";
