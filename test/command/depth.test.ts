import { createServer } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { anHourPasses, deskWith, writesOf } from "./desk.ts";
import { manifest } from "./manifests.ts";

const FILES = {
  "distributions/blog.yaml": manifest("blog"),
  "distributions/shop.yaml": manifest("shop"),
  "distro-sync.yaml":
    "workspaces: [{ workspace: my-company, policy: sync, on_remove: delete, quarantine_days: 0 }]\n",
};

/** As JSON text: this program could not write so deep a value either. */
const DEEP = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;

/** Stands for a value of this many levels in what `between` makes of an answer. */
const HERE = "here goes a deep value";

type Json = Record<string, unknown>;

type Lies = {
  /** What becomes of the answer to a GET, by what of the path comes after the workspace. */
  change: (answer: Json, about: string) => unknown;
  status?: number;
};

/** Two of ours, both in sync for an hour, in a Buddy behind a proxy that may lie. */
async function owning() {
  const desk = await deskWith(FILES);
  const lies: Lies = { change: (answer) => answer };
  const env = { BUDDY_API_ENDPOINT: await proxy(desk.emulator.url, lies) };
  expect((await desk.run(["apply", "--yes"], { env })).code).toBe(0);
  await anHourPasses(desk);
  const shop = desk.emulator.distributions().find(({ identifier }) => identifier === "shop");
  desk.emulator.clearLog();
  const plan = async () => {
    const { code, stdout } = await desk.run(["plan", "--format", "json"], { env });
    return { code, plan: JSON.parse(stdout) as { leftAlone: Json[]; changes: Json[]; unchanged: Json[] } };
  };
  const apply = () => desk.run(["apply", "--yes"], { env });
  return { desk, lies, plan, apply, about: `distributions/${shop?.id}` };
}

async function proxy(target: string, lies: Lies): Promise<string> {
  const server = createServer((request, response) => {
    void (async () => {
      const body = Buffer.concat((await request.toArray()) as Buffer[]);
      const answer = await fetch(`${target}${request.url}`, {
        method: request.method ?? "GET",
        headers: {
          authorization: request.headers.authorization ?? "",
          ...(body.length === 0 ? {} : { "content-type": "application/json" }),
        },
        ...(body.length === 0 ? {} : { body }),
      });
      const text = await answer.text();
      const about = new URL(request.url ?? "", target).pathname.split("/").slice(3).join("/");
      const isRead = request.method === "GET" && text !== "";
      const said = isRead ? JSON.stringify(lies.change(JSON.parse(text) as Json, about)) : text;
      const status = (isRead ? lies.status : undefined) ?? answer.status;
      response.writeHead(status, { "content-type": "application/json" });
      response.end(said.replaceAll(JSON.stringify(HERE), DEEP));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the server does not listen");
  return `http://127.0.0.1:${address.port}`;
}

describe("an answer that is nested 100,000 levels deep", () => {
  it.each<[string, (answer: Json, route: Json) => unknown, string]>([
    [
      "a target",
      (_, route) => (route.targets = { Default: { type: "NEW", x: HERE } }),
      "routes[0].targets.Default.x",
    ],
    ["a field of a route that no manifest can say", (_, route) => (route.note = HERE), "routes[0].note"],
    [
      "its permissions",
      (answer) => (answer.permissions = { users: [{ id: 1, access_level: HERE }] }),
      "permissions.users[0].access_level",
    ],
    ["a word of its own", (answer) => (answer.scope = HERE), "scope"],
  ])("fails that distribution alone, in %s, and names the path", async (_, deepen, path) => {
    const { lies, about, plan: planned } = await owning();
    lies.change = (answer, what) => {
      if (what === about) deepen(answer, (answer.routes as Json[])[0] ?? {});
      return answer;
    };
    const { code, plan } = await planned();
    expect(code).toBe(1);
    const [{ detail } = {}] = plan.leftAlone;
    expect(detail).toContain(`\`${path}`);
    expect(detail).toContain("…` is nested deeper than 64 levels");
    expect(plan).toMatchObject({
      changes: [],
      leftAlone: [{ identifier: "shop" }],
      unchanged: [{ identifier: "blog" }],
    });
  });

  it("does no harm in a field that nobody reads", async () => {
    const { lies, plan } = await owning();
    lies.change = (answer) => ({ ...answer, tomorrow: HERE });
    expect(await plan()).toMatchObject({
      code: 0,
      plan: { changes: [], leftAlone: [], unchanged: [{}, {}] },
    });
  });

  /** In the element of a list that is about the shop. */
  const inTheList = (more: Json) => (answer: Json, about: string) => {
    if (about !== "distributions") return answer;
    const distributions = answer.distributions as Json[];
    return {
      distributions: distributions.map((one) => (one.identifier === "shop" ? { ...one, ...more } : one)),
    };
  };

  it("does no harm in an element of a list whose id and identifier can be read", async () => {
    const { lies, plan } = await owning();
    lies.change = inTheList({ routes: HERE, name: HERE, disabled: HERE });
    expect(await plan()).toMatchObject({
      code: 0,
      plan: { changes: [], leftAlone: [], unchanged: [{}, {}] },
    });
  });

  it.each(["id", "identifier"])(
    "in the %s of an element leaves the whole list unread: it might be anything",
    async (field) => {
      const { desk, lies, plan: planned, apply } = await owning();
      await desk.write({ "distributions/new.yaml": manifest("new"), "distributions/blog.yaml": "[]\n" });
      lies.change = inTheList({ [field]: HERE });
      const { code, plan } = await planned();
      expect(code).toBe(1);
      expect(plan.changes).toEqual([]);
      expect(plan.leftAlone.map(({ reason }) => reason)).toContain("scope-unreadable");
      await apply();
      expect(writesOf(desk.emulator)).toEqual([]);
    },
  );

  it("removes nothing that could not be read", async () => {
    const { desk, lies, about, apply } = await owning();
    await desk.write({ "distributions/shop.yaml": "[]\n" });
    lies.change = (answer, what) => (what === about ? { ...answer, permissions: HERE } : answer);
    expect((await apply()).code).toBe(1);
    expect(writesOf(desk.emulator)).toEqual([]);
  });

  it("does no harm in what Buddy says of an error", async () => {
    const { lies, plan: planned } = await owning();
    lies.change = () => ({ errors: [{ message: HERE }, { message: "no such thing" }], error: HERE });
    lies.status = 400;
    const { code, plan } = await planned();
    expect(code).toBe(1);
    expect(String(plan.leftAlone[0]?.detail)).toContain("was answered 400: no such thing");
  });
});
