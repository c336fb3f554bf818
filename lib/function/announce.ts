import {
  EventBridgeClient,
  type EventBridgeClientConfig,
  PutEventsCommand,
} from "@aws-sdk/client-eventbridge";
import { PASS_FINISHED, type PassFinished } from "../deployment.ts";
import { calling, requireAll } from "./aws-call.ts";

/** Tells everyone who listens that a pass is over. */
export type Announce = (detail: PassFinished) => Promise<void>;

/** An event on the account's default bus, where the rules of the stack and of others find it. */
export function eventBridge(config: EventBridgeClientConfig): Announce {
  const client = new EventBridgeClient(config);
  return async (detail) => {
    const attempt = "the event of the pass could not be sent";
    const command = new PutEventsCommand({
      Entries: [
        {
          Source: PASS_FINISHED.source,
          DetailType: PASS_FINISHED.detailType,
          Detail: JSON.stringify(detail),
        },
      ],
    });
    const { Entries = [] } = await calling(attempt, "events:PutEvents", () => client.send(command));
    const refused = Entries.filter(({ ErrorCode }) => ErrorCode !== undefined);
    requireAll(
      attempt,
      refused.map(({ ErrorCode }) => ({ Code: ErrorCode })),
    );
  };
}
