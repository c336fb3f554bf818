import { describe, expect, it } from "vitest";
import { type CallContext, classifyStatus } from "../../../lib/adapters/buddy/failure.ts";
import { ENVIRONMENT, PROJECT, WORKSPACE } from "./provider.ts";
import { NOON } from "./world.ts";

/** What is told of a status, word for word: found by breaking the code (docs/mutation.md). */

const ASKED: CallContext = {
  method: "GET",
  path: "/workspaces/my-company/distributions",
  endpoint: "https://api.example.com",
  workspace: "my-company",
  scope: WORKSPACE,
  permission: "DISTRIBUTION_READ",
  redact: (text) => text.replaceAll("secret", "[redacted]"),
};

describe("classifyStatus", () => {
  const told = (status: number, asked: Partial<CallContext> = {}, headers: Record<string, string> = {}) =>
    classifyStatus(
      { ...ASKED, ...asked },
      { status, headers: new Headers(headers), body: { bytes: new Uint8Array() } },
    );
  const FIND = "the workspace my-company and the region (https://api.example.com)";

  it.each([
    [
      499,
      {},
      "refused",
      false,
      "correct what Buddy complains about, or read the request's page at https://buddy.works/docs/api",
    ],
    [
      400,
      {},
      "refused",
      false,
      "correct what Buddy complains about, or read the request's page at https://buddy.works/docs/api",
    ],
    [399, {}, "malformed", true, "check that https://api.example.com is the address of Buddy's API itself"],
    [500, {}, "server", true, "wait, and look at https://status.buddy.works"],
    [
      401,
      {},
      "token",
      false,
      "give a token that is valid: this one has expired, was revoked, or is for another region than https://api.example.com or another workspace than my-company",
    ],
    [
      403,
      {},
      "forbidden",
      false,
      "give the token the scope DISTRIBUTION_READ, or enable the API in Workspace Settings > Developer API",
    ],
    [
      408,
      {},
      "unreachable",
      true,
      "check the network and the proxies between here and https://api.example.com",
    ],
    [429, {}, "throttled", true, "run again later"],
    [429, { resumeAt: NOON }, "throttled", true, "run again after 2026-11-24T12:00:00.000Z"],
    [404, {}, "not-found", false, `check the URL handle of ${FIND}`],
    [
      404,
      { scope: PROJECT },
      "not-found",
      false,
      `check the project web (its name in the URL, not its display name), ${FIND}`,
    ],
    [404, { scope: ENVIRONMENT }, "not-found", false, `check the environment id 3a4KbBQl, ${FIND}`],
    [
      404,
      { distribution: "x1" },
      "refused",
      false,
      "plan again: the distribution x1 may have been deleted since it was read",
    ],
  ] as const)(
    "says of %i, asked with %j: %s, unsettled: %s, %s",
    (status, asked, failure, unsettled, remedy) => {
      expect(told(status, asked)).toMatchObject({ failure, unsettled, remedy });
    },
  );

  it("names of the scopes those that Buddy tells, and no secret", () => {
    expect(told(403, {}, { "X-OAuth-Scopes": "secret" }).remedy).toBe(
      "give the token the scope DISTRIBUTION_READ (the token has: [redacted]), or enable the API in Workspace Settings > Developer API",
    );
    expect(told(403, {}, { "X-Accepted-0Auth-Scopes": "WORKSPACE", "X-0Auth-Scopes": "" }).remedy).toBe(
      "give the token the scope DISTRIBUTION_READ (Buddy accepts: WORKSPACE), or enable the API in Workspace Settings > Developer API",
    );
  });
});
