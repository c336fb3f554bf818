import type { Objects } from "../../adapters/objects/objects.ts";
import { PREFIXES, type Wake } from "../../deployment.ts";
import type { HookProvider } from "./request.ts";

/** Which deliveries have been here, for a day or more: the bucket's lifecycle forgets them. */
export interface Deliveries {
  isKnown(provider: HookProvider, id: string): Promise<boolean>;
  remember(provider: HookProvider, id: string, wake: Wake): Promise<void>;
}

/** One small object for each, with what the delivery led to. */
export function storedDeliveries(objects: Objects): Deliveries {
  return {
    isKnown: async (provider, id) =>
      (await objects.get(keyOf(provider, id), { maxBytes: LARGEST })) !== undefined,
    remember: async (provider, id, wake) => {
      await objects.put(keyOf(provider, id), Buffer.from(JSON.stringify(wake)), {
        when: "absent",
        contentType: "application/json",
      });
    },
  };
}

const LARGEST = 10_000;

function keyOf(provider: HookProvider, id: string): string {
  return `${PREFIXES.deliveries}${provider}/${id}`;
}
