import { Refusal } from "./answer.ts";

/**
 * Scopes as buddy.works prints them: the names until August 2026 and those since. Which of them a token with old names
 * keeps is not documented, so an operation takes either name, and no scope stands for another one.
 */
export const SCOPES = {
  readDistributions: ["DISTRIBUTION_READ", "DISTRIBUTION_INFO"],
  addDistributions: ["DISTRIBUTION_WRITE", "DISTRIBUTION_ADD"],
  manageDistributions: ["DISTRIBUTION_MANAGE"],
  readEnvironments: ["ENVIRONMENT_READ", "ENVIRONMENT_INFO"],
  workspace: ["WORKSPACE"],
  readToken: ["TOKEN_READ", "TOKEN_INFO"],
  memberEmail: ["MEMBER_EMAIL"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export const ALL_SCOPES: readonly string[] = Object.values(SCOPES).flat();

/** @throws Refusal 401 */
export function checkBearer(authorization: string | undefined, token: string): void {
  const sent = /^Bearer +(.*)$/i.exec(authorization ?? "")?.[1];
  if (sent === undefined) throw new Refusal(401, "Unauthorized: there is no bearer token");
  if (sent !== token) throw new Refusal(401, "Unauthorized: the token is wrong or has expired");
}

/** @throws Refusal 403 when the token has none of the scopes that the operation accepts. */
export function checkScopes(accepted: readonly string[], held: readonly string[]): void {
  if (accepted.some((scope) => held.includes(scope))) return;
  throw new Refusal(403, `The token has none of the scopes that this needs: ${accepted.join(", ")}`);
}

/** Spelled with a zero, as in Buddy's changelog of November 18 2025. */
export function scopeHeaders(accepted: readonly string[], held: readonly string[]): Record<string, string> {
  return { "X-0Auth-Scopes": held.join(", "), "X-Accepted-0Auth-Scopes": accepted.join(", ") };
}
