import { describe, expect, it } from "vitest";
import { defined } from "../../../lib/core/domain/defined.ts";

describe("defined", () => {
  it("leaves out what is undefined, and keeps every other value", () => {
    const fields: { readonly name: string | undefined; readonly disabled: boolean | undefined } = {
      name: undefined,
      disabled: false,
    };
    const kept: { readonly name?: string; readonly disabled?: boolean } = defined(fields);
    expect(Object.entries(kept)).toEqual([["disabled", false]]);
  });
});
