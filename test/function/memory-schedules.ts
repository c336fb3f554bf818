import type { PassRequest } from "../../lib/deployment.ts";
import type { Schedules } from "../../lib/function/queue.ts";

export type MemorySchedules = Schedules & {
  readonly made: { readonly at: Date; readonly request: PassRequest; readonly name: string }[];
  /** Takes nothing. */
  refusing: boolean;
};

export function memorySchedules(): MemorySchedules {
  const made: MemorySchedules["made"] = [];
  const schedules: MemorySchedules = {
    made,
    refusing: false,
    sendAt: async (at, request, name) => {
      if (schedules.refusing) throw new Error("no schedule is made");
      if (!made.some((one) => one.name === name)) made.push({ at, request, name });
    },
  };
  return schedules;
}
