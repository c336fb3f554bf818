import { describe, expect, it } from "vitest";
import {
  addressOf,
  isHandle,
  knownHosts,
  limitsOf,
  unavailable,
} from "../../../lib/core/config/workspace.ts";

describe("the settings of a workspace", () => {
  it("say where Buddy is: its US region, unless they name a region or an address", () => {
    expect(addressOf({})).toBe("https://api.buddy.works");
    expect(addressOf({ region: "eu" })).toBe("https://api.eu.buddy.works");
    expect(addressOf({ api: "https://buddy.example.com/api" })).toBe("https://buddy.example.com/api");
  });

  it("make hosts known that may be sent a token, and nothing that is no address", () => {
    const workspaces = [
      { api: "https://buddy.example.com:8443/api" },
      { api: "buddy" },
      { region: "eu" },
    ] as const;
    expect(knownHosts({ workspaces: [...workspaces] })).toEqual(["buddy.example.com:8443"]);
    expect(knownHosts({})).toEqual([]);
  });

  it("limit a pass to fifty creations, unless they say otherwise", () => {
    expect(limitsOf({})).toEqual({ creates: 50 });
    expect(limitsOf({ limits: {} })).toEqual({ creates: 50 });
    expect(limitsOf({ limits: { creates: 0 } })).toEqual({ creates: 0 });
  });

  it("may ask for what this version does not have, which is told with its remedy", () => {
    expect([unavailable({}), unavailable({ policy: "create-only" })]).toEqual([undefined, undefined]);
    expect(unavailable({ policy: "sync" })).toEqual({
      message: "asks for policy sync, which this version does not have",
      remedy: "use policy: create-only, which makes what is missing and changes nothing that exists",
    });
  });

  it.each([
    ["my-company", true],
    ["a", true],
    ["_a_", true],
    ["a".repeat(100), true],
    ["a".repeat(101), false],
    ["", false],
    ["-a", false],
    ["a-", false],
    ["a/b", false],
    ["..", false],
    ["a b", false],
  ])("have a handle or not: %j", (name, is) => {
    expect(isHandle(name)).toBe(is);
  });
});
