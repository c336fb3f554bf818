import type { State } from "../ports.ts";

/** The same state, whose folder may be one that cannot be used: the operating system's words say neither why nor what to do. */
export function explained(state: State, folder: string): State {
  return {
    read: () => state.read().catch((error: unknown) => complain(error, folder)),
    open: () => state.open().catch((error: unknown) => complain(error, folder)),
    foreign: () => state.foreign().catch((error: unknown) => complain(error, folder)),
  };
}

function complain(error: unknown, folder: string): never {
  if (!(error instanceof Error && "syscall" in error && "code" in error)) throw error;
  throw new Error(
    `the inventory in ${folder} cannot be used (${String(error.code)}): name a folder with --state, or give this program the right to read and write this one`,
    { cause: error },
  );
}
