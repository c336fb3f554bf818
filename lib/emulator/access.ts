import { exactKeys, object, refuse, textField } from "./check.ts";
import { type Operation, Refusal } from "./router.ts";

/**
 * What a token may do, by the names that buddy.works prints (it calls them scopes): those until August 2026 and those since.
 * No page says which new names an old token keeps, so an operation accepts either name, and no name implies another.
 */
export const TOKEN_PERMISSIONS = {
  readDistributions: ["DISTRIBUTION_READ", "DISTRIBUTION_INFO"],
  addDistributions: ["DISTRIBUTION_WRITE", "DISTRIBUTION_ADD"],
  manageDistributions: ["DISTRIBUTION_MANAGE"],
  readEnvironments: ["ENVIRONMENT_READ", "ENVIRONMENT_INFO"],
  workspace: ["WORKSPACE"],
  readToken: ["TOKEN_READ", "TOKEN_INFO"],
  memberEmail: ["MEMBER_EMAIL"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export const ALL_TOKEN_PERMISSIONS: readonly string[] = Object.values(TOKEN_PERMISSIONS).flat();

/** @throws Refusal 401 */
export function checkBearer(authorization: string | undefined, token: string): void {
  const sent = /^Bearer +(.*)$/i.exec(authorization ?? "")?.[1];
  if (sent === undefined) throw new Refusal(401, "Unauthorized: there is no bearer token");
  if (sent !== token) throw new Refusal(401, "Unauthorized: the token is wrong or has expired");
}

/** @throws Refusal 403 when the token has none of the permissions that the operation accepts */
export function checkTokenPermissions(accepted: readonly string[], held: readonly string[]): void {
  if (accepted.some((permission) => held.includes(permission))) return;
  throw new Refusal(403, `The token has none of the scopes that this needs: ${accepted.join(", ")}`);
}

/** The header names have a zero in them, as in Buddy's changelog of November 18 2025. */
export function permissionHeaders(
  accepted: readonly string[],
  held: readonly string[],
): Record<string, string> {
  return { "X-0Auth-Scopes": held.join(", "), "X-Accepted-0Auth-Scopes": accepted.join(", ") };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Two operations: read what the calling token may do, and exchange the JWT of a trusted issuer for a token. */
export function tokenOperations(options: {
  readonly token: () => string;
  readonly permissions: readonly string[];
}): readonly Operation[] {
  return [
    {
      method: "GET",
      path: "/user/token",
      permissions: TOKEN_PERMISSIONS.readToken,
      answer: () => ({
        status: 200,
        body: {
          id: "00000000-0000-4000-8000-000000000001",
          name: "emulator",
          expires_at: null,
          scopes: options.permissions,
          ip_restrictions: [],
          workspace_restrictions: [],
        },
      }),
    },
    {
      method: "POST",
      path: "/user/oidc/tokens",
      // github.com/buddy/login sends no bearer token here. The emulator believes any JWT. The answer is a JSON string.
      answer(call) {
        const fields = object(call.body, "The body");
        exactKeys(fields, "The body", ["provider_id", "web_identity_token"]);
        if (!UUID.test(textField(fields.provider_id, "provider_id"))) refuse("provider_id must be a UUID");
        textField(fields.web_identity_token, "web_identity_token");
        return { status: 200, body: options.token() };
      },
    },
  ];
}
