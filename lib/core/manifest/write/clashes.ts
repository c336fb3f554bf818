/** What a distribution would have routes for, once everything is written. */
export type Claim = {
  readonly key: string;
  /** Keys of routes as they would be written, and, where they can be kept as they are instead, those. */
  readonly routes: readonly string[];
  readonly otherwise: readonly string[];
};

/**
 * The distributions whose routes cannot be written, since another one answers the same requests: all of a clash, as nobody here
 * knows which is right.
 *
 * @param fixed keys of routes that manifests have which are not changed, each with the distribution's key
 */
export function clashing(
  claims: readonly Claim[],
  fixed: readonly (readonly [route: string, key: string])[],
): ReadonlySet<string> {
  const dropped = new Set<string>();
  for (;;) {
    const holders = new Map<string, Set<string>>();
    const hold = (route: string, key: string) =>
      holders.set(route, (holders.get(route) ?? new Set()).add(key));
    for (const [route, key] of fixed) hold(route, key);
    for (const { key, routes, otherwise } of claims)
      for (const route of dropped.has(key) ? otherwise : routes) hold(route, key);
    const shared = new Set([...holders].flatMap(([route, keys]) => (keys.size > 1 ? [route] : [])));
    const found = claims.filter(
      ({ key, routes }) => !dropped.has(key) && routes.some((route) => shared.has(route)),
    );
    if (found.length === 0) return dropped;
    for (const { key } of found) dropped.add(key);
  }
}
