import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useLocal } from '../../../i18n/use-local.ts';
import { webhookQueries } from './webhook-queries.ts';

/** The events that there are, by what they are called; a type that is no more, by itself. */
export function useEventNames(): (type: string) => string {
  const local = useLocal();
  const { data } = useQuery(webhookQueries.events());
  return useMemo(() => {
    const names = new Map(data?.items.map(({ type, label }) => [type, local(label)]));
    return (type) => names.get(type) ?? type;
  }, [data, local]);
}
