import { describe, expect, it } from "vitest";
import type { SchemaError } from "../../../lib/core/yaml/explain.ts";
import { explain } from "../../../lib/core/yaml/explain.ts";
import { codesOf, external, manifest, placesOf, problemsOf, route, withRoute } from "./builders.ts";

const start = "identifier: shop\nscope: WORKSPACE\n";

describe("problems of shape", () => {
  it("says which required keys are missing, where the manifest begins", () => {
    expect(placesOf("# shop\nname: Shop\n")).toEqual(["2:1 MISSING_KEY", "2:1 MISSING_KEY"]);
    expect(placesOf(`${start}routes:\n  - domain: example.com\n`)).toEqual([
      "4:5 MISSING_KEY",
      "4:5 MISSING_KEY",
    ]);
  });

  it("points at an unknown key, and offers the one that was probably meant", () => {
    expect(problemsOf(`${start}rotues: []\n`)).toMatchObject([
      { line: 3, column: 1, code: "UNKNOWN_KEY", remedy: "did you mean routes?" },
    ]);
    expect(problemsOf(withRoute({ Subdomain: "a" }))).toMatchObject([{ remedy: "did you mean subdomain?" }]);
  });

  it("offers the key that a word is the beginning of", () => {
    expect(problemsOf(`${start}project: web`)).toMatchObject([{ remedy: "did you mean project_name?" }]);
    expect(problemsOf(`${start}ro: []`)).toMatchObject([
      { remedy: expect.stringMatching(/^one of identifier, /) as string },
    ]);
  });

  it("does not quote a list where a word is due", () => {
    expect(problemsOf("identifier: a\nscope: [PROJECT]")).toMatchObject([
      { code: "UNKNOWN_VALUE", message: "scope must be a single word" },
    ]);
  });

  it("lists the keys when none is close", () => {
    expect(problemsOf(`${start}sync: { colour: red }`)).toMatchObject([
      { code: "UNKNOWN_KEY", remedy: "one of protect, on_remove, adopt, previously" },
    ]);
  });

  it("offers the value that was probably meant, also in another case", () => {
    for (const [type, meant] of [
      ["Proxy", "PROXY"],
      ["redirect", "REDIRECT"],
      ["DIRECT-PROXY", "DIRECT_PROXY"],
    ]) {
      expect(problemsOf(withRoute({ type }))).toMatchObject([
        { code: "UNKNOWN_VALUE", remedy: `did you mean ${meant}?` },
      ]);
    }
    expect(problemsOf(`identifier: a\nscope: GALAXY`)).toMatchObject([
      { line: 2, column: 8, remedy: "one of WORKSPACE, PROJECT, ENVIRONMENT" },
    ]);
  });

  it("shows a value as it was typed, and says to quote it", () => {
    expect(problemsOf("identifier: 1.10\nscope: WORKSPACE")).toMatchObject([
      {
        line: 1,
        column: 13,
        code: "UNQUOTED_TEXT",
        message: "identifier is 1.10, which YAML reads as the number 1.1, and text is due",
        remedy: "put it in quotes",
      },
    ]);
    expect(codesOf("identifier: true\nscope: WORKSPACE")).toEqual(["UNQUOTED_TEXT"]);
  });

  it("says what type is due", () => {
    const messages = problemsOf(
      `identifier: []\nscope: WORKSPACE\ndisabled: "no"\nroutes: {}\nsync: on\npermissions: { users: [{ id: 1.5, access_level: MANAGE }] }`,
    ).map(({ code, message }) => `${code} ${message}`);
    expect(messages).toEqual([
      "WRONG_TYPE identifier must be a text",
      "WRONG_TYPE disabled must be true or false",
      "WRONG_TYPE routes must be a list: lines that begin with `- `, or []",
      "WRONG_TYPE sync must be a mapping: `key: value` lines, indented below it",
      "WRONG_TYPE permissions.users[0].id must be a whole number",
    ]);
  });

  it("wants the type of a target, and one that is known", () => {
    const target = (value: unknown) => codesOf(withRoute({ targets: { Default: value } }));
    expect(target({ external_url: "a.com" })).toEqual(["MISSING_KEY"]);
    expect(target({ type: 3 })).toEqual(["UNKNOWN_VALUE"]);
    expect(target("a.com")).toEqual(["WRONG_TYPE"]);
    expect(problemsOf(withRoute({ targets: { Default: { type: "External" } } }))).toMatchObject([
      { code: "UNKNOWN_VALUE", remedy: "did you mean EXTERNAL?" },
    ]);
  });

  it("reports a wrong target once, in the words of its type", () => {
    expect(
      codesOf(withRoute({ targets: { Default: { type: "TUNNEL", tunnel: { id: "a", name: "b" } } } })),
    ).toEqual(["MISSING_KEY", "UNKNOWN_KEY"]);
  });

  it("wants a user by email or id, and not by both", () => {
    const user = (value: object) =>
      codesOf(manifest({ permissions: { users: [{ access_level: "MANAGE", ...value }] } }));
    expect(user({})).toEqual(["MISSING_KEY"]);
    expect(user({ id: 1, email: "a@b.c" })).toEqual(["CONFLICTING_KEYS"]);
    expect(user({ id: 0 })).toEqual(["OUT_OF_RANGE"]);
    expect(user({ email: "dev" })).toEqual(["INVALID_EMAIL"]);
  });

  it("knows what regions are called, and what is meant by other names", () => {
    const region = (key: string) =>
      problemsOf(withRoute({ targets: { Default: external(), [key]: external() } }));
    const meant = [
      ["COUNTRY-UK", "COUNTRY-GB"],
      ["PL", "COUNTRY-PL"],
      ["europe", "CONTINENT-Europe"],
      ["CONTINENT-north_america", "CONTINENT-NorthAmerica"],
      ["default", "Default"],
    ];
    for (const [key = "", answer] of meant) {
      expect(region(key)).toMatchObject([{ code: "UNKNOWN_REGION", remedy: `did you mean ${answer}?` }]);
    }
    expect(region("COUNTRY-ZZ")).toMatchObject([
      {
        code: "UNKNOWN_REGION",
        remedy: "write Default, CONTINENT- and a continent's name, or COUNTRY- and two letters (ISO 3166)",
      },
    ]);
    expect(region("COUNTRY-XK")).toEqual([]);
  });

  it("names a value by the way to it", () => {
    const text = manifest({ routes: [route(), { ...route({ path: "/a" }), type: 3 }] });
    expect(problemsOf(text)).toMatchObject([
      { message: "routes[1].type is 3, which is not one of its values" },
    ]);
  });

  it("finds its way through keys that a JSON pointer has to escape", () => {
    expect(
      problemsOf(withRoute({ targets: { Default: external(), "a/b~c": { type: "X" } } })).map(
        ({ code }) => code,
      ),
    ).toEqual(["UNKNOWN_REGION", "UNKNOWN_VALUE"]);
  });

  it("returns the error itself should the validator ever know another keyword", () => {
    const error = { instancePath: "", schemaPath: "#/format", keyword: "format", params: {} };
    expect(explain(error as unknown as SchemaError, { schema: {} }, {})).toBe(error);
  });
});
