import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hiding, redactor } from "../lib/redact.ts";

const SECRET = "t0k+n/with=odd&chars?";

describe("hiding", () => {
  const percent = encodeURIComponent(SECRET);
  const every = [...Buffer.from(SECRET)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  it.each([
    ["as it is", SECRET],
    ["percent-encoded", percent],
    ["percent-encoded in lower case", percent.toLowerCase()],
    ["with every character encoded", every],
    ["with every character encoded in upper case", every.toUpperCase()],
    ["in base64", Buffer.from(SECRET).toString("base64")],
    ["in base64url", Buffer.from(SECRET).toString("base64url")],
  ])("hides a secret %s", (_, form) => {
    expect(hiding([SECRET])(`before ${form} after`)).toBe("before [redacted] after");
  });

  it("hides a secret inside longer base64, wherever it begins", () => {
    const printable = fc.string({
      unit: fc.constantFrom("a", "b", "Z", "0", "9", "-", "_", ".", "~"),
      minLength: 8,
      maxLength: 40,
    });
    fc.assert(
      fc.property(printable, fc.string(), fc.string(), (secret, before, after) => {
        const whole = Buffer.from(`${before}${secret}${after}`);
        const inner = secret.slice(2, -2);
        for (const encoding of ["base64", "base64url"] as const) {
          const shown = hiding([secret])(whole.toString(encoding));
          expect(shown).toContain("[redacted]");
          const left = shown
            .split("[redacted]")
            .map((part) => Buffer.from(part, encoding).toString("latin1"));
          // What stands beside the secret may happen to be like it.
          fc.pre(!`${before}${after}`.includes(inner));
          expect(left.join(" ")).not.toContain(inner);
        }
      }),
    );
  });

  it("hides every one of several secrets, each time", () => {
    expect(hiding(["alpha-1", "beta-2"])("alpha-1 beta-2 alpha-1")).toBe("[redacted] [redacted] [redacted]");
  });

  it("leaves a text alone when there is no secret, or an empty one", () => {
    expect(hiding([])("text")).toBe("text");
    expect(hiding([""])("text")).toBe("text");
  });

  it("takes a secret's characters literally", () => {
    expect(hiding(["a.c*"])("abc a.c*")).toBe("abc [redacted]");
  });

  it("hides a secret whose quotes JSON has escaped", () => {
    expect(hiding(['a"b\\c'])(JSON.stringify('a"b\\c'))).toBe('"[redacted]"');
  });

  it("hides the beginning of a secret where a text is cut", () => {
    const hide = hiding(["f81d4fae-7dec-11d0"]);
    expect(hide("a f81d4fae-7d… b f81d4f… c f81d4… f81d4fae-7d")).toBe(
      "a [redacted]… b [redacted]… c f81d4… f81d4fae-7d",
    );
  });

  it("goes through 20 MB in a moment", () => {
    const text = "f81d4fae-7dec ".repeat(1_500_000);
    expect(hiding(["f81d4fae-7dec-11d0-a765-00a0c91e6bf6"])(text)).toHaveLength(text.length);
  });
});

describe("redactor", () => {
  it("takes every token that its source has given out of texts and keys, at any depth", async () => {
    const tokens = ["first-token-1", "second-token-2"];
    const secrets = redactor();
    const source = secrets.watch({ token: async () => tokens.shift() ?? "" });
    expect(secrets.text("first-token-1")).toBe("first-token-1");
    await source.token({ fresh: false });
    await source.token({ fresh: true });
    const told = { "first-token-1": [{ deep: "a second-token-2 b" }, 7, null, true], plain: "text" };
    expect(secrets.data(told)).toEqual({
      "[redacted]": [{ deep: "a [redacted] b" }, 7, null, true],
      plain: "text",
    });
  });

  it("knows a token before whoever asked for it does", async () => {
    const secrets = redactor();
    const source = secrets.watch({ token: async () => "fresh-token-3" });
    await source
      .token({ fresh: true })
      .then((token) => expect(secrets.text(`got ${token}`)).toBe("got [redacted]"));
  });

  it("does not take for a secret what is too short to be one, and would be found in other words", async () => {
    const secrets = redactor();
    await secrets.watch({ token: async () => "x" }).token({ fresh: false });
    secrets.learn(["", "exist", "1234567"]);
    expect(secrets.text("existing 1234567")).toBe("existing 1234567");
    expect(secrets.suspecting(["ist"]).text("existing")).toBe("existing");
  });

  it("takes out what is suspected where that is asked for, and only there", () => {
    const secrets = redactor();
    secrets.learn(["known-secret"]);
    const more = secrets.suspecting(["suspected-one"]);
    expect(more.data(["known-secret suspected-one"])).toEqual(["[redacted] [redacted]"]);
    expect(secrets.text("known-secret suspected-one")).toBe("[redacted] suspected-one");
  });
});
