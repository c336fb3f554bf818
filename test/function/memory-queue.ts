import type { Message, Postponed, Queue } from "../../lib/function/queue.ts";
import { CallError } from "../../lib/function/queue.ts";

export type MemoryQueue = Queue & {
  readonly sent: Message[];
  readonly postponed: Postponed[];
  /** Takes nothing. */
  refusing: boolean;
};

export function memoryQueue(): MemoryQueue {
  const sent: Message[] = [];
  const postponed: Postponed[] = [];
  const queue: MemoryQueue = {
    sent,
    postponed,
    refusing: false,
    send: async (messages) => {
      if (queue.refusing) throw new CallError("the queue takes nothing");
      sent.push(...messages);
    },
    postpone: async (deliveries) => {
      if (queue.refusing) throw new CallError("the queue takes nothing");
      postponed.push(...deliveries);
    },
  };
  return queue;
}
