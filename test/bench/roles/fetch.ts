import { encodeDistribution } from "../../../lib/adapters/buddy/wire-route.ts";
import { cpuClock, perform, type Role } from "../fresh-process.ts";

/** The same calls by a bare loop over `fetch`, which checks and records nothing: what the machine itself takes. */
export type FetchRole = Role<
  { readonly url: string; readonly distributions: number; readonly concurrency: number },
  { readonly ms: number; readonly cpuMs: number }
>;

await perform<FetchRole>(async ({ url, distributions, concurrency }) => {
  let next = 0;
  const worker = async () => {
    while (next < distributions) {
      const identifier = `shop-${next++}`;
      const body = encodeDistribution({
        scope: { kind: "project", project: "web" },
        identifier,
        name: identifier,
      });
      const response = await fetch(`${url}/workspaces/my-company/distributions`, {
        method: "POST",
        headers: { Authorization: "Bearer emulator-token", "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
      if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`);
      await response.json();
    }
  };
  const cpu = cpuClock();
  const begun = performance.now();
  await Promise.all(Array.from({ length: concurrency }, worker));
  return { ms: performance.now() - begun, cpuMs: cpu.milliseconds() };
});
