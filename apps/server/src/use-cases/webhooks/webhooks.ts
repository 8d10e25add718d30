import type { EventKind, Webhook } from '@perennial/contracts/staff';
import { listWebhooks, readWebhook } from '@perennial/postgres/webhooks';
import type { CallContext } from '../kernel/call-context.ts';
import { decodeCursor, toPage, uuidOrFirst } from '../kernel/paging.ts';
import type { Page, PageRequest } from '../kernel/paging.ts';
import { createManageWebhooks, found } from './manage-webhooks.ts';
import type { ManageWebhooks } from './manage-webhooks.ts';
import type { WebhookPorts } from './ports.ts';
import { createDeliveryLog } from './delivery-log.ts';
import type { DeliveryLog } from './delivery-log.ts';
import { showWebhook } from './shown-webhook.ts';
import { createTestWebhook } from './test-webhook.ts';
import type { TestWebhook } from './test-webhook.ts';

/** Systems of the brand that are told of events: which, of what, and what came of it. */
export interface Webhooks extends ManageWebhooks, DeliveryLog {
  events(): readonly EventKind[];
  list(context: CallContext, request: PageRequest): Promise<Page<Webhook>>;
  /** Throws `webhook.not_found`. */
  get(context: CallContext, webhookId: string): Promise<Webhook>;
  readonly test: TestWebhook;
}

export function createWebhooks(ports: WebhookPorts): Webhooks {
  const { database, now, rules } = ports;
  return {
    ...createManageWebhooks(ports),
    ...createDeliveryLog(ports),
    test: createTestWebhook(ports),
    events: () => rules.events(),
    async list({ caller }, { cursor, limit }) {
      const [createdAt, id] = decodeCursor(cursor, [0, uuidOrFirst('')]);
      const rows = await listWebhooks(database, { createdAt, id: uuidOrFirst(id), limit: limit + 1 });
      const page = toPage(rows, limit, { item: (row) => row, cursor: (row) => [row.created_at, row.id] });
      const shown = { caller, now: now() };
      return { ...page, items: await Promise.all(page.items.map((row) => showWebhook(database, row, shown))) };
    },
    async get({ caller }, webhookId) {
      return showWebhook(database, found(await readWebhook(database, webhookId)), { caller, now: now() });
    },
  };
}
