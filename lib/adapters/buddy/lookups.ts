import { ProviderError } from "../../errors.ts";
import type { Environment, ReadingProvider } from "../../ports.ts";
import { fields, labelText, list, numericIdentity } from "../http/fields.ts";
import { type Call, MOST_PAGES } from "./call.ts";
import type { ReadingClient } from "./client.ts";
import { decodeEnvironments } from "./wire.ts";

/** From the names that people write in manifests to the ids that Buddy wants. */
export function lookups(
  client: ReadingClient,
  workspace: string,
): Pick<ReadingProvider, "environments" | "users" | "groups"> {
  return {
    environments: (project) => environments(client, project),
    users: (emails) => users(client, workspace, emails),
    groups: () => client.get({ ...OF_WORKSPACE, segments: ["groups"] }, decodeGroups),
  };
}

const OF_WORKSPACE = {
  scope: { kind: "workspace" },
  permission: "WORKSPACE",
} as const satisfies Partial<Call>;

function environments(client: ReadingClient, project: string | undefined): Promise<readonly Environment[]> {
  return client.get(
    {
      segments: ["environments"],
      query: project === undefined ? {} : { project_name: project },
      scope: project === undefined ? { kind: "workspace" } : { kind: "project", project },
      permission: "ENVIRONMENT_READ (formerly ENVIRONMENT_INFO)",
    },
    decodeEnvironments,
  );
}

/**
 * Members come by pages, without a total. A page shorter than what was asked for is not taken for the last one, since
 * a server may allow fewer a page.
 */
async function users(
  client: ReadingClient,
  workspace: string,
  emails: ReadonlySet<string>,
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  const seen = new Set<number>();
  let addressed = false;
  for (let page = 1; page <= MOST_PAGES && found.size < emails.size; page += 1) {
    const query = { page: String(page), per_page: "100" };
    const members = await client.get({ ...OF_WORKSPACE, segments: ["members"], query }, decodeMembers);
    const added = members.filter(({ id }) => !seen.has(id));
    if (added.length === 0) break;
    for (const { id, email } of added) {
      seen.add(id);
      addressed ||= email !== undefined;
      if (email !== undefined && emails.has(email) && !found.has(email)) found.set(email, id);
    }
  }
  if (found.size < emails.size && seen.size > 0 && !addressed) throw withoutEmails(workspace);
  return found;
}

/** Without the scope Buddy lists the members and leaves their addresses out: that nobody has one is no finding. */
function withoutEmails(workspace: string): ProviderError {
  const call = `GET /workspaces/${workspace}/members`;
  const remedy =
    "give the token the scope MEMBER_EMAIL, or name users by `id` instead of `email` in the manifests";
  return new ProviderError(`${call}: Buddy lists the members without e-mail addresses — ${remedy}`, {
    failure: "forbidden",
    call,
    effect: "none",
    reason: "the members come without e-mail addresses",
    remedy,
  });
}

export type Member = { readonly id: number; readonly email?: string };

export function decodeMembers(body: unknown): readonly Member[] {
  return list(fields(body, "the answer")("members"), "`members`").map((item) => {
    const field = fields(item, "a member");
    const email = labelText(field("email"), "`email` of a member");
    return {
      id: numericIdentity(field("id"), "a member"),
      ...(email === undefined ? {} : { email: email.toLowerCase() }),
    };
  });
}

export function decodeGroups(body: unknown): ReadonlyMap<string, number> {
  return new Map(
    list(fields(body, "the answer")("groups"), "`groups`").flatMap((item) => {
      const field = fields(item, "a group");
      const name = labelText(field("name"), "`name` of a group");
      return name === undefined ? [] : [[name, numericIdentity(field("id"), "a group")] as const];
    }),
  );
}
