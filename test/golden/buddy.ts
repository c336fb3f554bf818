import { type Emulator, startEmulator } from "../../lib/emulator/emulator.ts";
import { parseFault } from "../../lib/emulator/fault-text.ts";
import { time } from "./time.ts";
import type { Edit, World } from "./world.ts";

/** Where all worlds believe Buddy to be: the address of the emulator differs from run to run, and is a part of digests. */
export const ADDRESS = "https://buddy.example.com";
export const TOKEN = "golden-token-0123456789";

type Fetch = typeof globalThis.fetch;
type Stored = ReturnType<Emulator["distributions"]>[number];

/** The emulator, seen through a `fetch` that writes down every call. */
export type Buddy = {
  readonly fetch: Fetch;
  /** `POST /distributions/shop/routes {…}`: the calls since the last time it was asked, without those of edits. */
  takeCalls(): readonly string[];
  fault(text: string): void;
  clearFaults(): void;
  edit(edit: Edit): Promise<void>;
  meanwhile(edit: Edit, before: string, nth: number): void;
  /** Fires before the first call that begins like this. */
  onCall(call: string, work: () => void): void;
  /** The text with readable names in the place of ids. */
  named(text: string): string;
  close(): Promise<void>;
};

export async function startBuddy({ live = [], personality, tokenScopes }: World): Promise<Buddy> {
  const original = globalThis.fetch;
  const emulator = await startEmulator({
    token: TOKEN,
    clock: time,
    ...(personality === undefined ? {} : { personality }),
    ...(tokenScopes === undefined ? {} : { tokenScopes }),
  });
  const names = new Map<string, string>();
  const calls: string[] = [];
  const pending: { readonly call: string; left: number; readonly work: () => void | Promise<void> }[] = [];
  for (const one of live) emulator.put(one);

  function learn(): void {
    for (const { id, identifier, routes } of emulator.distributions()) {
      name(id, identifier ?? "nameless");
      for (const { id: route, subdomain, domain, path } of routes)
        name(route, `${subdomain === null ? "" : `${subdomain}.`}${domain}${path}`.replaceAll("/", "|"));
    }
  }

  function name(id: string, wanted: string): void {
    if (names.has(id)) return;
    const taken = new Set(names.values());
    let free = wanted;
    for (let count = 2; taken.has(free); count += 1) free = `${wanted}~${count}`;
    names.set(id, free);
  }

  const named = (text: string) =>
    text.replaceAll(/(?<![\w-])\w+(?![\w-])/g, (word) => names.get(word) ?? word);

  async function beforeCall(call: string): Promise<void> {
    for (const one of [...pending]) {
      if (!call.startsWith(one.call) || --one.left > 0) continue;
      pending.splice(pending.indexOf(one), 1);
      await one.work();
    }
  }

  const fetch: Fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.origin !== ADDRESS) throw new Error(`${url.origin} is not Buddy`);
    learn();
    const path = named(url.pathname.replace("/workspaces/my-company", ""));
    const method = init?.method ?? "GET";
    const call = `${method} ${path}${url.search}`;
    await beforeCall(call);
    learn();
    const body = typeof init?.body === "string" ? ` ${named(init.body)}` : "";
    const at = calls.push(`${call}${body}`) - 1;
    const answer = await original(`${emulator.url}${url.pathname}${url.search}`, init);
    if (answer.status >= 400) calls[at] = `${call}${body} = ${answer.status}`;
    return answer;
  };

  function found(identifier: string): Stored | undefined {
    return emulator.distributions().find((one) => one.identifier === identifier);
  }

  async function send(method: string, path: string, content?: unknown): Promise<void> {
    await original(`${emulator.url}/workspaces/my-company${path}`, {
      method,
      headers: { Authorization: `Bearer ${TOKEN}`, "Content-Type": "application/json" },
      ...(content === undefined ? {} : { body: JSON.stringify(content) }),
    });
  }

  async function edit(what: Edit): Promise<void> {
    learn();
    if ("put" in what) {
      emulator.put(what.put);
      return;
    }
    const [identifier] = Object.values(what);
    const one = found(String(identifier));
    if (one === undefined) return;
    const query = new URLSearchParams({
      ...(one.project === undefined ? {} : { project_name: one.project }),
      ...(one.environment === undefined ? {} : { environment_id: one.environment }),
    });
    const suffix = query.size === 0 ? "" : `?${query.toString()}`;
    const base = `/distributions/${one.id}`;
    if ("remove" in what) emulator.remove(one.id);
    else if ("patch" in what) await send("PATCH", `${base}${suffix}`, what.with);
    else if ("addRoute" in what) await send("POST", `${base}/routes${suffix}`, what.route);
    else {
      const route = one.routes[what.nth];
      if (route === undefined) return;
      if ("dropRoute" in what) await send("DELETE", `${base}/routes/${route.id}${suffix}`);
      else {
        const { id: _id, note: _note, subdomain, ...rest } = route;
        const method = personality?.routeUpdate === "PATCH" ? "PATCH" : "PUT";
        const content = { ...rest, ...(subdomain === null ? {} : { subdomain }), ...what.with };
        await send(method, `${base}/routes/${route.id}${suffix}`, content);
      }
    }
    learn();
  }

  return {
    fetch,
    takeCalls: () => calls.splice(0),
    fault: (text) => emulator.fault(parseFault(text)),
    clearFaults: () => emulator.clearFaults(),
    edit,
    meanwhile: (what, call, left) => pending.push({ call, left, work: () => edit(what) }),
    onCall: (call, work) => pending.push({ call, left: 1, work }),
    named: (text) => {
      learn();
      return named(text);
    },
    close: () => emulator.close(),
  };
}
