/**
 * What a list that may be paged, although no page of the documentation says so, holds beyond its first page. The length
 * of a page is not known: a page that brings nothing new, or fewer items than the first, is the last.
 * @param page asks for a page from the second on; undefined when the server refuses to hear of pages
 */
export async function furtherPages<T>(
  first: readonly T[],
  page: (number: number) => Promise<readonly T[] | undefined>,
  idOf: (item: T) => string,
): Promise<readonly T[]> {
  if (first.length === 0) return [];
  const seen = new Set(first.map(idOf));
  const further: T[] = [];
  for (let number = 2; number <= MOST_PAGES; number += 1) {
    const items = (await page(number)) ?? [];
    const added = items.filter((item) => !seen.has(idOf(item)));
    for (const item of added) seen.add(idOf(item));
    further.push(...added);
    // Nothing new: the server ignores the page. A short page: it is the last one.
    if (added.length === 0 || items.length < first.length) break;
  }
  return further;
}

/** Against a server that invents a new page for every number. */
export const MOST_PAGES = 1_000;
