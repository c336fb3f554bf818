import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readManifests } from "../../../lib/core/manifest/read.ts";
import { codesOf, external, file, manifest, problemsOf, route, withRoute } from "./builders.ts";

/** Numbers are those of the list of hostile inputs that the reader was designed against. */

const KiB = 1024;

function bytesOf(...bytes: readonly number[]): readonly string[] {
  return readManifests([{ path: "x.yaml", content: Uint8Array.from(bytes) }]).problems.map(
    ({ code }) => code,
  );
}

/**
 * Each has to end within a second of this process's time, and where neighbours make the processor slow, within so many times of what
 * an ordinary list of manifests needs at that moment.
 */
let before = process.cpuUsage();
beforeEach(() => {
  before = process.cpuUsage();
});
afterEach(() => {
  const milliseconds = since(before);
  if (milliseconds > 1000 && milliseconds > 30 * ordinary()) throw new Error(`took ${milliseconds} ms`);
});

function since(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function ordinary(): number {
  const list = Array.from(
    { length: 250 },
    (_, n) => `- ${JSON.stringify({ identifier: `shop-${n}`, scope: "WORKSPACE" })}`,
  );
  const start = process.cpuUsage();
  expect(codesOf(list.join("\n"))).toEqual([]);
  return since(start);
}

describe("hostile YAML", () => {
  it("1: a billion laughs", () => {
    const lines = ["a0: &a0 [lol, lol]"];
    for (let i = 1; i < 9; i++)
      lines.push(
        `a${i}: &a${i} [${Array(9)
          .fill(`*a${i - 1}`)
          .join(", ")}]`,
      );
    expect(new Set(codesOf(lines.join("\n")))).toEqual(new Set(["ALIAS", "TOO_MANY_PROBLEMS"]));
  });
  it("2: a quadratic blow-up of aliases", () => {
    const text = `name: &a ${"x".repeat(4000)}\nroutes: [${Array(1000).fill("*a").join(", ")}]`;
    expect(codesOf(text)).toContain("ALIAS");
  });
  it("3: an alias to its own owner", () => {
    expect(codesOf("identifier: a\nscope: WORKSPACE\nroutes: &a [*a]")).toEqual(["ALIAS", "ALIAS"]);
  });
  it("4: one harmless alias", () => {
    expect(codesOf("identifier: &a shop\nname: *a\nscope: WORKSPACE")).toEqual(["ALIAS", "ALIAS"]);
  });
  it("5: an alias of nothing", () => {
    expect(codesOf("identifier: shop\nname: *a\nscope: WORKSPACE")).toEqual(["ALIAS"]);
  });
  it("6: 11,000 different keys in 64 KiB", () => {
    const text = Array.from({ length: 11_000 }, (_, i) => `${i.toString(36)}:`).join("\n");
    expect(new Set(codesOf(text))).toEqual(new Set(["NULL_VALUE", "TOO_MANY_PROBLEMS"]));
  });
  it("6: 7,000 different keys with values", () => {
    const text = Array.from({ length: 7000 }, (_, i) => `k${i}: 1`).join("\n");
    expect(new Set(codesOf(text))).toEqual(new Set(["MISSING_KEY", "UNKNOWN_KEY", "TOO_MANY_PROBLEMS"]));
  });
  it("7: 50,000 keys", () => {
    expect(codesOf(Array.from({ length: 50_000 }, (_, i) => `${i}: 1`).join("\n"))).toEqual([
      "FILE_TOO_LARGE",
    ]);
  });
  it("8: brackets 1,000 deep", () => {
    expect(codesOf("[".repeat(1000) + "]".repeat(1000))).toEqual(["TOO_DEEP"]);
  });
  it("9: brackets 64 KiB deep", () => {
    expect(codesOf("[".repeat(64 * KiB))).toEqual(["TOO_DEEP"]);
    expect(codesOf("{a: ".repeat(16 * KiB))).toEqual(["TOO_DEEP"]);
    expect(codesOf("[".repeat(100_000))).toEqual(["FILE_TOO_LARGE"]);
  });
  it("10: indentation 340 deep, and dashes 32,000 deep", () => {
    const lines = Array.from({ length: 340 }, (_, i) => `${" ".repeat(i)}a:`);
    expect(codesOf(lines.join("\n"))).toEqual(["TOO_DEEP"]);
    expect(codesOf("- ".repeat(32_000))).toEqual(["TOO_DEEP"]);
    expect(codesOf("? ".repeat(32_000))).toEqual(["TOO_DEEP"]);
  });
  it("11: a scalar of 5 MB", () => {
    expect(codesOf(`name: ${"x".repeat(5_000_000)}`)).toEqual(["FILE_TOO_LARGE"]);
  });
  it("12: a line of 1 MB", () => {
    expect(codesOf("x".repeat(1_000_000))).toEqual(["FILE_TOO_LARGE"]);
  });
  it("13: a sequence of 100,000 items, and one of 21,000 manifests", () => {
    expect(codesOf("- 1\n".repeat(100_000))).toEqual(["FILE_TOO_LARGE"]);
    expect(new Set(codesOf(`[${"{},".repeat(21_000)}]`))).toEqual(
      new Set(["MISSING_KEY", "TOO_MANY_PROBLEMS"]),
    );
  });
  it("14: a comment of 10 MB", () => {
    expect(codesOf(`# ${"x".repeat(10_000_000)}`)).toEqual(["FILE_TOO_LARGE"]);
    expect(codesOf(`# ${"x".repeat(60_000)}`)).toEqual(["EMPTY_FILE"]);
  });
  it("15: 10,000 documents", () => {
    expect(codesOf("---\n".repeat(10_000))).toEqual(["MULTIPLE_DOCUMENTS"]);
  });
  it("16: two documents", () => {
    expect(codesOf(`${manifest()}\n---\n${manifest()}`)).toEqual(["MULTIPLE_DOCUMENTS"]);
    expect(codesOf("[]\n---\n[]\n---\n[]\n")).toEqual(["MULTIPLE_DOCUMENTS"]);
  });
  it("18: an empty file", () => expect(codesOf("")).toEqual(["EMPTY_FILE"]));
  it("19: only comments", () => expect(codesOf("# nothing\n\n# yet\n")).toEqual(["EMPTY_FILE"]));
  it("20: only the start of a document", () => expect(codesOf("---\n")).toEqual(["EMPTY_FILE"]));
  it("21: a scalar as the root", () => expect(codesOf("shop")).toEqual(["NOT_A_MANIFEST"]));
  it("22: a list as the root, of manifests and of others", () => {
    expect(codesOf(`[${manifest()}]`)).toEqual([]);
    expect(codesOf("[shop, [], ~]")).toEqual(["NOT_A_MANIFEST", "NOT_A_MANIFEST", "NOT_A_MANIFEST"]);
  });
  it("23: a byte order mark changes nothing", () => {
    expect(readManifests([file(`\ufeff${manifest()}`)])).toEqual(readManifests([file(manifest())]));
  });
  it("24: UTF-16, with and without a mark", () => {
    expect(bytesOf(0xff, 0xfe, 0x61, 0)).toEqual(["NOT_UTF8"]);
    expect(bytesOf(0xfe, 0xff, 0, 0x61)).toEqual(["NOT_UTF8"]);
    expect(bytesOf(0x61, 0, 0x3a, 0)).toEqual(["CONTROL_CHARACTER"]);
  });
  it("24: Latin-1", () => expect(bytesOf(0x61, 0x3a, 0x20, 0xe9)).toEqual(["NOT_UTF8"]));
  it("26: a NUL byte", () => expect(codesOf("name: a\0b")).toEqual(["CONTROL_CHARACTER"]));
  it("27: raw control characters", () => {
    for (const unit of ["\x07", "\x1b", "\x7f", "\x85", "\u2028", "\u202e", "\u200b", "\r"]) {
      expect(codesOf(`name: a${unit}b`)).toEqual(["CONTROL_CHARACTER"]);
    }
  });
  it("28: tabs as indentation", () => expect(codesOf("a:\n\tb: 1")).toContain("YAML_SYNTAX"));
  it("30: a quote that is not closed", () => expect(codesOf('name: "a')).toEqual(["YAML_SYNTAX"]));
  it("31: a block scalar with wrong indentation", () => {
    expect(new Set(codesOf("name: |2\n x"))).toEqual(new Set(["YAML_SYNTAX"]));
  });
});

describe("values that YAML types in its own way", () => {
  it("32: %YAML 1.1", () => expect(codesOf(`%YAML 1.1\n---\n${manifest()}`)).toEqual(["DIRECTIVE"]));
  it("34: NO, yes, y and on stay texts", () => {
    for (const word of ["NO", "yes", "y", "on", "off"]) {
      const [desired] = readManifests([file(`identifier: ${word}\nscope: WORKSPACE`)]).desired;
      expect(desired?.identifier).toBe(word);
    }
    expect(codesOf("identifier: a\nscope: WORKSPACE\ndisabled: yes")).toEqual(["WRONG_TYPE"]);
  });
  it("35: unquoted numbers where text is due", () => {
    for (const number of ["1.10", "1e3", "0x1F", "0o10", "7"]) {
      const [problem] = problemsOf(`identifier: ${number}\nscope: WORKSPACE`);
      expect(problem).toMatchObject({
        code: "UNQUOTED_TEXT",
        message: expect.stringContaining(` ${number},`) as string,
      });
    }
    expect(codesOf("identifier: 1_000\nscope: WORKSPACE")).toEqual([]);
  });
  it("37, 38: infinite, not a number, minus zero", () => {
    const withId = (id: string) =>
      codesOf(`${manifest().slice(0, -1)}, permissions: {users: [{id: ${id}, access_level: MANAGE}]}}`);
    for (const number of ["1e400", ".inf", "-.INF", ".nan"]) expect(withId(number)).toEqual(["NOT_FINITE"]);
    expect(withId("-0")).toEqual(["OUT_OF_RANGE"]);
  });
  it("39: null in every spelling", () => {
    for (const nothing of ["~", "null", "Null", ""]) {
      expect(codesOf(`scope: WORKSPACE\nidentifier: ${nothing}`)).toEqual(["NULL_VALUE"]);
      expect(codesOf(`scope: WORKSPACE\nidentifier: a\nroutes: ${nothing}`)).toEqual(["NULL_VALUE"]);
    }
    expect(codesOf("{identifier: a, scope: WORKSPACE, routes}")).toEqual(["NULL_VALUE"]);
  });
  it("40: a date is a text", () => {
    expect(readManifests([file("identifier: 2024-01-01\nscope: WORKSPACE")]).desired).toMatchObject([
      { identifier: "2024-01-01" },
    ]);
  });
  it("41, 42, 43: tags", () => {
    const tags = "!!js/function !!js/regexp !!python/object/apply !!binary !!timestamp !foo !!str !".split(
      " ",
    );
    for (const tag of tags)
      expect(codesOf(`identifier: a\nscope: WORKSPACE\nname: ${tag} "x"`)).toEqual(["TAG"]);
    for (const tag of ["!!set", "!!omap", "!!map"]) {
      expect(codesOf(`identifier: a\nscope: WORKSPACE\nsync: ${tag} {protect: true}`)).toEqual(["TAG"]);
    }
  });
  it("44: a list as a key", () => {
    expect(codesOf("? [a, b]\n: 1")).toEqual(["KEY_NOT_TEXT"]);
  });
  it("45: null, number and boolean as keys are texts, and unknown", () => {
    for (const key of ["~", "7", "true", ""]) {
      expect(codesOf(`identifier: a\nscope: WORKSPACE\n${key}: x`)).toEqual(["UNKNOWN_KEY"]);
    }
  });
  it("46, 47: a key twice, plain and quoted", () => {
    expect(codesOf("identifier: a\nscope: WORKSPACE\nidentifier: b")).toEqual(["DUPLICATE_KEY"]);
    expect(codesOf('identifier: a\nscope: WORKSPACE\n"identifier": b')).toEqual(["DUPLICATE_KEY"]);
  });
  it("49: merge keys", () => {
    expect(codesOf("identifier: a\nscope: WORKSPACE\n<<: {name: x}")).toEqual(["MERGE_KEY"]);
    expect(codesOf("identifier: a\nscope: WORKSPACE\n<<: [{name: x}]")).toEqual(["MERGE_KEY"]);
  });
});

describe("keys that mean something to JavaScript", () => {
  it("50: __proto__ at the root and below", () => {
    expect(codesOf("identifier: a\nscope: WORKSPACE\n__proto__: {name: x}")).toEqual(["UNKNOWN_KEY"]);
    expect(codesOf("identifier: a\nscope: WORKSPACE\nsync: {__proto__: {protect: true}}")).toEqual([
      "UNKNOWN_KEY",
    ]);
    expect(codesOf("identifier: a\nscope: WORKSPACE\n__proto__: 1\n__proto__: 2")).toContain("DUPLICATE_KEY");
    expect({}).not.toHaveProperty("protect");
  });
  it("51: constructor with a prototype", () => {
    expect(codesOf("identifier: a\nscope: WORKSPACE\nconstructor: {prototype: {x: 1}}")).toEqual([
      "UNKNOWN_KEY",
    ]);
  });
  it("52: names of inherited methods", () => {
    for (const key of ["toString", "hasOwnProperty", "valueOf"]) {
      expect(codesOf(`identifier: a\nscope: WORKSPACE\n${key}: 1`)).toEqual(["UNKNOWN_KEY"]);
    }
  });
  it("53: an identifier may be __proto__ or constructor", () => {
    const files = ["__proto__", "constructor"].map((name) =>
      file(manifest({ identifier: name }), `${name}.yaml`),
    );
    expect(readManifests(files).desired.map(({ identifier }) => identifier)).toEqual([
      "__proto__",
      "constructor",
    ]);
  });
  it("55: an unknown key at each level", () => {
    const text = manifest({
      extra: 1,
      sync: { extra: 1 },
      permissions: { extra: 1, users: [{ id: 1, access_level: "MANAGE", extra: 1 }] },
      routes: [route({ extra: 1, targets: { Default: { ...external(), extra: 1 } } })],
    });
    expect(codesOf(text)).toEqual(Array(6).fill("UNKNOWN_KEY"));
  });
  it("56: a required key that would only be inherited", () => {
    expect(codesOf("__proto__: {identifier: a, scope: WORKSPACE}")).toEqual([
      "MISSING_KEY",
      "MISSING_KEY",
      "UNKNOWN_KEY",
    ]);
  });
});

describe("texts that end in an address, a log or a report", () => {
  const project = (project_name: string) => codesOf(manifest({ scope: "PROJECT", project_name }));
  const identifier = (text: string) => codesOf(manifest({ identifier: text }));
  const name = (text: string) => codesOf(manifest({ name: text }));

  it("57: . and .. as a project", () => {
    for (const text of [".", ".."]) expect(project(text)).toEqual(["INVALID_REFERENCE"]);
  });
  it("58: encoded dots, slashes, queries", () => {
    for (const text of ["%2e%2e", "%2F", "a/b", "a\\b", "a?x=1", "a#f"])
      expect(project(text)).toEqual(["INVALID_REFERENCE"]);
  });
  it("59: empty and blank", () => {
    for (const text of ["", " "]) {
      expect(identifier(text)).toEqual(["INVALID_IDENTIFIER"]);
      expect(name(text)).toEqual(["INVALID_TEXT"]);
      expect(project(text)).toEqual(["INVALID_REFERENCE"]);
    }
  });
  it("60: a hyphen at an end", () => {
    for (const text of ["-a", "a-", "-"]) expect(identifier(text)).toEqual(["INVALID_IDENTIFIER"]);
    expect(identifier("a-b")).toEqual([]);
  });
  it("61: blanks and invisible characters at an end", () => {
    for (const text of ["a ", "a\u00a0"]) expect(identifier(text)).toEqual(["INVALID_IDENTIFIER"]);
    for (const text of ["a\n", "a\u200b"]) expect(identifier(text)).toEqual(["CONTROL_CHARACTER"]);
    expect(name("a\u00a0")).toEqual(["INVALID_TEXT"]);
  });
  it("65: 256 characters, and nearly 64 KiB", () => {
    expect(identifier("a".repeat(256))).toEqual(["TOO_LONG"]);
    expect(identifier("a".repeat(60_000))).toEqual(["TOO_LONG"]);
    expect(codesOf(manifest({ ["k".repeat(5000)]: 1 }))).toEqual(["TOO_LONG"]);
  });
  it("66: emoji and right-to-left letters", () => {
    expect(identifier("🛒")).toEqual(["INVALID_IDENTIFIER"]);
    expect(name("🛒 👩‍💻 متجر")).toEqual([]);
    expect(name("a\u202eb")).toEqual(["CONTROL_CHARACTER"]);
  });
  it("67: line ends, escapes, references", () => {
    for (const text of ["a\r\nSet-Cookie: x", "\u001b[2J"]) expect(name(text)).toEqual(["CONTROL_CHARACTER"]);
    expect(codesOf('identifier: a\nscope: WORKSPACE\nname: "\\e[31m"')).toEqual(["CONTROL_CHARACTER"]);
    expect(codesOf('identifier: a\nscope: WORKSPACE\nname: "\\ud800"')).toEqual(["CONTROL_CHARACTER"]);
    expect(name("{{resolve:ssm-secure:token}}")).toEqual(["DYNAMIC_REFERENCE"]);
    // Nothing here acts on these: they are texts like any other.
    for (const text of ["\u0024{jndi:ldap://x}", "{{name}}"]) expect(name(text)).toEqual([]);
  });
  it("67: no message holds a raw control character", () => {
    const text = manifest({ "\u001b[2J": 1, identifier: "\u001b[2J", scope: "\u0007" });
    for (const { message, remedy = "" } of problemsOf(text))
      expect(`${message}${remedy}`).not.toMatch(/\p{Cc}/u);
  });
  it("68: HTML, Markdown and formulas are texts, and escaped where they are shown", () => {
    for (const text of ["<script>", "[a](b)", "=cmd|' /C calc'!A0"]) expect(name(text)).toEqual([]);
  });
  it("69: texts that make careless patterns slow", () => {
    for (const text of [
      `${"a".repeat(4000)}!`,
      `${"a-".repeat(2000)}!`,
      `${" a".repeat(2000)} `,
      "@".repeat(4000),
    ]) {
      const grants = { users: [{ email: text, access_level: "MANAGE" }] };
      const keys = {
        identifier: text,
        name: text,
        scope: "PROJECT",
        project_name: text,
        permissions: grants,
      };
      expect(codesOf(manifest(keys))).toContain("TOO_LONG");
      const codes = codesOf(
        withRoute({
          domain: text,
          subdomain: text,
          path: `/${text}`,
          targets: { Default: external(text), [text]: external() },
        }),
      );
      expect(codes).toContain("TOO_LONG");
    }
    // Short enough for the schema, and so for the patterns of hosts, paths and addresses.
    for (const text of [`${"a-".repeat(120)}!`, `${"a.".repeat(120)}!`, `${"a".repeat(250)}!`]) {
      const targets = { Default: external(text) };
      expect(codesOf(withRoute({ domain: text, targets }))).toContain("INVALID_HOST");
    }
  });
});

describe("routes and targets", () => {
  const to = (url: string) => codesOf(withRoute({ targets: { Default: external(url) } }));
  const at = (path: string) => codesOf(withRoute({ path }));

  it("70: the same host and path twice", () => {
    expect(codesOf(manifest({ routes: [route(), route({ path: "/" })] }))).toEqual([
      "DUPLICATE_ROUTE",
      "DUPLICATE_ROUTE",
    ]);
  });
  it("71: targets that are no web address, or the caller's own machine", () => {
    const urls = [
      "javascript:alert(1)",
      "file:///etc/passwd",
      "data:text/html,x",
      "mailto:a@b.c",
      "http:/a",
      "//a",
      "",
      "https://",
      "http://169.254.169.254/latest",
      "http://127.1",
      "http://0x7f.1",
      "http://2130706433",
      "http://017700000001",
      "http://0.0.0.0",
      "localhost:3000",
      "a.localhost",
      "http://localhost.",
      "http://[::1]",
      "http://[::]",
      "http://[fe80::1]",
      "http://[::ffff:127.0.0.1]",
      "http://[fd00:ec2::254]",
      "http://metadata.google.internal",
      "http://１２７．０．０．１",
      "https://user:secret@example.com",
      "user@example.com",
      "https://exa mple.com",
      "https:\\\\example.com",
      "http://a:99999",
    ];
    for (const url of urls) expect([url, to(url)]).toEqual([url, ["INVALID_ADDRESS"]]);
  });
  it("71: hosts and private addresses that Buddy reaches", () => {
    for (const url of [
      "test.com",
      "test.com:8080/a",
      "http://10.0.0.1",
      "192.168.1.10:3000",
      "https://a.b/?q=1#f",
      "HTTPS://A.B",
    ]) {
      expect([url, to(url)]).toEqual([url, []]);
    }
  });
  it("72: paths that no request has", () => {
    for (const path of [
      "a",
      "//",
      "/a//b",
      "/../a",
      "/a/..",
      "/./a",
      "/a%2fb",
      "/%2E%2e",
      "/a\\b",
      "/a?b",
      "/a#b",
      "/a b",
      "/%zz",
      "/ü",
      "https://a.b/c",
    ]) {
      expect([path, at(path)]).toEqual([path, ["INVALID_PATH"]]);
    }
    for (const path of ["", "/", "/api", "/api/", "/a.b/..c", "/%20", "/*"])
      expect([path, at(path)]).toEqual([path, []]);
  });
  it("73: 1,000 routes", () => {
    expect(codesOf(`{identifier: a, scope: WORKSPACE, routes: [${"{},".repeat(1000)}]}`)).toContain(
      "TOO_MANY_ITEMS",
    );
  });
  it("74: an unknown type, and one in lower case", () => {
    expect(codesOf(withRoute({ type: "TELEPORT" }))).toEqual(["UNKNOWN_VALUE"]);
    expect(problemsOf(withRoute({ type: "redirect" }))).toMatchObject([
      { code: "UNKNOWN_VALUE", remedy: "did you mean REDIRECT?" },
    ]);
  });
  it("75: no default region", () => {
    expect(codesOf(withRoute({ targets: { "COUNTRY-PL": external() } }))).toEqual(["MISSING_DEFAULT"]);
  });
  it("reads all of them together within the time of one", () => {
    expect(
      readManifests(["[".repeat(9999), "- ".repeat(9999), "# x"].map((text, i) => file(text, `${i}.yaml`)))
        .problems,
    ).toHaveLength(3);
  });
});
