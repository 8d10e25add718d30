import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { memberKey } from '../../../facet/member-places.ts';

export type MemberWallets = Result<'wallets', 'ofMember'>;
export type Wallet = MemberWallets['wallets'][number];
export type Lot = Result<'wallets', 'lots'>['items'][number];
export type Entry = Result<'wallets', 'entries'>['items'][number];
export type Hold = Result<'wallets', 'holds'>['items'][number];
export type Statement = Result<'wallets', 'statement'>;

/** A page of a list of one wallet. */
export interface ListAsked {
  readonly memberId: string;
  readonly wallet: string;
  readonly state?: 'open' | 'ended';
  readonly cursor?: string;
}

export interface StatementAsked {
  readonly memberId: string;
  readonly wallet: string;
  /** First and last day; absent: from the beginning, until now. */
  readonly from?: string;
  readonly to?: string;
  readonly cursor?: string;
}

const rowsAPage = 20;

export const walletsQuery = (memberId: string) =>
  queryOptions({
    queryKey: [...memberKey(memberId), 'wallets'],
    queryFn: ({ signal }) => api.wallets.ofMember({ params: { memberId } }, { signal }),
  });

export const lotsQuery = ({ memberId, wallet, ...page }: ListAsked) =>
  queryOptions({
    queryKey: [...memberKey(memberId), 'wallets', wallet, 'lots', page],
    queryFn: ({ signal }) =>
      api.wallets.lots({ params: { memberId, wallet }, query: { limit: rowsAPage, ...page } }, { signal }),
  });

export const entriesQuery = ({ memberId, wallet, cursor }: ListAsked) =>
  queryOptions({
    queryKey: [...memberKey(memberId), 'wallets', wallet, 'entries', cursor],
    queryFn: ({ signal }) =>
      api.wallets.entries({ params: { memberId, wallet }, query: { limit: rowsAPage, ...after(cursor) } }, { signal }),
  });

export const holdsQuery = ({ memberId, wallet, ...page }: ListAsked) =>
  queryOptions({
    queryKey: [...memberKey(memberId), 'wallets', wallet, 'holds', page],
    queryFn: ({ signal }) =>
      api.wallets.holds({ params: { memberId, wallet }, query: { limit: rowsAPage, ...page } }, { signal }),
  });

export const statementQuery = ({ memberId, wallet, from, to, cursor }: StatementAsked) =>
  queryOptions({
    queryKey: [...memberKey(memberId), 'wallets', wallet, 'statement', { from, to, cursor }],
    queryFn: ({ signal }) =>
      api.wallets.statement(
        {
          params: { memberId, wallet },
          query: {
            limit: rowsAPage,
            ...after(cursor),
            ...(from === undefined ? {} : { from }),
            ...(to === undefined ? {} : { at: to }),
          },
        },
        { signal },
      ),
  });

function after(cursor: string | undefined): { cursor?: string } {
  return cursor === undefined ? {} : { cursor };
}
