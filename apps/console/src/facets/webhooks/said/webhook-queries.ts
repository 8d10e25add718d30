import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import { settledMs } from '../../../api/queries.ts';
import type { Query, Result } from '../../../api/queries.ts';

export type Webhook = Result<'webhooks', 'get'>;
export type Delivery = Result<'webhooks', 'deliveries'>['items'][number];

/** What of a log is asked for. */
export type DeliveriesAsked = Omit<Query<'webhooks', 'deliveries'>, 'limit'>;

/** Deliveries go on while a page is looked at. */
const listPollMs = 10_000;
const onePollMs = 4_000;
const pageSize = 50;

/** Everything that is kept of webhooks stands under this key, so that a change can refresh it together. */
export const webhooksKey = ['webhooks'] as const;

export const webhookQueries = {
  events: () =>
    queryOptions({
      queryKey: ['webhook-events'],
      queryFn: ({ signal }) => api.webhooks.events({}, { signal }),
      staleTime: settledMs,
    }),
  list: (cursor: string | undefined) =>
    queryOptions({
      queryKey: [...webhooksKey, 'list', cursor],
      queryFn: ({ signal }) =>
        api.webhooks.list({ query: { limit: pageSize, ...(cursor === undefined ? {} : { cursor }) } }, { signal }),
      refetchInterval: listPollMs,
    }),
  one: (webhookId: string) =>
    queryOptions({
      queryKey: [...webhooksKey, 'one', webhookId],
      queryFn: ({ signal }) => api.webhooks.get({ params: { webhookId } }, { signal }),
      refetchInterval: onePollMs,
    }),
  deliveries: (webhookId: string, asked: DeliveriesAsked) =>
    queryOptions({
      queryKey: [...webhooksKey, 'deliveries', webhookId, asked],
      queryFn: ({ signal }) =>
        api.webhooks.deliveries({ params: { webhookId }, query: { ...asked, limit: pageSize } }, { signal }),
      refetchInterval: onePollMs,
    }),
  delivery: (webhookId: string, deliveryId: string) =>
    queryOptions({
      queryKey: [...webhooksKey, 'delivery', webhookId, deliveryId],
      queryFn: ({ signal }) => api.webhooks.delivery({ params: { webhookId, deliveryId } }, { signal }),
      refetchInterval: onePollMs,
    }),
};
