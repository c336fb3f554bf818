import { Refusal } from "./answer.ts";
import { addressKey, identityKey } from "./key.ts";
import type { StoredDistribution, StoredRoute } from "./stored-distribution.ts";
import type { Tenancy } from "./world.ts";

/**
 * Refuses an identifier that another distribution of the scope has, if the personality enforces that.
 * @throws Refusal 400 or 409
 */
export function checkIdentity(world: Tenancy, distribution: StoredDistribution): void {
  const key = identityKey(distribution, distribution.identifier);
  if (key === undefined || world.personality.uniqueness === "none") return;
  if (world.store.holders(key).some(({ id }) => id !== distribution.id)) {
    throw new Refusal(
      Number(world.personality.uniqueness),
      `A distribution with the identifier ${distribution.identifier} already exists`,
    );
  }
}

/**
 * Refuses a domain, subdomain and path that another route of the workspace has, if the personality enforces that.
 * @throws Refusal 400 or 409
 */
export function checkAddress(world: Tenancy, workspace: string, route: StoredRoute): void {
  if (world.personality.uniqueness === "none") return;
  const key = addressKey(workspace, route);
  const routes = world.store.holders(key).flatMap((holder) => holder.routes);
  if (routes.some((other) => other.id !== route.id && addressKey(workspace, other) === key)) {
    throw new Refusal(
      Number(world.personality.uniqueness),
      `A route for this domain, subdomain and path already exists`,
    );
  }
}
