/** Facts of a source within the last 24 hours, and when its last one was recorded (epoch milliseconds). */
export interface SourceCount {
  readonly factsLastDay: number;
  readonly lastFactAt: number | null;
}

interface KeyedSource {
  readonly source: string;
  readonly keys_active: number;
}

export interface KnownSource extends SourceCount {
  readonly source: string;
  readonly keysActive: number;
}

/**
 * The page of sources after a name: those that hold a write key and those that only ever sent facts, as files and the demo do.
 * `keyed` is the same page of the first kind, by name; at most `limit` come back.
 */
export function joinSources(
  keyed: readonly KeyedSource[],
  counts: ReadonlyMap<string, SourceCount>,
  page: { readonly after: string; readonly limit: number },
): readonly KnownSource[] {
  const keysOf = new Map(keyed.map((row) => [row.source, row.keys_active]));
  const names = new Set([...keysOf.keys(), ...counts.keys()]);
  return [...names]
    .filter((source) => source > page.after)
    .toSorted((a, b) => (a < b ? -1 : 1))
    .slice(0, page.limit)
    .map((source) => ({
      source,
      keysActive: keysOf.get(source) ?? 0,
      factsLastDay: counts.get(source)?.factsLastDay ?? 0,
      lastFactAt: counts.get(source)?.lastFactAt ?? null,
    }));
}
