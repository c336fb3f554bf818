import { refuse } from "./check.ts";

/**
 * The page that `page` and `per_page` ask for; after the last one pages are empty. `size` is how many items a page has
 * unless `per_page` asks for another number; as `most`, for more than that nobody can ask.
 * @throws Refusal 400 when one of them is no whole number from 1.
 */
export function pageOf<Item>(
  items: readonly Item[],
  query: URLSearchParams,
  size: number,
  limit: "most" | "default",
): readonly Item[] {
  const asked = count(query, "per_page") ?? size;
  const perPage = limit === "most" ? Math.min(asked, size) : asked;
  const first = ((count(query, "page") ?? 1) - 1) * perPage;
  return items.slice(first, first + perPage);
}

function count(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  if (value === null) return undefined;
  if (!/^[1-9][0-9]{0,8}$/.test(value)) refuse(`${name} must be a whole number from 1`);
  return Number(value);
}
