import { blockReasons, type Change, type Plan } from "../core/plan/plan.ts";

/** What a person is asked before the plan is carried out: `Create 2, update 1, delete 1 in my-company? …` */
export function questionOf(plan: Plan): string {
  const verbs = allowedChanges(plan).map(verbOf);
  const counts = VERBS.flatMap((verb) => {
    const number = verbs.filter((one) => one === verb).length;
    return number === 0 ? [] : [`${verb} ${number}`];
  });
  const [first = "", ...others] = counts;
  const work = [`${first.slice(0, 1).toUpperCase()}${first.slice(1)}`, ...others].join(", ");
  return `${work} in ${plan.workspace.name}? Only "yes" goes on: `;
}

/** Those that nothing keeps from being carried out. */
export function allowedChanges(plan: Plan): readonly Change[] {
  const blocked = blockReasons(plan);
  return plan.changes.filter(({ key }) => !blocked.has(key));
}

/** In the order in which people want to know. */
const VERBS = ["create", "finish", "update", "adopt", "disown", "disable", "delete"] as const;

type Verb = (typeof VERBS)[number];

function verbOf(change: Change): Verb {
  return change.action === "create" && change.resumes !== undefined ? "finish" : change.action;
}
