import type { LiveRoute } from "../../../lib/core/domain/distribution.ts";
import type {
  AdoptChange,
  DeleteChange,
  DisableChange,
  DisownChange,
  FieldChange,
  RouteChange,
  UpdateChange,
} from "../../../lib/core/plan/plan.ts";
import {
  adoptChange,
  deleteChange,
  disableChange,
  disownChange,
  route,
  updateChange,
} from "../../support/builders.ts";

/** Changes of every kind by identifier, for plans with many of them. */

function about(identifier: string) {
  return { key: `workspace#${identifier}`, identifier, name: identifier };
}

export function update(identifier = "shop", overrides: Partial<UpdateChange> = {}): UpdateChange {
  return updateChange({ ...about(identifier), ...overrides });
}

export function adopt(identifier = "shop", overrides: Partial<AdoptChange> = {}): AdoptChange {
  return adoptChange({ ...about(identifier), ...overrides });
}

export function disown(identifier = "shop"): DisownChange {
  return disownChange(about(identifier));
}

export function disable(identifier = "shop", routes: readonly LiveRoute[] = []): DisableChange {
  return disableChange({ ...about(identifier), routes });
}

export function remove(identifier = "shop", overrides: Partial<DeleteChange> = {}): DeleteChange {
  return deleteChange({ ...about(identifier), ...overrides });
}

/** A route of a host like `www.example.com`. */
export function at(host: string, path = "/"): ReturnType<typeof route> {
  const [subdomain = "", ...domain] = host.split(".");
  return route({ subdomain, domain: domain.join("."), path });
}

export function gone(from: LiveRoute): RouteChange {
  return { kind: "remove", id: "r", from, moved: "ours" };
}

export function name(moved: FieldChange["moved"] = "ours"): FieldChange {
  return { field: "name", from: "Shop", to: "The shop", moved };
}

/** Identifiers of so many distributions. */
export function names(number: number, prefix = "shop"): readonly string[] {
  return Array.from({ length: number }, (_, index) => `${prefix}-${String(index).padStart(3, "0")}`);
}
