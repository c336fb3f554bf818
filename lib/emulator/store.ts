import { keysOf } from "./key.ts";
import type { StoredDistribution } from "./stored-distribution.ts";

type Version = { readonly at: number; readonly value: StoredDistribution | undefined };
type Versions = readonly Version[];

/**
 * All distributions of all workspaces, each with the versions that lagging reads may still need. Writes and checks go by
 * the newest version, reads by the newest that is old enough.
 */
export class Store {
  readonly #now: () => number;
  readonly #lag: number;
  readonly #versions = new Map<string, Versions>();
  readonly #holders = new Map<string, Set<string>>();
  #undo: (() => void)[] | undefined;

  constructor(options: { readonly now: () => number; readonly lagMilliseconds: number }) {
    this.#now = options.now;
    this.#lag = options.lagMilliseconds;
  }

  get(id: string): StoredDistribution | undefined {
    return newest(this.#versions.get(id) ?? []);
  }

  all(): readonly StoredDistribution[] {
    return [...this.#versions.values()].map(newest).filter((value) => value !== undefined);
  }

  /** The distributions that hold a key of `key.ts` now. */
  holders(key: string): readonly StoredDistribution[] {
    return [...(this.#holders.get(key) ?? [])]
      .map((id) => this.get(id))
      .filter((value) => value !== undefined);
  }

  /** As reads show it now. */
  visible(id: string): StoredDistribution | undefined {
    return this.#visibleOf(this.#versions.get(id) ?? []);
  }

  allVisible(): readonly StoredDistribution[] {
    return [...this.#versions.values()]
      .map((versions) => this.#visibleOf(versions))
      .filter((value) => value !== undefined);
  }

  /** A write through the API: reads show it after the lag. */
  write(id: string, value: StoredDistribution | undefined): void {
    const before = this.#versions.get(id) ?? [];
    const shown = before.findLastIndex((version) => this.#isOld(version));
    this.#set(id, [...before.slice(Math.max(0, shown)), { at: this.#now(), value }]);
    this.#undo?.push(() => this.#set(id, before));
  }

  /** What was there for long: reads show it at once. */
  settle(id: string, value: StoredDistribution | undefined): void {
    this.#set(id, [{ at: Number.NEGATIVE_INFINITY, value }]);
  }

  /** Runs it as ever, and then leaves everything as it was. */
  withoutEffect<Result>(run: () => Result): Result {
    const undo: (() => void)[] = [];
    this.#undo = undo;
    try {
      return run();
    } finally {
      this.#undo = undefined;
      for (const step of undo.toReversed()) step();
    }
  }

  #visibleOf(versions: Versions): StoredDistribution | undefined {
    return versions.findLast((version) => this.#isOld(version))?.value;
  }

  /** Without a lag every version is, also one from before the clock was set back. */
  #isOld({ at }: Version): boolean {
    return this.#lag === 0 || at <= this.#now() - this.#lag;
  }

  #set(id: string, versions: Versions): void {
    for (const key of keysOf(this.get(id))) this.#holders.get(key)?.delete(id);
    if (versions.length === 0) this.#versions.delete(id);
    else this.#versions.set(id, versions);
    for (const key of keysOf(newest(versions))) {
      const holders = this.#holders.get(key) ?? new Set();
      this.#holders.set(key, holders.add(id));
    }
  }
}

function newest(versions: Versions): StoredDistribution | undefined {
  return versions.at(-1)?.value;
}
