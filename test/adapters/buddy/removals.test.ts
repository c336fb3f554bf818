import { describe, expect, it } from "vitest";
import type { WritingProvider } from "../../../lib/ports.ts";
import { HELD } from "../../support/write-right.ts";
import { against, calls, PROJECT } from "./provider.ts";
import type { Reply } from "./server.ts";
import { failureOf } from "./world.ts";

const NOT_FOUND: Reply = { status: 404, body: { errors: [{ message: "Not found" }] } };
const GONE: Reply = { status: 204, body: "" };
const EMPTY: Reply = { body: { distributions: [] } };

const LIST = "GET /distributions?project_name=web";

type Removal = (writing: WritingProvider) => Promise<void>;

describe.each([
  [
    "a distribution",
    "/distributions/x1?project_name=web",
    (writing) => writing.deleteDistribution(PROJECT, "x1"),
  ],
  [
    "a route",
    "/distributions/x1/routes/r1?project_name=web",
    (writing) => writing.deleteRoute(PROJECT, "x1", "r1"),
  ],
] as const satisfies readonly (readonly [string, string, Removal])[])(
  "buddyProvider: deleting %s",
  (_what, path, remove) => {
    it("is one call without a body", async () => {
      const { provider, received } = await against(() => GONE);
      await remove(provider.writing(HELD));
      expect(calls(received)).toEqual([`DELETE ${path}`]);
      expect(received[0]?.body).toBe("");
      expect(received[0]?.headers).not.toHaveProperty("content-type");
    });

    it.each([NOT_FOUND, { status: 404, body: "" }])(
      "is done when it is gone and its scope is not (%j)",
      async (answer) => {
        const { provider, received } = await against(({ method }) => (method === "DELETE" ? answer : EMPTY));
        await remove(provider.writing(HELD));
        expect(calls(received)).toEqual([`DELETE ${path}`, LIST]);
      },
    );

    it("is not done when the scope cannot be found", async () => {
      const { provider } = await against(() => NOT_FOUND);
      const error = await failureOf(remove(provider.writing(HELD)));
      expect(error).toMatchObject({ failure: "not-found", effect: "unknown" });
      expect(error.remedy).toContain("project web");
    });

    it("is open when the list of the scope is none", async () => {
      const { provider } = await against(({ method }) => (method === "DELETE" ? NOT_FOUND : { body: [] }));
      expect(await failureOf(remove(provider.writing(HELD)))).toMatchObject({
        failure: "malformed",
        effect: "unknown",
      });
    });

    it("does not take a proxy's 404 for Buddy's", async () => {
      const { provider, received } = await against(() => ({ status: 404, body: "<html>nginx</html>" }));
      expect(await failureOf(remove(provider.writing(HELD)))).toMatchObject({ status: 404, effect: "none" });
      expect(received).toHaveLength(1);
    });

    it("is sent again when the answer was lost, and then is gone", async () => {
      const { provider, received } = await against(({ method }, nth, response) => {
        if (method === "GET") return EMPTY;
        if (nth > 1) return NOT_FOUND;
        response.destroy();
        return undefined;
      });
      await remove(provider.writing(HELD));
      expect(calls(received)).toEqual([`DELETE ${path}`, `DELETE ${path}`, LIST]);
    });

    it.each(["", "null", {}, { id: "x1" }])(
      "looks whether it is so after a 200 that says %j",
      async (body) => {
        const { provider, received } = await against(({ method }) =>
          method === "DELETE" ? { body } : NOT_FOUND,
        );
        await remove(provider.writing(HELD));
        expect(calls(received)).toEqual([`DELETE ${path}`, `GET ${path}`]);
      },
    );

    it("does not believe a 200 when it is still there", async () => {
      const { provider } = await against(() => ({ body: { id: path.includes("routes") ? "r1" : "x1" } }));
      expect(await failureOf(remove(provider.writing(HELD)))).toMatchObject({
        failure: "malformed",
        effect: "unknown",
        call: expect.stringMatching(/^DELETE /),
      });
    });

    it("is open when nobody can say whether a 200 was true", async () => {
      const { provider } = await against(({ method }) => (method === "DELETE" ? {} : { status: 403 }));
      expect(await failureOf(remove(provider.writing(HELD)))).toMatchObject({
        failure: "forbidden",
        effect: "unknown",
      });
    });

    it.each([
      [200, "<html>Sign in</html>"],
      [200, "[]"],
      [200, '"gone"'],
      [201, "{}"],
      [202, "{}"],
      [205, ""],
    ])("does not take %i with %j for a deletion", async (status, body) => {
      const { provider, received } = await against(() => ({ status, body }));
      expect(await failureOf(remove(provider.writing(HELD)))).toMatchObject({
        failure: "malformed",
        effect: "unknown",
        status,
      });
      expect(received).toHaveLength(1);
    });

    it.each([
      [403, "forbidden", "none", 1],
      [409, "refused", "none", 1],
      [503, "server", "unknown", 4],
    ])("fails after %i as %s, with the effect %s, in %i calls", async (status, failure, effect, times) => {
      const { provider, received } = await against(() => ({ status }));
      const error = await failureOf(remove(provider.writing(HELD)));
      expect(error).toMatchObject({ failure, effect, status });
      expect(received).toHaveLength(times);
    });

    it("names the scope that the token lacks", async () => {
      const { provider } = await against(() => ({ status: 403 }));
      expect((await failureOf(remove(provider.writing(HELD)))).remedy).toContain("DISTRIBUTION_MANAGE");
    });
  },
);

describe("buddyProvider: deleting what cannot be named", () => {
  it.each(["", "..", "a/b", "x?y"])("sends nothing for the id %j", async (id) => {
    const { provider, received } = await against(() => GONE);
    const writing = provider.writing(HELD);
    for (const call of [
      () => writing.deleteDistribution(PROJECT, id),
      () => writing.deleteRoute(PROJECT, "x1", id),
      () => writing.deleteRoute(PROJECT, id, "r1"),
    ])
      expect(await failureOf(call())).toMatchObject({ failure: "refused", effect: "none" });
    expect(received).toEqual([]);
  });
});
