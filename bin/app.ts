import { App } from "aws-cdk-lib";
import { refuseStale } from "../lib/infra/bundle.ts";
import { ProblemsError } from "../lib/infra/manifests.ts";
import { DistroSyncStack } from "../lib/infra/stack.ts";

/** What `npx cdk` runs. `-c config=FILE` names another configuration than `distro-sync.yaml`. */
const app = new App({ autoSynth: false });
const config: unknown = app.node.tryGetContext("config");
try {
  refuseStale("app");
  // oxlint-disable-next-line no-new -- it adds itself to the app
  new DistroSyncStack(app, "DistroSync", typeof config === "string" ? { config } : {});
  app.synth();
} catch (error) {
  if (!(error instanceof ProblemsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
