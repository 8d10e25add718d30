import type { RouteAnswer, Routes } from '@perennial/contracts';
import type { Delivery } from '@perennial/contracts/staff';
import type { FactPayload, MemberId } from '@perennial/domain';
import {
  readDeadAfter,
  readDelivery,
  readWebhook,
  reviveDeliveries,
  sendDeliveryAgain,
} from '@perennial/postgres/webhooks';
import type { DeliveryEventRow, DeliveryKey, LogPlace, WebhookRow } from '@perennial/postgres/webhooks';
import { readRestoration } from '@perennial/postgres/backup';
import type { Sql } from '@perennial/postgres';
import type { CallContext } from '../kernel/call-context.ts';
import type { Page } from '../kernel/paging.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import { readJson } from '../kernel/stored-json.ts';
import { maskIdentity } from '../personal-data/masking.ts';
import { placeOfDelivery, readLog, toDelivery } from './deliveries.ts';
import type { DeliveriesRequest } from './deliveries.ts';
import { bodyOf, eventIdOf, identitiesToTell, sequenceOf } from './event-body.ts';
import { found } from './manage-webhooks.ts';
import type { WebhookPorts } from './ports.ts';

/** What was and will be delivered to a webhook. */
export interface DeliveryLog {
  /** Throws `webhook.not_found`, `member.not_found`. */
  deliveries(context: CallContext, webhookId: string, request: DeliveriesRequest): Promise<Page<Delivery>>;
  /** What is sent, identities masked. Throws `webhook.not_found`, `webhook.delivery_not_found`. */
  delivery(webhookId: string, deliveryId: string): Promise<RouteAnswer<Routes['webhooks']['delivery']>>;
  /** Throws `webhook.not_found`, `webhook.delivery_not_found`. */
  sendAgain(context: CallContext, webhookId: string, deliveryId: string): Promise<Delivery>;
  /** How many events wait anew. Throws `webhook.not_found`. */
  sendDeadAgain(context: CallContext, webhookId: string): Promise<number>;
}

type Ports = Pick<WebhookPorts, 'database' | 'audit' | 'personal' | 'findMember' | 'logsOf' | 'now'>;

export function createDeliveryLog(ports: Ports): DeliveryLog {
  const { audit, database, now } = ports;
  return {
    async deliveries({ caller }, id, request) {
      const webhook = found(await readWebhook(database, id));
      return readLog({ ...ports, sql: database }, { caller, webhookId: webhook.id }, request);
    },
    async delivery(id, deliveryId) {
      const webhook = found(await readWebhook(database, id));
      const row = await readOne(database, keyOf(webhook, deliveryId));
      return { ...toDelivery(row), body: await maskedBody(ports, webhook, row) };
    },
    sendAgain: (context, id, deliveryId) =>
      audit.act(context, { action: 'webhook.sent_again', subject: id }, async (note) => {
        const webhook = found(await readWebhook(database, id));
        note({ reason: `${webhook.name}; delivery ${deliveryId}` });
        const key = keyOf(webhook, deliveryId);
        if (!(await sendDeliveryAgain(database, key, now()))) throw new ProblemError('webhook.delivery_not_found');
        return toDelivery(await readOne(database, key));
      }),
    sendDeadAgain: (context, id) =>
      audit.act(context, { action: 'webhook.sent_again', subject: id }, async (note) => {
        const webhook = found(await readWebhook(database, id));
        note({ reason: webhook.name });
        const count = await reviveAll(ports, webhook.id, context.signal);
        note({ reason: `${webhook.name}; ${count} events that were given up` });
        return count;
      }),
  };
}

/** Throws `webhook.delivery_not_found`. */
function keyOf({ id }: WebhookRow, deliveryId: string): DeliveryKey {
  const place = placeOfDelivery(deliveryId);
  if (place === undefined) throw new ProblemError('webhook.delivery_not_found');
  return { webhookId: id, ...place };
}

async function readOne(sql: Sql, key: DeliveryKey): Promise<DeliveryEventRow> {
  const row = await readDelivery(sql, key);
  if (row === undefined) throw new ProblemError('webhook.delivery_not_found');
  return row;
}

async function maskedBody(
  { database, personal }: Pick<Ports, 'database' | 'personal'>,
  webhook: WebhookRow,
  row: DeliveryEventRow,
): Promise<string> {
  const restoration = await readRestoration(database);
  const place = { shard: row.shard, id: row.member_id as MemberId };
  const all = webhook.identities.length === 0 ? [] : ((await personal.identitiesOf([place])).get(place.id) ?? []);
  const identities = identitiesToTell(webhook.identities, all).map(({ type, value }) => ({
    type,
    value: maskIdentity(type, value),
  }));
  return bodyOf({
    type: row.type,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    memberId: row.member_id,
    eventId: eventIdOf(row),
    sequence: sequenceOf(row.position, restoration?.restored_at ?? null),
    // Written by the fold, whose payloads are objects.
    payload: readJson(row.payload) as FactPayload,
    identities,
  });
}

const revivedAtOnceMax = 1_000;

/**
 * Oldest first: each part is due before the next one. It goes forward only, so that an endpoint which fails at once does not keep it
 * busy for ever.
 */
async function reviveAll(
  { database, now }: Pick<Ports, 'database' | 'now'>,
  webhookId: string,
  signal: AbortSignal,
): Promise<number> {
  let after: LogPlace = { createdAt: 0, shard: 0, position: 0 };
  let dueAt = 0;
  for (let count = 0; ;) {
    const keys = await readDeadAfter(database, { webhookId, after, limit: revivedAtOnceMax });
    const last = keys.at(-1);
    if (last === undefined) return count;
    dueAt = Math.max(now(), dueAt + 1);
    count += await reviveDeliveries(database, webhookId, { keys, at: dueAt });
    if (keys.length < revivedAtOnceMax) return count;
    signal.throwIfAborted();
    after = { createdAt: last.created_at, shard: last.shard, position: last.position };
  }
}
