/** Full jitter: anywhere between nothing and 200 ms doubled n times, at most 20 s. */
export function backoff(n: number, random: () => number): number {
  return random() * Math.min(20_000, 200 * 2 ** n);
}
