import { type Route, routeKey } from "../core/domain/distribution.ts";
import type { DeleteChange } from "../core/plan/plan.ts";
import { accountOf, attempt } from "./attempt.ts";
import { giveBack, NOT_RETURNABLE, returnable } from "./give-back.ts";
import type { Given, Giver } from "./halfway.ts";
import { readToDelete, recordGone } from "./remove.ts";
import type { ChangeTools } from "./tools.ts";

/** Gives routes of what is to be deleted to others, before it is. */
export function deleteGiver(change: DeleteChange, tools: ChangeTools): Giver {
  return {
    give: (address) => give(change, address, tools),
    takeBack: async (route, why) => {
      const { outcome, error } = await giveBack(change, route, why, tools);
      const { status, reason } = outcome;
      const remedy = error?.remedy === undefined ? {} : { remedy: error.remedy };
      const account = accountOf(change, { wrote: true, distribution: "updated" }, status, {
        reason,
        ...remedy,
      });
      return { outcome: account, ...(error === undefined ? {} : { error }) };
    },
  };
}

async function give(change: DeleteChange, address: string, tools: ChangeTools): Promise<Given> {
  const { writer, ledger, clock } = tools;
  const { scope, identifier, id } = change;
  let given: Route | undefined;
  const ended = await attempt(change, async (progress) => {
    const live = await readToDelete(change, tools);
    if (live === undefined) return recordGone(change, progress, tools);
    given = returnable(live, address);
    const route = live.routes.find((one) => routeKey(one) === address);
    if (given === undefined || route === undefined) return;
    await ledger.record({ event: "removing", scope, identifier, at: clock.now(), as: "delete" });
    await writer.deleteRoute(scope, id, route.id);
  });
  const { status, distribution, reason: why = status } = ended.outcome;
  if (status !== "applied") return { is: "kept", why, ended };
  if (distribution === "absent") return { is: "gone", ended };
  return given === undefined ? { is: "kept", why: NOT_RETURNABLE } : { is: "given", route: given };
}
