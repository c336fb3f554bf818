import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { Ajv, type AnySchemaObject } from "ajv";
import standalone from "ajv/dist/standalone/index.js";
import { build } from "esbuild";
import { configSchema } from "../lib/core/config/schema.ts";
import { approvalSchema } from "../lib/core/decide/approval.ts";
import { holdSchema, holdsSchema } from "../lib/core/decide/hold.ts";
import { dialectSchema, fileSchema } from "../lib/core/manifest/dialect.ts";
import { manifestSchema } from "../lib/core/manifest/schema.ts";
import { planSchema } from "../lib/core/plan/schema.ts";
import { reportSchema } from "../lib/core/report/schema.ts";
import { schemaType } from "./schema-type.ts";

/**
 * Writes what is derived from the schemas: JSON for editors, validators that need no ajv at run time, and types for those who
 * install the package, who have no library that derives them. Paths are from the root of the repository, where it has to be
 * started. `--check` writes nothing, names the stale files, and exits with 1 when there are any.
 */
type Derived = {
  readonly schema: AnySchemaObject;
  /** Where editors find the schema. */
  readonly json?: string;
  /** Where the validator goes: a module that exports `validate`. */
  readonly validator?: string;
  /** Where the type goes: a module that exports it by this name. */
  readonly type?: { readonly path: string; readonly name: string };
};

const DERIVED: readonly Derived[] = [
  { schema: fileSchema, json: "schema/manifest.schema.json" },
  { schema: manifestSchema, validator: "lib/core/manifest/validator.generated.ts" },
  { schema: dialectSchema, validator: "lib/core/manifest/dialect-validator.generated.ts" },
  {
    schema: configSchema,
    json: "schema/config.schema.json",
    validator: "lib/core/config/validator.generated.ts",
    type: { path: "lib/core/config/config.generated.ts", name: "Config" },
  },
  {
    schema: approvalSchema,
    json: "schema/approval.schema.json",
    validator: "lib/core/decide/approval-validator.generated.ts",
  },
  { schema: holdsSchema, json: "schema/holds.schema.json" },
  { schema: holdSchema, validator: "lib/core/decide/hold-validator.generated.ts" },
  { schema: planSchema, json: "schema/plan.schema.json" },
  { schema: reportSchema, json: "schema/report.schema.json" },
];

const HEADER = `// Generated from the schema by \`npm run generate\`: change the schema, not this file.
`;

const PROSE: ReadonlySet<string> = new Set(["title", "description"]);

const files = await render(DERIVED);
const stale = await staleOf(files);
if (process.argv.includes("--check")) {
  for (const path of stale.keys()) process.stderr.write(`${path} is stale: run \`npm run generate\`\n`);
  process.exitCode = stale.size > 0 ? 1 : 0;
} else {
  for (const [path, text] of stale) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    process.stdout.write(`${path}\n`);
  }
}

async function render(derived: readonly Derived[]): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const { schema, json, validator, type } of derived) {
    if (json !== undefined) texts.set(json, `${JSON.stringify(schema, null, 2)}\n`);
    if (validator !== undefined) texts.set(validator, await validatorFor(schema));
    if (type !== undefined) texts.set(type.path, HEADER + schemaType(type.name, schema));
  }
  return texts;
}

async function staleOf(texts: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, string>> {
  const differing = new Map<string, string>();
  for (const [path, text] of texts) {
    const written = await readFile(path, "utf8").catch(() => undefined);
    if (written !== text) differing.set(path, text);
  }
  return differing;
}

/** ajv's standalone code, bundled, so that it imports nothing. */
async function validatorFor(schema: AnySchemaObject): Promise<string> {
  const ajv = new Ajv({
    allErrors: true,
    discriminator: true,
    // Otherwise a required key counts as present when an object inherits it.
    ownProperties: true,
    // The lengths are limits, not measures: UTF-16 units do, and no function of ajv's has to come along.
    unicode: false,
    loopEnum: Number.POSITIVE_INFINITY,
    messages: false,
    // It only says that `unicode` may go some day.
    logger: false,
    code: { source: true, esm: true },
  });
  const id = String(schema.$id);
  ajv.addSchema(withoutProse(schema));
  const { outputFiles } = await build({
    stdin: { contents: standalone.default(ajv, { validate: id }), resolveDir: process.cwd() },
    bundle: true,
    format: "esm",
    write: false,
    minify: true,
    lineLimit: 120,
    target: "es2023",
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error(`esbuild made nothing of the validator of ${id}`);
  return `// @ts-nocheck\n${HEADER}${output.text}`;
}

/** A copy without what only people read. */
function withoutProse(schema: AnySchemaObject): AnySchemaObject {
  // A property that is called `description` would be an object.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON in, JSON out
  return JSON.parse(
    JSON.stringify(schema, (key, value: unknown) =>
      PROSE.has(key) && typeof value === "string" ? undefined : value,
    ),
  ) as AnySchemaObject;
}
