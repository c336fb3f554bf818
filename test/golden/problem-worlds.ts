import type { World } from "./world.ts";
import { manifest, manifests, yaml } from "./write.ts";

const HEAD = "identifier: shop\nscope: WORKSPACE\n";
const ROUTE =
  "routes:\n  - domain: example.com\n    type: REDIRECT\n    targets: { Default: { type: EXTERNAL, external_url: a.example.net } }\n";

/** A file of manifests for each code that validation knows; each is validated and applied. */
const FILES: Readonly<Record<string, string>> = {
  LARGE: `${HEAD}${"# filler\n".repeat(8_000)}`,
  NUL: `${HEAD}name: "\u0000"\n`,
  CONTROL: `${HEAD}name: "a\\e[31m"\n`,
  DYNAMIC: `${HEAD}name: "{{resolve:ssm-secure:token}}"\n`,
  SYNTAX: `${HEAD}name: Shop: the best\n`,
  DIRECTIVE: `%YAML 1.1\n---\n${HEAD}`,
  DOCUMENTS: `${HEAD}---\n${HEAD}`,
  ALIAS: "- &a { identifier: shop, scope: WORKSPACE }\n- *a\n",
  TAG: `${HEAD}name: !!str 7\n`,
  MERGE: `<<: { scope: WORKSPACE }\nidentifier: shop\n`,
  KEY: `${HEAD}? [a, b]\n: 1\n`,
  TWICE: `${HEAD}name: Shop\n"name": Blog\n`,
  NULL: `${HEAD}routes:\n`,
  INFINITE: `${HEAD}permissions: { users: [{ id: 1e400, access_level: MANAGE }] }\n`,
  DEEP: `${HEAD}name: ${"[".repeat(25)}${"]".repeat(25)}\n`,
  EMPTY: "# nothing\n",
  SCALAR: "- shop\n",
  UNKNOWN_KEY: `${HEAD}rotues: []\n`,
  MISSING_KEY: "identifier: shop\n",
  CONFLICTING: `${HEAD}permissions: { users: [{ id: 1, email: dev@example.com, access_level: MANAGE }] }\n`,
  TYPE: `${HEAD}disabled: yes\n`,
  UNQUOTED: `${HEAD}name: 7\n`,
  VALUE: "identifier: shop\nscope: WRKSPACE\n",
  REGION: `${HEAD}${ROUTE.replace("Default:", "COUNTRY-UK:")}`,
  IDENTIFIER: "identifier: my shop\nscope: WORKSPACE\n",
  REFERENCE: "identifier: shop\nscope: PROJECT\nproject_name: ../admin\n",
  EMAIL: `${HEAD}permissions: { users: [{ email: dev, access_level: MANAGE }] }\n`,
  TEXT: `${HEAD}name: " Shop"\n`,
  RANGE: `${HEAD}permissions: { users: [{ id: 0, access_level: MANAGE }] }\n`,
  LONG: `${HEAD}name: ${"a".repeat(300)}\n`,
  MANY: yaml(
    manifest("shop", {
      routes: Array.from({ length: 101 }, (_, at) => ({
        domain: "example.com",
        path: `/${at}`,
        type: "REDIRECT",
        targets: { Default: { type: "EXTERNAL", external_url: "a.example.net" } },
      })),
    }),
  ),
  DIALECT: "- distribution: shop\n  scope: WORKSPACE\n  targets: []\n",
  SCOPE: "identifier: shop\nscope: PROJECT\n",
  HOST: `${HEAD}${ROUTE.replace("example.com", "https://example.com")}`,
  ZONE: `${HEAD}${ROUTE.replace("type: R", "subdomain: www.example.com\n    type: R")}`,
  PATH: `${HEAD}${ROUTE.replace("type: R", "path: /../a\n    type: R")}`,
  ADDRESS: `${HEAD}${ROUTE.replace("a.example.net", "http://127.1")}`,
  DEFAULT: `${HEAD}${ROUTE.replace("Default:", "COUNTRY-PL:")}`,
  GRANT: `${HEAD}permissions: { users: [{ email: dev@example.com, access_level: MANAGE }, { email: Dev@example.com, access_level: DENIED }] }\n`,
  SAME: "- { identifier: shop, scope: WORKSPACE }\n- { identifier: shop, scope: WORKSPACE }\n",
  CASE: "- { identifier: shop, scope: WORKSPACE }\n- { identifier: Shop, scope: WORKSPACE }\n",
  OVERLAP: `- identifier: shop\n  scope: WORKSPACE\n  ${ROUTE.replaceAll("\n", "\n  ")}\n- identifier: blog\n  scope: WORKSPACE\n  ${ROUTE.replaceAll("\n", "\n  ")}\n`,
  ENVIRONMENT: "identifier: shop\nscope: ENVIRONMENT\nproject_name: web\nenvironment: stagging\n",
  USER: `${HEAD}permissions: { users: [{ email: old@example.com, access_level: MANAGE }] }\n`,
  GROUP: `${HEAD}permissions: { groups: [{ name: admin, access_level: MANAGE }] }\n`,
  EXAMPLE: `# distro-sync: example\n${HEAD}`,
  SIXTY: Array.from({ length: 60 }, (_, at) => `- { identifier: s-${at}, scop: WORKSPACE }\n`).join(""),
};

const CONFIGURATIONS: Readonly<Record<string, string>> = {
  setting: "workspaces: [{ workspace: my-company, region: moon }]\n",
  "unknown key": "workspaces: [{ workspace: my-company, polcy: sync }]\n",
  percentage: "workspaces: [{ workspace: my-company, limits: { removals: 200% } }]\n",
  quarantine: "workspaces: [{ workspace: my-company, quarantine_days: 4000 }]\n",
  window: "windows: [{ deny: not a cron, duration: 8h }]\n",
  "both windows": 'windows: [{ deny: "0 17 * * 5", allow: "0 17 * * 5", duration: 8h }]\n',
  "two workspaces of one name": "workspaces: [{ workspace: my-company }, { workspace: my-company }]\n",
  "two addresses": "workspaces: [{ workspace: my-company, region: eu, api: https://a.example.com }]\n",
  "state beyond trust": "state: { s3: s3://some-bucket }\n",
  "manifests beyond trust": "workspaces: [{ workspace: my-company, manifests: ../elsewhere }]\n",
  empty: "",
  list: "[]\n",
};

const STEPS = [{ run: "validate" }, { run: "apply --yes" }] as const;

const DECISIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "an approval that is misnamed": {
    "distributions/approvals/friday.yaml":
      "by: a\nreason: b\nuntil: 2026-11-24T12:00:00Z\nlifts: [EXPOSURE]\n",
  },
  "an approval that lifts what cannot be lifted": {
    [`distributions/approvals/${"0".repeat(64)}.yaml`]:
      "by: a\nreason: b\nuntil: 2026-11-24T12:00:00Z\nlifts: [HELD]\n",
  },
  "a hold without a time zone": {
    "distributions/holds.yaml": "- { identifier: shop, until: 2026-11-25, reason: incident }\n",
  },
  "a hold in two places": {
    "distributions/holds.yaml":
      "- { identifier: shop, project: web, environment_id: x, until: 2026-11-25T00:00:00Z, reason: incident }\n",
  },
  "two files whose names differ in case": {
    "distributions/Shop.yaml": "- { identifier: other, scope: WORKSPACE }\n",
    "distributions/shop.yaml": "[]\n",
  },
};

export const PROBLEM_WORLDS: readonly World[] = [
  ...Object.entries(FILES).map(([name, text]) => ({
    name: `problem ${name}`,
    files: { "distributions/shop.yaml": text },
    steps: STEPS,
  })),
  ...Object.entries(CONFIGURATIONS).map(([name, text]) => ({
    name: `configuration: ${name}`,
    files: { ...manifests(manifest("shop")), "distro-sync.yaml": text },
    steps: STEPS,
  })),
  ...Object.entries(DECISIONS).map(([name, files]) => ({
    name,
    files: { ...manifests(manifest("shop")), ...files },
    steps: STEPS,
  })),
  {
    name: "files that are none, or no text",
    files: {
      ...manifests(manifest("shop")),
      "distributions/bytes.yaml": Uint8Array.of(0x69, 0xff, 0xfe),
      "distributions/folder.yaml/README.md": "",
      "distributions/link.yaml": { link: "all.yaml" },
    },
    steps: STEPS,
  },
  { name: "no folder of manifests", files: {}, steps: STEPS },
  { name: "an empty folder of manifests", files: { "distributions/README.md": "" }, steps: STEPS },
  {
    name: "holds and no manifest",
    files: { "distributions/holds.yaml": "[]\n" },
    steps: STEPS,
  },
  {
    name: "a list that wants nothing",
    files: { "distributions/none.yaml": "[]\n" },
    steps: STEPS,
  },
];
