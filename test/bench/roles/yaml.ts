import { parse } from "yaml";
import { cpuClock, perform, type Role } from "../fresh-process.ts";
import { files } from "../manifests.ts";

/** `yaml` alone, with its defaults, on texts that are in memory. */
export type YamlRole = Role<
  { readonly manifests: number; readonly perFile: number },
  { readonly cpuMs: number; readonly bytes: number }
>;

await perform<YamlRole>(async ({ manifests, perFile }) => {
  const texts = files(manifests, perFile).map(({ text }) => text);
  const values: unknown[] = [];
  const cpu = cpuClock();
  for (const text of texts) values.push(parse(text));
  const cpuMs = cpu.milliseconds();
  if (values.length !== texts.length) throw new Error("not all were parsed");
  const bytes = texts.reduce((sum, text) => sum + text.length, 0);
  return { cpuMs, bytes };
});
