import { describe, expect, it } from "vitest";
import type { Emulator } from "../../lib/emulator/emulator.ts";
import { type FaultAction, parseFault } from "../../lib/emulator/faults.ts";
import { DISTRIBUTIONS, ERRORS, EXTERNAL, newDistribution, newRoute, send, started } from "./started.ts";

const WHENS = ["before", "after"] as const;

/** Every fault that leaves no request hanging. */
const ENDING: readonly FaultAction[] = [
  { kind: "status", status: 502 },
  { kind: "redirect", status: 307, location: "http://127.0.0.1:1/" },
  { kind: "wrong-shape", body: [] },
  { kind: "oversize", bytes: 100_000 },
  { kind: "reset" },
  { kind: "truncated" },
  { kind: "not-json" },
];

function create({ url }: Emulator, signal?: AbortSignal): Promise<Response> {
  return fetch(`${url}${DISTRIBUTIONS}`, {
    method: "POST",
    redirect: "manual",
    headers: { Authorization: "Bearer emulator-token", "Content-Type": "application/json" },
    body: JSON.stringify(newDistribution()),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** The places in the log that were hit. */
function hits({ log }: Emulator): readonly number[] {
  return log.filter(({ fault }) => fault !== undefined).map(({ n }) => n);
}

describe("every fault", () => {
  it.each(ENDING.flatMap((action) => WHENS.map((when) => [action.kind, when, action] as const)))(
    "%s %s its effect has that effect or none, once",
    async (_kind, when, action) => {
      const emulator = await started();
      emulator.fault({ ...action, when });
      await create(emulator)
        .then((response) => response.arrayBuffer())
        .catch(() => undefined);
      expect(emulator.distributions()).toHaveLength(when === "after" ? 1 : 0);
      expect(emulator.log[0]?.fault).toMatch(`${when} ${action.kind}`);
      const next = await send(emulator, "POST", DISTRIBUTIONS, newDistribution({ identifier: "next" }));
      expect(next.status).toBe(201);
      expect(emulator.log[1]).not.toHaveProperty("fault");
    },
  );

  it.each((["time-out", "slow-body"] as const).flatMap((kind) => WHENS.map((when) => [kind, when] as const)))(
    "%s %s its effect leaves the request hanging and says so",
    async (kind, when) => {
      const stop = new AbortController();
      const stalled: number[] = [];
      const emulator = await started({
        onStall(request) {
          stalled.push(request.n);
          stop.abort();
        },
      });
      emulator.fault({ kind, when });
      await expect(create(emulator, stop.signal).then((response) => response.text())).rejects.toThrow(
        "aborted",
      );
      expect(stalled).toEqual([1]);
      expect(emulator.distributions()).toHaveLength(when === "after" ? 1 : 0);
      expect(emulator.log[0]?.fault).toBe(`${when} ${kind}`);
    },
  );

  it.each(
    (["PUT", "PATCH", "DELETE"] as const).flatMap((method) =>
      ENDING.flatMap((action) => WHENS.map((when) => [method, action.kind, when, action] as const)),
    ),
  )("hits a %s of a route: %s, %s it takes effect", async (method, _kind, when, action) => {
    const emulator = await started({ personality: { routeUpdate: "both" } });
    const routes = [{ domain: "example.com", targets: { Default: EXTERNAL } }];
    const id = emulator.put({ identifier: "a", routes });
    const before = emulator.distributions();
    const path = `${DISTRIBUTIONS}/${id}/routes/${before[0]?.routes[0]?.id}`;
    emulator.fault({ ...action, when, match: { method, path: "/distributions/*/routes/*" } });
    await fetch(`${emulator.url}${path}`, {
      method,
      redirect: "manual",
      headers: { Authorization: "Bearer emulator-token", "Content-Type": "application/json" },
      ...(method === "DELETE" ? {} : { body: JSON.stringify(newRoute({ type: "REDIRECT" })) }),
    })
      .then((response) => response.arrayBuffer())
      .catch(() => undefined);
    expect(emulator.log[0]?.fault).toMatch(`${when} ${action.kind}`);
    const after = method === "DELETE" ? [] : [{ type: "REDIRECT" }];
    expect(emulator.distributions()).toMatchObject(when === "before" ? before : [{ routes: after }]);
  });

  it("undoes the whole write that it prevents: the identifier stays free", async () => {
    const emulator = await started({ personality: { uniqueness: "409" } });
    const id = emulator.put({
      identifier: "a",
      routes: [{ domain: "example.com", targets: { Default: EXTERNAL } }],
    });
    emulator.fault({ kind: "status", status: 503, when: "before", times: 3 });
    await send(emulator, "POST", DISTRIBUTIONS, newDistribution());
    await send(emulator, "POST", `${DISTRIBUTIONS}/${id}/routes`, newRoute({ path: "/b" }));
    await send(emulator, "DELETE", `${DISTRIBUTIONS}/${id}`);
    expect(emulator.distributions()).toMatchObject([{ id, routes: [{ domain: "example.com", path: "" }] }]);
    expect((await send(emulator, "POST", DISTRIBUTIONS, newDistribution())).status).toBe(201);
    const again = await send(emulator, "POST", `${DISTRIBUTIONS}/${id}/routes`, newRoute({ path: "/b" }));
    expect(again.status).toBe(201);
    const taken = await send(emulator, "POST", DISTRIBUTIONS, newDistribution({ identifier: "a" }));
    expect(taken.status).toBe(409);
  });
});

describe("reset", () => {
  it("resets the connection without an answer", async () => {
    const emulator = await started();
    emulator.fault({ kind: "reset", when: "after" });
    await expect(create(emulator)).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
    expect(emulator.log[0]?.status).toBeUndefined();
  });
});

describe("status", () => {
  it.each([429, 500, 502, 503, 504, 401, 403])("answers %i with an error body", async (status) => {
    const emulator = await started();
    emulator.fault({ kind: "status", status, when: "before" });
    expect(await send(emulator, "GET", DISTRIBUTIONS)).toMatchObject({
      status,
      body: ERRORS,
    });
    expect(emulator.log[0]?.status).toBe(status);
  });

  it("sends no rate limit headers unless the fault names some", async () => {
    const emulator = await started();
    emulator.fault({ kind: "status", status: 429, when: "before" });
    emulator.fault({
      kind: "status",
      status: 429,
      headers: { "Retry-After": "5", "X-Rate-Limit-Remaining": "0" },
      when: "before",
    });
    const bare = await send(emulator, "GET", DISTRIBUTIONS);
    expect(bare.headers.has("X-Rate-Limit-Remaining")).toBe(false);
    expect(bare.headers.has("Date")).toBe(true);
    const told = await send(emulator, "GET", DISTRIBUTIONS);
    expect(told.headers.get("Retry-After")).toBe("5");
    expect(told.headers.get("X-Rate-Limit-Remaining")).toBe("0");
  });

  it("sends text as HTML and anything else as JSON", async () => {
    const emulator = await started();
    emulator.fault({ kind: "status", status: 429, body: "<h1>Slow down</h1>", when: "before" });
    emulator.fault({ kind: "status", status: 500, body: { error: "no" }, when: "before" });
    const headers = { Authorization: "Bearer emulator-token" };
    const html = await fetch(`${emulator.url}${DISTRIBUTIONS}`, { headers });
    expect(html.headers.get("Content-Type")).toContain("text/html");
    expect(await html.text()).toBe("<h1>Slow down</h1>");
    expect((await send(emulator, "GET", DISTRIBUTIONS)).body).toEqual({ error: "no" });
  });
});

describe("redirect", () => {
  it.each([301, 302, 303, 307, 308])("answers %i with a location", async (status) => {
    const emulator = await started();
    emulator.fault({ kind: "redirect", status, location: "http://127.0.0.1:1/elsewhere", when: "before" });
    const answer = await send(emulator, "GET", DISTRIBUTIONS);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("Location")).toBe("http://127.0.0.1:1/elsewhere");
  });
});

describe("wrong-shape", () => {
  it.each([[{}], [null], [[]], ["text"], [{ distributions: {} }]])("answers 200 with %j", async (body) => {
    const emulator = await started();
    emulator.fault({ kind: "wrong-shape", body, when: "after" });
    expect(await send(emulator, "GET", DISTRIBUTIONS)).toMatchObject({ status: 200, body });
  });

  it("keeps the 201 of a create", async () => {
    const emulator = await started();
    emulator.fault({ kind: "wrong-shape", body: {}, when: "before" });
    expect(await send(emulator, "POST", DISTRIBUTIONS, newDistribution())).toMatchObject({
      status: 201,
      body: {},
    });
  });
});

describe("truncated, slow-body, not-json, oversize", () => {
  it("truncated announces the whole and cuts the connection after half", async () => {
    const emulator = await started();
    emulator.fault({ kind: "truncated", when: "after" });
    const response = await create(emulator);
    expect(response.status).toBe(201);
    expect(Number(response.headers.get("Content-Length"))).toBeGreaterThan(100);
    await expect(response.text()).rejects.toThrow("terminated");
  });

  it("slow-body sends the headers and half of the body first", async () => {
    const stop = new AbortController();
    const emulator = await started({ onStall: () => stop.abort() });
    emulator.fault({ kind: "slow-body", when: "after" });
    await create(emulator, stop.signal)
      .then(
        (response) => response.text(),
        () => undefined,
      )
      .catch(() => undefined);
    expect(emulator.log[0]).toMatchObject({ status: 201, fault: "after slow-body" });
  });

  it("not-json says JSON and sends HTML", async () => {
    const emulator = await started();
    emulator.fault({ kind: "not-json", when: "after" });
    const response = await create(emulator);
    expect(response.status).toBe(201);
    expect(response.headers.get("Content-Type")).toContain("application/json");
    await expect(response.json()).rejects.toThrow(SyntaxError);
  });

  it("oversize sends the true answer at the given length, without Content-Length", async () => {
    const emulator = await started();
    emulator.fault({ kind: "oversize", bytes: 3_000_000, when: "after" });
    const response = await create(emulator);
    expect(response.headers.has("Content-Length")).toBe(false);
    const text = await response.text();
    expect(text).toHaveLength(3_000_000);
    expect(JSON.parse(text)).toMatchObject({ identifier: "shop" });
  });

  it("sends a body even where the true answer has none", async () => {
    const emulator = await started();
    const id = emulator.put({ identifier: "a" });
    emulator.fault({ kind: "wrong-shape", body: [], when: "before" });
    expect(await send(emulator, "DELETE", `${DISTRIBUTIONS}/${id}`)).toMatchObject({ status: 200, body: [] });
  });
});

describe("which request a fault hits", () => {
  it("is the next one, whatever it is", async () => {
    const emulator = await started();
    emulator.fault({ kind: "status", status: 500, when: "before" });
    await send(emulator, "GET", DISTRIBUTIONS);
    await send(emulator, "GET", DISTRIBUTIONS);
    expect(hits(emulator)).toEqual([1]);
  });

  it("is the n-th of all, counted from arming", async () => {
    const emulator = await started();
    await send(emulator, "GET", DISTRIBUTIONS);
    emulator.fault({ kind: "status", status: 500, when: "before", call: 2, times: 2 });
    for (let sent = 0; sent < 4; sent += 1) await send(emulator, "GET", DISTRIBUTIONS);
    expect(hits(emulator)).toEqual([3, 4]);
  });

  it("is the n-th with this method and the end of this path", async () => {
    const emulator = await started();
    const match = { method: "POST", path: "/distributions", nth: 2 };
    emulator.fault({ kind: "status", status: 500, when: "before", match });
    const id = emulator.put({ identifier: "a" });
    await send(emulator, "POST", DISTRIBUTIONS, newDistribution());
    await send(emulator, "GET", DISTRIBUTIONS);
    await send(emulator, "POST", `${DISTRIBUTIONS}/${id}/routes`, newRoute());
    await send(emulator, "POST", DISTRIBUTIONS, newDistribution({ identifier: "b" }));
    expect(hits(emulator)).toEqual([4]);
  });

  it("matches any one segment by a star", async () => {
    const emulator = await started();
    const match = { path: "/distributions/*" };
    emulator.fault({ kind: "status", status: 500, when: "before", match, times: Number.POSITIVE_INFINITY });
    await send(emulator, "GET", DISTRIBUTIONS);
    await send(emulator, "GET", `${DISTRIBUTIONS}/x?project_name=web`);
    await send(emulator, "GET", `${DISTRIBUTIONS}/x/routes`);
    expect(hits(emulator)).toEqual([2]);
  });

  it("matches a regular expression, even one with a flag that remembers where it stopped", async () => {
    const emulator = await started();
    emulator.fault({ kind: "status", status: 500, when: "before", match: { path: /\/routes$/g }, times: 2 });
    await send(emulator, "GET", `${DISTRIBUTIONS}/x/routes`);
    await send(emulator, "GET", `${DISTRIBUTIONS}/x/routes`);
    await send(emulator, "GET", `${DISTRIBUTIONS}/x/routes`);
    expect(hits(emulator)).toEqual([1, 2]);
  });

  it("is one fault a request, in the order of arming", async () => {
    const emulator = await started();
    emulator.fault({ kind: "status", status: 500, when: "before" });
    emulator.fault({ kind: "status", status: 502, when: "before" });
    const statuses = [];
    for (let sent = 0; sent < 3; sent += 1)
      statuses.push((await send(emulator, "GET", DISTRIBUTIONS)).status);
    expect(statuses).toEqual([500, 502, 200]);
  });

  it("is none after clearFaults", async () => {
    const emulator = await started();
    emulator.fault({ kind: "status", status: 500, when: "before", times: Number.POSITIVE_INFINITY });
    emulator.clearFaults();
    expect((await send(emulator, "GET", DISTRIBUTIONS)).status).toBe(200);
  });
});

describe("parseFault", () => {
  it.each([
    [
      "POST /distributions 2 after reset",
      { match: { method: "POST", path: "/distributions", nth: 2 }, when: "after", kind: "reset" },
    ],
    ["before time-out", { when: "before", kind: "time-out" }],
    ["* * after truncated", { when: "after", kind: "truncated" }],
    ["GET x3 before slow-body", { match: { method: "GET" }, times: 3, when: "before", kind: "slow-body" }],
    ["x* before not-json", { times: Number.POSITIVE_INFINITY, when: "before", kind: "not-json" }],
    ["#5 before reset", { call: 5, when: "before", kind: "reset" }],
    ["/before/after after reset", { match: { path: "/before/after" }, when: "after", kind: "reset" }],
    ["before status 503", { when: "before", kind: "status", status: 503 }],
    [
      "before status 429 Retry-After=5 X-Rate-Limit-Remaining=0 <h1>Slow down</h1>",
      {
        when: "before",
        kind: "status",
        status: 429,
        headers: { "Retry-After": "5", "X-Rate-Limit-Remaining": "0" },
        body: "<h1>Slow down</h1>",
      },
    ],
    [
      'after status 500 {"error":"no"}',
      { when: "after", kind: "status", status: 500, body: { error: "no" } },
    ],
    [
      "GET before redirect 302 https://example.com/",
      {
        match: { method: "GET" },
        when: "before",
        kind: "redirect",
        status: 302,
        location: "https://example.com/",
      },
    ],
    [
      'after wrong-shape {"distributions": null}',
      { when: "after", kind: "wrong-shape", body: { distributions: null } },
    ],
    ["after wrong-shape null", { when: "after", kind: "wrong-shape", body: null }],
    ["after oversize 20000000", { when: "after", kind: "oversize", bytes: 20_000_000 }],
  ])("reads %s", (text, fault) => {
    expect(parseFault(text)).toEqual(fault);
  });

  it.each([
    ["", "write [METHOD] [PATH]"],
    ["POST /distributions reset", "before|after"],
    ["post before reset", '"post" is none of METHOD'],
    ["before explode", 'there is no fault "explode"'],
    ["before reset now", '"reset" takes no argument; remove "now"'],
    ["before status", "status CODE"],
    ["before status 1000", "status CODE"],
    ["before redirect 200 http://127.0.0.1/", "redirect CODE LOCATION"],
    ["before redirect 302", "redirect CODE LOCATION"],
    ["before wrong-shape {", "wrong-shape JSON"],
    ["before oversize much", "oversize BYTES"],
  ])("says what is wrong with %j", (text, message) => {
    expect(() => parseFault(text)).toThrow(`fault "${text}"`);
    expect(() => parseFault(text)).toThrow(message);
  });
});
