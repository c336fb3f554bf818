import { isMap, isScalar, type ParsedNode, type YAMLMap } from "yaml";
import type { Problem } from "../domain/problem.ts";
import { examiner, toProblems } from "../yaml/examine.ts";
import type { Finding, Path, TextFault, What } from "../yaml/finding.ts";
import { type Entry, type File, openFile } from "../yaml/parse.ts";
import { plainMap } from "../yaml/plain.ts";
import { type Checked, check, type Validator } from "../yaml/validate.ts";
import { type SettingFinding, settingFindings } from "./rules.ts";
import { type Config, configSchema } from "./schema.ts";
import { validate } from "./validator.generated.ts";

/** Reads `distro-sync.yaml` as manifests are read: as strictly, and with every problem at its place. */
export function readConfig(
  written: File,
): { readonly config: Config } | { readonly problems: readonly Problem[] } {
  const file = { ...written, maxBytes: MAX_BYTES };
  const { root, faults } = openFile(file);
  const ofText = (found: readonly TextFault[]) => ({
    problems: toProblems(new Map([[file.path, found]]), [], examiner([file])),
  });
  if (faults.length > 0) return ofText(faults);
  if (!isMapping(root)) return ofText([notAMapping(root)]);

  const ofValues: TextFault[] = [];
  const value = plainMap(root, ofValues);
  if (ofValues.length > 0) return ofText(ofValues);

  const checked = checkValue({ value, source: { file: file.path, line: 1, path: [] } });
  return "valid" in checked
    ? { config: checked.valid }
    : { problems: toProblems(new Map(), checked.findings, examiner([file])) };
}

/** The places in a file of what was found about its settings, once it could be read. */
export function settingProblems(file: File, findings: readonly SettingFinding[]): readonly Problem[] {
  const source = { file: file.path, line: 1, path: [] };
  return toProblems(
    new Map(),
    findings.map((found) => ({ ...found, source })),
    examiner([{ ...file, maxBytes: MAX_BYTES }]),
  );
}

/** Enough for some ten thousand workspaces. */
const MAX_BYTES = 1024 * 1024;

/** What is wrong with a configuration that stands in no file: at a path of keys in place of a line. */
export type ConfigFault = What & { readonly path: Path };

/** The same verdict on a value that somebody's program made, with everything that is wrong with it. */
export function configFaults(value: unknown): readonly ConfigFault[] {
  const checked = checkValue({ value, source: { file: "", line: 1, path: [] } });
  if ("valid" in checked) return [];
  return checked.findings.map(({ path, code, message, remedy }) => ({
    path,
    code,
    message: typeof message === "string" ? message : message(String(valueAt(value, path))),
    ...(remedy === undefined ? {} : { remedy }),
  }));
}

/** The same verdict on a value that was read already, from JSON; {@link readConfig} says what is wrong, and where. */
export function isSoundConfig(value: unknown): value is Config {
  return isConfig(value) && settingFindings(value).length === 0;
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- bin/generate.ts makes it from the type's schema
const isConfig = validate as Validator<Config>;

function checkValue(entry: Omit<Entry, "value"> & { readonly value: unknown }): Checked<Config> {
  const checked = check(entry, isConfig, { schema: configSchema, whole: configSchema.title });
  if ("findings" in checked) return { findings: checked.findings.map(withRemedy) };
  const findings = settingFindings(checked.valid);
  return findings.length === 0
    ? checked
    : { findings: findings.map((found) => ({ ...found, source: entry.source })) };
}

/** A text is what comes to mind first for `notify`, and the schema can only say that it is none. */
function withRemedy(finding: Finding): Finding {
  const { code, path, remedy = NOTIFY_ONE_OF } = finding;
  return code === "WRONG_TYPE" && path.length === 1 && path[0] === "notify"
    ? { ...finding, remedy }
    : finding;
}

const NOTIFY_ONE_OF =
  "write `notify: { email: ADDRESS }`, or `notify: { topic: ARN }` for a topic of your own";

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the path was made from this value
    return (inner as Readonly<Record<string | number, unknown>>)[key];
  }, value);
}

function isMapping(root: ParsedNode | null): root is YAMLMap.Parsed {
  return isMap(root);
}

function notAMapping(root: ParsedNode | null): TextFault {
  if (root === null || (isScalar(root) && root.value === null)) {
    return { offset: 0, code: "EMPTY_FILE", message: "the file says nothing", remedy: SAY_SOMETHING };
  }
  return {
    offset: root.range[0],
    code: "WRONG_TYPE",
    message: "the configuration must be one mapping",
    remedy: "write `key: value` lines, such as `instance: web-team`",
  };
}

const SAY_SOMETHING = "write a setting, such as `instance: web-team`, or delete the file";
