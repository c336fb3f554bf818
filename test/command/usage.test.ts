import { describe, expect, it } from "vitest";
import { CANARY, leaksIn } from "./canary.ts";
import { command, deskWith } from "./desk.ts";
import { manifest } from "./manifests.ts";

describe("help", () => {
  it("is printed on stdout, and teaches how to begin, the environment and the exit codes", async () => {
    const { code, stdout, stderr } = await command(["--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatchInlineSnapshot(`
      "Usage: distro-sync [options] [command]

      Keeps the distributions of a Buddy workspace equal to YAML manifests in git.

      Options:
        -V, --version                     print the version
        --no-color                        never use colours (NO_COLOR does the same)
        -h, --help                        print this help

      Commands:
        validate [options]                check the manifests, without a token and
                                          without a request
        plan [options]                    show what apply would do; it cannot write
        apply [options]                   apply the plan, after you have agreed to it
        publish [options]                 publish the manifests for a deployed
                                          function
        export [options]                  write manifests for what is live; it only
                                          reads Buddy
        hold [options] [identifier]       stop every write to a distribution for a
                                          while
        unhold [options] [identifier]     end a hold before its time
        adopt [options] [identifier...]   take ownership of what exists; it changes
                                          nothing in Buddy
        disown [options] [identifier...]  give up ownership; it changes nothing in
                                          Buddy
        why [options] <identifier>        explain why the next pass changes a
                                          distribution, or leaves it alone
        report [options] [file]           show the latest report of a deployed
                                          function
        schema [options] [name]           print a JSON Schema
        emulator [options]                run Buddy's API on this machine, to try
                                          manifests without an account
        demo [options]                    plan, apply and plan again, against an
                                          emulator on this machine
        help [command]                    print the help of a command

      Start here:
        distro-sync demo                         see it work, without an account
        distro-sync validate                     check distributions/*.yaml
        distro-sync plan                         show what would be done
        distro-sync apply                        do it, after you have agreed to the plan
        distro-sync plan --format json --out plan.json --detailed-exitcode     for CI

      Environment variables that Buddy's own CLI also reads:
        BUDDY_TOKEN          a personal access token that may read and write distributions
        BUDDY_WORKSPACE      the handle in the workspace's URL
        BUDDY_API_ENDPOINT   https://api.buddy.works, https://api.eu.buddy.works, https://api.asia.buddy.works,
                             or for a self-hosted Buddy: https://HOST/api
      and our own:
        DISTRO_SYNC_STATE        where the inventory is kept: a folder, or s3://BUCKET; required in CI
        DISTRO_SYNC_TOKEN_SSM    the parameter that holds the token, used when BUDDY_TOKEN is not set

      Exit codes:
        0 in sync or applied    1 error       2 changes pending (--detailed-exitcode)
        3 blocked               4 manifests that are invalid or cannot be trusted
        5 busy or stale         6 partial: something was written, something was not
      "
    `);
  });

  it.each(["validate", "plan", "apply", "schema", "emulator", "demo"])(
    "is there for %s, and tells each default once",
    async (name) => {
      const { code, stdout, stderr } = await command([name, "--help"]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toMatch(new RegExp(`^Usage: distro-sync ${name}`));
      expect(stdout).not.toContain("default: false");
      for (const option of stdout.split(/\n {2}(?=-)/))
        expect(option.match(/default:/g)?.length ?? 0).toBeLessThan(2);
      expect(await command(["help", name])).toEqual({ code, stdout, stderr });
    },
  );

  it("is printed on stderr, with 1, when no command is given", async () => {
    const { code, stdout, stderr } = await command([]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("Usage: distro-sync");
  });

  it("has the version beside it", async () => {
    expect(await command(["--version"])).toEqual({ code: 0, stdout: "1.2.3\n", stderr: "" });
  });
});

describe("a misspelt call", () => {
  it.each([
    [["plam"], "(Did you mean plan?)"],
    [["plan", "--manifest", "x"], "(Did you mean --manifests?)"],
    [["aply", "--yes"], "(Did you mean apply?)"],
    [["plan", "--format", "jsn"], "Allowed choices are text, json."],
    [["schema", "plna"], "Allowed choices are manifest, config, plan, report."],
    [["plan", "distributions"], "too many arguments"],
    [["plan", "--out"], "argument missing"],
    [["plan", "--concurrency", "0"], "It takes a whole number from 1 to 10."],
    [["plan", "--concurrency", "11"], "It takes a whole number from 1 to 10."],
    [["plan", "--concurrency", "x"], "It takes a whole number from 1 to 10."],
    [["plan", "--concurrency", "1e1"], "It takes a whole number from 1 to 10."],
    [["apply", "--deadline", "0"], "It takes a whole number from 1 to 86400."],
    [["apply", "--deadline", "soon"], "It takes a whole number from 1 to 86400."],
    [["emulator", "--port", "65536"], "It takes a whole number from 0 to 65535."],
    [["plan", "--manifests", ""], "It is empty."],
    [["plan", "--state", ""], "It is empty."],
  ])("%j ends with 1 and says what was meant", async (args, hint) => {
    const { code, stdout, stderr } = await command(args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(hint);
  });

  it.each([
    [[CANARY]],
    [["plan", "--format", CANARY]],
    [["plan", "--workspace", CANARY]],
    [["plan", "--api", `https://me:${CANARY}@api.buddy.works`]],
    [["plan", "--api", `https://api.buddy.works/?token=${CANARY}`]],
    [["plan", "--config", CANARY]],
  ])("does not repeat a token that was put in the wrong place (%#)", async (args) => {
    const { code, stdout, stderr } = await command(args, { env: { BUDDY_TOKEN: CANARY } });
    expect(code).toBe(1);
    expect(leaksIn(`${stdout}${stderr}`)).toEqual([]);
  });
});

describe("colours", () => {
  const ESCAPE = "\u001b[";

  it("are used on a terminal", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    expect((await desk.run(["plan"], { tty: true })).stdout).toContain(ESCAPE);
  });

  it("are not used elsewhere", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    const { stdout, stderr } = await desk.run(["apply", "--yes", "--verbose"]);
    expect(`${stdout}${stderr}`).not.toContain("\u001b");
  });

  it.each([
    ["NO_COLOR", [], { NO_COLOR: "1" }],
    ["TERM=dumb", [], { TERM: "dumb" }],
    ["--no-color", ["--no-color"], {}],
  ])("are not used on a terminal with %s", async (_, flags, env) => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    const { stdout, stderr } = await desk.run(["apply", ...flags, "--verbose"], {
      tty: true,
      answer: "yes\n",
      env,
    });
    expect(`${stdout}${stderr}`).not.toContain("\u001b");
    expect(stderr).toContain("[1/1] created");
  });

  it("are switched off before the command's name as well", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    expect((await desk.run(["--no-color", "plan"], { tty: true })).stdout).not.toContain("\u001b");
  });

  it("are used when NO_COLOR is empty", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    expect((await desk.run(["plan"], { tty: true, env: { NO_COLOR: "" } })).stdout).toContain(ESCAPE);
  });
});
