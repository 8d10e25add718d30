import { useSearch } from '@tanstack/react-router';
import { useDeferredValue, useMemo } from 'react';
import type { RawSearch } from '../urls/read-parts.ts';

export interface PageSearch<Search> {
  /** What the address says: for controls, which follow at once. */
  readonly search: Search;
  /** What the page shows: the address before, until what the present one asks for is there. */
  readonly shown: Search;
  readonly isStale: boolean;
}

/**
 * The address of a page in two readings. A part that suspends for `shown` is drawn anew behind what the reader sees, and takes its
 * place when all of it is there: nothing falls back to a skeleton because a filter was changed.
 */
export function usePageSearch<Search extends object>(read: (raw: RawSearch) => Search): PageSearch<Search> {
  const raw: RawSearch = useSearch({ strict: false });
  const rawShown = useDeferredValue(raw);
  const search = useMemo(() => read(raw), [read, raw]);
  const shown = useMemo(() => read(rawShown), [read, rawShown]);
  return { search, shown, isStale: raw !== rawShown };
}
