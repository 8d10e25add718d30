import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import type { Query, Result } from '../../../api/queries.ts';
import type { Documents } from '../../../editing/documents.ts';

export type DocumentChange = Result<'program', 'changes'>['items'][number];
export type Change = DocumentChange['changes'][number];

/** Between two published versions, which never change: what differs is asked for once. */
export const changesQuery = (versions: Query<'program', 'changes'>) =>
  queryOptions({
    queryKey: ['program', 'changes', versions],
    queryFn: ({ signal }) => api.program.changes({ query: versions }, { signal }),
    staleTime: Infinity,
  });

/** Between the version in force and documents that are not published. */
export const comparisonQuery = (documents: Documents) =>
  queryOptions({
    queryKey: ['program', 'comparison', documents],
    queryFn: ({ signal }) => api.program.compare({ body: { documents } }, { signal }),
  });
