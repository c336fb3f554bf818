/**
 * All items of a list that may be paged although no page of the documentation says so. A first answer of exactly a usual
 * page's length is followed by a request for the second page; anything else costs the one call.
 * @param page asks for a page, from 1; undefined when the server refuses to hear of pages
 */
export async function allPages<T>(
  page: (number: number) => Promise<readonly T[] | undefined>,
  idOf: (item: T) => string,
): Promise<readonly T[]> {
  const first = (await page(1)) ?? [];
  if (!USUAL_LENGTHS.has(first.length)) return first;
  const seen = new Set(first.map(idOf));
  const all = [...first];
  for (let number = 2; number <= MOST_PAGES; number += 1) {
    const items = (await page(number)) ?? [];
    const added = items.filter((item) => !seen.has(idOf(item)));
    for (const item of added) seen.add(idOf(item));
    all.push(...added);
    // Nothing new: the server ignores the page. A short page: it is the last one.
    if (added.length === 0 || items.length < first.length) break;
  }
  return all;
}

/** Buddy pages its other lists by 20, its SDK asks for 30 at a time; 50 and 100 are usual elsewhere. */
const USUAL_LENGTHS: ReadonlySet<number> = new Set([20, 30, 50, 100]);

/** Against a server that invents a new page for every number. */
export const MOST_PAGES = 1_000;
