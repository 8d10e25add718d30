import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import type { Documents } from '../../../editing/documents.ts';
import { memberKey } from '../../../facet/member-places.ts';
import type { Basket } from './typed-order.ts';

export type Forecast = Result<'wallets', 'previewEarning'>;
export type RuleForecast = Forecast['rules'][number];

/** What is known changes with every order that comes in. */
const freshMs = 10_000;

interface Asked {
  readonly memberId: string | null;
  readonly basket: Basket;
  /** Undefined: what is in force. */
  readonly documents?: Documents;
}

export const forecastQuery = ({ memberId, basket, documents }: Asked) => {
  const body = documents === undefined ? basket : { ...basket, documents };
  return queryOptions({
    queryKey: ['earn-forecast', memberId, body],
    queryFn: ({ signal }) =>
      memberId === null
        ? api.wallets.previewFirstEarning({ body }, { signal })
        : api.wallets.previewEarning({ params: { memberId }, body }, { signal }),
    staleTime: freshMs,
    placeholderData: keepPreviousData,
  });
};

const pastOrdersShown = 20;

export const pastOrdersQuery = (memberId: string) =>
  queryOptions({
    queryKey: [...memberKey(memberId), 'orders-to-try'],
    queryFn: ({ signal }) =>
      api.members.orders({ params: { memberId }, query: { limit: pastOrdersShown } }, { signal }),
  });

const productsShown = 20;

export const productsQuery = (q: string) =>
  queryOptions({
    queryKey: ['reference', 'products-to-try', q],
    queryFn: ({ signal }) =>
      api.reference.products({ query: q === '' ? { limit: productsShown } : { q, limit: productsShown } }, { signal }),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
