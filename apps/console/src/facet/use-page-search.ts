import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { RawSearch } from '../urls/read-parts.ts';

/** The search part of the page's address, as the page's reader reads it. */
export function usePageSearch<Search extends object>(read: (raw: RawSearch) => Search): Search {
  const raw: RawSearch = useSearch({ strict: false });
  return useMemo(() => read(raw), [read, raw]);
}
