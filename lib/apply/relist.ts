import { type Bucket, bucketKey, type Summary } from "../core/distribution.ts";
import type { ReadingProvider } from "../ports.ts";
import { sharedReading } from "./shared-reading.ts";

/** Lists buckets anew, whole: those who ask at the same time share a list, which begins after each of them asked. */
export function relistByBucket(
  reader: Pick<ReadingProvider, "list" | "rest">,
): (bucket: Bucket) => Promise<readonly Summary[]> {
  const readings = new Map<string, () => Promise<readonly Summary[]>>();
  return (bucket) => {
    const key = bucketKey(bucket);
    const reading = readings.get(key) ?? sharedReading(() => listWhole(reader, bucket));
    readings.set(key, reading);
    return reading();
  };
}

async function listWhole(
  reader: Pick<ReadingProvider, "list" | "rest">,
  bucket: Bucket,
): Promise<readonly Summary[]> {
  const listed = await reader.list(bucket);
  return [...listed, ...(await reader.rest(bucket, listed))];
}
