import type { FromSchema } from "json-schema-to-ts";
import { describe, expect, it } from "vitest";
import type { Config, configSchema } from "../../../lib/core/config/schema.ts";

type Mutable<T> = T extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Mutable<T[Key]> }
    : T;

/** A library's reading of the schema; ours is narrower where only one of several keys may stand. */
type Derived = FromSchema<typeof configSchema>;

describe("the type of the configuration", () => {
  it("takes nothing that the schema does not, as a library reads it: the compiler checks this", () => {
    const derived = (config: Mutable<Config>): Derived => config;
    expect(derived({})).toEqual({});
  });

  it("takes whatever the schema does, where no keys exclude each other: the compiler checks this", () => {
    type Plain = Omit<Derived, "workspaces" | "windows" | "notify">;
    const plain = (config: Plain): Omit<Config, "workspaces" | "windows" | "notify"> => config;
    type Workspace = NonNullable<Derived["workspaces"]>[number];
    const workspace = (entry: Omit<Workspace, "token">): NonNullable<Config["workspaces"]>[number] => entry;
    expect([plain({}), workspace({})]).toEqual([{}, {}]);
  });

  it("takes one key of those that exclude each other", () => {
    const one: Config = { notify: { email: "alarms@example.com" } };
    // @ts-expect-error -- both
    const both: Config = { notify: { email: "alarms@example.com", topic: "arn" } };
    // @ts-expect-error -- neither
    const neither: Config = { notify: {} };
    expect([one, both, neither]).toHaveLength(3);
  });
});
