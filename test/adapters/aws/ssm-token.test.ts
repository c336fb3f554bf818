import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { ParameterError, type ParameterFailure, ssmToken } from "../../../lib/adapters/aws/parameters.ts";
import { TokenError, TokenUnavailableError } from "../../../lib/errors.ts";

const NAME = "/distro-sync/my-company/token";
const ANY = { fresh: false };

/** A store that holds one value. */
const holding = (value: string) => ({ read: async () => value });

async function failureOf(fetching: Promise<string>): Promise<unknown> {
  return fetching.then(
    () => undefined,
    (reason: unknown) => reason,
  );
}

describe("ssmToken", () => {
  it("gives the secret under its name", async () => {
    const asked: unknown[] = [];
    const parameters = {
      read: async (name: string, options: { readonly secret: boolean }) => {
        asked.push([name, options]);
        return "f81d4fae-7dec-11d0-a765-00a0c91e6bf6";
      },
    };
    expect(await ssmToken(parameters, NAME).token(ANY)).toBe("f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
    expect(asked).toEqual([[NAME, { secret: true }]]);
  });

  it.each([
    ["nothing", ""],
    ["spaces alone", "   "],
    ["two lines", "SECRET\nSECRET"],
    ["a line break at its end", "SECRET\n"],
    ["5 KB", "SECRET".repeat(900)],
    ["quotes around it", '"SECRET"'],
    ["Bearer before it", "Bearer SECRET"],
  ])("refuses a parameter that holds %s, by name and without its value", async (_, value) => {
    const error = await failureOf(ssmToken(holding(value), NAME).token(ANY));
    expect(error).toBeInstanceOf(TokenError);
    expect(error).not.toBeInstanceOf(TokenUnavailableError);
    expect(String(error)).toContain(`the parameter ${NAME}`);
    expect(inspect(error, { depth: 9 })).not.toContain("SECRET");
  });

  it.each<[ParameterFailure, boolean]>([
    ["missing", false],
    ["wrong-type", false],
    ["denied", false],
    ["broken", false],
    ["unavailable", true],
  ])("tells of a parameter that is %s as the store does; it may pass: %s", async (failure, passing) => {
    const parameters = {
      read: async () => {
        throw new ParameterError(`the parameter ${NAME} is in want of something`, failure);
      },
    };
    const error = await failureOf(ssmToken(parameters, NAME).token(ANY));
    expect(error).toBeInstanceOf(TokenError);
    expect(error).toMatchObject({ message: `the parameter ${NAME} is in want of something` });
    expect(error instanceof TokenUnavailableError).toBe(passing);
  });
});
