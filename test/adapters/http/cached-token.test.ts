import { describe, expect, it } from "vitest";
import { cachedToken } from "../../../lib/adapters/http/token.ts";
import { TokenError, TokenUnavailableError } from "../../../lib/errors.ts";
import type { TokenSource } from "../../../lib/ports.ts";
import { virtualClock } from "../../support/virtual-clock.ts";

const OLD = { fresh: false };
const FRESH = { fresh: true };

/** Gives `token-1`, `token-2`, …, or fails with what is put into `failure`. */
function counting(): TokenSource & { readonly asked: boolean[]; failure: Error | undefined } {
  const source = {
    asked: [] as boolean[],
    failure: undefined as Error | undefined,
    token: async ({ fresh }: { readonly fresh: boolean }) => {
      source.asked.push(fresh);
      if (source.failure !== undefined) throw source.failure;
      return `token-${source.asked.length}`;
    },
  };
  return source;
}

/** Answers when it is told to, in any order. */
function slow(): TokenSource & { readonly answers: ((token: string | Error) => void)[] } {
  const answers: ((token: string | Error) => void)[] = [];
  return {
    answers,
    token: () =>
      new Promise((resolve, reject) => {
        answers.push((token) => (typeof token === "string" ? resolve(token) : reject(token)));
      }),
  };
}

const silent = () => new TokenUnavailableError("the parameter could not be read: ThrottlingException");

describe("cachedToken", () => {
  it("asks the source once in 300 s", async () => {
    const clock = virtualClock();
    const source = counting();
    const cached = cachedToken(source, clock);
    expect(await cached.token(OLD)).toBe("token-1");
    clock.advance(299_999);
    expect(await cached.token(OLD)).toBe("token-1");
    clock.advance(1);
    expect(await cached.token(OLD)).toBe("token-2");
    expect(source.asked).toEqual([false, false]);
  });

  it("goes past what it has when a fresh one is asked for, and gives that to everybody from then on", async () => {
    const source = counting();
    const cached = cachedToken(source, virtualClock());
    await cached.token(OLD);
    expect(await cached.token(FRESH)).toBe("token-2");
    expect(await cached.token(OLD)).toBe("token-2");
    expect(source.asked).toEqual([false, true]);
  });

  it("counts the age from when it asked, not from when the answer came", async () => {
    const clock = virtualClock();
    const source = slow();
    const cached = cachedToken(source, clock);
    const first = cached.token(OLD);
    clock.advance(200_000);
    source.answers[0]?.("one");
    expect(await first).toBe("one");
    clock.advance(100_000);
    void cached.token(OLD);
    expect(source.answers).toHaveLength(2);
  });

  it("believes nothing that it remembers once the clock was set back", async () => {
    const clock = virtualClock();
    const cached = cachedToken(counting(), clock);
    await cached.token(OLD);
    clock.advance(-3_600_000);
    expect(await cached.token(OLD)).toBe("token-2");
  });

  it("lets callers at the same time share one question", async () => {
    const source = counting();
    const cached = cachedToken(source, virtualClock());
    const all = await Promise.all(Array.from({ length: 20 }, () => cached.token(OLD)));
    expect(new Set(all)).toEqual(new Set(["token-1"]));
    expect(source.asked).toHaveLength(1);
  });

  it("lets all who want a fresh one share one question", async () => {
    const source = counting();
    const cached = cachedToken(source, virtualClock());
    await cached.token(OLD);
    await Promise.all(Array.from({ length: 20 }, () => cached.token(FRESH)));
    expect(source.asked).toEqual([false, true]);
  });

  it("does not give a question that was begun before to somebody who wants a fresh one", async () => {
    const source = slow();
    const cached = cachedToken(source, virtualClock());
    const before = cached.token(OLD);
    const fresh = cached.token(FRESH);
    source.answers[1]?.("new");
    expect(await fresh).toBe("new");
    source.answers[0]?.("old");
    expect(await before).toBe("old");
    expect(await cached.token(OLD)).toBe("new");
    expect(source.answers).toHaveLength(2);
  });

  it("keeps the fresh one also when the question that it overtook is answered before it", async () => {
    const source = slow();
    const cached = cachedToken(source, virtualClock());
    const before = cached.token(OLD);
    const fresh = cached.token(FRESH);
    source.answers[0]?.("old");
    await before;
    const beside = cached.token(OLD);
    source.answers[1]?.("new");
    expect(await Promise.all([fresh, beside, cached.token(OLD)])).toEqual(["new", "new", "new"]);
    expect(source.answers).toHaveLength(2);
  });

  it("lets those who share a question share its failure, and asks again after it", async () => {
    const source = counting();
    const cached = cachedToken(source, virtualClock());
    source.failure = silent();
    const both = await Promise.allSettled([cached.token(OLD), cached.token(OLD)]);
    expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    source.failure = undefined;
    expect(await cached.token(OLD)).toBe("token-2");
  });

  it("uses the token from before for 60 s more while the source cannot be reached", async () => {
    const clock = virtualClock();
    const source = counting();
    const cached = cachedToken(source, clock);
    await cached.token(OLD);
    source.failure = silent();
    clock.advance(359_999);
    expect(await cached.token(OLD)).toBe("token-1");
    clock.advance(1);
    await expect(cached.token(OLD)).rejects.toBe(source.failure);
  });

  it("believes a source that says that there is no token any more", async () => {
    const clock = virtualClock();
    const source = counting();
    const cached = cachedToken(source, clock);
    await cached.token(OLD);
    source.failure = new TokenError("the parameter is not there");
    clock.advance(300_000);
    await expect(cached.token(OLD)).rejects.toBe(source.failure);
  });

  it("fails when a fresh one is wanted and cannot be had, and keeps what it has for those who do not", async () => {
    const source = counting();
    const cached = cachedToken(source, virtualClock());
    await cached.token(OLD);
    source.failure = silent();
    await expect(cached.token(FRESH)).rejects.toBe(source.failure);
    expect(await cached.token(OLD)).toBe("token-1");
  });

  it("takes another time to live", async () => {
    const clock = virtualClock();
    const cached = cachedToken(counting(), clock, 1_000);
    await cached.token(OLD);
    clock.advance(1_000);
    expect(await cached.token(OLD)).toBe("token-2");
  });
});
