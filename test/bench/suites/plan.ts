import { type Figure, figure, median, ratios, type Section } from "../figure.ts";
import { inFreshProcess } from "../fresh-process.ts";
import type { PlanRole } from "../roles/plan.ts";
import type { YamlRole } from "../roles/yaml.ts";

const MANIFESTS = 10_000;
const REPETITIONS = 7;

/** The CPU of a plan against that of parsing its YAML: everything but the parser is what is ours. */
export async function plan(): Promise<Section> {
  const single = await compare(1);
  const listed = await compare(100);
  return {
    title: `Planning ${MANIFESTS} manifests, CPU against \`yaml\`'s parse alone`,
    figures: [
      figure("a file each, nothing is there", "×", single.missing, { target: 1.3 }),
      figure("a file each, everything is there", "×", single.synced, { target: 1.3 }),
      figure("100 a file, nothing is there", "×", listed.missing, { target: 1.3 }),
      figure("100 a file, everything is there", "×", listed.synced, { target: 1.3 }),
      ...single.seconds,
    ],
    remarks: [`A manifest has ${Math.round(single.bytes / MANIFESTS)} bytes on average, and two routes.`],
  };
}

async function compare(perFile: number): Promise<{
  readonly missing: readonly number[];
  readonly synced: readonly number[];
  readonly seconds: readonly Figure[];
  readonly bytes: number;
}> {
  const texts = { manifests: MANIFESTS, perFile };
  const parsed: YamlRole["result"][] = [];
  const missing: number[] = [];
  const synced: number[] = [];
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
    parsed.push(await inFreshProcess<YamlRole>("yaml", texts));
    missing.push(await planned({ ...texts, live: "nothing" }));
    synced.push(await planned({ ...texts, live: "everything" }));
  }
  const yaml = parsed.map(({ cpuMs }) => cpuMs);
  return {
    missing: ratios(missing, yaml),
    synced: ratios(synced, yaml),
    seconds: [
      figure("CPU of parsing alone", "s", yaml.map(toSeconds)),
      figure("CPU of the plan, nothing is there", "s", missing.map(toSeconds)),
    ],
    bytes: median(parsed.map(({ bytes }) => bytes)),
  };
}

async function planned(input: PlanRole["input"]): Promise<number> {
  const { cpuMs, creates, unchanged } = await inFreshProcess<PlanRole>("plan", input);
  const found = input.live === "nothing" ? creates : unchanged;
  if (found !== input.manifests) throw new Error(`${creates} to create, ${unchanged} unchanged`);
  return cpuMs;
}

function toSeconds(milliseconds: number): number {
  return milliseconds / 1_000;
}
