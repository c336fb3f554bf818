import type { Fault } from "../../lib/emulator/faults.ts";
import { parseFault } from "../../lib/emulator/faults.ts";
import type { SeedDistribution, SeedRoute } from "../../lib/emulator/seed.ts";
import type { StoredDistribution, StoredRoute } from "../../lib/emulator/state.ts";
import { memoryBuddy } from "../support/memory-buddy.ts";
import { time } from "./time.ts";
import type { Edit, World } from "./world.ts";

/** Where all worlds believe Buddy to be; a part of every digest. */
export const ADDRESS = "https://buddy.example.com";

type Fetch = typeof globalThis.fetch;

/** The emulator, seen through a `fetch` that writes down every call. */
export type Buddy = {
  readonly fetch: Fetch;
  /** `POST /distributions/shop/routes {…}`: the calls since the last time it was asked. */
  takeCalls(): readonly string[];
  fault(text: string): void;
  clearFaults(): void;
  edit(edit: Edit): void;
  /** Does the work just before the n-th call that begins like this is answered. */
  beforeCall(call: string, nth: number, work: () => void): void;
  /** The text with readable names in the place of ids. */
  named(text: string): string;
};

export function startBuddy({ live = [], personality = {} }: World): Buddy {
  const memory = memoryBuddy(personality, time);
  const names = new Map<string, string>();
  const calls: string[] = [];
  const awaited: { readonly call: string; left: number; readonly work: () => void }[] = [];
  for (const one of live) memory.put(one);
  learn();

  /** By what they were called when they were first seen, whatever becomes of them. */
  function learn(): void {
    for (const { id, identifier, routes } of memory.live().values()) {
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

  function meet(call: string): void {
    const met = awaited.filter((one) => call.startsWith(one.call) && --one.left === 0);
    for (const { work } of met) work();
  }

  const fetch: Fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.origin !== ADDRESS) throw new Error(`${url.origin} is not Buddy`);
    const method = init?.method ?? "GET";
    const call = `${method} ${named(url.pathname.replace("/workspaces/my-company", ""))}${url.search}`;
    meet(call);
    const body = typeof init?.body === "string" ? ` ${named(init.body)}` : "";
    const at = calls.push(`${call}${body}`) - 1;
    try {
      const answer = await memory.fetch(url, init);
      if (answer.status >= 400) calls[at] += ` = ${answer.status}`;
      return answer;
    } catch (error) {
      calls[at] += " = lost";
      throw error;
    } finally {
      if (method !== "GET") learn();
    }
  };

  function edit(what: Edit): void {
    if ("put" in what) memory.put(what.put);
    else {
      const [identifier] = Object.values(what);
      const one = [...memory.live().values()].find((found) => found.identifier === identifier);
      if (one !== undefined) memory.change(one.id, (was) => edited(was, what, memory.nextRouteId));
    }
    learn();
  }

  return {
    fetch,
    takeCalls: () => calls.splice(0),
    fault: (text) => memory.fault(parseFault(text) satisfies Fault),
    clearFaults: () => memory.clearFaults(),
    edit,
    beforeCall: (call, left, work) => awaited.push({ call, left, work }),
    named,
  };
}

function edited(
  was: StoredDistribution,
  what: Exclude<Edit, { readonly put: SeedDistribution }>,
  nextRouteId: () => string,
): StoredDistribution | undefined {
  if ("remove" in what) return undefined;
  if ("patch" in what) return { ...was, ...what.with };
  if ("addRoute" in what)
    return { ...was, routes: [...was.routes, { id: nextRouteId(), ...stored(what.route) }] };
  const route = was.routes[what.nth];
  if (route === undefined) return was;
  if ("dropRoute" in what) return { ...was, routes: was.routes.toSpliced(what.nth, 1) };
  return { ...was, routes: was.routes.with(what.nth, { ...route, ...what.with }) };
}

function stored({
  domain,
  subdomain = null,
  path = "",
  type = "DIRECT_PROXY",
  targets,
}: SeedRoute): Omit<StoredRoute, "id"> {
  return { domain, subdomain, path, type, targets };
}
