import { once } from "node:events";
import { PassThrough } from "node:stream";
import { describe, expect, it, onTestFinished } from "vitest";
import { run } from "../../lib/command/program.ts";
import { startEmulator } from "../../lib/emulator/emulator.ts";
import { command } from "./desk.ts";

describe("emulator", () => {
  it("prints with --json where it listens, then each request", async () => {
    const { url, lines, stop } = await running([
      "--json",
      "--workspace",
      "one",
      "two",
      "--token",
      "secret-1",
    ]);
    expect(JSON.parse(lines()[0] ?? "")).toEqual({ url, token: "secret-1", workspaces: ["one", "two"] });
    const path = "/workspaces/two/distributions";
    const headers = { Authorization: "Bearer secret-1" };
    expect((await fetch(`${url}${path}?sort=name`, { headers })).status).toBe(200);
    expect(await stop()).toBe(0);
    const request = JSON.parse(lines()[1] ?? "") as Record<string, unknown>;
    expect(request).toMatchObject({ n: 1, method: "GET", path, query: "sort=name", status: 200 });
    expect(JSON.stringify(request)).not.toContain("secret-1");
  });

  it("prints the variables to export, then a line a request", async () => {
    const { url, lines, stop } = await running(["--fault", "before status 503"]);
    await fetch(`${url}/workspaces/my-company/distributions`);
    await stop();
    expect(lines()).toContain(`  export BUDDY_API_ENDPOINT=${url}`);
    expect(lines()).toContain("  export BUDDY_TOKEN=emulator-token");
    expect(lines()).toContain("  export BUDDY_WORKSPACE=my-company");
    expect(lines().at(-2)).toBe("GET /workspaces/my-company/distributions 503 (before status 503)");
  });

  it("prints its token also when it is the one in BUDDY_TOKEN", async () => {
    const { lines, stop } = await running(["--json", "--token", "my-own-token"], {
      BUDDY_TOKEN: "my-own-token",
    });
    await stop();
    expect(lines()[0]).toContain("my-own-token");
  });

  it("takes several switches of its personality", async () => {
    const { url, stop } = await running(["--personality", "ids=number", "quota=5/60"]);
    const headers = { Authorization: "Bearer emulator-token" };
    const answer = await fetch(`${url}/workspaces/my-company/distributions`, { headers });
    await stop();
    expect(answer.headers.get("x-rate-limit-remaining")).toBe("4");
  });

  it.each([
    ["an unknown switch", ["--personality", "colour=red"], 'there is no switch "colour"'],
    ["an unknown value", ["--personality", "ids=text"], "the value must be one of string, number"],
    ["a fault without a kind", ["--fault", "POST /distributions"], "as in"],
    ["an unknown fault", ["--fault", "before explosion"], 'there is no fault "explosion"'],
    ["an environment of nothing", ["--environment", "a/b/c"], "write PROJECT/IDENTIFIER"],
  ])("refuses %s in one line", async (_, flags, hint) => {
    const { code, stdout, stderr } = await command(["emulator", ...flags]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(hint);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  it("says what to do when the port is taken", async () => {
    const other = await startEmulator();
    onTestFinished(() => other.close());
    const port = new URL(other.url).port;
    const { code, stderr } = await command(["emulator", "--port", port]);
    expect(code).toBe(1);
    expect(stderr).toBe(
      `error: The emulator cannot listen on 127.0.0.1:${port}: choose another port, or 0 for any free one\n`,
    );
  });
});

type Running = {
  readonly url: string;
  readonly lines: () => readonly string[];
  /** Interrupts it; resolves to its exit code. */
  readonly stop: () => Promise<number>;
};

async function running(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Running> {
  const stdout = new PassThrough();
  const interrupt = new AbortController();
  let text = "";
  stdout.on("data", (chunk: Buffer) => {
    text += String(chunk);
  });
  const ended = run({
    args: ["emulator", ...args],
    env,
    cwd: process.cwd(),
    streams: { stdin: new PassThrough(), stdout, stderr: new PassThrough() },
    version: "1.2.3",
    signal: interrupt.signal,
  });
  onTestFinished(() => interrupt.abort());
  await once(stdout, "data");
  return {
    url: /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0] ?? "",
    lines: () => text.split("\n"),
    stop: () => {
      interrupt.abort();
      return ended;
    },
  };
}
