import type { Scope } from "../../core/distribution.ts";
import { ProviderError } from "../../ports.ts";
import { about, listing, MANAGE, READ } from "./calls.ts";
import type { WritingClient } from "./client.ts";
import { unsettled } from "./explain.ts";
import { fields, identity } from "./shape.ts";
import { decodeDistributions } from "./wire.ts";

/**
 * Deletes a distribution, or what is under it by `rest`; what is gone is deleted. Whatever else Buddy answers than the 204
 * that is due is looked into: a 404 may be about the scope, and then says nothing of the object; and a 200 may be nobody's.
 */
export async function remove(
  client: WritingClient,
  scope: Scope,
  id: string,
  ...rest: readonly string[]
): Promise<void> {
  const answer = await client.delete(about(scope, id, MANAGE, ...rest));
  switch (answer) {
    case "deleted":
      return;
    case "absent":
      await afterwards(() => client.get(listing(scope), decodeDistributions));
      return;
    case "claimed": {
      const found = await afterwards(() => client.find(about(scope, id, READ, ...rest), decodeId));
      if (found !== undefined) throw stillThere(["distributions", id, ...rest].join("/"));
      return;
    }
    default:
      answer satisfies never;
  }
}

function decodeId(body: unknown): string {
  return identity(fields(body, "the answer")("id"), "the answer");
}

/** A reading that fails after the deletion leaves open what that did. */
async function afterwards<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof ProviderError ? unsettled(error) : error;
  }
}

function stillThere(what: string): ProviderError {
  const reason = "it was answered 200, and is still there";
  return new ProviderError(`DELETE ${what}: ${reason}`, {
    failure: "malformed",
    call: `DELETE ${what}`,
    effect: "unknown",
    status: 200,
    reason,
    remedy:
      "run again later; if it stays, check that no proxy answers in Buddy's place, or delete it in Buddy",
  });
}
