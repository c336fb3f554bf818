import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { passRules } from "../../lib/core/config/workspace.ts";
import { isScheduled, TRIGGERS } from "../../lib/deployment.ts";
import { readDeployedConfig, SettingsError, settingsOf } from "../../lib/function/settings.ts";
import { EnvironmentError, requireEnv } from "../../lib/function/start.ts";

const TOKEN = { ssm: "/distro-sync/my-company/token" };

describe("the deployed settings", () => {
  it("have a safe default for everything but the workspace and its token", () => {
    const { instance, workspaces } = settingsOf({ workspaces: [{ workspace: "my-company", token: TOKEN }] });
    expect(instance).toBe("default");
    expect([...workspaces]).toEqual([
      [
        "my-company",
        {
          name: "my-company",
          api: "https://api.buddy.works",
          manifests: "distributions",
          source: "bundle",
          token: TOKEN,
          rules: {
            scheduled: passRules({}, {}, { scheduled: true }),
            decided: passRules({}, {}, { scheduled: false }),
          },
        },
      ],
    ]);
  });

  it("have rules for scheduled passes and for those that somebody decided on", () => {
    const windows = [{ deny: "0 17 * * 5", duration: "3d" }];
    const entry = { workspace: "a", token: TOKEN, policy: "sync", on_remove: "disable" } as const;
    const rules = settingsOf({ workspaces: [entry], windows }).workspaces.get("a")?.rules;
    const both = { policy: "sync", onRemove: "disable", windows };
    expect(rules?.scheduled).toMatchObject({ ...both, drift: "report" });
    expect(rules?.decided).toMatchObject({ ...both, drift: "correct" });
    expect(TRIGGERS.filter(isScheduled)).toEqual(["schedule", "continuation"]);
  });

  it("send the token to a host that the file names, and to no other", () => {
    const own = { workspace: "a", token: TOKEN, api: "https://buddy.example.com/api" };
    expect(settingsOf({ workspaces: [own] }).workspaces.get("a")?.api).toBe("https://buddy.example.com/api");
    expect(() => settingsOf({ workspaces: [{ ...own, api: "http://buddy.example.com" }] })).toThrow(
      SettingsError,
    );
  });

  it("report the faults of all workspaces at once", () => {
    const fails = () =>
      settingsOf({
        workspaces: [
          { workspace: "a", token: { env: "BUDDY_TOKEN" } },
          { workspace: "b", token: TOKEN, api: "http://buddy.example.com" },
          { workspace: "c", token: TOKEN, source: "github" },
          { workspace: "*", token: TOKEN },
          { workspace: "d", token: TOKEN },
        ],
      });
    expect(fails).toThrow(SettingsError);
    for (const part of [/"a": .*Parameter Store/, /"b": .*https/, /"c": .*repository/, /"\*": .*handle/]) {
      expect(fails).toThrow(part);
    }
    expect(fails).not.toThrow(/"d"/);
  });

  it("require a workspace", () => {
    expect(() => settingsOf({})).toThrow("it names no workspace");
  });
});

describe("the configuration beside the bundle", () => {
  const folderWith = async (text?: string) => {
    const folder = await mkdtemp(join(tmpdir(), "distro-sync-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    if (text !== undefined) await writeFile(join(folder, "distro-sync.json"), text);
    return folder;
  };

  it("is read as strictly as distro-sync.yaml", async () => {
    const config = { workspaces: [{ workspace: "my-company", token: TOKEN }] };
    expect(await readDeployedConfig(await folderWith(JSON.stringify(config)))).toEqual(config);
    const wrong = await folderWith('{ "workspaces": [{ "workspace": "a", "polcy": "upsert" }] }');
    await expect(readDeployedConfig(wrong)).rejects.toThrow(/distro-sync\.json:1:\d+ UNKNOWN_KEY/);
  });

  it("must exist", async () => {
    await expect(readDeployedConfig(await folderWith())).rejects.toThrow(
      "distro-sync.json beside the bundle cannot be read (ENOENT)",
    );
  });
});

describe("a variable of the environment", () => {
  it("must be set, and not empty", () => {
    expect(requireEnv({ A: "1" }, "A")).toBe("1");
    for (const env of [{}, { A: "" }]) expect(() => requireEnv(env, "A")).toThrow(EnvironmentError);
  });
});
