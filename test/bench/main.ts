import { cpus } from "node:os";
import { misses, renderSection, type Section } from "./figure.ts";
import { create } from "./suites/create.ts";
import { functionStart } from "./suites/function.ts";
import { memory } from "./suites/memory.ts";
import { plan } from "./suites/plan.ts";
import { start } from "./suites/start.ts";

/** `npm run bench`, or `npm run bench -- plan memory --json`: measures, prints, and judges nothing: it ends with 0. */
const SUITES: Readonly<Record<string, () => Promise<Section>>> = {
  create,
  plan,
  memory,
  start,
  function: functionStart,
};

const args = process.argv.slice(2);
const json = args.includes("--json");
const names = args.filter((arg) => arg !== "--json");
const unknown = names.filter((name) => !Object.hasOwn(SUITES, name));
if (unknown.length > 0) {
  throw new Error(`there is no ${unknown.join(", ")}: name some of ${Object.keys(SUITES).join(", ")}`);
}

const machine = {
  node: process.version,
  cpus: cpus().length,
  platform: process.platform,
  arch: process.arch,
};
if (!json)
  print(`Node ${machine.node}, ${machine.cpus} CPUs, ${machine.platform} ${machine.arch}; some minutes.\n\n`);
const sections: Section[] = [];
for (const [name, measure] of Object.entries(SUITES)) {
  if (names.length > 0 && !names.includes(name)) continue;
  const section = await measure();
  sections.push(section);
  if (!json) print(`${renderSection(section)}\n`);
}
if (json) print(`${JSON.stringify({ machine, sections }, null, 2)}\n`);
else {
  const missed = sections.flatMap(({ figures }) => figures.filter(misses));
  print(missed.length === 0 ? "All targets are met.\n" : `${missed.length} targets are missed.\n`);
}

function print(text: string): void {
  process.stdout.write(text);
}
