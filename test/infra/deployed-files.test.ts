import { describe, expect, it } from "vitest";
import type { Config } from "../../lib/core/config/config.generated.ts";
import { readConfig } from "../../lib/core/config/read.ts";
import { passRules } from "../../lib/core/config/workspace.ts";
import { CONFIG_FILE } from "../../lib/deployment.ts";
import { settingsOf } from "../../lib/function/settings.ts";
import { deployable, deployedFiles } from "../../lib/infra/manifests.ts";

describe("the configuration that is deployed", () => {
  it("says of what passes may do all that the file says", () => {
    const entry = {
      workspace: "my-company",
      token: { ssm: "/distro-sync/my-company/token" },
      source: "release",
      policy: "sync",
      on_remove: "delete",
      quarantine_days: 3,
      schedule: "apply",
      deep_check: 20,
      limits: {
        creates: 10,
        removals: "5%",
        updates: "10%",
        route_removals: "0%",
        max_route_removals: 1,
        allow: ["apex"],
      },
    } satisfies NonNullable<Config["workspaces"]>[number];
    const config: Config = {
      workspaces: [entry],
      windows: [{ deny: "0 17 * * 5", duration: "3d", timezone: "Europe/Warsaw", reason: "weekend" }],
      notify: { topic: "arn:aws:sns:eu-central-1:123456789012:alarms" },
    };
    const files = deployedFiles({ config, workspaces: deployable(config), folder: "." });
    const file = files.find(({ path }) => path === CONFIG_FILE);
    const reading = readConfig({ path: CONFIG_FILE, content: file?.content ?? Buffer.alloc(0) });
    const deployed = "config" in reading ? settingsOf(reading.config) : undefined;
    expect(deployed?.workspaces.get("my-company")?.rules).toEqual({
      scheduled: passRules(entry, config, { scheduled: true }),
      decided: passRules(entry, config, { scheduled: false }),
    });
  });
});
