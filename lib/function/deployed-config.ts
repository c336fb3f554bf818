import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isSoundConfig, readConfig } from "../core/config/read.ts";
import type { Config } from "../core/config/schema.ts";
import { CONFIG_FILE } from "../deployment.ts";
import { SettingsError } from "./settings.ts";

/**
 * The configuration in the asset, read as strictly as the command reads `distro-sync.yaml`: JSON is YAML.
 * @throws SettingsError
 */
export async function readDeployedConfig(folder: string): Promise<Config> {
  let content: Buffer;
  try {
    content = await readFile(join(folder, CONFIG_FILE));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new SettingsError([`${CONFIG_FILE} beside the bundle cannot be read (${code})`]);
  }
  // The stack wrote it as JSON, which is read in a tenth of the time.
  const value = parsed(content.toString("utf8"));
  if (isSoundConfig(value)) return value;
  const reading = readConfig({ path: CONFIG_FILE, content });
  if ("config" in reading) return reading.config;
  throw new SettingsError(
    reading.problems.map(
      ({ file, line, column, code, message }) => `${file}:${line}:${column} ${code} ${message}`,
    ),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
