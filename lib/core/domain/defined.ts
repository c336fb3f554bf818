/** The fields that are not undefined: an object in which a field is either there with a value, or not there at all. */
export function defined<T extends object>(fields: T): Defined<T> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  // oxlint-disable-next-line no-unsafe-type-assertion -- the filter guarantees the type, which `fromEntries` forgets
  return Object.fromEntries(entries) as Defined<T>;
}

/** `X | undefined` becomes an optional `X`. */
export type Defined<T extends object> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};
