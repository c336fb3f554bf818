import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { examplesIn, readManifests } from "../../../lib/core/manifest/read.ts";
import { tries } from "../../support/property.ts";
import { codesOf, external, file, manifest, placesOf, problemsOf, route } from "./builders.ts";

describe("examplesIn", () => {
  it("finds the line that marks a file as an example, and no other mention of one", () => {
    const marked = file("# about\n# distro-sync: example (try it)\nidentifier: a\n", "a.yaml");
    expect(examplesIn([marked, file("# an example: distro-sync\n[]\n", "b.yaml")])).toMatchObject([
      { file: "a.yaml", line: 2, column: 1, code: "EXAMPLE" },
    ]);
  });
});

describe("readManifests", () => {
  it("wants nothing of no files, and of files that hold empty lists", () => {
    const nothing = { desired: [], decided: { approvals: [], holds: [] }, problems: [] };
    expect(readManifests([])).toEqual(nothing);
    expect(readManifests([file("[]\n")])).toEqual(nothing);
  });

  it("says of each manifest where it begins", () => {
    const text = "# two\n- identifier: b\n  scope: WORKSPACE\n\n- identifier: a\n  scope: WORKSPACE\n";
    expect(readManifests([file(text, "two.yaml")]).desired).toEqual([
      {
        scope: { kind: "workspace" },
        identifier: "a",
        protect: false,
        adopt: false,
        previously: [],
        source: { file: "two.yaml", line: 5, path: [1] },
      },
      {
        scope: { kind: "workspace" },
        identifier: "b",
        protect: false,
        adopt: false,
        previously: [],
        source: { file: "two.yaml", line: 2, path: [0] },
      },
    ]);
  });

  it("sorts by scope and identifier, not by file", () => {
    const files = [
      file(manifest({ identifier: "b" }), "1.yaml"),
      file(manifest({ identifier: "z", scope: "PROJECT", project_name: "web" }), "0.yaml"),
      file(manifest({ identifier: "a" }), "2.yaml"),
    ];
    expect(readManifests(files).desired.map(({ identifier }) => identifier)).toEqual(["z", "a", "b"]);
  });

  it("wants nothing at all when one file of many has a problem", () => {
    const reading = readManifests([file(manifest(), "good.yaml"), file("", "bad.yaml")]);
    expect(reading.desired).toEqual([]);
    expect(reading.problems).toMatchObject([{ file: "bad.yaml", line: 1, column: 1, code: "EMPTY_FILE" }]);
  });

  it("reports all problems of all files, sorted by file and position", () => {
    const bad = "scope: WORKSPACE\nrotues: []\nidentifier: -a\n";
    const problems = readManifests([file(bad, "b.yaml"), file("", "c.yaml"), file(bad, "a.yaml")]).problems;
    expect(problems.map(({ file: path, line, code }) => `${path}:${line} ${code}`)).toEqual([
      "a.yaml:2 UNKNOWN_KEY",
      "a.yaml:3 INVALID_IDENTIFIER",
      "b.yaml:2 UNKNOWN_KEY",
      "b.yaml:3 INVALID_IDENTIFIER",
      "c.yaml:1 EMPTY_FILE",
    ]);
  });

  it("reports problems of the text, of the shape and of the meaning together", () => {
    const text =
      "- {identifier: a, scope: PROJECT, name: ~}\n- {identifier: b, scope: PROJECT, routes: [{domain: x, type: REDIRECT, targets: {}}]}\n";
    expect(placesOf(text)).toEqual([
      "1:41 NULL_VALUE",
      "2:26 SCOPE_KEYS",
      "2:53 INVALID_HOST",
      "2:72 MISSING_DEFAULT",
    ]);
  });

  it("does not repeat what is wrong with a text as something wrong with its shape", () => {
    expect(codesOf("identifier: ~\nscope: WORKSPACE")).toEqual(["NULL_VALUE"]);
  });

  it("lists 50 problems of a file, and then how many are left", () => {
    const text = `identifier: a\nscope: WORKSPACE\n${Array.from({ length: 60 }, (_, i) => `key${i}: 1\n`).join("")}`;
    const problems = problemsOf(text);
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)).toMatchObject({
      code: "TOO_MANY_PROBLEMS",
      line: 63,
      message: "the file has 10 more problems",
    });
  });

  it("counts one problem that is left as one", () => {
    const text = `identifier: a\nscope: WORKSPACE\n${Array.from({ length: 51 }, (_, i) => `key${i}: ~\n`).join("")}`;
    expect(problemsOf(text).at(-1)?.message).toMatch(/^the file has \d+ more problems?$/);
    const one = `[${Array(51).fill("1").join(", ")}]`;
    expect(problemsOf(one).at(-1)?.message).toBe("the file has 1 more problem");
  });

  it("reads CRLF as it reads LF", () => {
    const text = "identifier: a\nscope: WORKSPACE\nname: >-\n  two\n  words\n";
    const crlf = readManifests([file(text.replaceAll("\n", "\r\n"))]);
    expect(crlf).toEqual(readManifests([file(text)]));
    expect(crlf.desired).toMatchObject([{ name: "two words" }]);
  });

  it("never throws, whatever the bytes are", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (content) => {
        readManifests([{ path: "x.yaml", content }]);
      }),
      tries(200),
    );
  });

  it("never throws, whatever is put together from YAML's own characters", () => {
    const piece = fc.constantFrom(
      ..."[]{}:,-?&*!|>'\"%@`#~ \n\tab01".split(""),
      "identifier",
      "scope",
      "<<: ",
      "- ",
      "\n  ",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        readManifests([file(pieces.join(""))]);
      }),
      tries(500),
    );
  });

  it("never throws, whatever values a manifest has", () => {
    const key = fc.constantFrom(
      "identifier",
      "scope",
      "routes",
      "targets",
      "Default",
      "type",
      "permissions",
      "users",
      "id",
      "sync",
      "distribution",
      "target",
    );
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { depthSize: "small" },
        fc.oneof(
          fc.string(),
          fc.integer(),
          fc.boolean(),
          fc.constant(null),
          fc.constantFrom("WORKSPACE", "REDIRECT", "EXTERNAL"),
        ),
        fc.dictionary(key, tie("tree")),
        fc.array(tie("tree"), { maxLength: 3 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        readManifests([file(JSON.stringify(value))]);
      }),
      tries(300),
    );
  });

  it("does not depend on the order of the files", () => {
    const files = [
      file(manifest({ identifier: "a", routes: [route()] }), "1.yaml"),
      file(
        manifest({ identifier: "b", routes: [route({ targets: { Default: external("x.com") } })] }),
        "2.yaml",
      ),
      file(manifest({ identifier: "A", routes: [route({ path: "/a" })] }), "3.yaml"),
      file("rotues: []", "4.yaml"),
      file("", "5.yaml"),
    ];
    const good = files.slice(0, 1).concat(file(manifest({ identifier: "c" }), "6.yaml"));
    for (const some of [files, good]) {
      const expected = readManifests(some);
      fc.assert(
        fc.property(fc.shuffledSubarray(some, { minLength: some.length }), (shuffled) => {
          expect(readManifests(shuffled)).toEqual(expected);
        }),
        tries(10),
      );
    }
  });
});
