import type { Wake } from "../deployment.ts";
import { handleBatch } from "./batch.ts";
import { answerOf, chosenWorkspace } from "./direct.ts";
import { readEvent } from "./event.ts";
import { type Finished, makePass } from "./pass.ts";
import { concerns } from "./wake.ts";
import type { FunctionDependencies, LambdaInvocation } from "./world.ts";

/**
 * What one invocation comes to. Messages of the queue and people get passes; other events are put into the queue, where
 * they wait for their turn.
 * @throws EventError, PassError
 */
export async function handle(
  event: unknown,
  world: FunctionDependencies,
  invocation: LambdaInvocation,
): Promise<unknown> {
  const occasion = readEvent(event, world.bucket);
  const { settings, queue, log } = world;
  const workspaces = [...settings.workspaces.keys()];
  switch (occasion.kind) {
    case "batch":
      return handleBatch(occasion.records, {
        workspaces,
        fromGithub: workspaces.filter((name) => settings.workspaces.get(name)?.source === "github"),
        queue,
        log,
        pass: async ({ workspace: name, ...asked }) => {
          const workspace = chosenWorkspace(name, settings);
          return faultOf(await makePass({ workspace, mode: "apply", ...asked }, world, invocation));
        },
      });
    case "wakes": {
      const wakes = occasion.wakes.flatMap((wake) => addressed(wake, workspaces));
      await queue.send(wakes.map((wake) => ({ wake, cause: JSON.stringify(wake) })));
      log("event.enqueued", { enqueued: wakes.length, of: occasion.wakes.length });
      return { enqueued: wakes.length };
    }
    case "direct": {
      const workspace = chosenWorkspace(occasion.workspace, settings);
      const { mode } = occasion;
      const wake: Wake = { trigger: "manual" };
      const order = { workspace, mode, wake, cause: invocation.requestId, alone: true };
      return answerOf(await makePass(order, world, invocation));
    }
    default:
      return occasion satisfies never;
  }
}

/** Without the object's key, for the workspace whose source it belongs to; of other objects nothing follows. */
function addressed({ key, ...wake }: Wake, workspaces: readonly string[]): readonly Wake[] {
  if (key === undefined) return [wake];
  return workspaces.filter((name) => concerns(key, name)).map((workspace) => ({ ...wake, workspace }));
}

function faultOf({ failed, report, key }: Finished): string | undefined {
  if (!failed) return undefined;
  return `its pass ended as ${report.verdict}; ${key === undefined ? "the report is lost" : `see ${key}`}`;
}
