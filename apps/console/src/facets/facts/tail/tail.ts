/** How many facts the live list keeps. */
export const tailLengthMax = 100;

/** Newer facts before older ones; the server may send a fact twice. */
export function joinTail<Item extends { readonly id: string }>(newer: readonly Item[], older: readonly Item[]): Item[] {
  const seen = new Set<string>();
  return [...newer, ...older].filter(({ id }) => !seen.has(id) && seen.add(id)).slice(0, tailLengthMax);
}
