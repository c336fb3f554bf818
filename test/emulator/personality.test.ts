import { describe, expect, it } from "vitest";
import { DEFAULT_PERSONALITY, PERSONALITIES, parsePersonality } from "../../lib/emulator/personality.ts";
import {
  DISTRIBUTIONS,
  EXTERNAL,
  identifiersOf,
  idOf,
  itemsOf,
  newDistribution,
  newRoute,
  send,
  started,
  WORKSPACE,
} from "./started.ts";

describe("uniqueness", () => {
  it.each([
    ["none", 201],
    ["409", 409],
    ["400", 400],
  ] as const)("%s answers a second identifier in one scope with %i", async (uniqueness, status) => {
    const emulator = await started({ personality: { uniqueness } });
    await send(emulator, "POST", DISTRIBUTIONS, newDistribution());
    expect((await send(emulator, "POST", DISTRIBUTIONS, newDistribution())).status).toBe(status);
  });

  it.each([
    ["none", 201, 200],
    ["409", 409, 409],
    ["400", 400, 400],
  ] as const)("%s answers a second route for one address with %i", async (uniqueness, onCreate, onUpdate) => {
    const emulator = await started({ personality: { uniqueness } });
    const first = emulator.put({ identifier: "a" });
    const second = emulator.put({ identifier: "b", project: "web" });
    await send(
      emulator,
      "POST",
      `${DISTRIBUTIONS}/${first}/routes`,
      newRoute({ subdomain: "www", path: "/api" }),
    );
    const routes = `${DISTRIBUTIONS}/${second}/routes`;
    const same = newRoute({ domain: "EXAMPLE.com", subdomain: "WWW", path: "api/" });
    expect((await send(emulator, "POST", `${routes}?project_name=web`, same)).status).toBe(onCreate);
    const other = idOf(
      await send(emulator, "POST", `${routes}?project_name=web`, newRoute({ domain: "EXAMPLE.com" })),
    );
    expect((await send(emulator, "PUT", `${routes}/${other}?project_name=web`, same)).status).toBe(onUpdate);
  });

  it("lets other scopes have the same identifier, and a route keep its own address", async () => {
    const emulator = await started({ personality: { uniqueness: "409" } });
    const bodies = [
      newDistribution(),
      newDistribution({ scope: "PROJECT", project_name: "web" }),
      newDistribution({ scope: "PROJECT", project_name: "shop" }),
      newDistribution({ scope: "ENVIRONMENT", environment_id: "3a4KbBQl" }),
      newDistribution({ scope: "ENVIRONMENT", environment_id: "xo4pbVrE" }),
    ];
    for (const body of bodies) expect((await send(emulator, "POST", DISTRIBUTIONS, body)).status).toBe(201);
    const id = emulator.distributions()[0]?.id ?? "";
    const route = idOf(await send(emulator, "POST", `${DISTRIBUTIONS}/${id}/routes`, newRoute()));
    const changed = newRoute({ type: "REDIRECT" });
    expect((await send(emulator, "PUT", `${DISTRIBUTIONS}/${id}/routes/${route}`, changed)).status).toBe(200);
  });

  it("holds for a PATCH of the identifier and for a move, and frees what was deleted", async () => {
    const emulator = await started({ personality: { uniqueness: "409" } });
    const id = emulator.put({ identifier: "a" });
    emulator.put({ identifier: "b" });
    emulator.put({ identifier: "a", project: "web" });
    const patch = (body: unknown) => send(emulator, "PATCH", `${DISTRIBUTIONS}/${id}`, body);
    expect((await patch({ identifier: "b" })).status).toBe(409);
    expect((await patch({ scope: "PROJECT", project_name: "web" })).status).toBe(409);
    expect((await patch({ identifier: "c" })).status).toBe(200);
    expect((await send(emulator, "POST", DISTRIBUTIONS, newDistribution({ identifier: "a" }))).status).toBe(
      201,
    );
    await send(emulator, "DELETE", `${DISTRIBUTIONS}/${id}`);
    expect((await send(emulator, "POST", DISTRIBUTIONS, newDistribution({ identifier: "c" }))).status).toBe(
      201,
    );
  });
});

describe("unfilteredList", () => {
  it.each([
    ["workspace", ["a"], ["shared"]],
    ["everything", ["a", "b", "c"], ["staging", "production", "shared"]],
  ] as const)(
    "%s decides what a list without a query holds",
    async (unfilteredList, identifiers, environments) => {
      const emulator = await started({ personality: { unfilteredList } });
      emulator.put({ identifier: "a" });
      emulator.put({ identifier: "b", project: "web" });
      emulator.put({ identifier: "c", environment: "staging" });
      expect(identifiersOf(await send(emulator, "GET", DISTRIBUTIONS))).toEqual(identifiers);
      expect(identifiersOf(await send(emulator, "GET", `${DISTRIBUTIONS}?project_name=web`))).toEqual(["b"]);
      expect(await send(emulator, "GET", `${WORKSPACE}/environments`)).toMatchObject({
        body: { environments: environments.map((identifier) => ({ identifier })) },
      });
    },
  );
});

describe("paging", () => {
  const names = ["a", "b", "c", "d", "e"];

  it("none answers the whole list, whatever page is asked for", async () => {
    const emulator = await started();
    for (const identifier of names) emulator.put({ identifier });
    expect(identifiersOf(await send(emulator, "GET", `${DISTRIBUTIONS}?page=2&per_page=2`))).toEqual(names);
  });

  it.each([
    ["", ["a", "b"]],
    ["?page=2", ["c", "d"]],
    ["?page=3", ["e"]],
    ["?page=4", []],
    ["?per_page=100", ["a", "b"]],
    ["?per_page=1&page=2", ["b"]],
  ])("2 answers two items to %j", async (query, page) => {
    const emulator = await started({ personality: { paging: 2 } });
    for (const identifier of names) emulator.put({ identifier });
    expect(identifiersOf(await send(emulator, "GET", `${DISTRIBUTIONS}${query}`))).toEqual(page);
  });
});

describe("ids", () => {
  it("string gives eight letters and digits, the same in every run", async () => {
    const [one, another] = [await started(), await started()];
    const id = idOf(await send(one, "POST", DISTRIBUTIONS, newDistribution()));
    expect(id).toMatch(/^[0-9A-Za-z]{8}$/);
    expect(idOf(await send(another, "POST", DISTRIBUTIONS, newDistribution()))).toBe(id);
    expect(one.put({ identifier: "next" })).not.toBe(id);
  });

  it("number gives whole numbers, which paths take as text", async () => {
    const emulator = await started({ personality: { ids: "number" } });
    const id = emulator.put({ identifier: "a" });
    const route = await send(emulator, "POST", `${DISTRIBUTIONS}/${id}/routes`, newRoute());
    expect(route.body).toMatchObject({ id: Number(idOf(route)) });
    const read = await send(emulator, "GET", `${DISTRIBUTIONS}/${id}`);
    expect(read.body).toMatchObject({ id: Number(id), routes: [{ id: Number(idOf(route)) }] });
  });
});

describe("routeUpdate", () => {
  it.each([
    ["PUT", 200, 405],
    ["PATCH", 405, 200],
    ["both", 200, 200],
  ] as const)("%s answers PUT with %i and PATCH with %i", async (routeUpdate, put, patch) => {
    const emulator = await started({ personality: { routeUpdate } });
    const id = emulator.put({ identifier: "a" });
    const path = `${DISTRIBUTIONS}/${id}/routes`;
    const route = idOf(await send(emulator, "POST", path, newRoute()));
    expect((await send(emulator, "PUT", `${path}/${route}`, newRoute())).status).toBe(put);
    expect((await send(emulator, "PATCH", `${path}/${route}`, { path: "/b" })).status).toBe(patch);
  });
});

describe("permissionsUpdate", () => {
  it.each([
    ["replace", { users: [] }],
    ["merge", { others: "READ_ONLY", users: [], groups: [{ id: 7, access_level: "MANAGE" }] }],
  ] as const)(
    "%s leaves %j of the permissions after a PATCH that names one of them",
    async (permissionsUpdate, left) => {
      const emulator = await started({ personality: { permissionsUpdate } });
      const permissions = {
        others: "READ_ONLY",
        users: [{ id: 1, access_level: "MANAGE" }],
        groups: [{ id: 7, access_level: "MANAGE" }],
      } as const;
      const id = emulator.put({ identifier: "a", permissions });
      const patched = await send(emulator, "PATCH", `${DISTRIBUTIONS}/${id}`, { permissions: { users: [] } });
      expect(patched.body).toHaveProperty("permissions", left);
      expect(emulator.distributions()).toMatchObject([{ permissions: left }]);
    },
  );
});

describe("externalUrls", () => {
  it.each([
    ["test.com", "https://test.com/"],
    ["test.com:8080/API", "https://test.com:8080/API"],
    ["https://Test.com", "https://test.com/"],
    ["http://test.com:80/api/", "http://test.com/api/"],
    ["not an address", "not an address"],
  ])("normalised shows %s as %s, and as-sent as it is", async (external_url, shown) => {
    for (const externalUrls of PERSONALITIES.externalUrls) {
      const emulator = await started({ personality: { externalUrls } });
      const path = `${DISTRIBUTIONS}/${emulator.put({ identifier: "a" })}/routes`;
      const target = { type: "EXTERNAL", external_url };
      const targets = { Default: target, "COUNTRY-PL": target };
      const echo = { ...target, external_url: externalUrls === "normalised" ? shown : external_url };
      const echoed = { Default: echo, "COUNTRY-PL": echo };
      const created = await send(emulator, "POST", path, newRoute({ targets }));
      expect(created.body).toHaveProperty("targets", echoed);
      const put = await send(emulator, "PUT", `${path}/${idOf(created)}`, newRoute({ targets }));
      expect(put.body).toHaveProperty("targets", echoed);
      expect(itemsOf(await send(emulator, "GET", path), "routes")).toMatchObject([{ targets: echoed }]);
      expect(emulator.distributions()).toMatchObject([{ routes: [{ targets }] }]);
    }
  });

  it("normalised leaves other targets as they are", async () => {
    const emulator = await started({ personality: { externalUrls: "normalised" } });
    const path = `${DISTRIBUTIONS}/${emulator.put({ identifier: "a" })}/routes`;
    const targets = { Default: { type: "TUNNEL", tunnel: { id: "test.com", tunnel_id: "test" } } };
    expect((await send(emulator, "POST", path, newRoute({ targets }))).body).toHaveProperty(
      "targets",
      targets,
    );
  });
});

describe("typeNames", () => {
  it.each([
    ["new", ["CACHED_PROXY", "DIRECT_PROXY", "REDIRECT", "CLOAKING"], ["PROXY", "PROXY_NO_CACHE"]],
    ["old", ["PROXY", "PROXY_NO_CACHE", "REDIRECT", "CLOAKING"], ["CACHED_PROXY", "DIRECT_PROXY"]],
    [
      "both",
      ["CACHED_PROXY", "DIRECT_PROXY", "PROXY", "PROXY_NO_CACHE", "REDIRECT", "CLOAKING"],
      ["redirect"],
    ],
  ] as const)("%s takes %j, echoes them, and refuses %j", async (typeNames, taken, refused) => {
    const emulator = await started({ personality: { typeNames } });
    const id = emulator.put({ identifier: "a" });
    for (const type of taken) {
      const answer = await send(
        emulator,
        "POST",
        `${DISTRIBUTIONS}/${id}/routes`,
        newRoute({ type, path: `/${type}` }),
      );
      expect(answer).toMatchObject({ status: 201, body: { type } });
    }
    for (const type of refused) {
      const answer = await send(
        emulator,
        "POST",
        `${DISTRIBUTIONS}/${id}/routes`,
        newRoute({ type, path: "/r" }),
      );
      expect(answer.status).toBe(400);
    }
  });

  it.each([
    ["new", "PROXY_NO_CACHE", "DIRECT_PROXY"],
    ["old", "DIRECT_PROXY", "PROXY_NO_CACHE"],
    ["old", "CACHED_PROXY", "PROXY"],
    ["new", "SOMETHING_LATER", "SOMETHING_LATER"],
  ] as const)("%s shows a %s that was there before as %s", async (typeNames, type, shown) => {
    const emulator = await started({ personality: { typeNames } });
    const id = emulator.put({
      identifier: "a",
      routes: [{ domain: "example.com", type, targets: { Default: EXTERNAL } }],
    });
    expect(await send(emulator, "GET", `${DISTRIBUTIONS}/${id}`)).toMatchObject({
      body: { routes: [{ type: shown }] },
    });
  });
});

describe("regionKeys", () => {
  it.each([
    ["Default", 201, 400, "Default"],
    ["default", 400, 201, "default"],
    ["any", 201, 201, "Default"],
  ] as const)(
    "%s answers Default with %i, default with %i, and echoes %s",
    async (regionKeys, upper, lower, echoed) => {
      const emulator = await started({ personality: { regionKeys } });
      const id = emulator.put({ identifier: "a" });
      const path = `${DISTRIBUTIONS}/${id}/routes`;
      const region = { "COUNTRY-PL": EXTERNAL };
      const asUpper = newRoute({ path: "/upper", targets: { Default: EXTERNAL, ...region } });
      const asLower = newRoute({ path: "/lower", targets: { default: EXTERNAL, ...region } });
      expect((await send(emulator, "POST", path, asUpper)).status).toBe(upper);
      expect((await send(emulator, "POST", path, asLower)).status).toBe(lower);
      const listed = await send(emulator, "GET", path);
      for (const { targets } of itemsOf(listed, "routes")) {
        expect(targets).toEqual({ "COUNTRY-PL": EXTERNAL, [echoed]: EXTERNAL });
      }
    },
  );
});

describe("undocumentedFields", () => {
  const body = newDistribution({ disabled: true, routes: [newRoute()], note: "made by us" });

  it("ignored drops them", async () => {
    const emulator = await started({ personality: { undocumentedFields: "ignored" } });
    expect((await send(emulator, "POST", DISTRIBUTIONS, body)).status).toBe(201);
    expect(emulator.distributions()).toMatchObject([{ disabled: false, routes: [] }]);
    expect(emulator.distributions()[0]).not.toHaveProperty("note");
  });

  it("refused answers 400 and creates nothing", async () => {
    const emulator = await started({ personality: { undocumentedFields: "refused" } });
    for (const field of ["disabled", "routes", "note"]) {
      const answer = await send(emulator, "POST", DISTRIBUTIONS, newDistribution({ [field]: body[field] }));
      expect(answer).toMatchObject({
        status: 400,
        body: { errors: [{ message: `Unknown field ${field}` }] },
      });
    }
    expect(emulator.distributions()).toEqual([]);
  });

  it("accepted takes them", async () => {
    const emulator = await started({ personality: { undocumentedFields: "accepted" } });
    expect(await send(emulator, "POST", DISTRIBUTIONS, body)).toMatchObject({
      status: 201,
      body: { disabled: true, note: "made by us", routes: [{ domain: "example.com" }] },
    });
  });

  it.each([
    ["accepted", { note: "new" }, 200, { note: "new" }],
    ["accepted", { note: null }, 200, undefined],
    ["accepted", {}, 200, undefined],
    ["ignored", { note: "new" }, 200, { note: "old" }],
    ["ignored", {}, 200, { note: "old" }],
    ["refused", { note: "old" }, 400, { note: "old" }],
    ["refused", {}, 200, { note: "old" }],
  ] as const)(
    "%s answers a PUT of a route with the note of %j by %i, after which the route has %j",
    async (undocumentedFields, fields, status, left) => {
      const emulator = await started({ personality: { undocumentedFields } });
      const routes = [{ domain: "example.com", targets: { Default: EXTERNAL }, note: "old" }];
      const path = `${DISTRIBUTIONS}/${emulator.put({ identifier: "a", routes })}/routes`;
      const [shown] = itemsOf(await send(emulator, "GET", path), "routes");
      expect(shown).toMatchObject({ note: "old" });
      expect((await send(emulator, "PUT", `${path}/${String(shown?.id)}`, newRoute(fields))).status).toBe(
        status,
      );
      expect(itemsOf(await send(emulator, "GET", path), "routes")[0]?.note).toBe(left?.note);
    },
  );

  it("accepted takes the note of a new route, and a PATCH leaves it", async () => {
    const emulator = await started({ personality: { undocumentedFields: "accepted", routeUpdate: "PATCH" } });
    const path = `${DISTRIBUTIONS}/${emulator.put({ identifier: "a" })}/routes`;
    const created = await send(emulator, "POST", path, newRoute({ note: "made by us" }));
    expect(created.body).toMatchObject({ note: "made by us" });
    const patched = await send(emulator, "PATCH", `${path}/${idOf(created)}`, { type: "REDIRECT" });
    expect(patched.body).toMatchObject({ type: "REDIRECT", note: "made by us" });
  });

  it.each([
    ["ignored", 200],
    ["refused", 400],
    ["accepted", 200],
  ] as const)(
    "%s answers unknown fields of an update and of a route with %i",
    async (undocumentedFields, status) => {
      const emulator = await started({ personality: { undocumentedFields } });
      const id = emulator.put({ identifier: "a" });
      const path = `${DISTRIBUTIONS}/${id}`;
      expect((await send(emulator, "PATCH", path, { name: "B", color: "red" })).status).toBe(status);
      const posted = await send(emulator, "POST", `${path}/routes`, newRoute({ color: "red" }));
      expect(posted.status).toBe(status === 200 ? 201 : status);
    },
  );
});

describe("PERSONALITIES", () => {
  it("has every switch, with its default among the values", () => {
    for (const [key, value] of Object.entries(DEFAULT_PERSONALITY)) {
      expect(Object.entries(PERSONALITIES).find(([name]) => name === key)?.[1]).toContain(value);
    }
    expect(Object.keys(PERSONALITIES)).toEqual(Object.keys(DEFAULT_PERSONALITY));
  });

  it.each(
    Object.entries(PERSONALITIES).flatMap(([key, values]) =>
      values.map((value) => [`${key}=${typeof value === "object" ? "" : value}`, key, value] as const),
    ),
  )("has only values that parsePersonality reads: %s", (text, key, value) => {
    expect(parsePersonality(text)).toEqual({ [key]: value });
  });
});

describe("parsePersonality", () => {
  it("reads a quota in numbers", () => {
    expect(parsePersonality("quota=5/10")).toEqual({ quota: { limit: 5, windowSeconds: 10, headers: true } });
    expect(parsePersonality("quota=5/10/silent")).toEqual({
      quota: { limit: 5, windowSeconds: 10, headers: false },
    });
  });

  it.each([
    [
      "colour=red",
      'there is no switch "colour"; write SWITCH=VALUE, where SWITCH is one of uniqueness, unfilteredList',
    ],
    ["ids", "one of string, number"],
    ["ids=text", "one of string, number"],
    ["permissionsUpdate=add", "one of replace, merge"],
    ["externalUrls=raw", "one of as-sent, normalised"],
    ["paging=0", "how many items a page has"],
    ["paging=all", "how many items"],
    ["lagSeconds=-1", "a number of seconds"],
    ["quota=huge", "LIMIT/SECONDS"],
    ["quota=5/0", "LIMIT/SECONDS"],
  ])("names the switch and its values when it refuses %s", (text, message) => {
    expect(() => parsePersonality(text)).toThrow(message);
    expect(() => parsePersonality(text)).toThrow(`personality "${text}"`);
  });
});
