import { describe, expect, it } from "vitest";
import { lost, notBegun } from "../../lib/apply/outcome.ts";
import { progressOf } from "../../lib/apply/progress.ts";
import { recorder } from "../../lib/apply/record.ts";
import type { InventoryEvent } from "../../lib/core/domain/inventory.ts";
import { ProviderError, type ProviderFailure, StateBusyError } from "../../lib/errors.ts";
import {
  change,
  deleteChange,
  disownChange,
  liveRoute,
  outcome,
  plan,
  project,
  route,
  updateChange,
} from "../support/builders.ts";

function failure(kind: ProviderFailure): ProviderError {
  return new ProviderError(`it is ${kind}`, { failure: kind, call: "POST distributions", effect: "none" });
}

describe("the account of a change that was not begun", () => {
  it("has no id and no distribution for one that was to be created", () => {
    expect(notBegun(change({ routes: [route()] }), "blocked", "too many")).toEqual({
      key: "workspace#shop",
      identifier: "shop",
      where: "workspace",
      action: "create",
      status: "blocked",
      distribution: "absent",
      wrote: false,
      routes: [{ route: "www.example.com/", status: "blocked" }],
      reason: "too many",
    });
  });

  it("has the id of one that is there, unchanged", () => {
    expect(notBegun(deleteChange({ routes: [liveRoute()] }), "skipped", "too late")).toMatchObject({
      id: "rm1P93jG",
      distribution: "unchanged",
      routes: [],
    });
    expect(notBegun(disownChange(), "skipped", "too late").routes).toEqual([]);
  });
});

describe("the account of a change that was lost", () => {
  it("says that it may have been written, and that it is our fault where nobody else's is known", () => {
    const moved = updateChange({
      routes: [{ kind: "remove", id: "r1", from: liveRoute({ path: "/old" }), moved: "ours" }],
    });
    expect(lost(moved, new Error("a bug"))).toEqual({
      outcome: expect.objectContaining({
        status: "unknown",
        distribution: "unknown",
        wrote: true,
        routes: [{ route: "www.example.com/old", status: "unknown" }],
        reason: "internal: a bug; the next pass finds out",
      }) as unknown,
    });
  });

  it("goes with the error of a call that ended it", () => {
    const error = failure("unrecorded");
    expect(lost(change(), error)).toMatchObject({
      error,
      outcome: { reason: "it is unrecorded; the next pass finds out" },
    });
  });
});

describe("a record that cannot be made", () => {
  const event: InventoryEvent = { event: "replenished", at: 1 };

  it.each([
    ["unrecorded", new Error("the disk is full")],
    ["taken-over", new StateBusyError("another pass writes")],
  ] as const)("is %s, before anything was sent", async (kind, cause) => {
    const ledger = recorder({ record: () => Promise.reject(cause) });
    const error: unknown = await ledger.record(event).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProviderError);
    expect(error).toMatchObject({
      message: cause.message,
      failure: kind,
      effect: "none",
      call: 'the record "replenished"',
      cause,
    });
  });
});

describe("a scope that takes nothing", () => {
  const one = change();
  const next = change({ key: "workspace#blog", identifier: "blog" });
  const elsewhere = change({ key: "project:web#blog", scope: project("web") });

  const progressAfter = (error: ProviderError, about: Parameters<typeof outcome>[0] = {}) => {
    const progress = progressOf(plan({ changes: [one, next, elsewhere] }), { log: () => {} });
    progress.account(one, { outcome: outcome({ status: "failed", ...about }), error });
    return progress;
  };

  it.each(["forbidden", "not-found"] as const)(
    "is not asked for more once a creation in it was %s, and others are",
    (kind) => {
      const { id: _, ...absent } = outcome({ status: "failed" });
      const progress = progressOf(plan({ changes: [one, next, elsewhere] }), { log: () => {} });
      progress.account(one, { outcome: absent, error: failure(kind) });
      expect(progress.blocker(next)).toEqual({ status: "skipped", reason: `it is ${kind}` });
      expect(progress.blocker(elsewhere)).toBeUndefined();
      expect(progress.end()).toEqual({ outcomes: [absent] });
    },
  );

  it("is asked for more after any other failure, and after one with a distribution that is there", () => {
    expect(progressAfter(failure("refused")).blocker(next)).toBeUndefined();
    expect(progressAfter(failure("forbidden"), { id: "rm1P93jG" }).blocker(next)).toBeUndefined();
  });
});
