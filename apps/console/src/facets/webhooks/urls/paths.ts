import { writeSearch } from '../../../urls/search-text.ts';
import type { WebhookSearch, WebhooksSearch } from './search.ts';

export const webhooksPaths = {
  webhooks: (search: WebhooksSearch = {}) => `/settings/webhooks${writeSearch(search)}`,
  newWebhook: () => '/settings/webhooks/new',
  webhook: (webhookId: string, search: WebhookSearch = {}) =>
    `/settings/webhooks/${encodeURIComponent(webhookId)}${writeSearch(search)}`,
} as const;
