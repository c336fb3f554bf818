import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { type EmulatorOptions, startEmulator } from "../../lib/emulator/emulator.ts";
import { type Checkpoint, startCheckpoint } from "./checkpoint.ts";
import type { Distort } from "./router.ts";

let checkpoint: Checkpoint;
beforeAll(async () => {
  checkpoint = await startCheckpoint();
});
afterAll(() => checkpoint?.close());

const WORKSPACE = "/workspaces/my-company";
const DISTRIBUTIONS = `${WORKSPACE}/distributions`;

const TARGETS = { Default: { type: "EXTERNAL", external_url: "https://backend.example.com" } } as const;
const ROUTE = { type: "DIRECT_PROXY", domain: "example.com", subdomain: "www", targets: TARGETS };

const SCOPES_WITHOUT_MANAGE = ["DISTRIBUTION_READ", "DISTRIBUTION_WRITE"];

type Got = { readonly status: number; readonly body: unknown; readonly id: string };
type Ask = (method: string, path: string, body?: unknown, token?: string) => Promise<Got>;

/** A fresh emulator behind Prism. */
async function start(options: EmulatorOptions = {}, distort?: Distort) {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.close());
  const through = checkpoint.through(emulator.url, fetch, distort);
  const ask: Ask = async (method, path, body, token = "emulator-token") => {
    const response = await through(`${emulator.url}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const content: unknown = text === "" ? undefined : JSON.parse(text);
    return { status: response.status, body: content, id: idIn(content) };
  };
  return { emulator, ask };
}

function idIn(body: unknown): string {
  return typeof body === "object" && body !== null && "id" in body ? String(body.id) : "";
}

describe("the emulator, through Prism", () => {
  it("keeps the contract in every operation", async () => {
    const { emulator, ask } = await start({ personality: { routeUpdate: "both" } });
    const shop = await ask("POST", DISTRIBUTIONS, { name: "Shop", scope: "WORKSPACE", identifier: "shop" });
    const one = `${DISTRIBUTIONS}/${shop.id}`;
    const route = `${one}/routes/${(await ask("POST", `${one}/routes`, ROUTE)).id}`;
    const permissions = {
      others: "READ_ONLY",
      users: [{ id: 1, access_level: "MANAGE" }],
      groups: [{ id: 7, access_level: "USE_ONLY" }],
    };
    const jwt = { provider_id: "0d9e0b1c-5a8f-4b7e-9c43-3f7f3a1d2e4b", web_identity_token: "a.b.c" };
    const calls: Parameters<Ask>[] = [
      ["GET", DISTRIBUTIONS],
      ["GET", `${DISTRIBUTIONS}?project_name=web`],
      ["GET", `${DISTRIBUTIONS}?project_name=web&environment_id=3a4KbBQl`],
      ["GET", one],
      ["GET", `${one}/routable-domains`],
      ["GET", `${one}/routes`],
      ["GET", route],
      ["PUT", route, { ...ROUTE, type: "CACHED_PROXY", subdomain: null, path: null }],
      ["PUT", route, { ...ROUTE, path: "/api" }],
      ["PATCH", route, { type: "REDIRECT" }],
      ["PATCH", one, { name: "New", identifier: "new", disabled: true }],
      ["PATCH", one, { permissions }],
      ["PATCH", one, { scope: "PROJECT", project_name: "web" }],
      ["GET", `${one}?project_name=web`],
      ["GET", `${one}/routable-domains?project_name=web`],
      ["GET", `${route}?project_name=web`],
      ["GET", `${WORKSPACE}/environments`],
      ["GET", `${WORKSPACE}/environments?project_name=web`],
      ["GET", `${WORKSPACE}/projects/web`],
      ["GET", `${WORKSPACE}/members?page=1&per_page=1`],
      ["GET", `${WORKSPACE}/members?page=9`],
      ["GET", `${WORKSPACE}/groups`],
      ["GET", "/user/token"],
      ["POST", "/user/oidc/tokens", jwt],
      ["DELETE", `${route}?project_name=web`],
      ["DELETE", `${one}?project_name=web`],
    ];
    for (const call of calls) expect(await ask(...call)).toMatchObject({ status: succeeded(call[0]) });
    expect(checkpoint.takeViolations()).toEqual([]);
    const asked = emulator.log.map(({ method, path }) => operationOf(method, path));
    expect([...new Set(asked)].toSorted()).toEqual(operationsOfContract());
  });

  it("shows distributions of a project and of an environment as the contract has them", async () => {
    const { ask } = await start();
    const homes = [
      { scope: "PROJECT", project_name: "web" },
      { scope: "ENVIRONMENT", environment_id: "3a4KbBQl" },
      { scope: "ENVIRONMENT", project_name: "web", environment_id: "3a4KbBQl", identifier: "named" },
      { scope: "ENVIRONMENT", environment_id: "k9Zs0WyT" },
    ];
    for (const home of homes)
      expect(await ask("POST", DISTRIBUTIONS, { name: "Shop", ...home })).toMatchObject({ status: 201 });
    expect(checkpoint.takeViolations()).toEqual([]);
  });

  it("shows what somebody made in the UI: no identifier, a type of tomorrow", async () => {
    const { emulator, ask } = await start({ personality: { ids: "number" } });
    const routes = [{ domain: "example.com", type: "TELEPORT", targets: TARGETS }];
    const id = emulator.put({ identifier: null, name: "By hand", routes });
    expect(await ask("GET", DISTRIBUTIONS)).toMatchObject({
      body: { distributions: [{ identifier: null }] },
    });
    expect(await ask("GET", `${DISTRIBUTIONS}/${id}`)).toMatchObject({ body: { routes: [{ id: 1002 }] } });
    expect(checkpoint.takeViolations()).toEqual([]);
  });

  it("refuses as the contract has it", async () => {
    for (const uniqueness of ["400", "409"] as const) {
      const { ask } = await start({ personality: { uniqueness }, tokenPermissions: SCOPES_WITHOUT_MANAGE });
      const body = { name: "Shop", scope: "WORKSPACE", identifier: "shop" };
      const one = `${DISTRIBUTIONS}/${(await ask("POST", DISTRIBUTIONS, body)).id}`;
      const twice = Number(uniqueness);
      expect(await ask("POST", DISTRIBUTIONS, body)).toMatchObject({ status: twice });
      expect(await ask("POST", `${one}/routes`, ROUTE)).toMatchObject({ status: 201 });
      expect(await ask("POST", `${one}/routes`, ROUTE)).toMatchObject({ status: twice });
      expect(await ask("GET", DISTRIBUTIONS, undefined, "wrong")).toMatchObject({ status: 401 });
      expect(await ask("PATCH", one, { disabled: true })).toMatchObject({ status: 403 });
      expect(await ask("PUT", `${one}/routes/none`, ROUTE)).toMatchObject({ status: 403 });
      expect(await ask("DELETE", `${one}/routes/none`)).toMatchObject({ status: 403 });
      expect(await ask("DELETE", one)).toMatchObject({ status: 403 });
      expect(await ask("GET", `${DISTRIBUTIONS}/none`)).toMatchObject({ status: 404 });
      expect(await ask("GET", `${one}/routes/none`)).toMatchObject({ status: 404 });
      expect(await ask("PATCH", `${one}/routes/none`, {})).toMatchObject({ status: 405 });
      expect(
        await ask("POST", DISTRIBUTIONS, { ...body, scope: "PROJECT", project_name: "none" }),
      ).toMatchObject({
        status: 404,
      });
    }
    expect(checkpoint.takeViolations()).toEqual([]);
  });
});

describe("the emulator, through Prism, when something is changed or removed", () => {
  it("refuses as the contract has it", async () => {
    for (const uniqueness of ["400", "409"] as const) {
      const { emulator, ask } = await start({ personality: { uniqueness, routeUpdate: "both" } });
      const routes = [{ domain: "example.com", targets: TARGETS }];
      const one = `${DISTRIBUTIONS}/${emulator.put({ identifier: "shop", routes })}`;
      emulator.put({
        identifier: "other",
        routes: [{ domain: "example.com", path: "/api", targets: TARGETS }],
      });
      const route = `${one}/routes/${emulator.distributions()[0]?.routes[0]?.id}`;
      const { subdomain: _subdomain, ...apex } = ROUTE;
      const twice = Number(uniqueness);
      const calls: [...Parameters<Ask>, status: number][] = [
        ["PATCH", one, { identifier: "other" }, undefined, twice],
        ["PATCH", one, { permissions: { users: [{ id: 99, access_level: "MANAGE" }] } }, undefined, 400],
        ["PUT", route, { ...apex, path: "/api" }, undefined, twice],
        ["PUT", route, { ...apex, domain: "example.org" }, undefined, 400],
        ["PATCH", route, { path: "/api" }, undefined, twice],
        ["PUT", `${one}/routes/none`, ROUTE, undefined, 404],
        ["PATCH", `${one}/routes/none`, {}, undefined, 404],
        ["DELETE", `${one}/routes/none`, undefined, undefined, 404],
        ["DELETE", `${DISTRIBUTIONS}/none`, undefined, undefined, 404],
        ["DELETE", `${one}?project_name=nowhere`, undefined, undefined, 404],
        ["DELETE", one, undefined, "wrong", 401],
      ];
      for (const [method, path, body, token, status] of calls)
        expect(await ask(method, path, body, token)).toMatchObject({ status });
    }
    expect(checkpoint.takeViolations()).toEqual([]);
  });

  it("shows permissions and addresses as the contract has them, however it treats them", async () => {
    const { emulator, ask } = await start({
      personality: { permissionsUpdate: "merge", externalUrls: "normalised", undocumentedFields: "accepted" },
    });
    const bare = { Default: { type: "EXTERNAL", external_url: "test.com" } } as const;
    const routes = [{ domain: "example.com", targets: bare, note: "by hand" }];
    const one = `${DISTRIBUTIONS}/${emulator.put({ identifier: "shop", routes })}`;
    const route = `${one}/routes/${emulator.distributions()[0]?.routes[0]?.id}`;
    expect(await ask("PATCH", one, { permissions: { users: [] } })).toMatchObject({
      body: { permissions: { others: "DEFAULT", users: [] } },
    });
    expect(await ask("PUT", route, { ...ROUTE, subdomain: null, targets: bare, note: "kept" })).toMatchObject(
      {
        body: { note: "kept", targets: { Default: { external_url: "https://test.com/" } } },
      },
    );
    expect(checkpoint.takeViolations()).toEqual([]);
  });
});

describe("Prism", () => {
  const shop = { name: "Shop", scope: "WORKSPACE", identifier: "shop" };
  const requests: readonly [what: string, method: string, path: string, body: unknown][] = [
    ["a scope that does not exist", "POST", DISTRIBUTIONS, { ...shop, scope: "GALAXY" }],
    ["a project's distribution without its project", "POST", DISTRIBUTIONS, { ...shop, scope: "PROJECT" }],
    ["an environment's without its environment", "POST", DISTRIBUTIONS, { ...shop, scope: "ENVIRONMENT" }],
    ["an identifier that begins with a hyphen", "POST", DISTRIBUTIONS, { ...shop, identifier: "-shop" }],
    ["a user's access without the id", "POST", DISTRIBUTIONS, { ...shop, permissions: { users: [{}] } }],
    ["a route without targets", "POST", `${DISTRIBUTIONS}/1/routes`, { type: "REDIRECT" }],
    ["a target of no kind", "POST", `${DISTRIBUTIONS}/1/routes`, { ...ROUTE, targets: { Default: {} } }],
    [
      "a PUT without the domain",
      "PUT",
      `${DISTRIBUTIONS}/1/routes/2`,
      { type: "REDIRECT", targets: TARGETS },
    ],
    [
      "a PUT without targets",
      "PUT",
      `${DISTRIBUTIONS}/1/routes/2`,
      { type: "REDIRECT", domain: "example.com" },
    ],
    ["a PATCH to a type that does not exist", "PATCH", `${DISTRIBUTIONS}/1/routes/2`, { type: "TELEPORT" }],
    [
      "an access level that does not exist",
      "PATCH",
      `${DISTRIBUTIONS}/1`,
      { permissions: { others: "ALL" } },
    ],
    ["an identifier to rename to that is empty", "PATCH", `${DISTRIBUTIONS}/1`, { identifier: "" }],
    ["a state that is no boolean", "PATCH", `${DISTRIBUTIONS}/1`, { disabled: "yes" }],
    ["page 0", "GET", `${WORKSPACE}/members?page=0`, undefined],
    ["an operation that the contract lacks", "DELETE", `${WORKSPACE}/groups`, undefined],
    ["a path that the contract lacks", "GET", `${WORKSPACE}/pipelines`, undefined],
  ];
  it.each(requests)("finds a request with %s", async (_what, method, path, body) => {
    const { ask } = await start();
    await ask(method, path, body);
    expect(checkpoint.takeViolations()).toMatchObject([
      { by: "request", call: `${method} ${path.split("?")[0]}` },
    ]);
  });

  const answers: readonly [what: string, path: string, distorted: unknown][] = [
    ["a list without distributions", DISTRIBUTIONS, {}],
    ["a list that is none", DISTRIBUTIONS, { distributions: {} }],
    ["a summary without an id", DISTRIBUTIONS, { distributions: [{ name: "Shop" }] }],
    ["a distribution without an id", `${DISTRIBUTIONS}/:id`, { name: "Shop" }],
    ["a distribution of no scope", `${DISTRIBUTIONS}/:id`, { id: "1", scope: "GALAXY" }],
    ["a route without an id", `${DISTRIBUTIONS}/:id/routes`, { routes: [{ type: "REDIRECT" }] }],
    ["an environment without an id", `${WORKSPACE}/environments`, { environments: [{ identifier: "web" }] }],
    ["a member whose id is a text", `${WORKSPACE}/members`, { members: [{ id: "1" }] }],
    ["an error of another shape", `${DISTRIBUTIONS}/none`, { errors: "none" }],
  ];
  it.each(answers)("finds an answer with %s", async (_what, path, distorted) => {
    const { emulator, ask } = await start({}, () => distorted);
    await ask("GET", path.replace(":id", emulator.put({ identifier: "shop" })));
    const [violation, ...more] = checkpoint.takeViolations();
    expect(violation).toMatchObject({ by: "answer" });
    expect(violation?.detail).toContain('"location":["response","body"');
    expect(more).toEqual([]);
  });
});

function succeeded(method: string): number {
  return method === "DELETE" ? 204 : 200;
}

/** The operation of a call, and those of the contract, as `GET /workspaces/*`. */
function operationOf(method: string, path: string): string {
  const found = operationsOfContract().find((operation) => {
    const [name, template = ""] = operation.split(" ");
    return name === method && new RegExp(`^${template.replaceAll("*", "[^/]+")}$`).test(path);
  });
  return found ?? `none: ${method} ${path}`;
}

function operationsOfContract(): readonly string[] {
  const text = readFileSync(new URL("buddy-openapi.yaml", import.meta.url), "utf8");
  const { paths } = parse(text) as { paths: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
  return Object.entries(paths)
    .flatMap(([path, item]) =>
      Object.keys(item)
        .filter((key) => key !== "parameters")
        .map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, "*")}`),
    )
    .toSorted();
}
