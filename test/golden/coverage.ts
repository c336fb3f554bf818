import { PROBLEM_CODES } from "../../lib/core/domain/problem.ts";
import { BLOCK_CODES, EXPOSURES } from "../../lib/core/plan/block.ts";
import { LEFT_ALONE_REASONS, POLICIES } from "../../lib/core/plan/plan.ts";
import { reportSchema } from "../../lib/core/report/schema.ts";
import type { Line } from "./record.ts";

const { verdict, outcomes, failure } = reportSchema.properties;
const { action, status, distribution, routes } = outcomes.items.properties;

/** Words that have to be in the record of some world. */
const EXPECTED = {
  policy: POLICIES,
  action: action.enum,
  "left reason": LEFT_ALONE_REASONS,
  block: BLOCK_CODES,
  exposure: EXPOSURES,
  "outcome status": status.enum,
  "status of a route": routes.items.properties.status.enum,
  "outcome of the distribution": distribution.enum,
  verdict: verdict.enum,
  "kind of failure": failure.properties.kind.enum,
  "exit code": ["0", "1", "2", "3", "4", "5", "6"],
  "problem code": Object.keys(PROBLEM_CODES),
} as const;

type What = keyof typeof EXPECTED;

/** Those that no world reaches, and why. */
const UNREACHED: Readonly<Record<string, string>> = {
  "kind of failure paused": "only the deployed function is paused; its report is shown in a world of its own",
  "status of a route conflict":
    "a conflict is one of the distribution, and blocks its routes; both share their words in the schema",
  "problem code UNREADABLE_FILE": "whoever runs the tests as root can read every file",
  "problem code TOO_MANY_FILES": "it takes more than 10,000 files",
};

/** What is expected and in no line, and what is said to be unreached and is reached. */
export function gapsIn(lines: readonly Line[]): readonly string[] {
  const found = new Set(lines.flatMap(wordsIn));
  const expected = Object.entries(EXPECTED).flatMap(([what, words]) =>
    words.map((word) => `${what} ${word}`),
  );
  return [
    ...expected.filter((one) => !found.has(one) && !Object.hasOwn(UNREACHED, one)),
    ...Object.keys(UNREACHED)
      .filter((one) => found.has(one) || !expected.includes(one))
      .map((one) => `not unreached: ${one}`),
  ];
}

function wordsIn(line: Line): readonly string[] {
  const { changes = [], left = [], blocks = [], problems = [] } = line;
  const word = (what: What, ...words: readonly (string | number | undefined)[]) =>
    words.flatMap((one) => (one === undefined ? [] : [`${what} ${one}`]));
  return [
    ...word("policy", line.policy),
    ...word("verdict", line.verdict),
    ...word("exit code", line.exit),
    ...word("kind of failure", line.failure?.split(" ")[0]),
    ...left.flatMap((one) => word("left reason", one.split(" ")[1])),
    ...problems.flatMap((one) => word("problem code", one.split(" ").at(-1))),
    ...blocks.flatMap((one) => [...word("block", one.split(" ")[0]), ...word("exposure", one.split(" ")[1])]),
    ...changes.flatMap((change) => {
      const [about = "", ended = ""] = change.split(" = ");
      const [end, whole, ...others] = ended.split(" ");
      return [
        ...word("action", about.split(" ")[1]),
        ...word("outcome status", end),
        ...word("outcome of the distribution", whole),
        ...others.flatMap((one) => word("status of a route", one.split("=")[1])),
      ];
    }),
  ];
}
