import { describe, expect, it } from "vitest";
import { relistByScope } from "../../lib/apply/relist.ts";
import type { Scope, Summary } from "../../lib/core/domain/distribution.ts";
import { sharedReading } from "../../lib/memo.ts";
import { environment, project, summary, WORKSPACE } from "../support/builders.ts";

/** Readings that end when the test says; the value of each is its number. */
function readings() {
  const pending: { readonly end: () => void; readonly fail: (error: Error) => void }[] = [];
  const read = () => {
    const { promise, resolve, reject } = deferred();
    pending.push({ end: () => resolve(pending.length), fail: reject });
    return promise;
  };
  return { pending, read };
}

function deferred() {
  let resolve: (value: number) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<number>((one, other) => {
    resolve = one;
    reject = other;
  });
  return { promise, resolve, reject };
}

describe("sharedReading", () => {
  it("begins at once when nothing is being read", async () => {
    const { pending, read } = readings();
    const first = sharedReading(read)();
    expect(pending).toHaveLength(1);
    pending[0]?.end();
    expect(await first).toBe(1);
  });

  it("begins another for whoever asks while one is under way, and shares that among all of them", async () => {
    const { pending, read } = readings();
    const ask = sharedReading(read);
    const first = ask();
    const others = [ask(), ask(), ask()];
    expect(pending).toHaveLength(1);
    pending[0]?.end();
    await first;
    await Promise.resolve();
    expect(pending).toHaveLength(2);
    pending[1]?.end();
    expect(await Promise.all(others)).toEqual([2, 2, 2]);
    expect(pending).toHaveLength(2);
  });

  it("begins another for whoever asks when all have ended", async () => {
    const { pending, read } = readings();
    const ask = sharedReading(read);
    for (const nth of [0, 1, 2]) {
      const reading = ask();
      expect(pending).toHaveLength(nth + 1);
      pending[nth]?.end();
      await reading;
    }
  });

  it("gives whoever asks during the second a third", async () => {
    const { pending, read } = readings();
    const ask = sharedReading(read);
    const first = ask();
    const second = ask();
    pending[0]?.end();
    await first;
    await Promise.resolve();
    const third = ask();
    expect(pending).toHaveLength(2);
    pending[1]?.end();
    expect(await second).toBe(2);
    await Promise.resolve();
    expect(pending).toHaveLength(3);
    pending[2]?.end();
    expect(await third).toBe(3);
  });

  it("tells a failure to those who asked for that reading, and reads again for the others", async () => {
    const { pending, read } = readings();
    const ask = sharedReading(read);
    const first = ask();
    const second = ask();
    pending[0]?.fail(new Error("no answer"));
    await expect(first).rejects.toThrow("no answer");
    await Promise.resolve();
    pending[1]?.end();
    expect(await second).toBe(2);
  });
});

describe("relistByScope", () => {
  /** What each scope has, and which calls were made for it. */
  function listing() {
    const calls: string[] = [];
    const nameOf = (scope: Scope) => `${scope.kind}${scope.kind === "project" ? ` ${scope.project}` : ""}`;
    const relist = relistByScope({
      list: async (scope) => {
        calls.push(`list ${nameOf(scope)}`);
        return [summary({ id: "a" })];
      },
      rest: async (scope, listed) => {
        calls.push(`rest ${nameOf(scope)} after ${listed.map(({ id }) => id).join()}`);
        return [summary({ id: "b" })];
      },
    });
    return { calls, relist };
  }

  const idsOf = (listed: readonly Summary[]) => listed.map(({ id }) => id);

  it("gives the list and what is beyond its first page", async () => {
    const { calls, relist } = listing();
    expect(idsOf(await relist(WORKSPACE))).toEqual(["a", "b"]);
    expect(calls).toEqual(["list workspace", "rest workspace after a"]);
  });

  it("shares a list among those who ask for the same scope at the same time", async () => {
    const { calls, relist } = listing();
    await Promise.all([relist(project("web")), relist(project("web")), relist(project("web"))]);
    expect(calls.filter((call) => call.startsWith("list"))).toHaveLength(2);
    await relist(project("web"));
    expect(calls.filter((call) => call.startsWith("list"))).toHaveLength(3);
  });

  it("shares none between scopes", async () => {
    const { calls, relist } = listing();
    await Promise.all([WORKSPACE, project("web"), project("api"), environment("e1")].map(relist));
    expect(calls.filter((call) => call.startsWith("list"))).toEqual([
      "list workspace",
      "list project web",
      "list project api",
      "list environment",
    ]);
  });
});
