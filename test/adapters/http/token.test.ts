import { describe, expect, it } from "vitest";
import { checkToken, environmentToken } from "../../../lib/adapters/http/token.ts";
import { TokenError } from "../../../lib/errors.ts";

describe("checkToken", () => {
  it("gives back a token in the shape of Buddy's", () => {
    const token = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6";
    expect(checkToken(token, "BUDDY_TOKEN")).toBe(token);
  });

  it.each([
    ["nothing", ""],
    ["spaces alone", "   "],
    ["a word before the token", "Bearer SECRET"],
    ["a word before the token in lower case", "bearer SECRET"],
    ["a line break at the end", "SECRET\n"],
    ["a line break inside", "SEC\nRET"],
    ["a space inside", "SEC RET"],
    ["a line separator", "SEC\u2028RET"],
    ["letters beyond ASCII", "SÉCRET-SÉCRET"],
    ["double quotes around it", '"SECRET"'],
    ["single quotes around it", "'SECRET'"],
    ["7 characters, which occur in other words", "SEC-RET"],
    ["5 KB", "SECRET".repeat(900)],
  ])("refuses %s and does not repeat it", (_, text) => {
    const check = () => checkToken(text, "the environment variable BUDDY_TOKEN");
    expect(check).toThrow(TokenError);
    expect(check).toThrow("BUDDY_TOKEN");
    expect(check).not.toThrow(/S[EÉ]C|RET/);
  });

  it("takes a token of 8 characters, and says of a shorter one what to do", () => {
    expect(checkToken("12345678", "it")).toBe("12345678");
    expect(() => checkToken("x", "it")).toThrow(
      "it is shorter than 8 characters: store a whole access token there: one so short could not be kept out of logs",
    );
  });

  it("takes a token of 4,096 characters and no more", () => {
    expect(checkToken("t".repeat(4_096), "it")).toHaveLength(4_096);
    expect(() => checkToken("t".repeat(4_097), "it")).toThrow(TokenError);
  });
});

describe("environmentToken", () => {
  it("reads the variable that it is given", async () => {
    const source = environmentToken({ BUDDY_TOKEN: "one-token", OTHER: "other-token" }, "OTHER");
    expect(await source.token({ fresh: false })).toBe("other-token");
  });

  it("keeps the token of a variable that is gone meanwhile, also for a second try", async () => {
    const environment: Record<string, string> = { BUDDY_TOKEN: "one-token" };
    const source = environmentToken(environment, "BUDDY_TOKEN");
    delete environment.BUDDY_TOKEN;
    expect(await source.token({ fresh: false })).toBe("one-token");
    expect(await source.token({ fresh: true })).toBe("one-token");
  });

  it("names the variable that is not set", async () => {
    const token = environmentToken({}, "BUDDY_TOKEN").token({ fresh: false });
    await expect(token).rejects.toThrow(TokenError);
    await expect(token).rejects.toThrow("BUDDY_TOKEN");
  });

  it("does not take an inherited property for a variable", async () => {
    await expect(environmentToken({}, "constructor").token({ fresh: false })).rejects.toThrow(TokenError);
  });

  it("refuses a variable that cannot be a token", async () => {
    await expect(environmentToken({ T: "a b" }, "T").token({ fresh: true })).rejects.toThrow(TokenError);
  });
});
