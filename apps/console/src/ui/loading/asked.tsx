import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { QueryKey, UseQueryOptions } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProblemPanel } from '../problem-panel.tsx';

interface Props<Data, Key extends QueryKey> {
  readonly query: UseQueryOptions<Data, Error, Data, Key>;
  /** Takes the room of the part until the first answer is there. */
  readonly pending: ReactNode;
  /** Of a list by pages: leads to the first. */
  readonly onFirst?: () => void;
  /** Draws the answer; a stale one is that of the question before. */
  readonly children: (data: Data, isStale: boolean) => ReactNode;
}

/**
 * A part of a page that comes on its own, after the page or before the parts beside it: drawn with its answer, which stays while
 * another one is on its way; failing alone. It does not suspend, because React shows what suspended at most every 300 ms.
 */
export function Asked<Data, Key extends QueryKey>({ query, pending, onFirst, children }: Props<Data, Key>) {
  const result = useQuery({ ...query, placeholderData: keepPreviousData });
  if (result.isPending) return pending;
  if (result.isLoadingError)
    return <ProblemPanel error={result.error} onRetry={() => void result.refetch()} onFirst={onFirst} />;
  return children(result.data, result.isPlaceholderData);
}
