import { describe, expect, it } from "vitest";
import { commandsIn } from "../core/report/runners.ts";
import { type Desk, deskWith } from "./desk.ts";
import { manifest } from "./manifests.ts";
import { start } from "./process.ts";

/** What CI runners would carry out, did it stand in their log; and what a person would not see there. */
const HOSTILE = [
  "##[error]a",
  "::error::b",
  "##vso[task.setvariable variable=PATH]c",
  "##teamcity[buildStop comment='d']",
  "\n::set-env name=A::e",
  "#\u200b#[error]f",
  "\u202eg",
  "\u{e0001}\u{e0061}h",
  "i\u00adj\u3164",
].join(" ");

/** A workspace in which somebody has given things such names. */
async function hostileDesk(): Promise<Desk> {
  const desk = await deskWith({
    "distributions/shop.yaml": manifest("shop"),
    "distributions/b.yaml": 'identifier: b\nscope: WORKSPACE\nname: "##[error]z"\n',
  });
  desk.emulator.put({
    identifier: "legacy",
    name: HOSTILE,
    routes: [
      {
        domain: "example.com",
        subdomain: "old",
        targets: { Default: { type: "EXTERNAL", external_url: "https://x/##[error]" } },
      },
    ],
  });
  desk.emulator.put({ identifier: "::error::x", name: "x" });
  desk.emulator.put({ identifier: "named", name: "##[error]y" });
  return desk;
}

const REFUSAL = { status: 422, body: { errors: [{ message: HOSTILE }] } } as const;

describe("what is printed", () => {
  it.each([
    ["plan", []],
    ["apply", ["--yes", "--verbose"]],
    ["why", ["shop"]],
    ["export", ["--dry-run"]],
    ["validate", ["--manifests", "##[error]"]],
    ["plan", ["--config", "::error::x"]],
    ["hold", ["shop", "--for", "2h", "--reason", HOSTILE]],
    ["##[group]", []],
    ["plan", ["##[error]"]],
    ["emulator", ["--fault", "##[error]x"]],
  ])("is no command to a CI runner: %s %j", async (command, args) => {
    const desk = await hostileDesk();
    desk.emulator.fault({ match: { method: "POST" }, when: "before", kind: "status", ...REFUSAL, times: 9 });
    for (const format of command === "emulator" || command.startsWith("#")
      ? [[]]
      : [
          ["--format", "text"],
          ["--format", "json"],
        ]) {
      const { stdout, stderr } = await desk.run([command, ...args, ...format]);
      expect(`${stdout}${stderr}`).not.toBe("");
      expect(commandsIn(stdout)).toEqual([]);
      expect(commandsIn(stderr)).toEqual([]);
      expect(`${stdout}${stderr}`).not.toMatch(
        /[\u0080-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u3164\u{e0000}-\u{e007f}]/u,
      );
    }
  });

  it("is no command with colours either, which a runner takes out", async () => {
    const desk = await hostileDesk();
    const { stdout, stderr } = await desk.run(["plan"], { tty: true });
    expect(`${stdout}${stderr}`).toContain("\u001b[");
    expect(commandsIn(`${stdout}${stderr}`)).toEqual([]);
  });

  it("holds what Buddy says in JSON as Buddy says it, escaped, whether or not there is a terminal", async () => {
    const desk = await hostileDesk();
    const { stdout } = await desk.run(["export", "--dry-run", "--format", "json"]);
    expect(stdout).toContain("\\u0023#[error]y");
    const { files } = JSON.parse(stdout) as { files: { distributions: { manifest: { name?: string } }[] }[] };
    const names = files.flatMap(({ distributions }) => distributions.map((one) => one.manifest.name));
    expect(names).toContain("##[error]y");
    expect((await desk.run(["export", "--dry-run", "--format", "json"], { tty: true })).stdout).toBe(stdout);
  });

  it("shows what somebody asks of the emulator with its line whole, as text and as JSON", async () => {
    const desk = await deskWith({});
    for (const json of [[], ["--json"]]) {
      const child = start(desk, ["emulator", ...json]);
      const first = String(await child.begun);
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(first)?.[0] ?? "";
      await fetch(`${url}/workspaces/##[error]/::x?%23%23[error]##[a]`, { headers: { "x-a": "##[error]" } });
      child.kill("SIGINT");
      const { stdout } = await child.ended;
      expect(commandsIn(stdout)).toEqual([]);
    }
  });

  it("leaves a file of --out as plain JSON", async () => {
    const desk = await hostileDesk();
    await desk.run(["plan", "--out", "plan.json"]);
    expect(await desk.read("plan.json")).toContain('"##[error]z"');
  });
});
