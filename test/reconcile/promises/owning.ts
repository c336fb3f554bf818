import { expect } from "vitest";
import { buddyProvider } from "../../../lib/adapters/buddy/provider.ts";
import { EXPOSURES } from "../../../lib/core/plan/block.ts";
import { DEFAULT_LIMITS } from "../../../lib/core/plan/limits.ts";
import type { Plan } from "../../../lib/core/plan/plan.ts";
import type { Report } from "../../../lib/core/report/report.ts";
import type { Source } from "../../../lib/ports.ts";
import { type Pass, reconcile } from "../../../lib/reconcile/reconcile.ts";
import { manifest, open } from "../../support/shops.ts";
import type { Workshop, WorkshopOptions } from "../../support/workshop.ts";
import type { Death } from "../model/mortality.ts";

/** YAML by file name. */
export type Manifests = Readonly<Record<string, string>>;

/** A source that wants nothing, and says so. */
export const NOTHING: Manifests = { "none.yaml": "[]\n" };

/** All that the tool may do, under the limits that hold unless somebody writes others. */
export const GUARDED = { policy: "sync", onRemove: "delete", limits: DEFAULT_LIMITS } as const;

/** Removes what no manifest mentions, at once and without a limit. */
export const REMOVING = { policy: "sync", onRemove: "delete" } as const;

/** `shop-0`, `shop-1`, …: each with a route of its own. */
export function shopNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, n) => `shop-${n}`);
}

export function manifestsOf(names: readonly string[], more = ""): Manifests {
  const files = names.map((name) => [`${name}.yaml`, manifest(name, ["/"], more)] as const);
  return names.length === 0 ? NOTHING : Object.fromEntries(files);
}

/** A workshop in which a first pass has made what the manifests ask for. */
export async function owning(
  manifests: Manifests,
  options: Omit<WorkshopOptions, "manifests"> = {},
): Promise<Workshop> {
  const shop = await open({ manifests, ...options });
  const first = await shop.pass({ policy: "upsert" });
  expect(["applied", "in-sync"]).toContain(first.verdict);
  shop.clock.advance(60_000);
  shop.emulator.clearLog();
  return shop;
}

/** A pass with the manifests of another source, which applies all that it plans; or with another way to Buddy. */
export function passFrom(
  { emulator, clock, state }: Workshop,
  source: Source,
  given: Pick<Partial<Pass>, "policy" | "onRemove"> & { readonly death?: Death } = {},
): Promise<Report> {
  const { death, ...rules } = given;
  return reconcile({
    instance: "test",
    workspace: { api: "https://buddy.test", name: "my-company" },
    policy: "create-only",
    onRemove: "retain",
    quarantineMs: 0,
    drift: "correct",
    windows: [],
    limits: { ...DEFAULT_LIMITS, removalShare: 100, routeRemovalShare: 100, allow: EXPOSURES },
    source,
    state: death === undefined ? state : death.state(state),
    provider: buddyProvider({
      endpoint: emulator.url,
      workspace: "my-company",
      tokens: { token: async () => "emulator-token" },
      clock,
      random: () => 0.5,
      log: () => {},
      ...(death === undefined ? {} : { fetch: death.fetch(fetch) }),
    }),
    clock,
    log: () => {},
    concurrency: 4,
    mode: { apply: { approve: async () => true } },
    ...rules,
  });
}

/** These manifests as a source has them. */
export function sourceOf(manifests: Manifests): Source {
  const files = Object.entries(manifests).map(([path, text]) => ({ path, content: Buffer.from(text) }));
  return { read: async () => ({ files, problems: [] }) };
}

/** Everything that is live, as text: to compare byte by byte. */
export function everything({ emulator }: Workshop): string {
  return JSON.stringify(emulator.distributions());
}

export function idOf({ emulator }: Workshop, identifier: string): string {
  const found = emulator.distributions().find((one) => one.identifier === identifier);
  if (found === undefined) throw new Error(`There is no ${identifier}`);
  return found.id;
}

/** The identifiers of what is live, in order. */
export function alive({ emulator }: Workshop): readonly string[] {
  return emulator
    .distributions()
    .map(({ identifier }) => identifier ?? "")
    .toSorted();
}

/** The file with which a reviewer lets this plan through. */
export function approvalOf(
  plan: Plan | undefined,
  { clock }: Workshop,
  { lifts, hours = 23 }: { readonly lifts?: readonly string[]; readonly hours?: number } = {},
): Manifests {
  if (plan === undefined) throw new Error("There is no plan to approve");
  const codes = lifts ?? plan.blocks.map(({ code }) => code);
  const until = new Date(clock.now() + hours * 3_600_000).toISOString();
  return {
    [`approvals/${plan.digest.replace("sha256:", "")}.yaml`]: `by: a reviewer
reason: looked at it
until: ${until}
lifts: [${[...new Set(codes)].join(", ")}]
`,
  };
}

export function codesOf(plan: Plan | undefined): readonly string[] {
  return [...new Set(plan?.blocks.map(({ code }) => code))].toSorted();
}

/** As somebody in the UI; not to be counted among the writes of a pass. */
export async function changeByHand({ emulator }: Workshop, id: string, fields: object): Promise<void> {
  const response = await fetch(`${emulator.url}/workspaces/my-company/distributions/${id}`, {
    method: "PATCH",
    headers: { Authorization: "Bearer emulator-token", "Content-Type": "application/json" },
    body: JSON.stringify(fields),
  });
  expect(response.status).toBe(200);
}
