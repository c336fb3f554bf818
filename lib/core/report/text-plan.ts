import { hostOf, type Route, type Target } from "../distribution.ts";
import type { CreateChange, Left, LeftReason, Plan, PlannedPermissions } from "../plan/plan.ts";
import { isFailure } from "../plan/plan.ts";
import { count, printable, type Style } from "./style.ts";

/** The plan as a reviewer reads it: what would be made, what is there, what is left alone and why, and one last line. */
export function renderPlan(plan: Plan, style: Style): string {
  const head = `${style.strong(plan.workspace.name)} on ${plan.workspace.api}, policy ${plan.policy}`;
  const width = Math.max(0, ...[...plan.changes, ...plan.unchanged, ...plan.left].map(labelWidth));
  const sections = [
    plan.changes.map((change) => renderCreate(change, width, style)).join("\n"),
    plan.unchanged.map((one) => `= ${label(one, width)}  ${style.faint("exists")}`).join("\n"),
    renderLeft(plan.left, width, style),
    plan.blocks
      .map(({ code, message, remedy }) => `${style.bad("blocked")} ${code} ${message}\n  ${remedy}`)
      .join("\n"),
    renderSummary(plan, style),
  ];
  return `${[head, ...sections].filter((section) => section !== "").join("\n\n")}\n`;
}

type Labelled = { readonly identifier: string; readonly where: string };

/** Longer labels than this are not worth pushing every line to the right for. */
const WIDEST_LABEL = 48;

function labelText({ identifier, where }: Labelled): string {
  return `${printable(identifier)}  (${where})`;
}

function labelWidth(one: Labelled): number {
  return Math.min(labelText(one).length, WIDEST_LABEL);
}

function label(one: Labelled, width: number): string {
  return labelText(one).padEnd(width);
}

function renderCreate(change: CreateChange, width: number, style: Style): string {
  const { resumes, name, identifier, disabled, permissions, routes, source } = change;
  const verb = resumes === undefined ? "create" : "finish";
  const title = `${style.create(`+ ${label(change, width)}`)}  ${verb}  ${style.faint(source)}`;
  const facts = [
    ...(resumes === undefined ? [] : [`  ${earlier(change)}`]),
    ...(name === identifier ? [] : [`  name ${name}`]),
    ...(disabled === true ? ["  disabled"] : []),
    ...(permissions === undefined || resumes !== undefined ? [] : renderAccess(permissions)),
  ];
  return [
    title,
    ...facts.map((fact) => `  ${fact}`),
    ...routes.flatMap((route) => renderRoute(route, style)),
  ].join("\n");
}

function earlier({ resumes, presumed }: CreateChange): string {
  return presumed === true
    ? `looks like what an earlier pass began (id ${resumes}): check that it is`
    : `created by an earlier pass that was cut short (id ${resumes})`;
}

function renderAccess({ others, users = [], groups = [] }: PlannedPermissions): string[] {
  const grants = [
    ...(others === undefined ? [] : [`others ${others}`]),
    ...users.map(({ id, email, access_level }) => `${email ?? `user ${id}`} ${access_level}`),
    ...groups.map(({ id, name, access_level }) => `group ${name ?? id} ${access_level}`),
  ];
  return grants.length === 0 ? [] : [`  access ${grants.join(", ")}`];
}

/** `host/path → target`, and below it a line for each region that has a target of its own. */
function renderRoute(route: Route, style: Style): string[] {
  const address = `${hostOf(route)}${route.path}`;
  const regions = Object.entries(route.targets);
  const width = Math.max(...regions.map(([region]) => region.length));
  return regions.map(([region, target]) =>
    region === "Default"
      ? `    ${address} → ${renderTarget(target)}  ${style.faint(route.type)}`
      : `      ${region.padEnd(width)} → ${renderTarget(target)}`,
  );
}

function renderTarget(target: Target): string {
  switch (target.type) {
    case "EXTERNAL":
      return target.external_url;
    case "TUNNEL":
      return `tunnel ${target.tunnel.tunnel_id} of agent ${target.tunnel.id}`;
    case "SANDBOX":
      return `sandbox ${target.sandbox.id}, endpoint ${target.sandbox.endpoint}`;
    case "ARTIFACT": {
      const { id, version } = target.artifact;
      return `artifact ${id}${version === undefined ? "" : `, version ${version}`}`;
    }
    default:
      return target satisfies never;
  }
}

/** So many unmentioned objects are listed one by one; more are counted, and the JSON plan has them all. */
const MOST_UNMENTIONED = 10;

/** So many manifests that one failure concerns are listed one by one; of more, the failure is what matters. */
const MOST_OF_A_FAILURE = 3;

function renderLeft(left: readonly Left[], width: number, style: Style): string {
  const groups = new Map<string, Left[]>();
  for (const one of left) {
    // What nobody mentions is one group; else those whom the same thing happened to, in the same bucket.
    const key = one.reason === "not-in-manifests" ? one.reason : `${one.reason} ${one.where} ${one.detail}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(one);
  }
  return [...groups.values()].flatMap((group) => renderGroup(group, width, style)).join("\n");
}

function renderGroup(group: readonly Left[], width: number, style: Style): readonly string[] {
  const [first] = group;
  if (first?.reason === "not-in-manifests" && group.length > MOST_UNMENTIONED) {
    return [
      `· ${count(group.length, "live distribution")} that no manifest mentions (--format json lists them)`,
    ];
  }
  if (first !== undefined && isFailure(first.reason) && group.length > MOST_OF_A_FAILURE) {
    const whom = `${count(group.length, "manifest")}  (${first.where})`;
    return [`· ${whom.padEnd(width)}  ${style.bad(first.reason)}: ${printable(first.detail)}`];
  }
  return group.map((one) => {
    const reason = isFailure(one.reason) ? style.bad(one.reason) : style.warn(one.reason);
    return `· ${label(one, width)}  ${reason}: ${printable(one.detail)}`;
  });
}

function renderSummary({ changes, summary, digest, left }: Plan, style: Style): string {
  const parts = [
    failures(left) === "" ? workOf(summary) : `incomplete, ${workOf(summary)}`,
    `${summary.unchanged} existing`,
    ...(summary.left === 0 ? [] : [`${summary.left} left alone${failures(left)}`]),
    ...(summary.blocked === 0 ? [] : [style.bad(`${summary.blocked} blocked`)]),
  ];
  const line = `${style.strong("Plan:")} ${parts.join(", ")}.`;
  return changes.length === 0 ? line : `${line}\n${style.faint(`Digest: ${digest}`)}`;
}

function workOf({ create, finish, routes }: Plan["summary"]): string {
  const created = `${count(create, "distribution")} and ${count(routes, "route")} to create`;
  if (finish === 0) return create === 0 ? "nothing to create" : created;
  const finished = `${count(finish, "distribution")} to finish`;
  return create === 0 ? `${finished} with ${count(routes, "route")}` : `${created}, ${finished}`;
}

function failures(left: readonly Left[]): string {
  const failed = left.filter(({ reason }: { readonly reason: LeftReason }) => isFailure(reason)).length;
  return failed === 0 ? "" : ` (${failed} because a call failed)`;
}
