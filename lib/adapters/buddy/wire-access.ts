import type { LiveGrant, LivePermissions } from "../../core/distribution.ts";
import { fields, list, numericIdentity, ShapeError, shallow, text } from "./shape.ts";

/** Undefined where Buddy does not say: that is not "nobody". Levels of tomorrow are kept as they are. */
export function decodePermissions(value: unknown): LivePermissions | undefined {
  if (value === undefined || value === null) return undefined;
  shallow(value, "permissions");
  const field = fields(value, "`permissions`");
  const others = text(field("others"));
  const users = decodeGrants(field("users"), "users");
  const groups = decodeGrants(field("groups"), "groups");
  return {
    ...(others === undefined ? {} : { others }),
    ...(users === undefined ? {} : { users }),
    ...(groups === undefined ? {} : { groups }),
  };
}

/** What was sent must be there; more may be, since Buddy may add whoever owns the token. */
export function expectPermissions(answered: unknown, sent: LivePermissions): void {
  const { others, users = [], groups = [] } = decodePermissions(answered) ?? {};
  if (sent.others !== undefined && sent.others !== others)
    throw new ShapeError(`\`permissions.others\` was sent as ${sent.others} and answered otherwise`);
  expectGrants(users, sent.users ?? [], "users");
  expectGrants(groups, sent.groups ?? [], "groups");
}

function decodeGrants(value: unknown, name: string): readonly LiveGrant[] | undefined {
  if (value === undefined || value === null) return undefined;
  return list(value, `\`permissions.${name}\``).map((item) => {
    const field = fields(item, `an entry of \`permissions.${name}\``);
    return {
      id: numericIdentity(field("id"), `an entry of \`permissions.${name}\``),
      access_level: text(field("access_level")) ?? "",
    };
  });
}

function expectGrants(answered: readonly LiveGrant[], sent: readonly LiveGrant[], name: string): void {
  const levels = new Map(answered.map(({ id, access_level }) => [id, access_level]));
  const lost = sent.find(({ id, access_level }) => levels.get(id) !== access_level);
  if (lost !== undefined)
    throw new ShapeError(
      `\`permissions.${name}\` was sent with ${lost.id} as ${lost.access_level}, and answered otherwise`,
    );
}
